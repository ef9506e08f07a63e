import * as lib from '../../lib';
import { App, Cluster, IngressClass, Patch, SinglePodFlexible, type SinglePodFlexibleProps, Volume } from '../../lib';
import { appProps, clusterProps } from '../support';

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;
let deep: unknown = {};
for (let level = 0; level < 20_000; level += 1) deep = { a: deep };

const ODD: readonly unknown[] = [cyclic, deep, Symbol('x'), 1n, new Date(0), new Map(), /x/, Promise.resolve(), new (class Foreign {})(), () => undefined];

/** The codes of what stands against a program. */
function codes(declare: (cluster: Cluster) => void): string[] {
  const app = new App({ outdir: '/nowhere' });
  declare(new Cluster(app, 'lab', { facts: clusterProps() }));
  return app.build().findings.map(({ code }) => code);
}

test.each(['image', 'resources', 'env', 'network', 'volumes', 'podLabels', 'health', 'security', 'placement', 'patches'])(
  'odd data in %s is told, whatever it is',
  (key) => {
    for (const odd of ODD) {
      const props = { ...appProps(), [key]: odd } as SinglePodFlexibleProps;
      expect(codes((cluster) => new SinglePodFlexible(cluster.workers, 'blog', props)).some((code) => code.startsWith('SHAPE-'))).toBe(true);
    }
  },
);

test('odd data in the options of a volume or a patch is told', () => {
  for (const odd of ODD) {
    for (const volume of [Volume.config('/x', { files: odd as never }), Volume.data('/x', odd as never), Volume.data('/x', { size: odd as never })])
      expect(codes((cluster) => new SinglePodFlexible(cluster.workers, 'blog', appProps({ volumes: [volume] })))).not.toEqual([]);
  }
});

test('a value of a patch that is no JSON is told', () => {
  for (const odd of [cyclic, deep, Symbol('x'), 1n, () => undefined])
    expect(
      codes(
        (cluster) => new SinglePodFlexible(cluster.workers, 'blog', appProps({ patches: [Patch.add('Deployment', '/metadata/annotations', odd, 'a test')] })),
      ),
    ).not.toEqual([]);
});

test('a construct without props is told', () => {
  expect(codes((cluster) => new (IngressClass as new (...given: unknown[]) => unknown)(cluster.control, 'x'))).toEqual(['SHAPE-WRONG']);
});

const APPS = Object.entries(lib as unknown as { readonly [name: string]: unknown }).filter(
  ([name, value]) => typeof value === 'function' && /^[a-z]/.test(name) && name !== 'formatFinding',
);

test.each(APPS)('%s without arguments says what it needs, or needs nothing', (_name, make) => {
  for (const given of [undefined, null, 1n, Symbol('x'), cyclic, deep]) {
    try {
      (make as (options?: unknown) => unknown)(given);
    } catch (error) {
      expect(String((error as Error).message)).toMatch(/^SHAPE-/m);
    }
  }
});
