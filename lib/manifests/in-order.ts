import { VolumeTie } from '../availability/ask/volume/traits';
import { AvailabilityClass } from '../availability/ask/workload';
import { Severity } from '../cluster/finding';
import type { ManifestRule } from './manifest-rule';
import { PodMaker, textAt } from './objects';
import { isDeleted } from './outcome';

/** Seen on Kubernetes 1.36 and 1.33 (e2e/checks/in-order.ts): the controller stops at the first pod that is not ready, in the order of their numbers. */
export const IN_ORDER: ManifestRule = {
  code: 'MANIFEST-IN-ORDER',
  severity: Severity.NOTE,
  means: 'a StatefulSet that starts its pods in order, the default: while one waits for its dead node, no later one starts again, and no rollout goes on',
  fix: 'write `podManagementPolicy: Parallel`, if the app does not need the order',
  *check({ maker, object, plan, replicas, availabilityClass, within }) {
    if (maker !== PodMaker.STATEFUL_SET || plan === undefined || availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE) return;
    if (textAt(object, 'spec', 'podManagementPolicy') === 'Parallel') return;
    // Something deletes the pod, and a node is left that can have its volume and has none of the others.
    const hasPlace = plan.volumeTie !== VolumeTie.LOCAL && (plan.placement.value.nodes?.length ?? 0) > replicas;
    if (hasPlace && isDeleted(plan, within)) return;
    yield {
      given: 'pods that start in order (podManagementPolicy: OrderedReady, the default)',
      allowed: 'but while the pod of a dead node is not ready again, no pod with a higher number that is lost or evicted starts again, and no rollout goes on',
      fix: 'If the app does not need the order, write podManagementPolicy: Parallel. Kubernetes cannot change it: first kubectl delete statefulset --cascade=orphan, which keeps the pods.',
    };
  },
};
