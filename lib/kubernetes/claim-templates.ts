import { listIn, partAt } from '../cluster/parts';
import type { Manifest } from './manifest';

type Workload = Pick<Manifest, 'metadata'>;

/** The names of the claims that a StatefulSet makes for each of its pods. Other workloads have none. */
export function templatesOf(workload: Workload): readonly string[] {
  return listIn(partAt(workload, 'spec', 'volumeClaimTemplates')).map((template) => `${partAt(template, 'metadata', 'name') ?? ''}`);
}

/** The claims of its first pod. */
export function firstClaimsOf(set: Workload): readonly string[] {
  return templatesOf(set).map((name) => `${name}-${set.metadata.name}-${startOf(set)}`);
}

/** Whether a StatefulSet takes a claim of its namespace for that of one of its pods: it does not look whose a claim is that has the name. */
export function takesClaim(set: Workload, claim: string): boolean {
  const end = startOf(set) + Number(partAt(set, 'spec', 'replicas') ?? 1);
  return templatesOf(set).some((name) => {
    const prefix = `${name}-${set.metadata.name}-`;
    const pod = claim.startsWith(prefix) ? claim.slice(prefix.length) : '';
    return /^(0|[1-9]\d*)$/.test(pod) && Number(pod) >= startOf(set) && Number(pod) < end;
  });
}

function startOf(set: Workload): number {
  return Number(partAt(set, 'spec', 'ordinals', 'start') ?? 0);
}
