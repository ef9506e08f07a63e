import { Severity } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import { EnvKind, type EnvValue } from '../../ask/container/env';
import { mainFirst, type ResolvedApp } from '../../ask/resolved';
import { onAsk } from '../../model/rule';

/** Variables with such endings hold secrets. With `_FILE` or `_PATH` behind it, a name is only the place of one; `KUBE_SECRET` names an object. */
const SECRET_NAME =
  /(PASS|PASSWORD|PASSWD|PWD|PASSPHRASE|(?<!KUBE_)SECRET|SECRET_KEY_BASE|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|ENCRYPTION_?KEY|CREDENTIALS?)$/i;
/** Switches and numbers: never a secret, whatever the variable is called. */
const SWITCH = /^(true|false|yes|no|on|off|enabled|disabled|none|null)$/i;
/** A user and a password before a host: `postgres://user:word@host`. */
const SECRET_URL = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@$]+@/i;
/** A flag followed by a password. */
const SECRET_FLAG = /^--?[a-z-]*(password|passwd|secret|token|api-?key)=[^$\s]/i;
/** What a variable may take from its pod (validEnvDownwardAPIFieldPathExpressions in pkg/apis/core/validation). */
const FIELDS = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);
/** What a variable may take from its container (validContainerResourceFieldPathExpressions there). */
const RESOURCES = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\w+)$/;

/** Every variable once: what an init container inherits from the app is reported for the app. */
function* variablesOf(app: ResolvedApp): Iterable<readonly [name: string, value: EnvValue]> {
  for (const { env, own } of mainFirst(app)) if (own.env) yield* env;
}

const ENV_NAME_INVALID = onAsk({
  code: 'ENV-NAME-INVALID',
  severity: Severity.ERROR,
  means: 'a variable name that Kubernetes refuses',
  fix: 'rename it',
  *check(app) {
    for (const [name] of variablesOf(app)) {
      // IsEnvVarName in k8s.io/apimachinery/pkg/util/validation; newer versions accept all printable ASCII except "=".
      if (!/^(?!\.$|\.\.)[A-Za-z_.-][A-Za-z0-9_.-]*$/.test(name))
        yield {
          given: `the variable "${name}"`,
          allowed: 'but Kubernetes accepts letters, digits, "_", "." and "-", without a digit first, and not "." or ".."',
          fix: 'Rename it.',
        };
    }
    for (const { envFrom, own } of app.containers) {
      if (!own.envFrom) continue;
      for (const { source, prefix } of envFrom) {
        if (prefix !== undefined && !/^[A-Za-z_.-][A-Za-z0-9_.-]*$/.test(prefix))
          yield {
            given: `the prefix "${prefix}" for the variables of ${source}`,
            allowed: 'but Kubernetes accepts letters, digits, "_", "." and "-", without a digit first',
            fix: 'Correct it.',
          };
      }
    }
  },
});

const ENV_FIELD_INVALID = onAsk({
  code: 'ENV-FIELD-INVALID',
  severity: Severity.ERROR,
  means: 'a variable from a field or resource that Kubernetes does not offer to containers',
  fix: 'use one of those that the message names',
  *check(app) {
    for (const [name, { kind, value }] of variablesOf(app)) {
      if (kind === EnvKind.FIELD && !FIELDS.has(value) && !/^metadata\.(labels|annotations)\['[^']+'\]$/.test(value))
        yield {
          given: `${name} from the field ${value}`,
          allowed: `but the fields are ${listed([...FIELDS])}, and metadata.labels['…']`,
          fix: 'Use one of them.',
        };
      if (kind === EnvKind.RESOURCE && !RESOURCES.test(value))
        yield {
          given: `${name} from the resource ${value}`,
          allowed: 'but containers can read only limits or requests of cpu, memory and ephemeral-storage',
          fix: 'Use one of them.',
        };
    }
  },
});

/** Whether a value, or the name that it has, is like that of a secret. */
export function looksSecret(name: string, value: string): boolean {
  return value !== '' && !SWITCH.test(value) && (SECRET_NAME.test(name) || SECRET_URL.test(value));
}

/** Whether a word of a command line holds a secret. */
export function isSecretFlag(word: string): boolean {
  return SECRET_FLAG.test(word);
}

export const SECRET_IN_ENV = onAsk({
  code: 'SECRET-IN-ENV',
  severity: Severity.ERROR,
  means: 'a value for a variable that sounds like a secret',
  fix: 'use `EnvValue.fromSecret`, or `EnvValue.publicValue` with a reason',
  *check(app) {
    for (const [name, { kind, value, publicBecause }] of variablesOf(app)) {
      if (kind === EnvKind.VALUE && publicBecause === undefined && looksSecret(name, value))
        yield {
          given: `a value for ${name}`,
          allowed: 'but this value would end up in Git',
          fix: 'Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.',
        };
    }
  },
});

export const SECRET_IN_ARGS = onAsk({
  code: 'SECRET-IN-ARGS',
  severity: Severity.ERROR,
  means: 'a password or token on the command line',
  fix: 'put it into an env variable from a Secret, and write `$(NAME)`',
  *check(app) {
    for (const { command, args } of mainFirst(app)) {
      for (const words of [command, args]) {
        for (const word of words ?? [])
          if (isSecretFlag(word))
            yield {
              given: `a value in ${word.slice(0, word.indexOf('=') + 1)}…`,
              allowed: 'but this value would end up in Git',
              fix: 'Put it into an env variable from a Secret, and write $(NAME) here.',
            };
      }
    }
  },
});

/** What is wrong with variables and commands. */
export const ENV_RULES = [ENV_NAME_INVALID, ENV_FIELD_INVALID, SECRET_IN_ENV, SECRET_IN_ARGS];
