import { join } from 'node:path';
import * as ts from 'typescript';
import * as library from '../../lib';
import { CLUSTERS, clusterDns, deployment, EKS, K3S, KUBEADM, list, machine, ON_EACH_NODE, TALOS } from './clusters';
import { command } from './command';

const ROOT = join(__dirname, '..', '..');
const FACTS_API = join(ROOT, 'docs', 'facts-api.ts');

async function factsOf(stdin: string): Promise<string> {
  const { exit, out, err } = await command(['facts'], { stdin });
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return out;
}

/** What is exported by a file that `facts` wrote. */
function loaded(source: string): library.ClusterFactsProps {
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } });
  const exported: { facts?: library.ClusterFactsProps } = {};
  new Function('exports', 'require', outputText)(exported, (name: string) => (name === 'cdk8s-availability' ? library : undefined));
  if (exported.facts === undefined) throw new Error('no facts');
  return exported.facts;
}

function verdict(facts: library.ClusterFactsProps): library.Verdict {
  return new library.Cluster(new library.App({ outdir: '/nowhere' }), 'seen', { facts }).verdict();
}

/** The part of a text from one line to another. */
function between(text: string, from: string, to: string): string {
  const lines = text.split('\n');
  return lines
    .slice(
      lines.findIndex((line) => line.includes(from)),
      lines.findIndex((line) => line.includes(to)),
    )
    .join('\n');
}

test('a first facts.ts says what kubectl shows, and asks for what only the owner knows', async () => {
  expect(await factsOf(K3S)).toMatchSnapshot();
});

test('the facts of every cluster compile with strict settings', async () => {
  // What facts are made of, without the rest of the library: compiling all of it takes a minute.
  const files = new Map([
    [FACTS_API, ['cluster', 'control-plane', 'node', 'policy', 'units'].map((name) => `export * from '../lib/cluster/${name}';`).join('\n')],
  ]);
  for (const [name, json] of Object.entries(CLUSTERS)) files.set(join(ROOT, 'docs', `seen-${name}.ts`), await factsOf(json));
  const options: ts.CompilerOptions = {
    strict: true,
    noUnusedLocals: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    paths: { 'cdk8s-availability': [FACTS_API] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

test('a cluster of these facts has no errors: what is weak is a warning', async () => {
  const found: { [name: string]: readonly string[] } = {};
  for (const [name, json] of Object.entries(CLUSTERS)) {
    const { open } = verdict(loaded(await factsOf(json)));
    expect(open.filter(({ severity }) => severity === library.Severity.ERROR)).toEqual([]);
    found[name] = open.map(({ code }) => code);
  }
  expect(found).toMatchInlineSnapshot(`
{
  "EKS": [],
  "GKE": [],
  "K3S": [
    "CONTROL-SINGLE-SERVER",
  ],
  "KUBEADM": [
    "CONTROL-ENTRY-SINGLE",
  ],
  "TALOS": [
    "CONTROL-ENTRY-SINGLE",
  ],
}
`);
});

test('the room for pods is what the kubelets offer', async () => {
  const { nodes } = loaded(await factsOf(KUBEADM));
  const { facts } = new library.Cluster(new library.App({ outdir: '/nowhere' }), 'seen', { facts: loaded(await factsOf(KUBEADM)) });
  const w1 = facts.nodes.find(({ name }) => name === 'w-1');
  expect(nodes.find(({ name }) => name === 'w-1')?.extendedResources).toEqual({ 'nvidia.com/gpu': 1 });
  // 16128Mi of which the kubelet keeps 1000Mi and the threshold of evictions.
  expect([`${w1?.allocatable.cpu}`, `${w1?.allocatable.memory}`, `${w1?.allocatable.ephemeralStorage}`]).toEqual(['3500m', '15028Mi', '90252Mi']);
});

describe('of cluster DNS, the facts have', () => {
  const saidOf = async (...objects: ReturnType<typeof machine>[]) => {
    const lines = (await factsOf(list(machine('attic'), machine('cellar'), ...objects))).split('\n');
    const first = lines.findIndex((line) => /[Cc]luster DNS/.test(line));
    return lines.slice(first, first + (/clusterDns:/.test(lines[first + 1] ?? '') ? 2 : 1)).join('\n');
  };
  const apart = {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
    },
  };
  const honoring = { topologySpreadConstraints: [{ ...(ON_EACH_NODE.topologySpreadConstraints as readonly object[])[0], nodeTaintsPolicy: 'Honor' }] };
  test.each([
    ['its one pod', clusterDns(1, ON_EACH_NODE)],
    ['its pods on nodes of their own, by a hard spread', clusterDns(2, ON_EACH_NODE)],
    ['its pods on nodes of their own, by a required podAntiAffinity', clusterDns(3, { affinity: apart })],
    ['one, where nothing keeps its pods on different nodes', clusterDns(2)],
    ['one, where all may come to be on one node once the other was away', clusterDns(2, honoring)],
    ['none, where it is scaled to zero', clusterDns(0)],
    ['none, where it is not shown', deployment('kube-system', 'coredns-autoscaler', { 'k8s-app': 'coredns-autoscaler' })],
    [
      'none, where something of that name is elsewhere',
      { ...clusterDns(2), metadata: { name: 'coredns', namespace: 'shop', labels: { 'k8s-app': 'kube-dns' } } },
    ],
  ])('%s', async (_, given) => {
    expect(await saidOf(given)).toMatchSnapshot();
  });

  test('what the engine counts with', async () => {
    const of = async (...objects: ReturnType<typeof machine>[]) => loaded(await factsOf(list(machine('attic'), ...objects))).clusterDns;
    expect([await of(clusterDns(2, ON_EACH_NODE)), await of(clusterDns(2)), await of(clusterDns(0)), await of()]).toEqual([
      { replicas: 2 },
      { replicas: 1 },
      undefined,
      undefined,
    ]);
  });
});

test('all that brings Secrets into the cluster is named', async () => {
  const operators = [deployment('secrets', 'external-secrets'), deployment('secrets', 'sealed-secrets')];
  expect(await factsOf(list(machine('attic'), ...operators))).toContain("secrets: 'External Secrets and Sealed Secrets'");
});

test('zones and regions of a provider become sites and zones, and are no labels of their own', async () => {
  const source = await factsOf(EKS);
  expect(between(source, 'nodes: [', '  storage: {')).toMatchInlineSnapshot(`
"  nodes: [
    {
      name: 'ip-10-0-1-10.eu-central-1.compute.internal',
      roles: [NodeRole.WORKER],
      site: 'eu-central-1',
      zone: 'eu-central-1a',
      cpu: Cpu.cores(2),
      memory: Size.mib(7748),
      reserved: { cpu: Cpu.millis(70), memory: Size.mib(574) },
      ephemeralStorage: Size.mib(90252),
      maxPods: 29,
      labels: {
        'eks.amazonaws.com/capacityType': 'ON_DEMAND',
        'eks.amazonaws.com/nodegroup': 'general',
      },
    },
    {
      name: 'ip-10-0-2-10.eu-central-1.compute.internal',
      roles: [NodeRole.WORKER],
      site: 'eu-central-1',
      zone: 'eu-central-1b',
      cpu: Cpu.cores(2),
      memory: Size.mib(7748),
      reserved: { cpu: Cpu.millis(70), memory: Size.mib(574) },
      ephemeralStorage: Size.mib(90252),
      maxPods: 29,
      labels: {
        'eks.amazonaws.com/capacityType': 'ON_DEMAND',
        'eks.amazonaws.com/nodegroup': 'general',
      },
    },
  ],
  // Sites are places with their own power and uplink, zones are parts that fail on their own: those of the labels of your nodes.
  sites: [
    {
      name: 'eu-central-1',
      zones: ['eu-central-1a', 'eu-central-1b'],
      region: 'eu-central-1',
    },
  ],
  // Only you know it: the power strips, switches, hypervisors and providers that several nodes hang on (sharedFates).
  controlPlane: {
    // EKS.
    distribution: Distribution.MANAGED,
    // The version of its kubelets; the server may be newer.
    version: '1.33.1',
    servers: [],
    // The provider keeps it.
    datastore: Datastore.EXTERNAL,
    // Put the address here that kubectl cluster-info shows.
    apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: 'kubernetes.default.svc' },
    // Only you know it: flags that differ from the defaults of Kubernetes (flags), and how its state is backed up (stateBackup).
  },"
`);
});

test('the name of a machine is kept where it is not that of its node', async () => {
  const given = list(machine('attic', { labels: { 'kubernetes.io/hostname': 'ip-10-0-0-1' } }), machine('cellar'));
  expect(loaded(await factsOf(given)).nodes.map(({ labels }) => labels)).toEqual([{ 'kubernetes.io/hostname': 'ip-10-0-0-1' }, undefined]);
});

test('two regions get a link with a guess on the safe side', async () => {
  const of = (name: string, region: string) =>
    machine(name, { version: 'v1.33.1', labels: { 'topology.kubernetes.io/region': region, 'topology.kubernetes.io/zone': region } });
  expect(between(await factsOf(list(of('a', 'fsn'), of('b', 'hel'))), 'sites: [', 'controlPlane:')).toMatchInlineSnapshot(`
"  sites: [{ name: 'fsn', region: 'fsn' }, { name: 'hel', region: 'hel' }],
  // A guess, on the safe side: put the round trip here that ping shows.
  // Only you know it: the power strips, switches, hypervisors and providers that several nodes hang on (sharedFates).
  links: [{ from: 'fsn', to: 'hel', roundTrip: Duration.millis(50) }],"
`);
});

test('taints of a role, and those of a state, are no taints of the node', async () => {
  const { nodes } = loaded(await factsOf(KUBEADM));
  expect(nodes.map(({ name, roles, taints = [] }) => [name, roles.join(), taints.length])).toEqual([
    ['cp-1', 'control', 0],
    ['cp-2', 'control', 0],
    ['cp-3', 'control', 0],
    ['w-1', 'worker', 0],
    ['w-2', 'worker', 0],
  ]);
  const passing = machine('one', { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }] });
  expect(loaded(await factsOf(list(passing))).nodes[0]?.taints).toBeUndefined();
});

test('the same cluster gives the same bytes, in whatever order kubectl lists it', async () => {
  const { items } = JSON.parse(TALOS) as { readonly items: readonly { readonly [field: string]: unknown }[] };
  expect(await factsOf(list(...[...items].reverse()))).toBe(await factsOf(TALOS));
});

test.each([
  ['nothing', ''],
  ['a message of kubectl', 'error: You must be logged in to the server (Unauthorized)\n'],
  ['a message about the connection', 'The connection to the server localhost:8080 was refused - did you specify the right host or port?'],
  ['YAML', 'apiVersion: v1\nitems: []\nkind: List\n'],
  ['a table', 'NAME   STATUS   ROLES    AGE   VERSION\nattic  Ready    <none>   5d    v1.33.4+k3s1\n'],
  ['half of it', K3S.slice(0, 2000)],
  ['other text', 'hello'],
  ['another object', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}}'],
  ['an array', '[]'],
  ['an empty list', list()],
  ['a list without nodes', list({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } })],
])('%s is refused with what to do', async (_what, stdin) => {
  const { exit, out, err } = await command(['facts'], { stdin });
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toMatchSnapshot();
});

test('one node is enough, and what it does not say is left open', async () => {
  const bare = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'one' },
    status: { capacity: { cpu: '4', memory: '8Gi' }, allocatable: { cpu: '4', memory: '8Gi' } },
  });
  const { open } = verdict(loaded(await factsOf(bare)));
  expect(open).toEqual([]);
});
