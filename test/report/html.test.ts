import { type DefaultTreeAdapterMap, type ParserError, parse } from 'parse5';
import { App, Cluster, type ClusterFactsProps, Image, SinglePodFlexible, SinglePodPinned } from '../../lib';
import { html, prose } from '../../lib/report/html/markup';
import { labelsOfProvider, labelTexts } from '../../lib/report/node-labels';
import type { Report } from '../../lib/report/report';
import { clusterProps, controlPlane, RESOURCES } from '../support';
import { largeCluster } from './large';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

function filesOf(cluster: Cluster): ReadonlyMap<string, Buffer> {
  return (cluster.node.root as App).build().files as ReadonlyMap<string, Buffer>;
}

function textOf(files: ReadonlyMap<string, Buffer>, path: string): string {
  return files.get(path)?.toString() ?? '';
}

/** A page as a browser reads it, and what it objects to. */
class Page {
  readonly errors: ParserError[] = [];
  readonly elements: readonly Element[];

  constructor(readonly text: string) {
    const document = parse(text, { onParseError: (error) => this.errors.push(error) });
    this.elements = [...below(document)];
  }

  named(...tags: readonly string[]): readonly Element[] {
    return this.elements.filter(({ tagName }) => tags.includes(tagName));
  }

  values(name: string): readonly string[] {
    return this.elements.flatMap((element) => attribute(element, name) ?? []);
  }
}

function* below(node: Node): Iterable<Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* below(child);
}

function attribute({ attrs }: Element, wanted: string): string | undefined {
  return attrs.find(({ name }) => name === wanted)?.value;
}

function words(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(words).join('') : '';
}

const image = Image.of('ghcr.io/example/wiki', '1.2.3');

function lab(overrides: Partial<ClusterFactsProps> = {}): Cluster {
  const facts = clusterProps({ storage: { classes: [{ name: 'local', nodeLocal: true }] }, ...overrides });
  const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts });
  new SinglePodFlexible(cluster.workers, 'wiki', { namespace: 'wiki', image, resources: RESOURCES });
  new SinglePodPinned(cluster.workers, 'radio', { namespace: 'radio', image, resources: RESOURCES, node: { name: 'w1', reason: 'the antenna is there' } });
  return cluster;
}

test('what stands between backticks is code, and escaped like all else', () => {
  expect(html`${[prose('before'), prose('a `<b>` and `c`')]}`.text).toBe('beforea <code>&lt;b&gt;</code> and <code>c</code>');
  expect(html`${prose('an odd ` is text')}`.text).toBe('an odd ` is text');
});

const small = filesOf(lab());
const large = filesOf(largeCluster());

describe.each([
  ['a small cluster', new Page(textOf(small, 'lab/report/index.html'))],
  ['150 apps on 40 nodes', new Page(textOf(large, 'large/report/index.html'))],
])('the page of %s', (_, page) => {
  test('is HTML without an error', () => expect(page.errors).toEqual([]));

  test('marks code, and shows no backtick', () => {
    const texts = page.named('li', 'p', 'dd', 'td', 'th', 'h3').map(words);
    expect(texts.filter((text) => text.includes('`'))).toEqual([]);
    expect(page.named('code').map(words)).toContain('dependsOn');
  });

  test('has pictures that are wider than a phone in boxes that scroll by themselves', () => {
    const boxes = page.named('div').filter((element) => attribute(element, 'class') === 'scroll');
    const inside = boxes.flatMap((box) => [...below(box)].filter(({ tagName }) => tagName === 'svg'));
    expect(inside.length).toBe(page.named('svg').length);
  });

  test('has unique ids, and each link within it leads to one', () => {
    const ids = page.values('id');
    expect(new Set(ids).size).toBe(ids.length);
    const links = page.values('href');
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !link.startsWith('#') || !ids.includes(link.slice(1)))).toEqual([]);
    const labels = page.values('aria-labelledby').flatMap((label) => label.split(' '));
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });

  test('needs no script and no network', () => {
    expect(page.named('script', 'link', 'iframe', 'img', 'object')).toEqual([]);
    expect(page.elements.flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'src' || name.startsWith('on')))).toEqual([]);
    expect(page.text).not.toMatch(/@import|url\(/);
  });

  test('has one heading of the first level, and skips none', () => {
    const levels = page.named('h1', 'h2', 'h3', 'h4', 'h5').map(({ tagName }) => Number(tagName.slice(1)));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  test('leads from every cell of the matrix to a reason, and says of each heading what it is for', () => {
    const [matrix] = page.named('div').filter((element) => attribute(element, 'class') === 'scroll matrix');
    const cells = matrix === undefined ? [] : [...below(matrix)].filter((element) => element.tagName === 'td' && attribute(element, 'class') !== 'minutes');
    expect(cells.length).toBeGreaterThan(5);
    const targets = cells.map((cell) => [...below(cell)].flatMap((element) => attribute(element, 'href') ?? []));
    expect(targets.filter(([href = '']) => !href.startsWith('#why-'))).toEqual([]);
    expect(page.named('th').filter((element) => !['col', 'row'].includes(attribute(element, 'scope') ?? ''))).toEqual([]);
  });
});

test('the same program writes the same page and the same picture', () => {
  const again = filesOf(largeCluster());
  for (const file of ['index.html', 'cluster.svg', 'report.md'])
    expect(textOf(again, `large/report/${file}`) === textOf(large, `large/report/${file}`)).toBe(true);
});

test('with 150 apps on 40 nodes the page stays below 1 MB', () => {
  expect(textOf(large, 'large/report/index.html').length).toBeLessThan(1e6);
});

test('what people wrote is text, in the page and in the picture', () => {
  const evil = `</title><script>alert("1")</script> & 'quoted'`;
  const files = filesOf(
    lab({
      accept: [{ code: 'CONTROL-SINGLE-SERVER', reason: evil }],
      policy: { operators: { dns: evil } },
    }),
  );
  const page = new Page(textOf(files, 'lab/report/index.html'));
  expect(page.errors).toEqual([]);
  expect(page.named('script')).toEqual([]);
  const said = page.named('main').map(words).join('');
  expect(said).toContain(`Accepted because: ${evil}.`);
  expect(said).toContain(`DNS: ${evil}.`);
});

test('a part that no drill has shown is marked as modelled', () => {
  const [page] = [new Page(textOf(large, 'large/report/index.html'))];
  const rows = page.named('tr').map(words);
  expect(rows.filter((row) => row.includes('volume freed by Longhorn')).every((row) => row.includes('(modelled)'))).toBe(true);
  expect(rows.filter((row) => row.includes('kube-controller-manager')).some((row) => row.includes('(modelled)'))).toBe(false);
});

test('the runbook of a node crosses it out, and says which votes go on', () => {
  const page = new Page(textOf(small, 'lab/report/index.html'));
  const [article] = page.named('article').filter((element) => attribute(element, 'id') === 'failure-node:c1');
  expect(article).toBeUndefined();
  const [runbook] = page.named('article').filter((element) => attribute(element, 'id') === 'failure-node:w1');
  expect(runbook === undefined ? '' : words(runbook)).toContain('The control plane (sqlite) goes on.');
  expect(runbook === undefined ? [] : [...below(runbook)].filter((element) => attribute(element, 'class') === 'c-gone')).toHaveLength(1);
});

describe('labels and taints', () => {
  const reportOf = (distribution: string): Report =>
    JSON.parse(textOf(filesOf(lab({ controlPlane: controlPlane({ distribution: distribution as never }) })), 'lab/report/report.json')) as Report;

  test('K3s reads them from its configuration before a node joins', () => {
    const texts = labelTexts(reportOf('k3s'));
    expect(texts[0]).toMatchInlineSnapshot(`
{
  "language": "yaml",
  "text": "node-label:
  - "cdk8s-availability/role-control=true"
  - "topology.kubernetes.io/zone=home"
node-taint:
  - "node-role.kubernetes.io/control-plane:NoSchedule"",
  "what": "Before it first joins, in /etc/rancher/k3s/config.yaml of c1:",
}
`);
    expect(texts.at(-1)?.what).toBe('K3s reads that only when a node first joins. On nodes that have joined:');
  });

  test('the name of a machine is no label to set: its kubelet does', () => {
    const [control, ...others] = clusterProps().nodes;
    const nodes = [{ ...control, labels: { 'kubernetes.io/hostname': 'ip-10-0-0-1', 'example.org/rack': 'a' } }, ...others] as ClusterFactsProps['nodes'];
    const report = JSON.parse(textOf(filesOf(lab({ nodes })), 'lab/report/report.json')) as Report;
    const all = labelTexts(report).map(({ text }) => text);
    expect(all.join()).toContain('example.org/rack=a');
    expect(all.join()).not.toContain('hostname');
  });

  test('kubeadm gets them by kubectl', () => {
    expect(labelTexts(reportOf('kubeadm')).map(({ language }) => language)).toEqual(['sh']);
  });

  test('zones of a managed cluster are its provider’s: they are compared, and never set', () => {
    const report = reportOf('managed');
    expect(
      labelTexts(report)
        .map(({ text }) => text)
        .join(),
    ).not.toContain('topology.kubernetes.io');
    expect(labelsOfProvider(report)).toEqual([['c1 w1 w2 w3', 'topology.kubernetes.io/zone=home']]);
  });
});
