import type { Manifest } from '../../lib/kubernetes/manifest';
import { control, type LabProps, worker } from '../support';
import { CONTAINER, checking, claim, type Fields, MOUNTED, RESOURCES, workload } from './support';

// Each was found by `npm run random -- written`: the scheduler did otherwise than check had said.

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
const OWN = { labelSelector: { matchLabels: { app: 'wiki' } } };

const { report, said } = checking({
  nodes: [...['a', 'a', 'b', 'b'].map((zone, index) => worker(`w${index + 1}`, { zone })), control('c1', { zone: 'a' })],
} satisfies LabProps);

const required = (kind: string, topologyKey: string): Fields => ({ [kind]: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...OWN, topologyKey }] } });
const together = (topologyKey: string, more: Fields = {}) => ({ affinity: { ...required('podAffinity', topologyKey), ...more } });
const spread = { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: HOSTNAME, whenUnsatisfiable: 'DoNotSchedule', ...OWN }] };
const classOf = (object: Manifest, others: readonly Manifest[] = []) =>
  report([object, ...others]).workloads.map(({ availabilityClass, why }) => [availabilityClass, why]);
/** For each failure what becomes of it, and whether it has a place elsewhere. */
const places = (objects: readonly Manifest[]) =>
  report(objects).failures.flatMap(({ id, effects }) => (id.startsWith('node:w') ? effects.map(({ kind, place }) => `${id} ${kind}, ${place}`) : []));

test('pods that ask to be where the others are have no class, whatever spreads them', () => {
  expect(classOf(workload({ ...together(HOSTNAME), ...spread }, { replicas: 3 }))).toEqual([
    [undefined, '3 pods that their required podAffinity keeps together on one node: all are where it fails'],
  ]);
  expect(classOf(workload({ ...together(ZONE), ...spread }, { replicas: 3 }))).toEqual([
    [undefined, '3 pods that their required podAffinity keeps together in one zone: all are where it fails'],
  ]);
});

test('fewer start where they also keep off each other', () => {
  const apart = required('podAntiAffinity', HOSTNAME);
  const { findings } = report([workload(together(ZONE, apart), { replicas: 3 })]);
  expect(findings.filter(({ code }) => code === 'MANIFEST-TOO-FEW-NODES').map(({ given, allowed, fix }) => `${given}, ${allowed}. ${fix}`)).toEqual([
    '3 pods that their required podAffinity keeps together, but they also keep off each other, so only 2 start for certain. Leave out one of the two, or run fewer pods.',
  ]);
});

test('the next pod of one that asks to be where it is waits until the last one is deleted', () => {
  const { workloads, failures } = report([workload(together(HOSTNAME))]);
  expect(workloads.map(({ nodeDies }) => nodeDies?.kind)).toEqual(['down until a person acts']);
  expect(failures.find(({ id }) => id === 'drain:w1')?.effects.map(({ kind, why }) => `${kind}: ${why}`)).toEqual([
    'fails over: stop 0 s to 30 s, start 1 s to 37 s',
  ]);
});

test('a label that is the same on all nodes keeps nothing together', () => {
  expect(classOf(workload({ ...together('kubernetes.io/os'), ...spread }, { replicas: 3 }))).toEqual([
    ['HighlyAvailable', '3 pods, kept on different nodes by its topologySpreadConstraints'],
  ]);
});

test('nobody has worked out whether there is a place for all of them', () => {
  expect(places([workload(together(ZONE), { replicas: 2 })])).toEqual(['w1', 'w2', 'w3', 'w4'].map((node) => `node:${node} fails over, unknown`));
  expect(places([workload()])).toEqual(['w1', 'w2', 'w3', 'w4'].map((node) => `node:${node} fails over, proven`));
});

test('nor whether there is one where other pods are that it follows', () => {
  const follows = {
    affinity: {
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: 'other' } }, topologyKey: HOSTNAME }] },
    },
  };
  expect(places([workload(follows)])).toEqual(['w1', 'w2', 'w3', 'w4'].map((node) => `node:${node} fails over, unknown`));
});

test('what no node has room for runs nowhere, so no failure does anything to it', () => {
  const big = { containers: [{ ...CONTAINER, resources: { ...RESOURCES, requests: { memory: '500Gi', cpu: '10m' }, limits: { memory: '500Gi' } } }] };
  const { workloads, failures, findings } = report([workload(big)]);
  expect(workloads.map(({ inShort, nodeDies }) => [inShort, nodeDies])).toEqual([['nothing runs', undefined]]);
  expect(failures).toEqual([]);
  expect(findings.map(({ code }) => code)).toContain('FIT-NO-NODE');
});

test('a port of the node that others may have leaves no proven place', () => {
  const listening = { containers: [{ ...CONTAINER, ports: [{ containerPort: 80, hostPort: 8081 }] }] };
  const other = (name: string): Manifest => {
    const one = workload(listening);
    return { ...one, metadata: { ...one.metadata, name, namespace: name } } as Manifest;
  };
  const namesOf = (objects: readonly Manifest[]) => [...new Set(places(objects).map((line) => line.replace(/^node:w\d /, '')))];
  expect(namesOf([other('one'), other('two')])).toEqual(['fails over, proven']);
  expect(namesOf([other('one'), other('two'), other('three'), other('four')])).toEqual(['fails over, likely']);
});

test('of pods that share a claim on the disk of one node, a hard spread lets one start', () => {
  const local = claim('local-path', 'ReadWriteOnce');
  expect(
    said([workload({ ...MOUNTED, ...spread }, { replicas: 2 }), local], { storage: { classes: [{ name: 'local-path', nodeLocal: true }] } }),
  ).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      none: 2 pods with data on the node-local class local-path, which another node does not have
  node dies  down until repair
  failures   until repair: zone home/a, zone home/b, site home, drain of any of w1, w2, w3 and w4, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 2 pods that a claim on the disk of one node keeps together, but they also keep off each other, so only 1 starts for certain.
             Leave out one of the two, or run fewer pods.
  warning    MANIFEST-TOGETHER: 2 pods with data on the node-local class local-path, which another node does not have, so the death of one node can take them all.
             Use storage with ReadWriteMany, or give each pod its own claim with a StatefulSet.

1 workload: 1 error, 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
});
