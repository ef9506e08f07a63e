import type { ClusterFacts } from '../cluster/cluster';
import type { AppProps } from './app/app';
import { type Allow, levelOf, PodSecurityLevel, strictestCommon } from './app/security';
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

/**
 * The loosest that one of the containers needs: a namespace has one level for all. Of volumes, those beyond the list of the
 * level restricted (Pod Security Standards, restricted, Volume Types).
 */
function decideLevel(props: AppProps): Decided<PodSecurityLevel> {
  const allow = waysOut(props);
  const volumes = props.volumes ?? [];
  const onNode = volumes.filter((volume) => volume.kind === VolumeKind.HOST_PATH || volume.kind === VolumeKind.DEVICE);
  const nfs = volumes.filter((volume) => volume.kind === VolumeKind.NFS);
  const hostPorts = (props.network?.ports ?? []).flatMap(({ hostPort }) => (hostPort === undefined ? [] : [hostPort]));
  const level = strictestCommon([
    levelOf(allow.map((one) => one.allow)),
    // Pod Security Standards, baseline, Host Ports: none.
    onNode.length + hostPorts.length > 0 ? PodSecurityLevel.PRIVILEGED : PodSecurityLevel.RESTRICTED,
    nfs.length > 0 ? PodSecurityLevel.BASELINE : PodSecurityLevel.RESTRICTED,
  ]);
  const reasons = [
    ...allow.filter((one) => levelOf([one.allow]) !== PodSecurityLevel.RESTRICTED).map((one) => `${one.what}: ${one.allow.reason}`),
    ...hostPorts.map(({ number, reason }) => `port ${number} of the node: ${reason}`),
    ...onNode.map((volume) => `it mounts ${volume.options.device ?? volume.path} of the node`),
    ...nfs.map((volume) => `${volume.path} is NFS, which the level restricted does not know`),
  ];
  return { value: level, why: reasons.length === 0 ? 'nothing that it needs asks for more' : reasons.join('; ') };
}

/** Every way out that the app takes, or a container of its own; what an init container has of the app is said once. */
export function waysOut(props: AppProps): { readonly allow: Allow; readonly what: string }[] {
  const named = [...(props.initContainers ?? []), ...(props.sidecars ?? [])];
  return [
    ...(props.security?.allow ?? []).map((allow) => ({ allow, what: nameOf(allow) })),
    ...named.flatMap(({ name, security }) => (security?.allow ?? []).map((allow) => ({ allow, what: `${nameOf(allow)} of ${name}` }))),
  ];
}

function nameOf(allow: Allow): string {
  return allow.detail === undefined ? allow.leeway : `${allow.leeway} ${allow.detail}`;
}

/** The usual start of the app, in seconds. */
export function usualStart(props: AppProps): number {
  return props.health?.usualStart?.seconds ?? DEFAULT_USUAL_START_SECONDS;
}
