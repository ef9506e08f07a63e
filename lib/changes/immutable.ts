import { Severity } from '../cluster/finding';
import { isMap } from '../cluster/parts';
import { at, difference, differs, isSame } from './fields';
import { cannotChange, fixedFields } from './fixed-fields';
import { type ChangeRule, changed, placeOf } from './model';
import { isForced, kubectl, refused, steps } from './words';

/** Source: ValidateDeploymentUpdate, ValidateDaemonSetUpdate, ValidateReplicaSetUpdate of Kubernetes. */
export const SELECTOR: ChangeRule = fixedFields(
  {
    code: 'CHANGE-SELECTOR',
    means: 'a Deployment or DaemonSet with another selector, which the API server refuses',
    fix: 'keep the selector, or replace the object with a moment without pods',
  },
  ['Deployment', 'DaemonSet', 'ReplicaSet'],
  { 'spec.selector': undefined },
  (pair, after) => ({
    allowed: cannotChange(pair, after, 'it deletes it with all pods, and makes it anew'),
    fix: steps(
      'Keep the selector: labels of pods can change beside it.',
      `If it must change, accept this change, and once it is merged delete the object with its pods: ${kubectl('delete', after.object)}. It is made anew; claims stay. The app is down until its new pods are ready.`,
    ),
  }),
);

/** Source: ValidateStatefulSetUpdate: only replicas, ordinals, template, updateStrategy, retention of claims, revisions and minReadySeconds may change. */
export const STATEFUL_SET: ChangeRule = fixedFields(
  {
    code: 'CHANGE-STATEFULSET',
    means: 'a StatefulSet with another selector, Service, order of pods or claim templates, which the API server refuses',
    fix: 'keep them, or replace the StatefulSet while its pods go on',
  },
  ['StatefulSet'],
  { 'spec.serviceName': undefined, 'spec.podManagementPolicy': 'OrderedReady', 'spec.selector': undefined, 'spec.volumeClaimTemplates': undefined },
  (pair, after, { path, was, is }) => {
    const grown = path === 'spec.volumeClaimTemplates' ? onlySizes(was, is) : false;
    const anew = path === 'spec.selector' ? kubectl('delete', after.object) : kubectl('delete', after.object, '--cascade=orphan');
    return {
      allowed: cannotChange(pair, after, 'it deletes it with all pods, and makes it anew; claims stay'),
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
export const JOB: ChangeRule = fixedFields(
  {
    code: 'CHANGE-JOB',
    means: 'a one-off job whose pod changes: Flux deletes the Job and makes it anew, so it runs again',
    fix: 'leave it as it was, or see that it may run twice',
  },
  ['Job'],
  {
    'spec.template': undefined,
    'spec.selector': undefined,
    'spec.completions': undefined,
    'spec.completionMode': 'NonIndexed',
    'spec.podFailurePolicy': undefined,
  },
  (pair, after, { path, was, is }) => ({
    // A new version is in a label, too: what runs says more.
    ...(path !== 'spec.template' || isSame(at(was, 'spec'), at(is, 'spec'))
      ? {}
      : { given: differs(difference(`${path}.spec`, at(was, 'spec'), at(is, 'spec'))) }),
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
export const INGRESS_CLASS: ChangeRule = fixedFields(
  {
    code: 'CHANGE-INGRESS-CLASS',
    means: 'an IngressClass with another controller, which the API server refuses',
    fix: 'add a class with another name',
  },
  ['IngressClass'],
  { 'spec.controller': undefined },
  (pair, after) => ({
    allowed: cannotChange(pair, after, 'every Ingress of the class goes to the other controller at once'),
    fix: steps(
      'Add a class with another name for the new controller, and leave this one.',
      'Move the apps to it, one after the other, and remove this class when none is left.',
    ),
  }),
);

/** Source: ValidatePriorityClassUpdate of Kubernetes. */
export const PRIORITY_CLASS: ChangeRule = fixedFields(
  {
    code: 'CHANGE-PRIORITY-CLASS',
    means: 'a PriorityClass with another value or preemption, which the API server refuses',
    fix: 'add a class with another name',
  },
  ['PriorityClass'],
  { value: undefined, preemptionPolicy: 'PreemptLowerPriority' },
  (pair, after) => ({
    allowed: cannotChange(pair, after, 'pods that run keep the old priority, and new ones have another'),
    fix: steps(
      'Add a class with another name, and use that.',
      `If it must keep its name, accept this change, and once it is merged delete it by hand: ${kubectl('delete', after.object)}. It is made anew; pods that run keep the old priority until they are replaced.`,
    ),
  }),
);

/** Source: ValidateRoleBindingUpdate of Kubernetes. */
export const ROLE_REF: ChangeRule = fixedFields(
  {
    code: 'CHANGE-ROLE-REF',
    means: 'a RoleBinding or ClusterRoleBinding of another role, which the API server refuses',
    fix: 'give the binding another name',
  },
  ['RoleBinding', 'ClusterRoleBinding'],
  { 'roleRef.kind': undefined, 'roleRef.name': undefined },
  (pair, after) => ({
    allowed: cannotChange(pair, after, 'for a moment its subjects have no rights'),
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
        allowed: cannotChange(pair, after, 'pods that start in between do not find it'),
        fix: steps(
          'Give it another name, and use that in the pods: they restart with the new data.',
          `If it must keep its name, accept this change, and once it is merged delete it by hand: ${kubectl('delete', after.object)}.`,
        ),
      };
    }
  },
};

export const IMMUTABLE_RULES: readonly ChangeRule[] = [SELECTOR, STATEFUL_SET, JOB, INGRESS_CLASS, PRIORITY_CLASS, ROLE_REF, SEALED];
