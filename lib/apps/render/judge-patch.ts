import { isDeepStrictEqual } from 'node:util';
import { AvailabilityClass } from '../../availability/ask/workload';
import { HA_WITHOUT_PROBE } from '../../availability/classes/highly-available-rules';
import { ROLLING_WITHOUT_PROBE } from '../../availability/classes/rolling-rules';
import type { Plan } from '../../availability/model/plan';
import { judge } from '../../availability/model/rule';
import { SECRET_IN_ARGS, SECRET_IN_ENV } from '../../availability/pod/containers/secret-rules';
import { ANNOTATION_AGAINST_CLASS } from '../../availability/pod/labels';
import { SECRET_IN_FILE } from '../../availability/storage/config-rules';
import type { ClusterFacts } from '../../cluster/cluster';
import type { Finding } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { partAt } from '../../cluster/parts';
import { found, type RuleRecord } from '../../cluster/rule';
import { Part, type PublicTexts, type Secret, secretsIn } from '../../cluster/secrets';
import type { Manifest } from '../../kubernetes/manifest';
import { podTemplateOf } from '../../kubernetes/pod-template';
import { type KubeObject, PATCH_NOWHERE } from '../../kubernetes/tree/kube-object';
import { PATCH_AGAINST_CLASS, PATCH_REFUSED } from '../rules';
import { changesOfDecided } from './decided';
import { judgeFields } from './judge-fields';
import { refusals } from './judge-refused';

/** What is wrong with an object after patches, whichever way they took: the same as if the props had said it. */
export function judgePatched(plan: Plan, before: Manifest, after: unknown, facts: ClusterFacts | undefined): Finding[] {
  if (isDeepStrictEqual(before, after)) return [];
  const { path } = plan.ask;
  const object = `${before.kind} ${before.metadata.name}`;
  return [
    ...[...changesOfDecided(plan, before.kind, before, after)].map(([fix, changed]) =>
      found(PATCH_AGAINST_CLASS, path, {
        given: `a patch that changes ${listed(changed)} in the ${object}`,
        allowed: 'but the class, the facts and the props decide that',
        fix,
      }),
    ),
    ...[...refusals(after)].map(({ given, allowed, fix }) =>
      found(PATCH_REFUSED, path, { given: `a patch that leaves ${given} in the ${object}`, allowed, fix }),
    ),
    ...[...judgeFields(after, facts)].map(({ given, allowed, fix }) =>
      found(PATCH_REFUSED, path, { given: `a patch that leaves ${given} in the ${object}`, allowed, fix }),
    ),
    ...newSecrets(before, after, plan.ask.publicTexts).map(({ part, what }) =>
      found(SAID[part].rule, path, { given: `a patch with ${what} in the ${object}`, allowed: 'but this would end up in Git', fix: SAID[part].fix }),
    ),
    ...judgeAnnotations(plan, after, facts),
    ...judgeProbe(plan, before, after, object),
  ];
}

/** What is wrong with objects that were patched as cdk8s does it. */
export function judgeOthersPatches(plan: Plan, objects: readonly KubeObject[], facts: ClusterFacts | undefined): Finding[] {
  return objects.flatMap((object) => {
    const [before, after] = [object.unpatched(), object.patched()];
    if (after !== undefined) return judgePatched(plan, before, after, facts);
    return [
      found(PATCH_NOWHERE, plan.ask.path, {
        given: `a patch of the ${before.kind} ${before.metadata.name} by addJsonPatch`,
        allowed: `but ${object.misplaced}`,
        fix: 'Check the path in the object in dist/.',
      }),
    ];
  });
}

function judgeAnnotations({ ask }: Plan, after: unknown, facts: ClusterFacts | undefined): Finding[] {
  const annotations = partAt(podTemplateOf(after), 'metadata', 'annotations') as { readonly [key: string]: string } | undefined;
  return judge([ANNOTATION_AGAINST_CLASS], { ...ask, podAnnotations: annotations ?? {} }, ask.path, facts);
}

function judgeProbe({ ask }: Plan, before: unknown, after: unknown, object: string): Finding[] {
  const isProbed = (one: unknown) => partAt(podTemplateOf(one), 'spec', 'containers', '0', 'readinessProbe') !== undefined;
  if (!isProbed(before) || isProbed(after)) return [];
  if (ask.rollingUpdate !== undefined && partAt(after, 'spec', 'minReadySeconds') === undefined)
    return [
      found(ROLLING_WITHOUT_PROBE, ask.path, {
        given: `a patch that removes the readiness probe in the ${object}, with rollingUpdate`,
        allowed: 'and without a probe the last pod ends as soon as the container of the next one starts, whether it serves or not',
        fix: 'Use health.readiness, or accept it with a reason.',
      }),
    ];
  if (ask.availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE) return [];
  return [
    found(HA_WITHOUT_PROBE, ask.path, {
      given: `a patch that removes the readiness probe in the ${object}`,
      allowed: 'and without a probe a version that starts but does not work replaces all working pods',
      fix: 'Use health.readiness, or accept it with a reason.',
    }),
  ];
}

/** The rule of each part of an object, and what to do. */
const SAID: { readonly [part in Part]: { readonly rule: RuleRecord; readonly fix: string } } = {
  [Part.ENV]: { rule: SECRET_IN_ENV, fix: 'Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.' },
  [Part.ARGS]: { rule: SECRET_IN_ARGS, fix: 'Put it into an env variable from a Secret, and write $(NAME) here, or give publicTexts with a reason.' },
  [Part.FILE]: {
    rule: SECRET_IN_FILE,
    fix: 'Put it into a Secret and use Volume.secret, leave a placeholder that the app fills in, or give publicTexts with a reason.',
  },
};

/** Secrets that patches bring. What was there before has a reason. */
function newSecrets(before: unknown, after: unknown, texts: PublicTexts): readonly Secret[] {
  const found = [...secretsIn(after, texts)];
  if (found.length === 0) return found;
  const idOf = ({ what, text }: Secret) => `${what}\n${text}`;
  const known = new Set([...secretsIn(before, texts)].map(idOf));
  return found.filter((secret) => !known.has(idOf(secret)));
}
