import { Severity } from '../../../cluster/finding';
import type { RuleRecord } from '../../../cluster/rule';
import { isSecretEntry, isSecretText, isSecretVariable, secretInWords } from '../../../cluster/secrets';
import { EnvKind } from '../../ask/container/env';
import { mainFirst, type ResolvedContainer } from '../../ask/resolved';
import { onAsk } from '../../model/rule';
import { askedServices } from '../../network/services/services';

const IN_GIT = 'but this value would end up in Git';

export const SECRET_IN_ENV = onAsk({
  code: 'SECRET-IN-ENV',
  severity: Severity.ERROR,
  means: 'a value that is a secret, or whose variable sounds like one',
  fix: 'use `EnvValue.fromSecret`, or `EnvValue.publicValue` with a reason',
  *check(app) {
    for (const { env, own } of mainFirst(app)) {
      if (!own.env) continue;
      for (const [name, { kind, value, publicBecause = '' }] of env) {
        if (kind === EnvKind.VALUE && publicBecause.trim() === '' && isSecretVariable(name, value))
          yield {
            given: `a value for ${name}`,
            allowed: IN_GIT,
            fix: 'Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.',
          };
      }
    }
  },
});

/** Everything that a container runs. */
function commandsOf({ command, args, postStart, preStop, health }: ResolvedContainer): readonly (readonly string[])[] {
  const probes = [health.readiness, health.liveness, health.startup].map((probe) => probe?.command ?? []);
  return [[...(command ?? []), ...(args ?? [])], postStart ?? [], preStop?.command ?? [], ...probes];
}

export const SECRET_IN_ARGS = onAsk({
  code: 'SECRET-IN-ARGS',
  severity: Severity.ERROR,
  means: 'a password or token in a command, an argument, a hook or a probe',
  fix: 'put it into an env variable from a Secret, and write `$(NAME)`',
  *check(app) {
    for (const container of mainFirst(app)) {
      for (const words of commandsOf(container)) {
        const where = secretInWords(words);
        if (where !== undefined)
          yield { given: `a value in ${where}`, allowed: IN_GIT, fix: 'Put it into an env variable from a Secret, and write $(NAME) here.' };
      }
    }
  },
});

/** Headers that carry a login (RFC 9110, and custom ones by their names). */
const LOGIN = /^(authorization|proxy-authorization|cookie)$/i;

const SECRET_IN_PROBE: RuleRecord = {
  code: 'SECRET-IN-PROBE',
  severity: Severity.ERROR,
  means: 'a login in a header of a probe',
  fix: 'probe a path that needs no login, or run a command that reads a Secret',
};

const IN_PROBE = onAsk({
  ...SECRET_IN_PROBE,
  *check(app) {
    for (const { health } of mainFirst(app)) {
      const headers = [health.readiness, health.liveness, health.startup].flatMap((probe) => Object.entries(probe?.http.headers ?? {}));
      for (const [name, value] of new Map(headers))
        if (isLogin(name, value))
          yield {
            given: `a login in the header ${name} of a probe`,
            allowed: IN_GIT,
            fix: 'Probe a path that needs no login, or use Probe.exec with a variable from a Secret.',
          };
    }
  },
});

/** Whether a header with this value lets somebody in. */
function isLogin(name: string, value: string): boolean {
  return value !== '' && (LOGIN.test(name) || isSecretVariable(name.replaceAll('-', '_'), value));
}

const SECRET_IN_ROUTE = onAsk({
  code: 'SECRET-IN-ROUTE',
  severity: Severity.ERROR,
  means: 'a login in a header of an HTTP route',
  fix: 'let the app check it, or a proxy before it',
  *check({ network }) {
    for (const { host, headers, requestHeaders, responseHeaders } of network.routes)
      for (const values of [headers, requestHeaders?.set, requestHeaders?.add, responseHeaders?.set, responseHeaders?.add])
        for (const [name, value] of Object.entries(values ?? {}))
          if (isLogin(name, value))
            yield { given: `a login in the header ${name} of ${host}`, allowed: IN_GIT, fix: 'Let the app check it, or a proxy before it.' };
  },
});

const SECRET_IN_METADATA = onAsk({
  code: 'SECRET-IN-METADATA',
  severity: Severity.ERROR,
  means: 'a password or token in an annotation, or among the attributes of a CSI volume',
  fix: 'name a Secret instead',
  *check({ podAnnotations, annotations, network, volumes }) {
    const all = [
      podAnnotations,
      annotations,
      ...askedServices(network).map(([, service]) => service.annotations),
      ...network.routes.map((route) => route.annotations),
      ...volumes.flatMap(({ options: { data, csi } }) => [data?.annotations, csi?.attributes]),
    ];
    for (const words of all)
      for (const [key, value] of Object.entries(words ?? {}))
        if (isSecretEntry(key, value) || isSecretText(value))
          yield { given: `a value of ${key}`, allowed: IN_GIT, fix: 'Name a Secret instead, or leave it out.' };
  },
});

/** Secrets in what is written of containers and their metadata. Messages never show the value. */
export const SECRET_RULES = [SECRET_IN_ENV, SECRET_IN_ARGS, IN_PROBE, SECRET_IN_ROUTE, SECRET_IN_METADATA];
