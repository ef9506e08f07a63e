import { Severity } from '../../../cluster/finding';
import { counted } from '../../../cluster/names';
import type { RuleRecord } from '../../../cluster/rule';
import { invalidPublicTexts, PUBLIC_TEXT } from '../../../cluster/rules/public-texts';
import { holdsSecret, isLiteral, isSecretEntry, isSecretText, isSecretVariable, Place, secretInWords, withoutPublic } from '../../../cluster/secrets';
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
    for (const { env, envFrom, own } of mainFirst(app)) {
      for (const [name, value] of envFrom.flatMap(({ values = {}, prefix = '' }) => Object.entries(values).map(([key, one]) => [prefix + key, one] as const))) {
        if (own.envFrom && isSecretVariable(name, value))
          yield {
            given: `a value for ${name}`,
            allowed: IN_GIT,
            fix: 'Use EnvFrom.secret, or EnvValue.publicValue in env with the reason why it is not a secret.',
          };
      }
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
export function commandsOf({ command, args, postStart, preStop, health }: ResolvedContainer): readonly (readonly string[])[] {
  const probes = [health.readiness, health.liveness, health.startup].map((probe) => probe?.command ?? []);
  return [[...(command ?? []), ...(args ?? [])], postStart ?? [], preStop?.command ?? [], ...probes];
}

export const SECRET_IN_ARGS = onAsk({
  code: 'SECRET-IN-ARGS',
  severity: Severity.ERROR,
  means: 'a password or token in a command, an argument, a hook or a probe',
  fix: 'put it into an env variable from a Secret, and write `$(NAME)`, or give `publicTexts` with a reason',
  *check(app) {
    for (const container of mainFirst(app)) {
      for (const words of commandsOf(container)) {
        const where = secretInWords(words) && secretInWords(words.map((word) => withoutPublic(word, app.publicTexts)));
        if (where !== undefined)
          yield {
            given: `a value in ${where}`,
            allowed: IN_GIT,
            fix: 'Put it into an env variable from a Secret, and write $(NAME) here, or give publicTexts with a reason.',
          };
      }
    }
  },
});

/** Headers that carry a login (RFC 9110, and custom ones by their names). */
const LOGIN = /^(authorization|proxy-authorization|cookie)$/i;

const SECRET_IN_PROBE: RuleRecord = {
  code: 'SECRET-IN-PROBE',
  severity: Severity.ERROR,
  means: 'a login in a header or the path of a probe',
  fix: 'probe a path that needs no login, run a command that reads a Secret, or give `publicTexts` with a reason',
};

const PROBE_FIX = 'Probe a path that needs no login, use Probe.exec with a variable from a Secret, or give publicTexts with a reason.';

const IN_PROBE = onAsk({
  ...SECRET_IN_PROBE,
  *check(app) {
    for (const { health } of mainFirst(app)) {
      const probes = [health.readiness, health.liveness, health.startup];
      const headers = probes.flatMap((probe) => Object.entries(probe?.http.headers ?? {}));
      for (const [name, given] of new Map(headers)) {
        if (isLoginHeader(name, withoutPublic(given, app.publicTexts)))
          yield {
            given: `a login in the header ${name} of a probe`,
            allowed: IN_GIT,
            fix: PROBE_FIX,
          };
      }
      if (probes.some((probe) => isSecretText(withoutPublic(probe?.path ?? '', app.publicTexts))))
        yield { given: 'a login in the path of a probe', allowed: IN_GIT, fix: PROBE_FIX };
    }
  },
});

/** Whether a header with this value lets somebody in. */
function isLoginHeader(name: string, value: string): boolean {
  return isLiteral(value, Place.ENV) && (LOGIN.test(name) || isSecretVariable(name.replaceAll('-', '_'), value));
}

const SECRET_IN_ROUTE = onAsk({
  code: 'SECRET-IN-ROUTE',
  severity: Severity.ERROR,
  means: 'a login in a header of an HTTP route',
  fix: 'let the app check it, or a proxy before it',
  *check({ network, publicTexts }) {
    for (const { host, headers, requestHeaders, responseHeaders } of network.routes)
      for (const values of [headers, requestHeaders?.set, requestHeaders?.add, responseHeaders?.set, responseHeaders?.add])
        for (const [name, value] of Object.entries(values ?? {}))
          if (isLoginHeader(name, withoutPublic(value, publicTexts)))
            yield {
              given: `a login in the header ${name} of ${host}`,
              allowed: IN_GIT,
              fix: 'Let the app check it, or a proxy before it, or give publicTexts with a reason.',
            };
  },
});

const SECRET_IN_METADATA = onAsk({
  code: 'SECRET-IN-METADATA',
  severity: Severity.ERROR,
  means: 'a password or token in an annotation or a label, or among the attributes of a CSI volume',
  fix: 'name a Secret instead, or give `publicTexts` with a reason',
  *check({ podAnnotations, annotations, podLabels, network, volumes, publicTexts }) {
    const all = [
      podLabels,
      podAnnotations,
      annotations,
      ...askedServices(network).map(([, service]) => service.annotations),
      ...network.routes.map((route) => route.annotations),
      ...volumes.flatMap(({ options: { data, csi } }) => [data?.annotations, csi?.attributes]),
    ];
    for (const words of all)
      for (const [key, given] of Object.entries(words ?? {})) {
        const value = withoutPublic(given, publicTexts);
        if (isSecretEntry(key, value) || holdsSecret(value))
          yield { given: `a value of ${key}`, allowed: IN_GIT, fix: 'Name a Secret instead, leave it out, or give publicTexts with a reason.' };
      }
  },
});

const PUBLIC_TEXT_INVALID = onAsk({
  ...PUBLIC_TEXT,
  *check({ publicTexts }) {
    yield* invalidPublicTexts(publicTexts);
  },
});

/** Texts in nothing that is checked. */
const PUBLIC_TEXT_UNUSED = onAsk({
  code: 'PUBLIC-TEXT-UNUSED',
  severity: Severity.NOTE,
  means: 'a text in `publicTexts` that is nowhere in the app',
  fix: 'remove it',
  *check(app) {
    const texts = Object.keys(app.publicTexts);
    if (texts.length === 0) return;
    const written = JSON.stringify([
      mainFirst(app).map((container) => [commandsOf(container), container.health]),
      [app.podAnnotations, app.annotations, app.podLabels, app.network, app.patches],
      app.volumes.map(({ options }) => options),
    ]);
    const unused = texts.filter((text) => !written.includes(JSON.stringify(text).slice(1, -1))).length;
    if (unused > 0) yield { given: `${counted(unused, 'text')} in publicTexts`, allowed: 'but not in the app', fix: 'Remove what is gone.' };
  },
});

/** Secrets in what is written of containers and their metadata. Messages never show the value. */
export const SECRET_RULES = [SECRET_IN_ENV, SECRET_IN_ARGS, IN_PROBE, SECRET_IN_ROUTE, SECRET_IN_METADATA, PUBLIC_TEXT_INVALID, PUBLIC_TEXT_UNUSED];
