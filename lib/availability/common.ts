import type { ClusterFacts } from '../cluster/cluster';
import type { AppProps } from './app/app';
import { VolumeKind } from './app/volume';
import { claimedTie } from './claims';
import type { Ask } from './classes';
import { decideClients } from './clients';
import { claimsTogether, decideColocation, volumesTogether } from './colocation';
import { decideDestinations } from './destinations';
import { decideMetrics } from './metrics';
import { type Decided, EntryApi, type Plan, type PlannedClaim, type PlannedDevice, type Rollout } from './plan';
import { decidePriority } from './priority';
import type { Recovery } from './recovery';
import { decideLevel } from './security-level';
import { plannedServices } from './services';
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
  | 'clients'
  | 'destinations'
  | 'services'
  | 'entryApi'
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
    clients: decideClients(ask, facts),
    destinations: decideDestinations(ask, facts),
    services: plannedServices(ask, facts),
    entryApi: { value: EntryApi.INGRESS, why: 'the one that every ingress controller knows' },
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

function plannedDevices(facts: ClusterFacts | undefined, props: AppProps): PlannedDevice[] {
  return (props.volumes ?? [])
    .filter((volume) => volume.kind === VolumeKind.DEVICE)
    .map((volume) => {
      const device = facts?.nodes.flatMap((node) => node.devices ?? []).find((one) => one.name === volume.options.device);
      return { volume, hostPath: device?.path ?? volume.path, isDirectory: device?.isDirectory ?? false, group: device?.group };
    });
}

/** The usual start of the app, in seconds. */
export function usualStart(props: AppProps): number {
  return props.health?.usualStart?.seconds ?? DEFAULT_USUAL_START_SECONDS;
}
