import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import type { ResolvedApp } from '../ask/resolved';
import { VolumeTie } from '../ask/volume/traits';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import { AvailabilityClass, isJob, type PinnedNode } from '../ask/workload';
import { mostPods } from '../model/autoscale';
import { oncePer } from '../model/once';
import { type Colocation, type Decided, type Placement, type Plan, type PlannedClaim, WorkloadKind } from '../model/plan';
import { claimedTie, decideClaims } from '../storage/claims';
import { toleratedTaints } from './asked';
import { deviceNames, nodesWithDevices, nodesWithRoom, placeByRole } from './placement';
import { type Room, roomTogether } from './room';

/** The app, and those that move with it. */
export function together(app: ResolvedApp): readonly ResolvedApp[] {
  return app.group ?? [app];
}

/** The app whose data an app shares; undefined if it shares none, or if no app has that name. */
export function ownerOf({ sharing = [], name }: ResolvedApp): ResolvedApp | undefined {
  return sharing[0]?.name === name ? undefined : sharing[0];
}

/** The same, if that data is on one node at a time, so that it runs where the owner runs. */
export function followedBy(app: ResolvedApp): ResolvedApp | undefined {
  return app.group === undefined ? undefined : ownerOf(app);
}

/** The volumes of an app that are another app's data. */
export function sharedVolumes({ volumes }: Pick<ResolvedApp, 'volumes'>): readonly Volume[] {
  return volumes.filter((volume) => volume.kind === VolumeKind.SHARED);
}

/** The claims of an app: its own, and those of others that it mounts. */
export function claimsOf(app: ResolvedApp, facts: ClusterFacts | undefined): PlannedClaim[] {
  const own = ownClaims(app, facts);
  const owner = ownerOf(app);
  if (owner === undefined) return own;
  const offered = ownClaims(owner, facts);
  const shared = sharedVolumes(app).flatMap((volume) => {
    const claim = offered.find((one) => one.volume.path === pathAtOwner(volume));
    return claim === undefined ? [] : [{ ...claim, volume, owner: owner.name, why: `it holds the data of ${owner.name}` }];
  });
  return [...own, ...shared];
}

export function ownClaims(app: ResolvedApp, facts: ClusterFacts | undefined): PlannedClaim[] {
  return decideClaims(app, facts, isBound(app) ? AvailabilityClass.SINGLE_POD_PINNED : storedLike(app));
}

/** The class by which the storage of a workload is chosen. */
function storedLike({ availabilityClass }: ResolvedApp): AvailabilityClass {
  return availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE ? availabilityClass : AvailabilityClass.SINGLE_POD_FLEXIBLE;
}

/** Whether its pod can be on one node only. */
export function isBound(app: ResolvedApp): boolean {
  if (app.availabilityClass === AvailabilityClass.SINGLE_POD_PINNED) return true;
  if (!isJob(app)) return false;
  const owner = followedBy(app);
  return app.node !== undefined || deviceNames(app).length > 0 || (owner !== undefined && isBound(owner));
}

export function pathAtOwner(volume: Volume): string {
  return volume.options.shared?.path ?? volume.path;
}

/** The node that an app is bound to because the data that it shares is there. */
export function nodeOfOwner(app: ResolvedApp, facts: ClusterFacts | undefined): PinnedNode | undefined {
  const owner = followedBy(app);
  if (owner === undefined || !isBound(owner)) return undefined;
  const hasDevices = deviceNames(owner).length > 0;
  const name = owner.node?.name ?? (facts === undefined || !hasDevices ? undefined : nodesWithDevices(owner, facts)[0]?.name);
  return name === undefined ? undefined : { name, reason: sharedVolumes(app).length === 0 ? `${owner.name} is there` : `the data of ${owner.name} is there` };
}

/** What is computed once for all apps of a group. */
interface Together {
  /** What keeps one of them on a dead node keeps them all. */
  readonly claims: readonly PlannedClaim[];
  readonly volumes: readonly Volume[];
  readonly tie: VolumeTie;
  /** Where each may run by itself, by name. */
  readonly places: ReadonlyMap<string, Decided<Placement>>;
  /** Where all of them may run together. For a single app, where it may run by itself. */
  readonly common: Placement;
  readonly names: readonly string[];
  /** The requests of one pod of each, in total. */
  readonly room: Room;
}

const togetherOf = oncePer((apps: readonly ResolvedApp[], facts): Together => {
  // What several share is the owner's. What a single one mounts of another is for many nodes.
  const heldBy = (app: ResolvedApp) => (apps.length === 1 ? claimsOf(app, facts) : ownClaims(app, facts));
  const claims = apps.flatMap(heldBy);
  const volumes = apps.flatMap((app) => app.volumes);
  const places = new Map(apps.map((app) => [app.name, placeByRole(app, facts, heldBy(app))]));
  const all = [...places.values()].map((place) => place.value);
  const sets = all.map((place) => new Set(place.nodes));
  const nodes = facts?.nodes.filter(({ name }) => sets.every((set) => set.has(name))) ?? [];
  const requirements = new Map(all.flatMap((place) => place.requirements).map((one) => [`${one.key} ${one.values.join()}`, one]));
  const common = {
    role: all[0]?.role,
    requirements: [...requirements.values()],
    tolerates: toleratedTaints(
      nodes,
      apps.flatMap((app) => app.placement.tolerates ?? []),
    ),
    nodes: nodes.map((node) => node.name),
  };
  return { claims, volumes, tie: claimedTie(facts, claims, volumes), places, common, names: apps.map((app) => app.name), room: roomTogether(apps) };
});

const ofOne = oncePer((app: ResolvedApp, facts) => togetherOf([app], facts));

/** Facts about an app together with the apps that move with it. */
export function inGroup(app: ResolvedApp, facts: ClusterFacts | undefined): Together {
  return app.group === undefined ? ofOne(app, facts) : togetherOf(app.group, facts);
}

/** The nodes that all of them may use. */
export function placeTogether(app: ResolvedApp, facts: ClusterFacts | undefined): Decided<Placement> {
  const { places, common, names } = inGroup(app, facts);
  const own = places.get(app.name) ?? placeByRole(app, facts, []);
  if (facts === undefined || names.length === 1) return own;
  return { value: { ...common, role: own.value.role }, why: `${own.why}; ${listed(names.filter((name) => name !== app.name))} must run there too` };
}

/** Those nodes with room for all of them. */
export function fittingTogether(app: ResolvedApp, facts: ClusterFacts, { value: { nodes = [] } }: Decided<Placement>): readonly string[] {
  return nodesWithRoom(facts, nodes, inGroup(app, facts).room);
}

/**
 * What keeps apps with one ReadWriteOnce claim on one node.
 *
 * Kubernetes attaches such a claim to one node and lets any number of pods there use it, but no scheduler plugin considers where
 * it is attached: a pod elsewhere would wait forever. So the others follow the owner's pod. That alone is not enough: in a
 * rollout with Recreate the owner's pod stops and the others keep the claim, and the next pod of the owner may start on
 * another node. So the owner in turn runs where one of them runs. The very first pod may run anywhere, because it matches its
 * own term (pkg/scheduler/framework/plugins/interpodaffinity, satisfyPodAffinity).
 *
 * That plugin counts pods that a dead node cannot end, too. With attached volumes this costs nothing: as long as these
 * pods exist the volume stays where it is. With other storage the owner is not tied, or it would wait without need.
 */
export function decideColocation(app: ResolvedApp, facts: ClusterFacts | undefined): Decided<Colocation | undefined> {
  const [owner] = app.group ?? [];
  if (owner === undefined) return { value: undefined, why: app.sharing === undefined ? 'it shares no data' : 'several nodes may write the data at once' };
  const sharing = app.group?.some((one) => sharedVolumes(one).length > 0) === true;
  if (isBound(owner)) return { value: undefined, why: `all apps that ${sharing ? 'share the data of' : 'run beside'} ${owner.name} are bound to its node` };
  const { tie, names } = inGroup(app, facts);
  const mutual = tie === VolumeTie.ATTACHED;
  const isOwner = owner.name === app.name;
  if (!sharing) return { value: { owner: owner.name, isOwner, mutual }, why: besideWhy(owner.name, isOwner, names.slice(1)) };
  return {
    value: { owner: owner.name, isOwner, mutual },
    why: isOwner
      ? `${listed(names.slice(1))} ${names.length > 2 ? 'mount' : 'mounts'} its data, which is on one node at a time: they follow its pod${mutual ? ', and its next pod starts where they run' : ''}`
      : `the data of ${owner.name} is on one node at a time: its pod runs where the pod of ${owner.name} runs`,
  };
}

function besideWhy(owner: string, isOwner: boolean, others: readonly string[]): string {
  return isOwner ? `${listed(others)} must run beside it` : `asked for: its pod runs where the pod of ${owner} runs`;
}

/** The nodes that a workload's pods choose from, and how many there are: an agent has one pod for each. No nodes if it fits nowhere. */
export function placesOf(plan: Plan): { readonly plan: Plan; readonly nodes: readonly string[]; readonly pods: number }[] {
  const nodes = plan.fitting ?? [];
  if (plan.workload.value === WorkloadKind.DAEMON_SET) return nodes.map((node) => ({ plan, nodes: [node], pods: 1 }));
  return nodes.length === 0 ? [] : [{ plan, nodes, pods: mostPods(plan) }];
}
