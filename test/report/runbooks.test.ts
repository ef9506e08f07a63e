import { App, Cluster, type ForeignStorageClass, Image, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import { FailureKind } from '../../lib/failures/failure';
import type { ReportEffect, ReportFailure } from '../../lib/report/failures';
import { badEnds } from '../../lib/report/front';
import { matrixOf } from '../../lib/report/matrix';
import { proceduresOf } from '../../lib/report/procedures';
import type { Report } from '../../lib/report/report';
import { noBadEnd } from '../../lib/report/sentences';
import { effectInShort, effectInWords } from '../../lib/report/words';
import { clusterProps, RESOURCES } from '../support';

const image = Image.of('ghcr.io/example/wiki', '1.2.3');

function failure(node: string, texts: readonly string[], others: Partial<ReportFailure> = {}): ReportFailure {
  const steps = texts.map((text) => ({ text, command: `kubectl get node ${node}`, apps: ['wiki/wiki'] }));
  return { id: `node:${node}`, kind: FailureKind.NODE, name: node, nodes: [node], effects: [], steps, moves: [], sacrificed: [], ...others };
}

function effect(of: Partial<ReportEffect>): ReportEffect {
  return { kind: OutcomeKind.DEGRADED, why: 'one of its pods is gone', terms: [], apps: ['wiki/wiki'], ...of };
}

function filesOf(cluster: Cluster): { readonly markdown: string; readonly report: Report } {
  const { files } = (cluster.node.root as App).build();
  const text = (name: string) => files.get(`lab/report/${name}`)?.toString() ?? '';
  return { markdown: text('report.md'), report: JSON.parse(text('report.json')) as Report };
}

function lab(...classes: readonly ForeignStorageClass[]): Cluster {
  const storage = { classes: [{ name: 'local', nodeLocal: true }, ...classes] };
  return new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps({ storage }) });
}

describe('procedures', () => {
  test('failures that differ by the names of their nodes share one, which says whose names are in it', () => {
    const [first, second, other] = [failure('shop-1', ['Start shop-1.']), failure('shop-10', ['Start shop-10.']), failure('shop-2', ['Call the provider.'])];
    const told = proceduresOf([first, second, other]).map(({ failures, inPlaceOf }) => [failures.map(({ name }) => name), inPlaceOf]);
    expect(told).toEqual([
      [['shop-1', 'shop-10'], ['shop-1']],
      [['shop-2'], []],
    ]);
  });

  test('in Markdown as on the page, whoever lost another node is told to write its name', () => {
    const wiki = lab();
    new SinglePodFlexible(wiki.workers, 'wiki', { namespace: 'wiki', image, resources: RESOURCES });
    const { markdown: alike } = filesOf(wiki);
    expect(alike).toMatch(/### When it happens: node w1, node w2 and node w3.*\n\nHere for node w1\. 2 more do the same to every app\.\n\nDown: w1\./);
  });
});

test('a drain ends with the node taking pods again, whether an app waits for it or not', () => {
  const cluster = lab();
  new SinglePodFlexible(cluster.workers, 'wiki', { namespace: 'wiki', image, resources: RESOURCES });
  const { report, markdown } = filesOf(cluster);
  const drains = report.failures.filter(({ kind }) => kind === FailureKind.DRAIN);
  expect(drains.map(({ name, steps }) => [name, steps.at(-1)?.command])).toEqual(drains.map(({ name }) => [name, `kubectl uncordon ${name}`]));
  expect(markdown).not.toMatch(/### When it happens: drain[^#]*what failed is still to be repaired/);
});

test('data that is gone with a node is a bad end, told as such', () => {
  const lost = effect({ kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: 'its data is there', lostIfGoneSeconds: { min: 0 } });
  expect(badEnds([failure('a', [], { effects: [lost] })]).map(({ why }) => why)).toEqual([
    'its data is there; all its data is lost if what failed never comes back',
  ]);
  expect(effectInWords(lost)).toBe('down until repair; all its data is lost if what failed never comes back');
  expect(effectInWords({ ...lost, lostIfGoneSeconds: { min: 0, max: 300 } })).toBe(
    'down until repair; up to 5 min of writes are lost if what failed never comes back',
  );
});

test.each([
  [{ share: 0.5, seconds: { min: 60, max: 60 } }, '50 % of requests fail for 60 s', 'degraded: 50 % of requests fail for 60 s'],
  [{ share: 0.004, seconds: { min: 60, max: 60 } }, 'less than 1 % of requests fail for 60 s', 'degraded: less than 1 % of requests fail for 60 s'],
  [{ share: 0.999 }, '99 % of requests fail until repaired', 'degraded: 99 % of requests fail until repaired'],
  [{ seconds: { min: 60, max: 60 } }, 'degraded for 60 s', 'degraded for 60 s'],
  [
    { share: 0.25, first: { share: 0.5, seconds: { min: 40, max: 62 } } },
    '50 % of requests fail for 40 s to 62 s, then 25 % of requests fail until repaired',
    'degraded: 50 % of requests fail for 40 s to 62 s, then 25 % of requests fail until repaired',
  ],
  [{}, 'degraded until repaired', 'degraded until repaired'],
])('%j is told as “%s”', (degraded, short, whole) => {
  expect([effectInShort(effect({ degraded })), effectInWords(effect({ degraded }))]).toEqual([short, whole]);
});

test('who is back without its last writes, while a part of the requests fails, is told both', () => {
  const lost = effect({ kind: OutcomeKind.DATA_LOST, downSeconds: { min: 20, max: 60 }, lostSeconds: { min: 0, max: 5 }, degraded: { share: 0.5 } });
  expect(effectInShort(lost)).toBe('loses up to 5 s, 20 s to 60 s, then 50 % of requests fail until repaired');
});

test('what harms only apps that the matrix leaves out is no column', () => {
  const agents = failure('a', [], { effects: [effect({ apps: ['agents/logs'] })] });
  const { columns, harmless } = matrixOf([agents, failure('b', [], { effects: [effect({})] })], ['wiki/wiki']);
  expect([columns.flat().map(({ name }) => name), harmless.map(({ name }) => name)]).toEqual([['b'], ['a']]);
});

describe('what is not counted', () => {
  test('names of Services, while K3s’ one CoreDNS is on a dead node: as long as detection and the default toleration take', () => {
    const { report, markdown } = filesOf(lab());
    expect(report.assumptions[0]).toMatchInlineSnapshot(
      `"Names of Services: if the node with the one pod of coredns dies, names are not found for up to 6 min 17 s (detection, and the default toleration of 5 min), and until a new pod has started. Crashes of its nodes, and cuts behind which it may be, count that for apps with \`dependsOn\`: they may have to look them up. Other apps count as if they looked up none, and so do the table of apps and an objective for the crash of a node."`,
    );
    expect(markdown).toContain(`What is not counted:\n\n- ${report.assumptions[0]}`);
  });

  test('what is outside of the cluster: an NFS server, and a machine that apps depend on', () => {
    const cluster = lab();
    const nas = { server: 'nas.lab.example', path: '/media' };
    const accept = [{ code: 'FLEXIBLE-TWIN-WRITER', reason: 'a test' }] as const;
    for (const name of ['films', 'music'])
      new SinglePodFlexible(cluster.workers, name, { image, resources: RESOURCES, volumes: [Volume.nfs('/media', nas), Volume.nfs('/more', nas)], accept });
    const { report } = filesOf(cluster);
    expect(report.assumptions).toContain(
      'The NFS server nas.lab.example is outside of the cluster, and no failure counts it: while it is down, so are films and music.',
    );
  });

  test('data of which nobody says where it is: then no failure is known to lose data, which is not the same as none', () => {
    const cluster = lab({ name: 'nfs-csi', nodeLocal: false, attachable: false });
    const data = (storageClass: string) => [Volume.data('/data', { size: Size.gib(1), storageClass })];
    new SinglePodFlexible(cluster.workers, 'away', {
      image,
      resources: RESOURCES,
      volumes: data('nfs-csi'),
      accept: [{ code: 'FLEXIBLE-TWIN-WRITER', reason: 'a test' }],
    });
    new SinglePodPinned(cluster.workers, 'here', { image, resources: RESOURCES, volumes: data('local'), node: { name: 'w1', reason: 'a test' } });
    const { report } = filesOf(cluster);
    expect(report.unknownData).toEqual(['away/away']);
    expect(report.assumptions).toContain('The facts do not say where the data of away/away is: whether a failure loses it is not known.');
    expect(noBadEnd(report)).toBe(
      'No failure is known to lose data, and none waits for a person to decide something. The facts do not say where the data of away/away is.',
    );
  });
});

test('of two headings that GitHub gives one anchor, the second has a number', () => {
  const cluster = lab();
  new SinglePodFlexible(cluster.workers, 'one', { namespace: 'a', name: 'bc', image, resources: RESOURCES });
  new SinglePodFlexible(cluster.workers, 'two', { namespace: 'ab', name: 'c', image, resources: RESOURCES });
  const { markdown } = filesOf(cluster);
  expect([markdown.includes('[a/bc](#abc)'), markdown.includes('[ab/c](#abc-1)')]).toEqual([true, true]);
});
