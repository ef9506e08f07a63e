import { ApiObject, App as Cdk8sApp, Chart, JsonPatch, Lazy } from 'cdk8s';
import { App, Cluster } from '../../lib';
import { clusterProps, messages } from '../support';

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;
let deep: unknown = {};
for (let level = 0; level < 20_000; level += 1) deep = { a: deep };

/** What is said of a ConfigMap with this in its data. */
function said(odd: unknown, patch?: JsonPatch): string {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  const object = new ApiObject(cluster.workers, 'raw', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default' }, data: { a: odd } } as never);
  if (patch !== undefined) object.addJsonPatch(patch);
  return messages(app.build().findings);
}

const message = (given: string) =>
  `OBJECT-UNREADABLE  lab/worker/raw: ${given}, but an object of Kubernetes is JSON.\n                   Write texts, finite numbers, true, false, lists and plain objects only.`;

test.each<[string, unknown, string]>([
  ['a date', new Date(0), 'a value of the type Date'],
  ['a map', new Map(), 'a value of the type Map'],
  ['bytes', Buffer.from('x'), 'a value of the type Buffer'],
  ['an instance', new (class Foreign {})(), 'a value of the type Foreign'],
  ['data that holds itself', cyclic, 'data that holds itself, or is too deep'],
  ['very deep data', deep, 'data that holds itself, or is too deep'],
  ['a function', () => 1, 'a function in /data/a'],
  ['a BigInt', 1n, 'a bigint in /data/a'],
  ['a symbol', Symbol('x'), 'a symbol in /data/a'],
  ['no number', Number.NaN, 'NaN in /data/a'],
  ['an endless number', [Number.POSITIVE_INFINITY], 'Infinity in /data/a/0'],
])('an object with %s is told', (_, odd, given) => {
  expect(said(odd)).toBe(message(given));
});

test('what cdk8s can write is not told', () => {
  for (const fine of [undefined, null, 'text', '', [], {}, Lazy.any({ produce: () => 'late' })]) expect(said(fine)).toBe('');
});

test('a patch that cannot be applied is told', () => {
  expect(said('text', JsonPatch.remove('/spec/replicas'))).toBe(message('a patch of a path that does not exist, or a test that fails'));
  expect(said('text', JsonPatch.remove('/data/a'))).toBe('');
});

test('it is told outside of clusters and to the App of cdk8s, too', () => {
  const object = (chart: Chart) => new ApiObject(chart, 'raw', { apiVersion: 'v1', kind: 'Secret', data: { a: new Date(0) } } as never);
  const app = new App({ outdir: '/nowhere' });
  object(new Chart(app, 'own'));
  expect(messages(app.build().findings)).toBe(message('a value of the type Date').replace('lab/worker', 'own'));

  const warn = jest.spyOn(process, 'emitWarning').mockImplementation();
  const foreign = new Cdk8sApp({ outdir: '/nowhere' });
  object(new Cluster(foreign, 'lab', { facts: clusterProps() }).workers);
  expect(
    foreign.node
      .findAll()
      .flatMap((one) => one.node.validate())
      .join('\n'),
  ).toMatch(/^OBJECT-UNREADABLE {2}lab\/worker\/raw: a value of the type Date/);
  warn.mockRestore();
});

test('an item of a list that is no object is told', () => {
  const items = (...given: unknown[]) => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
    new ApiObject(cluster.workers, 'raw', { apiVersion: 'v1', kind: 'List', items: given } as never);
    return messages(app.build().findings);
  };
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } };
  for (const odd of [null, 'x', {}, { ...map, kind: undefined }, { ...map, metadata: {} }])
    expect(items(odd)).toBe(message('an object or an item of a List without apiVersion, kind or name'));
  expect(items(map)).toBe('');
});
