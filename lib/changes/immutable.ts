import { Severity } from '../cluster/finding';
import type { PlacedSaid, RuleRecord } from '../cluster/rule';
import type { Manifest } from '../kubernetes/manifest';
import { at, type Difference, difference, differs, isMap, isSame } from './fields';
import { type ChangeRule, changed, type Pair, type Placed, placeOf } from './model';
import { isForced, kubectl, refused, steps } from './words';

/** Fields of a kind that the API server does not let anybody change. */
interface Fixed {
  /** The path of the field, and what it is where nothing is said. */
  readonly fields: { readonly [path: string]: string | undefined };
}

/** The first field that changes. */
function fixedField({ fields }: Fixed, before: Manifest, after: Manifest): Difference | undefined {
  for (const [path, standard] of Object.entries(fields)) {
    const [was, is] = [at(before, path) ?? standard, at(after, path) ?? standard];
    if (!isSame(was, is)) return { path, was, is };
  }
  return undefined;
}

function rule(
  record: Omit<RuleRecord, 'severity'>,
  kinds: readonly string[],
  fixed: Fixed,
  say: (pair: Pair, after: Placed, field: Difference) => Pick<PlacedSaid, 'allowed' | 'fix'>,
): ChangeRule {
  return {
    ...record,
    severity: Severity.ERROR,
    *check(pair) {
      for (const [before, after] of changed(pair, new Set(kinds))) {
        const field = fixedField(fixed, before.object, after.object);
        if (field === undefined) continue;
        const { path, was, is } = field;
        yield { path: placeOf(pair, after.object), given: differs(difference(path, was, is)), print: JSON.stringify(field), ...say(pair, after, field) };
      }
    },
  };
}

/** Source: ValidateDeploymentUpdate, ValidateDaemonSetUpdate, ValidateReplicaSetUpdate of Kubernetes. */
export const SELECTOR: ChangeRule = rule(
  {
    code: 'CHANGE-SELECTOR',
    means: 'a Deployment or DaemonSet with another selector, which the API server refuses',
    fix: 'keep the selector, or replace the object with a moment without pods',
  },
  ['Deployment', 'DaemonSet', 'ReplicaSet'],
  { fields: { 'spec.selector': undefined } },
  (pair, after) => ({
    allowed: isForced(after.object)
      ? 'but that cannot be changed, and Flux is told to replace it (force): it deletes it with all pods, and makes it anew'
      : refused(pair, after),
    fix: steps(
      'Keep the selector: labels of pods can change beside it.',
      `If it must change, accept this change, and once it is merged delete the object with its pods: ${kubectl('delete', after.object)}. It is made anew; claims stay. The app is down until its new pods are ready.`,
    ),
  }),
);

/** Source: ValidateStatefulSetUpdate: only replicas, ordinals, template, updateStrategy, retention of claims, revisions and minReadySeconds may change. */
export const STATEFUL_SET: ChangeRule = rule(
  {
    code: 'CHANGE-STATEFULSET',
    means: 'a StatefulSet with another selector, Service, order of pods or claim templates, which the API server refuses',
    fix: 'keep them, or replace the StatefulSet while its pods go on',
  },
  ['StatefulSet'],
  { fields: { 'spec.serviceName': undefined, 'spec.podManagementPolicy': 'OrderedReady', 'spec.selector': undefined, 'spec.volumeClaimTemplates': undefined } },
  (pair, after, { path, was, is }) => {
    const grown = path === 'spec.volumeClaimTemplates' ? onlySizes(was, is) : false;
    const forced = 'but that cannot be changed, and Flux is told to replace it (force): it deletes it with all pods, and makes it anew; claims stay';
    const anew = path === 'spec.selector' ? kubectl('delete', after.object) : kubectl('delete', after.object, '--cascade=orphan');
    return {
      allowed: isForced(after.object) ? forced : refused(pair, after),
      fix: steps(
        grown
          ? 'Bigger volumes: let each claim grow by hand first (kubectl patch pvc), as the template is only read for new pods.'
          : 'Keep it as it was, if nothing needs it to change.',
        `Accept this change, and once it is merged delete the StatefulSet${path === 'spec.selector' ? ' with its pods' : ', but not its pods'}: ${anew}. It is made anew${path === 'spec.selector' ? '' : ' and takes the pods over'}; their claims stay.`,
        ...(path === 'spec.volumeClaimTemplates' && !grown
          ? ['Claims that exist keep their class and access mode, and a template with another name makes empty ones: move the data of one pod after the other.']
          : []),
      ),
    };
  },
);

/** Whether two lists of claim templates differ in nothing but their sizes. */
function onlySizes(was: unknown, is: unknown): boolean {
  const without = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(without);
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, key === 'storage' ? '' : without(part)])) : value;
  };
  return isSame(without(was), without(is));
}

/** Source: ValidateJobUpdate of Kubernetes. */
export const JOB: ChangeRule = rule(
  {
    code: 'CHANGE-JOB',
    means: 'a one-off job whose pod changes: Flux deletes the Job and makes it anew, so it runs again',
    fix: 'leave it as it was, or see that it may run twice',
  },
  ['Job'],
  {
    fields: {
      'spec.template': undefined,
      'spec.selector': undefined,
      'spec.completions': undefined,
      'spec.completionMode': 'NonIndexed',
      'spec.podFailurePolicy': undefined,
    },
  },
  (pair, after, { path }) => ({
    allowed: isForced(after.object)
      ? `but ${path} of a Job cannot change, so ${pair.hasFlux ? 'Flux deletes the Job, also one that is running, and makes it anew' : 'it has to be replaced'}: the job runs once more, on the data that is there now`
      : refused(pair, after),
    fix: steps(
      'If the job has done its work, remove it, or leave it as it was.',
      'If it may run again, on data that it has already changed, accept this change.',
      'If it must not, give the new job another name, which does only what is still to do.',
    ),
  }),
);

/** Source: ValidateIngressClassUpdate of Kubernetes. */
export const INGRESS_CLASS: ChangeRule = rule(
  {
    code: 'CHANGE-INGRESS-CLASS',
    means: 'an IngressClass with another controller, which the API server refuses',
    fix: 'add a class with another name',
  },
  ['IngressClass'],
  { fields: { 'spec.controller': undefined } },
  (pair, after) => ({
    allowed: isForced(after.object)
      ? 'but that cannot be changed, and Flux is told to replace it (force): every Ingress of the class goes to the other controller at once'
      : refused(pair, after),
    fix: steps(
      'Add a class with another name for the new controller, and leave this one.',
      'Move the apps to it, one after the other, and remove this class when none is left.',
    ),
  }),
);

/** Source: ValidatePriorityClassUpdate of Kubernetes. */
export const PRIORITY_CLASS: ChangeRule = rule(
  {
    code: 'CHANGE-PRIORITY-CLASS',
    means: 'a PriorityClass with another value or preemption, which the API server refuses',
    fix: 'add a class with another name',
  },
  ['PriorityClass'],
  { fields: { value: undefined, preemptionPolicy: 'PreemptLowerPriority' } },
  (pair, after) => ({
    allowed: isForced(after.object)
      ? 'but that cannot be changed, and Flux is told to replace it (force): pods that run keep the old priority, and new ones have another'
      : refused(pair, after),
    fix: steps(
      'Add a class with another name, and use that.',
      `If it must keep its name, accept this change, and once it is merged delete it by hand: ${kubectl('delete', after.object)}. It is made anew; pods that run keep the old priority until they are replaced.`,
    ),
  }),
);

/** Source: ValidateRoleBindingUpdate of Kubernetes. */
export const ROLE_REF: ChangeRule = rule(
  {
    code: 'CHANGE-ROLE-REF',
    means: 'a RoleBinding or ClusterRoleBinding of another role, which the API server refuses',
    fix: 'give the binding another name',
  },
  ['RoleBinding', 'ClusterRoleBinding'],
  { fields: { 'roleRef.kind': undefined, 'roleRef.name': undefined } },
  (pair, after) => ({
    allowed: isForced(after.object)
      ? 'but that cannot be changed, and Flux is told to replace it (force): for a moment its subjects have no rights'
      : refused(pair, after),
    fix: steps(
      'Give the binding another name: the new one is made, and the old one goes.',
      `If it must keep its name, accept this change, and once it is merged delete it by hand: ${kubectl('delete', after.object)}. It is made anew.`,
    ),
  }),
);

/** Source: ValidateConfigMapUpdate, ValidateSecretUpdate of Kubernetes. */
export const SEALED: ChangeRule = {
  code: 'CHANGE-SEALED',
  severity: Severity.ERROR,
  means: 'other data in a ConfigMap or Secret with `immutable: true`, which the API server refuses',
  fix: 'give it another name',
  *check(pair) {
    for (const [before, after] of changed(pair, new Set(['ConfigMap', 'Secret']))) {
      if (before.object.immutable !== true) continue;
      const field = ['data', 'binaryData', 'stringData', 'immutable'].find((path) => !isSame(at(before.object, path), at(after.object, path)));
      if (field === undefined) continue;
      yield {
        path: placeOf(pair, after.object),
        given: `its ${field} changes, and it was written with immutable: true`,
        allowed: isForced(after.object)
          ? 'but that cannot be changed, and Flux is told to replace it (force): pods that start in between do not find it'
          : refused(pair, after),
        fix: steps(
          'Give it another name, and use that in the pods: they restart with the new data.',
          `If it must keep its name, accept this change, and once it is merged delete it by hand: ${kubectl('delete', after.object)}.`,
        ),
      };
    }
  },
};

export const IMMUTABLE_RULES: readonly ChangeRule[] = [SELECTOR, STATEFUL_SET, JOB, INGRESS_CLASS, PRIORITY_CLASS, ROLE_REF, SEALED];
