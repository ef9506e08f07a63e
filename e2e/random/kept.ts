import {
  ApiEndpointKind,
  AvailabilityClass,
  Cpu,
  Datastore,
  Distribution,
  Image,
  type NodeProps,
  NodeRole,
  PoolKind,
  Probe,
  Replicas,
  Size,
  TaintEffect,
  Volume,
} from '../../lib';
import type { RandomApp } from './apps';
import { type JudgedCase, judged } from './case';
import { ACCEPTED, BLOCK, type RandomCluster } from './cluster';
import { crowdedOut } from './judge';
import type { Seen } from './stand-in';
import { Verdict, verdictOn } from './verdict';

/** A case on which the library and the scheduler once disagreed, as small as it gets. */
export interface KeptCase {
  readonly wrong: string;
  readonly one: JudgedCase;
  readonly verdict: Verdict;
  /** Of all findings. */
  readonly codes: readonly string[];
  /** Those that the scheduler leaves waiting, by the last part of their names; of refused cases `disagreements` judges. */
  readonly wait: readonly string[];
}

/** What differs from what was written down, in words. */
export function changes({ one, verdict, codes, wait }: KeptCase, seen: Seen): string[] {
  const said = [...new Set(one.findings.map((it) => it.code))].sort();
  const waiting = crowdedOut(one, seen).map((it) => it.slice(one.name.length + 1));
  return [
    ...(verdictOn(one) === verdict ? [] : [`it is ${verdictOn(one)}, and no longer ${verdict}`]),
    ...(said.join() === [...codes].sort().join() ? [] : [`the library says ${said.join(', ') || 'nothing'}, and no longer ${codes.join(', ') || 'nothing'}`]),
    ...(verdict === Verdict.REFUSED || waiting.join() === wait.join() ? [] : [`${waiting.join(', ') || 'nobody'} waits, and no longer ${wait.join(', ')}`]),
  ];
}

/** By name: `kept` and a number. */
export function keptCases(): KeptCase[] {
  return KEPT.map(({ wrong, nodes, apps, verdict = Verdict.UNSURE, codes = ['CAPACITY-FRAGMENTED'], wait = [], drbd, storage }, index) => {
    const name = `kept${index + 1}`;
    const own = (of: string) => `${name}-${of}`;
    const cluster: RandomCluster = {
      nodes: nodes.map((node) => ({ ...node, name: own(node.name) })),
      controlPlane: {
        distribution: Distribution.MANAGED,
        version: '1.36.3',
        servers: [],
        datastore: Datastore.EXTERNAL,
        apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: 'api.example' },
      },
      ...(drbd === undefined ? {} : { drbd }),
      ...(storage === undefined ? {} : { storage }),
      accept: ACCEPTED.map((code) => ({ code, reason: 'a kept case' })),
    };
    const named = apps.map((app) => ({
      ...app,
      name: own(app.name),
      props: { ...app.props, ...(app.props.node === undefined ? {} : { node: { ...app.props.node, name: own(app.props.node.name) } }) },
    }));
    return { wrong, one: judged(SEED, name, cluster, named, false), verdict, codes, wait };
  });
}

interface Kept extends Partial<Pick<KeptCase, 'verdict' | 'codes' | 'wait'>> {
  readonly wrong: string;
  readonly nodes: readonly NodeProps[];
  readonly apps: readonly RandomApp[];
  readonly drbd?: NonNullable<RandomCluster['drbd']>;
  readonly storage?: NonNullable<RandomCluster['storage']>;
}

/** With it the second copy of `data` lies on a node that is full. */
const SEED = 1;
const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;

/** With 8Gi a node has 7580Mi for pods, and with 4 cores 3900m. */
function node(name: string, overrides: Partial<NodeProps> = {}): NodeProps {
  return { name, roles: [NodeRole.WORKER], site: 'home', cpu: Cpu.cores(4), memory: Size.gib(8), ...overrides };
}

function app(availabilityClass: AvailabilityClass, name: string, mib: number, wave: RandomApp['wave'], props: Partial<RandomApp['props']> = {}): RandomApp {
  const resources = { cpu: Cpu.millis(10), memory: Size.mib(mib), memoryLimit: Size.mib(mib) };
  return { name, availabilityClass, wave, props: { image: Image.of('registry.example/app', '1.0.0'), resources, ...props } };
}

const flexible = (name: string, mib: number, wave: RandomApp['wave'] = 0, props: Partial<RandomApp['props']> = {}) =>
  app(SINGLE_POD_FLEXIBLE, name, mib, wave, props);
const pinned = (name: string, at: string, mib: number, wave: RandomApp['wave'] = 0) =>
  app(SINGLE_POD_PINNED, name, mib, wave, { node: { name: at, reason: 'a kept case' } });
const twice = (name: string, mib: number, wave: RandomApp['wave'] = 0, props: Partial<RandomApp['props']> = {}) =>
  app(HIGHLY_AVAILABLE, name, mib, wave, { replicas: Replicas.two('a kept case'), health: { readiness: Probe.exec('true') }, ...props });

const cores = (millis: number, mib: number) => ({ resources: { cpu: Cpu.millis(millis), memory: Size.mib(mib), memoryLimit: Size.mib(mib) } });
const disk = (gib: number) => ({
  resources: { cpu: Cpu.millis(10), memory: Size.mib(64), memoryLimit: Size.mib(64), ephemeralStorage: Size.gib(gib) },
});
const pool = { name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.tib(1) };
const holder = { roles: [NodeRole.WORKER, NodeRole.STORAGE], pools: [pool] };
const away = { taints: [{ key: 'example.com/quiet', effect: TaintEffect.PREFER_NO_SCHEDULE }] };

const KEPT: readonly Kept[] = [
  {
    wrong: 'all fitted in sum, and smaller apps had left too little on each node',
    nodes: [node('a'), node('b')],
    apps: [flexible('one', 3500), flexible('other', 3500), flexible('big', 6000, 1)],
    wait: ['big'],
  },
  {
    wrong: 'all fitted in sum, and one node was full of memory, the other of CPU',
    nodes: [node('a'), node('b')],
    apps: [flexible('memory', 6000), flexible('cpu', 100, 0, cores(3000, 100)), flexible('both', 2000, 1, cores(1500, 2000))],
    wait: ['both'],
  },
  {
    wrong: 'the pods of one app keep apart, and another app was on a node that they needed',
    nodes: [node('a'), node('b')],
    apps: [flexible('other', 4000), twice('apart', 4000, 1)],
    wait: ['other'],
  },
  {
    wrong: 'the same with a volume for each pod',
    nodes: [node('a'), node('b')],
    storage: { classes: [{ name: BLOCK, nodeLocal: false }] },
    apps: [flexible('other', 4000), twice('apart', 4000, 1, { volumes: [Volume.data('/data', { size: Size.gib(1) })] })],
    wait: ['other'],
  },
  {
    wrong: 'too few nodes were big enough, and the room of the others was counted',
    nodes: [node('a'), node('b'), ...['c', 'd', 'e'].map((name) => node(name, { memory: Size.gib(4) }))],
    apps: [flexible('one', 5200), flexible('other', 5200), flexible('third', 5200)],
    verdict: Verdict.REFUSED,
    codes: ['CAPACITY-EXCEEDED'],
  },
  {
    wrong: 'a highly available app had taken the node of a pinned one',
    nodes: [node('a'), node('b')],
    apps: [twice('first', 4000), pinned('stick', 'a', 4000, 1)],
    wait: ['stick'],
  },
  {
    wrong: 'an app that was driven away found its volumes on full nodes only',
    nodes: [node('a', holder), node('b', holder), node('c', holder), node('d', { ...holder, ...away })],
    drbd: { pool: pool.name, replicas: 2 },
    apps: [
      pinned('on-b', 'b', 5000),
      pinned('on-c', 'c', 5000),
      flexible('data', 4000, 0, { volumes: [Volume.data('/data', { size: Size.gib(1) })] }),
      pinned('stick', 'a', 5000, 1),
    ],
    wait: ['data'],
  },
  {
    wrong: 'a pinned app was refused because no node had a role that it did not need',
    nodes: [node('a', { roles: [NodeRole.MONITORING] }), node('b', { roles: [NodeRole.EDGE] })],
    apps: [pinned('stick', 'b', 500)],
    verdict: Verdict.ACCEPTED,
    codes: [],
  },
  {
    wrong: 'nobody counted the disk of the nodes',
    nodes: [node('a', { ephemeralStorage: Size.gib(4) }), node('b', { ephemeralStorage: Size.gib(4) })],
    apps: [flexible('one', 64, 0, disk(3)), flexible('other', 64, 0, disk(3)), flexible('third', 64, 0, disk(3))],
    verdict: Verdict.REFUSED,
    codes: ['CAPACITY-EXCEEDED'],
  },
  {
    wrong: 'nobody counted the pods of the nodes',
    nodes: [node('a', { maxPods: 1 }), node('b', { maxPods: 1 })],
    apps: [flexible('one', 64), flexible('other', 64), flexible('third', 64)],
    verdict: Verdict.REFUSED,
    codes: ['CAPACITY-EXCEEDED'],
  },
  {
    wrong: 'nobody counted the pods of the node of a pinned app',
    nodes: [node('a', { maxPods: 1 }), node('b')],
    apps: [twice('first', 64), pinned('stick', 'a', 64, 1)],
    wait: ['stick'],
  },
];
