import {
  Allow,
  Architecture,
  AvailabilityClass,
  Cpu,
  type HighlyAvailableProps,
  Image,
  NodeRole,
  Probe,
  Replicas,
  type SinglePodFlexibleProps,
  type SinglePodPinnedProps,
  Size,
  Volume,
} from '../../lib';
import { LOCAL_PATH, type RandomCluster } from './cluster';
import type { Dice } from './dice';

/** One app, before anybody said whether it fits. */
export interface RandomApp {
  readonly name: string;
  readonly availabilityClass: AvailabilityClass;
  readonly props: HighlyAvailableProps & SinglePodPinnedProps & Pick<SinglePodFlexibleProps, 'rollingUpdate'>;
  /** The apps of the second wave come when those of the first have found their places. */
  readonly wave: 0 | 1;
}

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
const CLASSES = [SINGLE_POD_FLEXIBLE, SINGLE_POD_FLEXIBLE, SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE, HIGHLY_AVAILABLE];
const MIB = 1024 ** 2;

type Sketch = Omit<RandomApp, 'props' | 'wave'> & {
  readonly props: Omit<RandomApp['props'], 'resources' | 'image'>;
  readonly pods: number;
  readonly share: { readonly cpu: number; readonly memory: number };
};

/** Apps of all classes that together ask for a share of the cluster, from a tenth of it up to more than it has. */
export function randomApps(dice: Dice, cluster: RandomCluster, prefix: string): RandomApp[] {
  const sketches = Array.from({ length: dice.whole(1, 2 + Math.ceil(1.5 * cluster.nodes.length)) }, (_, index) =>
    sketch(dice, cluster, `${prefix}-a${index + 1}`),
  );
  const workers = cluster.nodes.filter((node) => node.roles.includes(NodeRole.WORKER));
  const load = dice.pick([0.08, 0.15, 0.25, 0.35, 0.5, 0.7, 1.1]) * dice.between(0.8, 1.2);
  const cpuLoad = dice.chance(0.7) ? 0.1 : load;
  const memory = sum(workers.map((node) => Math.max(0, node.memory.bytes / MIB - 612))) * load;
  const cpu = sum(workers.map((node) => node.cpu.millis - 100)) * cpuLoad;
  const shares = { cpu: sum(sketches.map((one) => one.share.cpu * one.pods)), memory: sum(sketches.map((one) => one.share.memory * one.pods)) };
  const apps = sketches.map(({ share, pods: _, props, ...rest }) => {
    // Mostly what goes into its nodes at least when it is alone there.
    const most = dice.chance(0.97) ? roomOf(cluster, props) : { cpu: Number.POSITIVE_INFINITY, memory: Number.POSITIVE_INFINITY };
    const mib = Math.max(16, Math.round(Math.min((memory * share.memory) / shares.memory, most.memory)));
    const millis = Math.max(10, Math.round(Math.min((cpu * share.cpu) / shares.cpu, most.cpu)));
    const disk = dice.chance(0.2) ? { ephemeralStorage: Size.mib(dice.pick([64, 512, 1024, 1900])) } : {};
    const resources = { cpu: Cpu.millis(millis), memory: Size.mib(mib), memoryLimit: Size.mib(mib), ...disk };
    return { ...rest, props: { ...props, image: Image.of('registry.example/app', '1.0.0'), resources }, wave: 0 as const };
  });
  return inWaves(dice, apps);
}

/** Most of what the node of a pinned app has, or the middle one of all. */
function roomOf({ nodes }: RandomCluster, { node, volumes }: Sketch['props']): Sketch['share'] {
  const device = volumes?.find((volume) => volume.options.device !== undefined)?.options.device;
  const own = nodes.filter((one) => one.name === node?.name || one.devices?.some((it) => it.name === device));
  const [middle] = (own.length > 0 ? own : nodes)
    .map((one) => ({ cpu: (one.cpu.millis - 500) * 0.9, memory: (one.memory.bytes / MIB - 2200) * 0.9 }))
    .sort((one, other) => one.memory - other.memory)
    .slice(-Math.ceil(nodes.length / 2));
  return middle ?? { cpu: 0, memory: 0 };
}

/** All at once, or the small ones first: these lie everywhere when the big ones come. */
function inWaves(dice: Dice, apps: readonly RandomApp[]): RandomApp[] {
  if (dice.chance(0.4)) return dice.shuffled(apps);
  const bySize = [...apps].sort((one, other) => one.props.resources.memory.bytes - other.props.resources.memory.bytes);
  const first = dice.chance(0.5) ? bySize.filter((app) => app.availabilityClass === SINGLE_POD_FLEXIBLE) : bySize.slice(0, Math.ceil(bySize.length * 0.7));
  return apps.map((app) => ({ ...app, wave: first.includes(app) ? 0 : 1 }));
}

function sketch(dice: Dice, cluster: RandomCluster, name: string): Sketch {
  const availabilityClass = dice.pick(CLASSES);
  const common = {
    name,
    availabilityClass,
    pods: 1,
    share: { cpu: dice.between(0.2, 1), memory: dice.chance(0.15) ? dice.between(2, 6) : dice.between(0.1, 1) },
  };
  switch (availabilityClass) {
    case SINGLE_POD_FLEXIBLE: {
      const volumes = flexibleVolumes(dice, cluster);
      // Two pods at once share no data.
      const rolling = volumes.length === 0 && dice.chance(0.3) ? { rollingUpdate: { reason: 'a random app' }, health: { readiness: Probe.exec('true') } } : {};
      return { ...common, props: { ...placement(dice, cluster), volumes, ...rolling } };
    }
    case SINGLE_POD_PINNED:
      return { ...common, props: pinned(dice, cluster) };
    case HIGHLY_AVAILABLE: {
      const where = placement(dice, cluster);
      const nodes = cluster.nodes.filter((node) => node.roles.includes(where.placement?.role ?? NodeRole.WORKER)).length;
      const wanted = dice.pick([2, 3, 3, 3, 4, 5]);
      const pods = Math.max(2, dice.chance(0.95) ? Math.min(wanted, nodes - 1) : wanted);
      const replicas = pods === 2 ? Replicas.two('a random app') : Replicas.of(pods);
      const volumes = dice.chance(0.4) && hasStorage(cluster) ? [Volume.data('/data', { size: Size.gib(1) })] : [];
      return { ...common, pods, props: { ...where, replicas, volumes, health: { readiness: Probe.exec('true') } } };
    }
  }
}

/** Mostly the workers; sometimes another role, now and then one that no node has. */
function placement(dice: Dice, cluster: RandomCluster): Pick<Sketch['props'], 'placement'> {
  const present = [...new Set(cluster.nodes.flatMap((node) => node.roles))];
  const role = dice.chance(0.1) ? { role: dice.chance(0.1) ? dice.pick(Object.values(NodeRole)) : dice.pick(present) } : {};
  const architectures = dice.chance(0.15) ? { architectures: [dice.chance(0.97) ? Architecture.AMD64 : Architecture.ARM64] } : {};
  return { placement: { ...role, ...architectures } };
}

function hasStorage({ drbd, storage }: RandomCluster): boolean {
  return drbd !== undefined || (storage?.classes ?? []).length > 0;
}

function flexibleVolumes(dice: Dice, { drbd, storage }: RandomCluster): Volume[] {
  const mayMove = drbd !== undefined || (storage?.classes ?? []).some((one) => !one.nodeLocal);
  return [
    ...(mayMove && dice.chance(0.5) ? [Volume.data('/data', { size: Size.gib(dice.whole(1, 5)) })] : []),
    ...(dice.chance(0.15) ? [Volume.nfs('/media', { server: 'nas.example', path: '/media' })] : []),
  ];
}

/** Bound by a device or by name; now and then to what does not exist. */
function pinned(dice: Dice, cluster: RandomCluster): Sketch['props'] {
  const equipped = cluster.nodes.filter((node) => (node.devices ?? []).length > 0);
  const security = { user: 1000, allow: [Allow.privileged('it opens the device')] };
  const device = (node: (typeof equipped)[number]) => Volume.device(node.devices?.[0]?.name ?? '');
  if (dice.chance(0.03)) return { volumes: [Volume.device('lost-stick', '/dev/lost')], security };
  if (equipped.length > 1 && dice.chance(0.03)) return { volumes: equipped.slice(0, 2).map((node) => device(node)), security };
  if (dice.chance(0.02)) return { node: { name: 'sold', reason: 'it was here' } };
  const home = equipped.length > 0 && dice.chance(0.6) ? dice.pick(equipped) : dice.pick(cluster.nodes);
  const bound = equipped.includes(home) ? { volumes: [device(home)], security } : { node: { name: home.name, reason: 'a random app' } };
  if (equipped.length > 0 && !equipped.includes(home) && dice.chance(0.04)) {
    return { ...bound, volumes: [device(dice.pick(equipped))], security };
  }
  const data = dice.chance(0.5) ? localData(cluster, home.name) : [];
  return { ...bound, volumes: [...(bound.volumes ?? []), ...data] };
}

/** Data on the node's own disk, where it has one for volumes. */
function localData({ drbd, nodes, storage }: RandomCluster, node: string): Volume[] {
  if (drbd !== undefined && nodes.some((one) => one.name === node && one.roles.includes(NodeRole.STORAGE)))
    return [Volume.data('/data', { size: Size.gib(1) })];
  return storage?.classes?.some((one) => one.name === LOCAL_PATH) ? [Volume.data('/data', { size: Size.gib(1), storageClass: LOCAL_PATH })] : [];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
