import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import type { WorkloadProps } from '../ask/app';
import { DEFAULT_USER } from '../ask/container/security';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import { type Ask, AvailabilityClass, OtherWorkload, type PinnedNode } from '../ask/workload';
import { VolumeTie } from '../failure/timing';
import { type Colocation, type Decided, type Placement, type Plan, type PlannedClaim, WorkloadKind } from '../model/plan';
import type { Findings } from '../model/rule';
import { claimedTie, decideClaims } from '../storage/claims';
import { deviceNames, nodesThatFit, nodesWithDevices, placeByRole, toleratedTaints } from './placement';

/** The volumes of an app that are another app's data. */
export function sharedVolumes(props: WorkloadProps): readonly Volume[] {
  return (props.volumes ?? []).filter((volume) => volume.kind === VolumeKind.SHARED);
}

/** The app, and those that go where it goes. */
export function together(ask: Ask): readonly Ask[] {
  const { colocated } = ask;
  return colocated?.map((one) => ({ ...one, colocated })) ?? [ask];
}

/** The props of the app and of those that go where it goes, for what they ask for in sum. */
export function propsTogether(ask: Ask): readonly WorkloadProps[] {
  return together(ask).map((one) => one.props);
}

/** The app whose data an app shares; undefined when it shares none, or when nobody has that name. */
export function ownerOf(ask: Ask): Ask | undefined {
  const [owner] = ask.colocated ?? [];
  return owner === undefined || owner.name === ask.name ? undefined : owner;
}

/** The claims of an app: its own, and those of others that it mounts. */
export function claimsOf(ask: Ask, facts: ClusterFacts | undefined): PlannedClaim[] {
  const owner = ownerOf(ask);
  const offered = owner === undefined ? [] : ownClaims(owner, facts);
  return [
    ...ownClaims(ask, facts),
    ...sharedVolumes(ask.props).flatMap((volume) => {
      const claim = offered.find((one) => one.volume.path === pathAtOwner(volume));
      return claim === undefined ? [] : [{ ...claim, volume, owner: owner?.name ?? '', why: `it is the data of ${owner?.name}` }];
    }),
  ];
}

function ownClaims(ask: Ask, facts: ClusterFacts | undefined): PlannedClaim[] {
  return decideClaims(facts, isBound(ask) ? AvailabilityClass.SINGLE_POD_PINNED : storedLike(ask), ask.name, ask.props);
}

/** The class by which the storage of a workload is chosen. */
function storedLike(ask: Ask): AvailabilityClass {
  return ask.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE ? ask.availabilityClass : AvailabilityClass.SINGLE_POD_FLEXIBLE;
}

/** Whether its pod can be on one node only. */
export function isBound(ask: Ask): boolean {
  if (ask.availabilityClass === AvailabilityClass.SINGLE_POD_PINNED) return true;
  if (ask.availabilityClass !== OtherWorkload.SCHEDULED_JOB) return false;
  const owner = ownerOf(ask);
  return ask.node !== undefined || deviceNames(ask.props).length > 0 || (owner !== undefined && isBound(owner));
}

function pathAtOwner(volume: Volume): string {
  return volume.options.shared?.path ?? volume.path;
}

/** The node that an app is bound to because the data that it shares is there. */
export function nodeOfOwner(ask: Ask, facts: ClusterFacts | undefined): PinnedNode | undefined {
  const owner = ownerOf(ask);
  if (owner === undefined || !isBound(owner)) return undefined;
  const devices = deviceNames(owner.props);
  const name = owner.node?.name ?? (facts === undefined || devices.length === 0 ? undefined : nodesWithDevices(facts, owner.props)[0]?.name);
  return name === undefined ? undefined : { name, reason: `the data of ${owner.name} is there` };
}

/** The volumes of all that go together, as far as they are not claims that one of them brings along. */
export function volumesTogether(ask: Ask): readonly Volume[] {
  return propsTogether(ask).flatMap((props) => props.volumes ?? []);
}

/** The claims of all that go together: what holds one of them back on a dead node holds all. */
export function claimsTogether(ask: Ask, facts: ClusterFacts | undefined): readonly PlannedClaim[] {
  return together(ask).flatMap((one) => ownClaims(one, facts));
}

/** The nodes that a workload's pods choose from, and how many there are: an agent has one pod for each. None, if it fits nowhere. */
export function placesOf(plan: Plan, facts: ClusterFacts): { readonly plan: Plan; readonly nodes: readonly string[]; readonly pods: number }[] {
  const nodes = nodesThatFit(facts, plan.placement.value.nodes ?? [], ...propsTogether(plan.ask));
  if (plan.workload.value === WorkloadKind.DAEMON_SET) return nodes.map((node) => ({ plan, nodes: [node], pods: 1 }));
  return nodes.length === 0 ? [] : [{ plan, nodes, pods: plan.replicas.value }];
}

/** The nodes that all of them may use. */
export function placeTogether(ask: Ask, facts: ClusterFacts | undefined): Decided<Placement> {
  const places = together(ask).map((one) => placeByRole(facts, one.role, ownClaims(one, facts), one.props));
  const own = places[together(ask).findIndex((one) => one.name === ask.name)] ?? placeByRole(facts, ask.role, []);
  if (facts === undefined || places.length === 1) return own;
  const nodes = facts.nodes.filter(({ name }) => places.every((place) => place.value.nodes?.includes(name)));
  const others = together(ask).filter((one) => one.name !== ask.name);
  const requirements = new Map(places.flatMap((place) => place.value.requirements).map((one) => [`${one.key} ${one.values.join()}`, one]));
  return {
    value: {
      role: own.value.role,
      requirements: [...requirements.values()],
      tolerates: toleratedTaints(nodes),
      nodes: nodes.map((node) => node.name),
    },
    why: `${own.why}; ${listed(others.map((one) => one.name))} must run there too`,
  };
}

/**
 * What keeps apps with one ReadWriteOnce claim on one node.
 *
 * Kubernetes attaches such a claim to one node and lets any number of pods there use it, but no scheduler plugin heeds where
 * it is attached: a pod elsewhere would wait for ever. So the others follow the owner's pod. That alone would not do: in a
 * rollout with Recreate the owner's pod goes and the others keep the claim, and the next pod of the owner may be put on
 * another node. So the owner in turn goes where one of them is. The first pod of all may go anywhere, since it fulfils its
 * own term (pkg/scheduler/framework/plugins/interpodaffinity, satisfyPodAffinity).
 *
 * That plugin counts pods that a dead node cannot end, too. With attached volumes nothing is lost by it: as long as these
 * pods exist the volume stays where it is. With other storage the owner is left free, or it would wait in vain.
 */
export function decideColocation(ask: Ask, facts: ClusterFacts | undefined): Decided<Colocation | undefined> {
  if (ask.colocated === undefined) return { value: undefined, why: 'it shares its data with nobody' };
  const [owner = ask] = ask.colocated;
  if (isBound(owner)) return { value: undefined, why: `all that share the data of ${owner.name} are bound to its node` };
  const mutual = claimedTie(facts, claimsTogether(ask, facts), volumesTogether(ask)) === VolumeTie.ATTACHED;
  const isOwner = owner.name === ask.name;
  const others = listed(ask.colocated.slice(1).map((one) => one.name));
  return {
    value: { owner: owner.name, isOwner, mutual },
    why: isOwner
      ? `${others} ${ask.colocated.length > 2 ? 'mount' : 'mounts'} its data, which is on one node at a time: they follow its pod${mutual ? ', and its next pod starts where they hold it' : ''}`
      : `the data of ${owner.name} is on one node at a time: its pod goes where that of ${owner.name} is`,
  };
}

/** What is wrong with data that an app shares. */
export function checkShared(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): void {
  const shared = sharedVolumes(ask.props);
  const [first] = shared;
  if (first === undefined) return;
  const wanted = first.options.shared?.app ?? '';
  const owner = ownerOf(ask);
  for (const volume of shared.filter((one) => one.options.shared?.app !== wanted)) {
    findings.error(
      'SHARED-TWO-OWNERS',
      `data of ${wanted} and of ${volume.options.shared?.app}`,
      'but the pods of these may be on two nodes',
      'Let one app own all of it, and share it from there.',
    );
  }
  if (owner === undefined) {
    findings.error(
      'SHARED-OWNER-UNKNOWN',
      `the data of ${wanted} at ${first.path}`,
      `but no other app of that name is in the namespace ${ask.namespace ?? 'default'}${facts === undefined ? ' and in the same chart' : ''}`,
      'Name the app that owns it, and set namespace to that of its owner: a claim is mounted in its own namespace only.',
    );
    return;
  }
  checkOwner(ask, owner, findings);
  checkGroup(ask, owner, findings);
  const offered = (owner.props.volumes ?? []).filter((volume) => volume.kind === VolumeKind.DATA).map((volume) => volume.path);
  for (const path of shared.map(pathAtOwner).filter((one) => !offered.includes(one))) {
    findings.error(
      'SHARED-VOLUME-UNKNOWN',
      `the data at ${path} of ${owner.name}`,
      `but it has data at ${listed(offered)}`,
      'Name a path of its Volume.data; other volumes, such as NFS, are mounted by each app for itself.',
    );
  }
}

/** The kubelet gives a volume to the group of each pod that mounts it: file by file, whenever that is another one than before. */
function checkGroup(ask: Ask, owner: Ask, findings: Findings): void {
  const [own, others] = [ask, owner].map(({ props }) => {
    const { user = DEFAULT_USER, group = user, fsGroup = group } = props.security ?? {};
    return fsGroup;
  });
  if (own === others) return;
  findings.warning(
    'SHARED-GROUP',
    `the data of ${owner.name} under the group ${own}`,
    `but ${owner.name} has ${others}, and each start of one of them takes all files from the other`,
    `Set security.fsGroup: ${others}, or accept it with a reason.`,
  );
}

function checkOwner(ask: Ask, owner: Ask, findings: Findings): void {
  const classes = [ask.availabilityClass, owner.availabilityClass];
  if (classes.includes(AvailabilityClass.HIGHLY_AVAILABLE) || classes.includes(OtherWorkload.NODE_AGENT)) {
    findings.error(
      'SHARED-AMONG-MANY',
      `the data of ${owner.name} (${owner.availabilityClass}) in ${ask.name} (${ask.availabilityClass})`,
      'but a ReadWriteOnce claim is on one node, and these pods are on several',
      'Use ReadWriteMany or network storage: Volume.claim with readWriteMany, or Volume.nfs.',
    );
    return;
  }
  if (sharedVolumes(owner.props).length > 0)
    findings.error(
      'SHARED-CHAIN',
      `data of ${owner.name}, which shares data itself`,
      'but pods follow one app, not a row of them',
      'Let the first app own all of it.',
    );
  if (owner.availabilityClass === OtherWorkload.SCHEDULED_JOB) {
    findings.error(
      'SHARED-CLASS',
      `the data of the job ${owner.name}`,
      'but its pod is there only while it runs, and others could not follow it',
      'Let an app own the data, and share it with the job.',
    );
    return;
  }
  // A job goes wherever the app is.
  if (ask.availabilityClass === OtherWorkload.SCHEDULED_JOB || ask.availabilityClass === owner.availabilityClass) return;
  findings.error(
    'SHARED-CLASS',
    `the data of ${owner.name}, a ${owner.availabilityClass}`,
    `but ${ask.name} is a ${ask.availabilityClass}, and both are on one node and move together`,
    `Make it a ${owner.availabilityClass} too.`,
  );
}

/** Apps with one claim and no node for all of them, said of one that follows. */
export function checkCommonNode(ask: Ask, facts: ClusterFacts, placement: Decided<Placement>, findings: Findings): void {
  const owner = ownerOf(ask);
  if (owner === undefined || (placement.value.nodes ?? []).length > 0) return;
  const where = (one: Ask) => listed(placeByRole(facts, one.role, ownClaims(one, facts), one.props).value.nodes ?? []);
  if (where(ask) === 'none' || where(owner) === 'none') return;
  sayApart(owner, where(ask), where(owner), findings);
}

export function sayApart(owner: Ask, own: string, others: string, findings: Findings): void {
  findings.error(
    'SHARED-APART',
    `the data of ${owner.name} on ${own}`,
    `but ${owner.name} runs on ${others}, and a ReadWriteOnce claim is on one node`,
    'Give them a node in common (placement, node, roles), or use network storage.',
  );
}
