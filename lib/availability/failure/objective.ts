import type { ClusterFacts } from '../../cluster/cluster';
import { formatSeconds } from '../../cluster/units';
import type { WorkloadProps } from '../ask/app';
import type { Ask } from '../ask/workload';
import type { PlannedClaim } from '../model/plan';
import type { Findings } from '../model/rule';
import { classOf } from '../storage/claims';

/** The seconds within which the app must be back; undefined when it may take for ever. */
export function finiteRto(props: WorkloadProps): number | undefined {
  const seconds = props.objective?.rto?.seconds;
  return seconds === Number.POSITIVE_INFINITY ? undefined : seconds;
}

/** Refuses a class of storage that may lose more than the app bears. */
export function checkDataLoss(ask: Ask, facts: ClusterFacts, findings: Findings, claims: readonly PlannedClaim[]): void {
  const rpo = ask.props.objective?.rpo?.seconds;
  if (rpo === undefined) return;
  for (const claim of claims) {
    const storageClass = classOf(facts, claim);
    if (storageClass !== undefined && storageClass.dataLossSeconds > rpo) {
      findings.error(
        'OBJECTIVE-DATA-LOSS',
        `no more than ${formatSeconds(rpo)} of writes lost`,
        `but ${claim.volume.path} is on ${storageClass.name}, whose loss ${Number.isFinite(storageClass.dataLossSeconds) ? `may be ${formatSeconds(storageClass.dataLossSeconds)}` : 'has no bound in time'}`,
        'Use a class that waits for its copies, or ask for less.',
      );
    }
  }
}

/** Whether one of several control plane servers, and so the active controller manager, may run on one of the nodes. */
export function leaderMayBeOn(facts: ClusterFacts, nodes: readonly string[]): boolean {
  return facts.controlPlane.servers.length > 1 && facts.controlPlane.servers.some((server) => nodes.includes(server));
}

/** The only server of the control plane, if the app may run there: when it dies, nothing is moved and no endpoint is taken out. */
export function onlyServerAmong(facts: ClusterFacts, nodes: readonly string[]): string | undefined {
  const [server, ...others] = facts.controlPlane.servers;
  return server !== undefined && others.length === 0 && nodes.includes(server) ? server : undefined;
}
