import { counted, isDnsName, listed } from '../../cluster/names';
import { Architecture, NodeRole, type Taint } from '../../cluster/node';
import { clusterDnsOf } from './cluster-dns';
import { type Code, type Field, type Fields, fields, literal, textMap, written } from './code';
import { controlPlaneOf } from './control-plane';
import { isWindows, type SeenNode, seenNode } from './node';
import { nameOf, objectsIn } from './objects';
import { operatorsOf } from './operators';
import { storageOf } from './storage';

/** Without a region there is one place, as far as anybody can see. */
const ONE_SITE = 'home';

/** A first `facts.ts` of a cluster, from what `kubectl get … -o json` prints. @param where as messages name the input */
export function factsFile(json: string, where: string): string {
  const shows = objectsIn(json, where);
  const skipped = shows.nodes.filter(isWindows).map(nameOf);
  const nodes = shows.nodes
    .filter((one) => !isWindows(one) && isDnsName(nameOf(one)))
    .map(seenNode)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const controlPlane = controlPlaneOf(nodes);
  const isK3s = nodes.some(({ kubelet }) => kubelet.includes('+k3s'));
  const operators = operatorsOf(shows.deployments, isK3s);
  const storage = storageOf(shows);
  const sites = sitesOf(nodes);
  const facts = fields([
    { key: 'nodes', value: nodes.map((node) => nodeOf(node)), about: aboutNodes(nodes, skipped) },
    ...sites,
    { key: 'controlPlane', value: controlPlane.code },
    storage === undefined
      ? { about: ['The cluster has no storage classes: data would be on host paths, NFS, or nowhere.'] }
      : { key: 'storage', value: storage },
    clusterDnsOf(shows.deployments),
    operators === undefined ? undefined : { key: 'policy', value: fields([{ key: 'operators', value: operators.code }]) },
  ]);
  const body = `export const facts: ClusterFactsProps = ${written(facts)};\n`;
  const names = ['ClusterFactsProps', 'Cpu', 'NodeRole', 'Size', ...controlPlane.names, ...(operators?.names ?? []), ...used(body)];
  return [importOf([...new Set(names)].sort()), '', ...HEADER, body].join('\n');
}

const HEADER = [
  '/**',
  ' * The cluster, as kubectl sees it. What only its owner knows is in the comments: answer them, and every promise gets better.',
  ' * Nothing here is read again: it is yours from now on.',
  ' */',
];

function used(body: string): string[] {
  return ['Architecture', 'Duration', 'TaintEffect'].filter((name) => body.includes(`${name}.`));
}

function importOf(names: readonly string[]): string {
  const all = names.map((name) => (name === 'ClusterFactsProps' ? 'type ClusterFactsProps' : name));
  const line = `import { ${all.join(', ')} } from 'cdk8s-availability';`;
  return line.length <= 140 ? line : `import {\n${all.map((name) => `  ${name},\n`).join('')}} from 'cdk8s-availability';`;
}

function aboutNodes(nodes: readonly SeenNode[], skipped: readonly string[]): string[] {
  const bare = nodes.filter(({ reserved }) => reserved.cpu === 0 && reserved.memory === 0).map(({ name }) => name);
  return [
    'Only you know it: more roles (STORAGE for copies of data, WITNESS for a vote, INGRESS for the way in, MONITORING, EDGE), and for each',
    'node what fences it (fencing), its disks for volumes (pools), its hardware that apps use (devices), and what else it runs (hostWorkloads).',
    ...(bare.length === 0
      ? []
      : [
          `The kubelet of ${bare.length > 3 ? counted(bare.length, 'node') : listed(bare)} keeps nothing back for the system: pods may take what the system needs.`,
        ]),
    ...(skipped.length === 0 ? [] : [`Left out, because apps of this library are for Linux: ${listed(skipped)}.`]),
  ];
}

function siteOf({ region }: SeenNode): string {
  return region ?? ONE_SITE;
}

function zoneOf({ zone, region }: SeenNode): string | undefined {
  return zone === undefined || zone === (region ?? ONE_SITE) ? undefined : zone;
}

function nodeOf(node: SeenNode): Fields {
  const zone = zoneOf(node);
  const known = Object.entries(Architecture).find(([, value]) => value === node.architecture);
  return fields([
    node.passing.length === 0 ? undefined : { about: [`While this was written it had ${listed(node.passing)}: a state, no fact.`] },
    { key: 'name', value: literal(node.name) },
    { key: 'roles', value: node.roles.map((role) => `NodeRole.${nameOfRole(role)}`) },
    { key: 'site', value: literal(siteOf(node)) },
    zone === undefined ? undefined : { key: 'zone', value: literal(zone) },
    { key: 'cpu', value: cpu(node.cpu) },
    { key: 'memory', value: size(Math.floor(node.memory / 2 ** 20)) },
    {
      key: 'reserved',
      value: fields([
        { key: 'cpu', value: cpu(node.reserved.cpu) },
        { key: 'memory', value: size(Math.ceil(node.reserved.memory / 2 ** 20)) },
      ]),
    },
    node.disk === undefined ? undefined : { key: 'ephemeralStorage', value: size(Math.floor(node.disk / 2 ** 20)) },
    node.maxPods === undefined ? undefined : { key: 'maxPods', value: `${node.maxPods}` },
    node.architecture === Architecture.AMD64
      ? undefined
      : known === undefined
        ? { about: [`Its architecture is ${node.architecture}, which the facts have no name for: it counts as amd64.`] }
        : { key: 'architecture', value: `Architecture.${known[0]}` },
    node.extendedResources.length === 0
      ? undefined
      : { key: 'extendedResources', value: fields(node.extendedResources.map(([key, count]) => ({ key, value: `${count}` }))) },
    Object.keys(node.labels).length === 0 ? undefined : { key: 'labels', value: textMap(node.labels) },
    node.taints.length === 0 ? undefined : { key: 'taints', value: node.taints.map(taintOf) },
  ]);
}

function nameOfRole(role: NodeRole): string {
  return Object.entries(NodeRole).find(([, value]) => value === role)?.[0] ?? '';
}

function taintOf({ key, value, effect }: Taint): Code {
  const name = { NoSchedule: 'NO_SCHEDULE', PreferNoSchedule: 'PREFER_NO_SCHEDULE', NoExecute: 'NO_EXECUTE' }[effect];
  return fields([
    { key: 'key', value: literal(key) },
    value === undefined ? undefined : { key: 'value', value: literal(value) },
    { key: 'effect', value: `TaintEffect.${name}` },
  ]);
}

function cpu(millis: number): string {
  return millis % 1000 === 0 ? `Cpu.cores(${millis / 1000})` : `Cpu.millis(${millis})`;
}

function size(mib: number): string {
  return mib > 0 && mib % 1024 === 0 ? `Size.gib(${mib / 1024})` : `Size.mib(${mib})`;
}

/** Sites, and links between them where there are several. */
function sitesOf(nodes: readonly SeenNode[]): Field[] {
  const names = [...new Set(nodes.map(siteOf))].sort();
  const zones = (site: string) => [...new Set(nodes.filter((node) => siteOf(node) === site).flatMap((node) => zoneOf(node) ?? []))].sort();
  const hasZones = names.some((name) => zones(name).length > 0);
  const about = [
    hasZones
      ? 'Sites are places with their own power and uplink, zones are parts that fail on their own: those of the labels of your nodes.'
      : 'Only you know it: which nodes are in one place, with its own power and uplink (site), and what of it fails on its own (zone).',
  ];
  const site = (name: string) =>
    fields([
      { key: 'name', value: literal(name) },
      zones(name).length === 0
        ? undefined
        : { key: 'zones', value: [...(nodes.some((node) => siteOf(node) === name && zoneOf(node) === undefined) ? [name] : []), ...zones(name)].map(literal) },
      nodes.some(({ region }) => region === name) ? { key: 'region', value: literal(name) } : undefined,
    ]);
  const pairs = names.flatMap((from, index) => names.slice(index + 1).map((to) => [from, to] as const));
  return [
    { key: 'sites', value: names.map(site), about },
    pairs.length === 0
      ? { about: ['Only you know it: the power strips, switches, hypervisors and providers that several nodes hang on (sharedFates).'] }
      : {
          key: 'links',
          value: pairs.map(([from, to]) =>
            fields([
              { key: 'from', value: literal(from) },
              { key: 'to', value: literal(to) },
              { key: 'roundTrip', value: 'Duration.millis(50)' },
            ]),
          ),
          about: [
            'A guess, on the safe side: put the round trip here that ping shows.',
            'Only you know it: the power strips, switches, hypervisors and providers that several nodes hang on (sharedFates).',
          ],
        },
  ];
}
