import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Validation, ValidationContext } from 'cdk8s-cli/plugins';
import { parse } from 'yaml';
import type { CheckReport } from '../../lib/cli/check/report';
import { AvailabilityValidation } from '../../lib/cli/validation';
import { command, type Ran } from './command';

const WORKLOADS = join(__dirname, 'workloads');
let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'check-'));
  write('facts.json', JSON.stringify(FACTS));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const node = (name: string, more: object = {}) => ({ name, roles: ['worker'], site: 'home', cpu: '4', memory: '16Gi', ...more });
/** A home with three nodes; what one with a hand on it says in JSON. */
const FACTS = {
  nodes: [node('attic', { labels: { 'example.org/zigbee': 'stick' } }), node('cellar', { roles: ['control', 'worker'] }), node('porch')],
  controlPlane: {
    distribution: 'k3s',
    version: '1.33.4',
    servers: ['cellar'],
    datastore: 'sqlite',
    apiEndpoint: { kind: 'one-server', address: '192.0.2.12' },
  },
  storage: {
    clusterDefault: 'local-path',
    classes: [
      { name: 'local-path', nodeLocal: true },
      { name: 'longhorn', nodeLocal: false, readWriteMany: true, release: { by: 'Longhorn', within: '3min', earliest: '60s' } },
    ],
  },
  accept: [{ code: 'CONTROL-SINGLE-SERVER', reason: 'a test' }],
};

function write(name: string, text: string): string {
  const path = join(cwd, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function check(target: string, ...args: readonly string[]): Promise<Ran> {
  return command(['check', target, '--facts', 'facts.json', ...args], { cwd });
}

const read = (name: string) => readFileSync(join(WORKLOADS, name), 'utf8');

async function report(text: string, ...args: readonly string[]): Promise<CheckReport> {
  const { out, err } = await command(['check', '-', '--facts', 'facts.json', '--format', 'json', ...args], { cwd, stdin: text });
  expect(err).toBe('');
  return JSON.parse(out) as CheckReport;
}

test.each(['app-template.yaml', 'plain.yaml', 'charts.yaml'])('workloads in the shape of public repositories: %s', async (name) => {
  write(name, read(name));
  const { out, err } = await check(name);
  expect(err).toBe('');
  expect(out).toMatchSnapshot();
});

const SMALL = `apiVersion: apps/v1
kind: Deployment
metadata: { name: wiki, namespace: home }
spec:
  selector: { matchLabels: { app: wiki } }
  strategy: { type: Recreate }
  template:
    metadata: { labels: { app: wiki } }
    spec:
      containers:
        - name: wiki
          image: ghcr.io/example/wiki:1.2.3
          resources: { requests: { cpu: 10m, memory: 32Mi }, limits: { memory: 64Mi } }
`;

/** Never lets a drain evict the only pod. */
const BUDGET =
  'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: wiki, namespace: home }\nspec: { minAvailable: 1, selector: { matchLabels: { app: wiki } } }\n';

test('a folder is judged as a whole, and its findings say file and line', async () => {
  write('apps/wiki.yaml', SMALL.replace('1.2.3', 'latest'));
  write('apps/more/budget.yml', BUDGET);
  write('apps/values.yaml', 'replicas: 3\n');
  const { exit, out } = await check('apps');
  expect(exit).toBe(1);
  expect(out).toMatchInlineSnapshot(`
"home/Deployment/wiki  apps/wiki.yaml:1
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 5 min 41 s to 6 min 37 s; on cellar, the only server, down until repair
  failures   until repair: site home and power everywhere
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-BUDGET-BLOCKS: the budget wiki (minAvailable: 1) for 1 pod, but then no node with one of them can ever be drained.
             Remove it: one pod cannot be kept up while its node is drained.
  warning    IMAGE-UNPINNED: the image ghcr.io/example/wiki:latest, but latest moves, so nodes may run different images.
             Use a version, or add the digest.
  note       MANIFEST-WAITS-LONG: no tolerations of node.kubernetes.io/not-ready and unreachable, so it stays on a dead node for 5 min before it moves.
             Tolerate both with the effect NoExecute and tolerationSeconds: 30.

1 workload: 1 error, 1 warning, 1 note.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
});

test('without errors the status is 0, and what is skipped is not reported', async () => {
  write('wiki.yaml', SMALL);
  const { exit, out } = await check('wiki.yaml', '--skip', 'MANIFEST-WAITS-LONG');
  expect(exit).toBe(0);
  expect(out).toMatchInlineSnapshot(`
"home/Deployment/wiki  wiki.yaml:1
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 5 min 41 s to 6 min 37 s; on cellar, the only server, down until repair
  failures   until repair: site home and power everywhere
             1 s to 37 s: drain of attic, drain of cellar, drain of porch and upgrade of all nodes
             degraded until repaired: cluster DNS coredns

1 workload: nothing found.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  expect((await check('wiki.yaml', '--skip', 'MANIFEST-WAIT-LONG')).err).toMatchInlineSnapshot(`
"error: option '--skip <code>' argument 'MANIFEST-WAIT-LONG' is invalid. No finding has that code.
(--help shows what there is)
"
`);
});

test.each(['markdown', 'sarif', 'junit', 'json'])('the format %s', async (format) => {
  write('wiki.yaml', `${SMALL.replace(':1.2.3', '').replace('name: wiki, namespace', 'name: "wiki", namespace')}---\n${BUDGET}`);
  const { out } = await check('wiki.yaml', '--format', format);
  if (format === 'sarif' || format === 'json') expect(() => JSON.parse(out) as unknown).not.toThrow();
  expect(out).toMatchSnapshot();
});

test('each result of SARIF has a file and a line, because code scanning refuses a log without', async () => {
  const unknown = 'apiVersion: example.org/v1\nkind: Widget\nmetadata: { name: wiki }\n';
  const hungry = SMALL.replace('cpu: 10m', 'cpu: 3').replace('  strategy', '  replicas: 6\n  strategy');
  const placesOf = async (...args: readonly string[]) => {
    const { out } = await command(['check', '-', '--facts', 'facts.json', '--format', 'sarif', ...args], { cwd, stdin: `${hungry}---\n${unknown}` });
    const { results } = (JSON.parse(out) as { readonly runs: readonly [{ readonly results: readonly Result[] }] }).runs[0];
    return results.map(({ ruleId, locations: [{ physicalLocation: place }] }) => `${ruleId} ${place.artifactLocation.uri}:${place.region.startLine}`);
  };
  expect(await placesOf()).toMatchInlineSnapshot(`
[
  "MANIFEST-TOGETHER stdin:1",
  "CAPACITY-EXCEEDED facts.json:1",
  "MANIFEST-KIND-UNKNOWN stdin:16",
]
`);
  expect(await placesOf('--stdin-name', 'my apps/kustomization.yaml')).toContain('MANIFEST-KIND-UNKNOWN my%20apps/kustomization.yaml:16');
});

interface Result {
  readonly ruleId: string;
  readonly locations: readonly [
    { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } } },
  ];
}

test('the same input gives the same bytes, and no objects a status of 2', async () => {
  write('wiki.yaml', read('charts.yaml'));
  expect((await check('wiki.yaml')).out).toBe((await check('wiki.yaml')).out);
  write('nothing.yaml', 'a: 1\n');
  expect(await check('nothing.yaml')).toMatchInlineSnapshot(`
{
  "err": "MANIFEST-UNREADABLE  nothing.yaml: no object of Kubernetes, but check judges objects with apiVersion, kind and a name.
                     Pass what kubectl would apply: YAML, or the output of helm template or kustomize build.
",
  "exit": 2,
  "out": "",
}
`);
});

test('output of kubectl is read without what controllers made', async () => {
  const deployment = parse(SMALL) as object;
  const owned = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'wiki-1', namespace: 'home', ownerReferences: [{ kind: 'ReplicaSet', name: 'wiki' }] },
    spec: { containers: [] },
  };
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [owned, deployment] }, undefined, 1);
  const { workloads } = await report(list);
  expect(workloads.map(({ path }) => path)).toEqual(['home/Deployment/wiki']);
  const line = list.slice(0, list.indexOf('"apps/v1"')).split('\n').length - 1;
  expect(workloads.map(({ at }) => at)).toEqual([expect.stringMatching(new RegExp(`:${line}$`))]);
});

test.each([
  ['a path that is not there', 'nowhere', {}],
  ['an empty folder', 'empty', { 'empty/readme.md': 'x' }],
  ['no YAML', 'x.yaml', { 'x.yaml': 'kind: Pod\n  - a: [\n' }],
  ['a duplicate key', 'x.yaml', { 'x.yaml': `${SMALL}---\n${SMALL.replace('  selector', '  replicas: 1\n  replicas: 2\n  selector')}` }],
  ['a template of Helm', 'x.yaml', { 'x.yaml': '{{- if .Values.enabled }}\nkind: Deployment\nreplicas: {{ .Values.replicas }}\n{{- end }}\n' }],
  ['a template that is YAML by chance', 'x.yaml', { 'x.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec:\n  port: {{ .Values.port }}\n' }],
  ['a Helm chart', 'chart', { 'chart/Chart.yaml': 'name: x\n', 'chart/values.yaml': 'a: 1\n', 'chart/templates/x.yaml': '{{ x }}\n' }],
])('%s is named with what to do', async (_what, target, files) => {
  for (const [name, text] of Object.entries(files)) write(name, text as string);
  mkdirSync(join(cwd, 'empty'), { recursive: true });
  const { exit, out, err } = await check(target);
  expect({ exit, said: `${err}${out}` }).toMatchSnapshot();
});

test('alerts of Prometheus with their own templates are no templates of Helm', async () => {
  const rules = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: rules }\ndata:\n  a.yaml: |\n    summary: {{ $labels.pod }}\n';
  expect((await report(`${SMALL}---\n${rules}`)).counts).toEqual({ errors: 0, warnings: 0, notes: 1 });
});

test.each([
  ['is not there', undefined],
  ['is no JSON', '{'],
  ['has an unknown key', JSON.stringify({ ...FACTS, node: [] })],
  ['has a value without a unit', JSON.stringify({ ...FACTS, nodes: [node('attic', { cpu: 'four' })] })],
  ['contradicts itself', JSON.stringify({ ...FACTS, controlPlane: { ...FACTS.controlPlane, servers: ['attick'] } })],
])('a facts file that %s stops the command', async (_what, text) => {
  write('wiki.yaml', SMALL);
  if (text === undefined) rmSync(join(cwd, 'facts.json'));
  else write('facts.json', text);
  const { exit, out, err } = await check('wiki.yaml');
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toMatchSnapshot();
});

test('labels in JSON stay texts, whatever they are called', async () => {
  write('wiki.yaml', SMALL);
  write('facts.json', JSON.stringify({ ...FACTS, nodes: [...FACTS.nodes, node('loft', { labels: { size: '2', cpu: '4' } })] }));
  expect((await check('wiki.yaml')).err).toBe('');
});

test('amounts in JSON are texts with their unit, and messages say so', async () => {
  write('wiki.yaml', SMALL);
  const links = [{ from: 'home', to: 'cabin', roundTrip: '25' }];
  const nodes = [node('attic', { cpu: 4, memory: 16 }), node('cellar', { site: 'cabin', cpu: 'four' })];
  write('facts.json', JSON.stringify({ ...FACTS, sites: [{ name: 'home' }, { name: 'cabin' }], links, nodes }));
  expect((await check('wiki.yaml')).err).toMatchInlineSnapshot(`
"SHAPE-WRONG  facts/nodes/attic/cpu: the number 4, but it must be a Cpu.
             Write "4" or "500m".
             at facts.json

SHAPE-WRONG  facts/nodes/attic/memory: the number 16, but it must be a Size.
             Write "16Gi" or "512Mi".
             at facts.json

SHAPE-WRONG  facts/nodes/cellar/cpu: a string, but it must be a Cpu.
             Write "4" or "500m".
             at facts.json

SHAPE-WRONG  facts/links/0/roundTrip: a string, but it must be a Duration.
             Write "25ms", "30s", "3min", "12h" or "forever".
             at facts.json
"
`);
});

test.each([
  ['several clusters', `exports.home = lab({}); exports.cabin = lab({ storage: {} });`],
  ['facts with an error, as a Cluster', `exports.home = lab({ controlPlane: { ...controlPlane(), servers: ['c9'] } });`],
])('a program that exports %s stops the command', async (_what, program) => {
  write('wiki.yaml', SMALL);
  const needed = `const { lab } = require(${JSON.stringify(join(__dirname, '..', 'lab'))});\nconst { controlPlane } = require(${JSON.stringify(join(__dirname, '..', 'support'))});\n`;
  write('cluster.js', `${needed}${program}\n`);
  const { exit, err } = await command(['check', 'wiki.yaml', '--facts', 'cluster.js'], { cwd });
  expect({ exit, err }).toMatchSnapshot();
});

test.each([
  ['runs', `module.exports = { facts: ${JSON.stringify({ ...FACTS, nodes: [], storage: {}, accept: [] })} };`],
  ['throws', `throw new Error('no cluster today');`],
  ['exports something else', `module.exports = { home: 1 };`],
])('a facts file in JavaScript that %s', async (_what, text) => {
  write('wiki.yaml', SMALL);
  write('facts.js', text);
  const { exit, err } = await command(['check', 'wiki.yaml', '--facts', 'facts.js'], { cwd });
  expect({ exit, err: err.replaceAll(cwd, '.') }).toMatchSnapshot();
});

test('a Cluster that a file exports brings the storage classes of its systems', async () => {
  const claim =
    'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: data, namespace: home }\nspec: { accessModes: [ReadWriteOnce], storageClassName: drbd-replicated, resources: { requests: { storage: 1Gi } } }\n';
  const mounted = SMALL.replace('    spec:\n', '    spec:\n      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]\n');
  write('wiki.yaml', `${mounted}---\n${claim}`);
  const home = join(__dirname, '..', 'lab');
  write('cluster.js', `exports.home = require(${JSON.stringify(home)}).lab({ drbd: { pool: 'nvme' } });\n`);
  const { out, err } = await command(['check', 'wiki.yaml', '--facts', 'cluster.js'], { cwd });
  expect(err).toBe('');
  expect(out).toMatchInlineSnapshot(`
"home/Deployment/wiki  wiki.yaml:1
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 22 s to 3 min 7 s
  failures   until repair: site home and power everywhere
             2 s to 82 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns

1 workload: nothing found.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
});

test('as a plugin of cdk8s-cli it fails a synthesis by errors, and names rule, object and place', async () => {
  const before = process.cwd();
  const manifest = write('dist/wiki.k8s.yaml', `${SMALL}---\n${BUDGET}`);
  process.chdir(cwd);
  try {
    const plugin: Validation = new AvailabilityValidation({ facts: 'facts.json' });
    const context = new ValidationContext([manifest], 'cdk8s-availability', '0.1.0', {}, false);
    jest.spyOn(context.logger, 'log').mockImplementation(() => undefined);
    await plugin.validate(context);
    expect(context.report.success).toBe(false);
    const { violations, summary } = context.report.toJson();
    expect({ violations, metadata: summary.metadata }).toMatchInlineSnapshot(`
{
  "metadata": {
    "errors": "1",
    "notes": "1",
    "warnings": "0",
  },
  "violations": [
    {
      "fix": "Remove it: one pod cannot be kept up while its node is drained.",
      "recommendation": "the budget wiki (minAvailable: 1) for 1 pod, but then no node with one of them can ever be drained",
      "ruleName": "MANIFEST-BUDGET-BLOCKS",
      "violatingConstructs": [
        {
          "constructPath": undefined,
          "locations": [
            "dist/wiki.k8s.yaml:1",
          ],
          "manifestPath": "dist/wiki.k8s.yaml",
          "resourceName": "wiki",
        },
      ],
    },
  ],
}
`);
  } finally {
    process.chdir(before);
  }
});

test('a code that no finding has cannot be skipped by the plugin either', async () => {
  const context = new ValidationContext([], 'cdk8s-availability', '0.1.0', {}, false);
  const plugin = new AvailabilityValidation({ facts: 'facts.json', skip: ['MANIFEST-WAIT-LONG', 'HA-ONE-NODE'] });
  await expect(plugin.validate(context)).rejects.toThrowErrorMatchingInlineSnapshot(
    `"AvailabilityValidation is to skip MANIFEST-WAIT-LONG, but no finding has such a code. Correct skip in cdk8s.yaml: docs/findings.md lists all codes."`,
  );
});

test('without facts the plugin says what to write', async () => {
  const context = new ValidationContext([], 'cdk8s-availability', '0.1.0', {}, false);
  await expect(new AvailabilityValidation().validate(context)).rejects.toThrowErrorMatchingInlineSnapshot(
    `"AvailabilityValidation needs the facts of the cluster. Write into cdk8s.yaml, below properties: facts: facts.ts"`,
  );
});

test('findings of the program with the facts are told as they are', async () => {
  const library = JSON.stringify(join(__dirname, '..', '..', 'lib'));
  write(
    'stopped.js',
    `const { FindingsError } = require(${library}); throw new FindingsError([{ code: 'NODE-NAME', severity: 'error', path: 'home/nodes', given: 'the node Attic', allowed: 'but names are in lower case', fix: 'Write attic.' }]);`,
  );
  write('wiki.yaml', read('plain.yaml'));
  const { exit, err } = await command(['check', 'wiki.yaml', '--facts', 'stopped.js'], { cwd });
  expect([exit, err]).toMatchInlineSnapshot(`
[
  2,
  "NODE-NAME  home/nodes: the node Attic, but names are in lower case.
           Write attic.
",
]
`);
});
