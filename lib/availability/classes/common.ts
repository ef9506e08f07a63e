import type { ClusterFacts } from '../../cluster/cluster';
import type { WorkloadProps } from '../ask/app';
import { VolumeKind } from '../ask/volume/volume';
import type { Ask } from '../ask/workload';
import type { Recovery } from '../failure/recovery';
import { type Decided, type Plan, type PlannedClaim, type PlannedDevice, type Rollout, RouteApi } from '../model/plan';
import { decideClients } from '../network/clients';
import { decideDestinations } from '../network/destinations';
import { decideMetrics } from '../network/metrics';
import { plannedServices } from '../network/services';
import { claimsTogether, decideColocation, volumesTogether } from '../placement/colocation';
import { decidePriority } from '../placement/priority';
import { decideLevel } from '../pod/security-level';
import { claimedTie } from '../storage/claims';
import { uncheckedWithoutFacts } from './unchecked';

/** How long the app takes to start as a rule, when it does not say. */
export const DEFAULT_USUAL_START_SECONDS = 30;

export const NO_RECOVERY: Decided<Recovery | undefined> = Object.freeze({ value: undefined, why: 'no cluster is given, so no time can be told' });

export const STOP_THEN_START: Rollout = Object.freeze({ recreate: true, maxSurge: 0, maxUnavailable: 1 });

/** The part of a plan that is found in the same way for every class. */
export function commonPlan(
  ask: Ask,
  facts: ClusterFacts | undefined,
  claims: readonly PlannedClaim[],
): Pick<
  Plan,
  | 'ask'
  | 'allowFrom'
  | 'allowTo'
  | 'services'
  | 'routeApi'
  | 'metrics'
  | 'claims'
  | 'colocation'
  | 'devices'
  | 'securityLevel'
  | 'priority'
  | 'volumeTie'
  | 'unchecked'
> {
  return {
    ask,
    allowFrom: decideClients(ask, facts),
    allowTo: decideDestinations(ask, facts),
    services: plannedServices(ask, facts),
    routeApi: { value: RouteApi.INGRESS, why: 'the one that every ingress controller knows' },
    metrics: decideMetrics(ask, facts),
    claims,
    colocation: decideColocation(ask, facts),
    devices: plannedDevices(facts, ask.props),
    securityLevel: decideLevel(ask.props),
    priority: decidePriority(ask, facts !== undefined),
    volumeTie: claimedTie(facts, claimsTogether(ask, facts), volumesTogether(ask)),
    unchecked: facts === undefined ? uncheckedWithoutFacts(ask) : [],
  };
}

function plannedDevices(facts: ClusterFacts | undefined, props: WorkloadProps): PlannedDevice[] {
  return (props.volumes ?? [])
    .filter((volume) => volume.kind === VolumeKind.DEVICE)
    .map((volume) => {
      const device = facts?.nodes.flatMap((node) => node.devices ?? []).find((one) => one.name === volume.options.device);
      return { volume, hostPath: device?.path ?? volume.path, isDirectory: device?.isDirectory ?? false, group: device?.group };
    });
}

/** The usual start of the app, in seconds. */
export function usualStart(props: WorkloadProps): number {
  return props.health?.usualStart?.seconds ?? DEFAULT_USUAL_START_SECONDS;
}
