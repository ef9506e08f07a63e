import { Severity } from '../cluster/finding';
import type { Manifest } from '../kubernetes/manifest';
import { at, differs, textAt } from './fields';
import { cannotChange } from './fixed-fields';
import { type ChangeRule, changed, type Pair, type Placed, placeOf } from './model';
import { isForced, kubectl, steps } from './words';

/** Source: ValidateServiceUpdate of Kubernetes. A Service that was headless and says nothing now stays headless. */
export const SERVICE: ChangeRule = {
  code: 'CHANGE-SERVICE',
  severity: Severity.ERROR,
  means: 'a Service with another cluster IP, headless or no longer so, or with another first family or load balancer class: the API server refuses it',
  fix: 'give the Service another name, or replace it with a moment without the address',
  *check(pair) {
    for (const [before, after] of changed(pair, new Set(['Service']))) {
      const field = fixedOfService(before.object, after.object);
      if (field === undefined) continue;
      yield {
        path: placeOf(pair, after.object),
        given: differs({ path: field, was: at(before.object, field), is: at(after.object, field) }),
        allowed: serviceEffect(pair, after, field),
        fix: steps(
          'Keep it, or add a Service with another name for the new purpose.',
          `If this one must change, accept this change, and once it is merged delete it by hand: ${kubectl('delete', after.object)}. It is made anew, with another address; clients that look its name up again find it.`,
        ),
      };
    }
  },
};

function serviceEffect(pair: Pair, after: Placed, field: string): string {
  if (!isForced(after.object) && at(after.object, field) === undefined)
    return 'but the API server keeps what a Service has when nothing is said of it: it stays as it is, other than the files say';
  return cannotChange(pair, after, 'the Service is gone for a moment, and clients lose their connections');
}

function fixedOfService(before: Manifest, after: Manifest): string | undefined {
  const type = textAt(after, 'spec.type') ?? 'ClusterIP';
  if (type === 'ExternalName' || textAt(before, 'spec.type') === 'ExternalName') return undefined;
  const [was, is] = [textAt(before, 'spec.clusterIP'), textAt(after, 'spec.clusterIP')];
  // An address that is no longer named stays.
  if (was !== is && (is !== undefined || was === 'None')) return 'spec.clusterIP';
  const [families, now] = [at(before, 'spec.ipFamilies'), at(after, 'spec.ipFamilies')];
  if (Array.isArray(families) && Array.isArray(now) && families[0] !== now[0]) return 'spec.ipFamilies';
  const isBalanced = type === 'LoadBalancer' && textAt(before, 'spec.type') === 'LoadBalancer';
  if (isBalanced && textAt(before, 'spec.loadBalancerClass') !== textAt(after, 'spec.loadBalancerClass')) return 'spec.loadBalancerClass';
  return undefined;
}
