import { ApiObject } from 'cdk8s';
import { App, Cluster, type ClusterProps } from '../../lib';
import { clusterProps, messages } from '../support';

interface Item {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: object;
  readonly [field: string]: unknown;
}

/** A program with lists, each with these items. */
function build(lists: readonly (readonly [kind: string, items: readonly Item[]])[], props: Partial<ClusterProps> = {}): ReturnType<App['build']> {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(), ...props });
  lists.forEach(([kind, items], index) => {
    new ApiObject(cluster.workers, `list-${index}`, { apiVersion: 'v1', kind, items } as never);
  });
  return app.build();
}

const settings: Item = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' }, data: { a: 'b' } };
const deployment = (memory: string): Item => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'big', namespace: 'default' },
  spec: { template: { spec: { containers: [{ resources: { requests: { memory } } }] } } },
});

test('a list is written as its items, which is what kustomize makes of it', () => {
  const { files, findings } = build([
    ['List', [settings, { apiVersion: 'v1', kind: 'List', metadata: {}, items: [{ ...settings, metadata: { name: 'more', namespace: 'default' } }] }]],
    ['ConfigMapList', [{ metadata: { name: 'typed', namespace: 'default' }, data: { a: 'b' } }]],
  ]);
  expect(messages(findings)).toBe('');
  const written = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default\ndata:\n  a: b\n`;
  expect(`${files.get('lab/worker/list-0.yaml')}`).toBe([written('settings'), written('more')].join('---\n'));
  expect(`${files.get('lab/worker/list-1.yaml')}`).toBe(written('typed'));
});

test('a kind that only ends like one is an object', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  new ApiObject(cluster.workers, 'block', { apiVersion: 'net.example/v1', kind: 'BlockList', metadata: { name: 'block', namespace: 'default' } });
  expect(`${app.build().files.get('lab/worker/block.yaml')}`).toMatch(/^kind: BlockList$/m);
});

test('an object in two lists is created twice', () => {
  const [first, other] = [['List', [settings]] as const, ['List', [{ ...settings, metadata: { name: 'other', namespace: 'default' } }]] as const];
  expect(messages(build([first, first]).findings)).toMatchInlineSnapshot(`
    "OBJECT-CLASH  lab/worker/list-1.yaml: a ConfigMap default/settings, but lab/worker/list-0.yaml creates it too, and the last one applied would win.
                  Give one of them another name or namespace."
  `);
  expect(messages(build([first, other]).findings)).toBe('');
});

test('the namespace of an item must exist', () => {
  const away = { ...settings, metadata: { name: 'settings', namespace: 'away' } };
  expect(messages(build([['List', [away]]]).findings)).toMatchInlineSnapshot(`
    "NAMESPACE-MISSING  lab/worker/list-0: an object in the namespace away, but nothing creates that namespace.
                       Add it to namespaces of the cluster: { 'away': { level: PodSecurityLevel.BASELINE } } creates it, { 'away': { external: true } } says that somebody else does."
  `);
  expect(messages(build([['List', [away]]], { namespaces: { away: { external: true } } }).findings)).toBe('');
  expect(messages(build([['List', [away, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'away' } }]]]).findings)).toBe('');
});

test('workloads in a list need room', () => {
  expect(messages(build([['List', [deployment('100Gi')]]]).findings)).toMatchInlineSnapshot(`
    "RAW-BEYOND-NODES  lab/worker/list-0: 100Gi of memory for one pod, but no node has that much.
                      Request less, or accept it with a reason."
  `);
  expect(messages(build([['DeploymentList', [{ metadata: { name: 'big', namespace: 'default' }, spec: {} }]]]).findings)).toBe('');
  expect(messages(build([['List', [deployment('1Gi')]]]).findings)).toBe('');
});
