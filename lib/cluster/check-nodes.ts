import type { ClusterFacts, Node } from './cluster';
import type { Finding } from './finding';
import { Severity } from './finding';
import { duplicates, isDnsLabel, isDnsName, isLabelKey, isLabelValue, listed } from './names';
import { Exclusion, FencingMethod, NodeRole, PoolKind } from './node';

const MAX_CORES = 1024;
const MAX_MEMORY_TIB = 64;
/** Pool names, as the CRD LinstorSatelliteConfiguration checks them. */
const POOL_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{1,46}[A-Za-z0-9]$/;
/** Prefixes that the kubelet may not set on its own node (NodeRestriction admission). */
const FORBIDDEN_LABEL_PREFIXES = ['node-role.kubernetes.io/', 'node-restriction.kubernetes.io/'];

/** What is wrong with single nodes, and with the set of them. */
export function checkNodes(facts: ClusterFacts): Finding[] {
  const error = (code: string, path: string, given: string, allowed: string, fix: string): Finding => ({
    code,
    severity: Severity.ERROR,
    path: `${facts.name}/${path}`,
    given,
    allowed,
    fix: fix,
  });
  const names = facts.nodes.map((node) => node.name);
  return [
    ...(isDnsLabel(facts.name)
      ? []
      : [
          error(
            'CLUSTER-NAME-INVALID',
            'name',
            `the name "${facts.name}"`,
            'but Kubernetes takes a-z, 0-9 and "-", at most 63',
            'Give the cluster another name.',
          ),
        ]),
    ...(facts.nodes.length > 0
      ? []
      : [error('CLUSTER-WITHOUT-NODES', 'nodes', 'no node', 'but a cluster has at least one', 'Describe its machines in nodes.')]),
    ...duplicates(names).map((name) => error('NODE-DUPLICATE', `nodes/${name}`, `two nodes named ${name}`, 'but a name is one machine', 'Rename one of them.')),
    ...duplicates(facts.nodes.flatMap((node) => (node.devices ?? []).map((device) => device.name))).map((name) =>
      error('DEVICE-DUPLICATE', `devices/${name}`, `two devices named ${name}`, 'but apps find a device by its name', 'Give each its own name.'),
    ),
    ...facts.nodes.flatMap((node) => checkNode(facts, node, error)),
  ];
}

/** Keys below kubernetes.io and k8s.io that the kubelet sets on itself, and starts with (kubelet `--node-labels`). */
const KUBELET_LABELS = /^((node|kubelet|topology|failure-domain\.beta)\.kubernetes\.io\/|(beta\.)?kubernetes\.io\/(hostname|os|arch|instance-type)$)/;

function isReserved(key: string): boolean {
  return /(^|\.)(kubernetes|k8s)\.io\//.test(key) && !KUBELET_LABELS.test(key);
}

type Report = (code: string, path: string, given: string, allowed: string, fix: string) => Finding;

function checkNode(facts: ClusterFacts, node: Node, error: Report): Finding[] {
  const path = `nodes/${node.name}`;
  const findings: Finding[] = [];
  const add = (code: string, given: string, allowed: string, fix: string) => findings.push(error(code, path, given, allowed, fix));

  if (!isDnsName(node.name))
    add('NODE-NAME-INVALID', `the name "${node.name}"`, 'but Kubernetes takes a-z, 0-9, "-" and "."', 'Use the name that kubectl get nodes shows.');
  if (node.roles.length === 0) add('NODE-WITHOUT-ROLE', 'no role', `but roles are ${listed(Object.values(NodeRole))}`, 'Give it one, or leave it out.');
  if (!(node.cpu.millis > 0 && node.cpu.millis <= MAX_CORES * 1000))
    add('NODE-CAPACITY', `${node.cpu} cores`, `but a machine has more than 0 and at most ${MAX_CORES}`, 'Say what nproc prints on it.');
  if (!(node.memory.bytes > 0 && node.memory.bytes <= MAX_MEMORY_TIB * 1024 ** 4))
    add('NODE-CAPACITY', `${node.memory} of memory`, `but a machine has more than 0 and at most ${MAX_MEMORY_TIB}Ti`, 'Say what free prints on it.');
  else if (node.allocatable.memory.bytes <= 0 || node.allocatable.cpu.millis <= 0 || node.reserved.cpu.millis < 0 || node.reserved.memory.bytes < 0)
    add(
      'NODE-RESERVED',
      `${node.reserved.memory} and ${node.reserved.cpu} cores reserved`,
      `but the node has ${node.memory} and ${node.cpu}, less 100Mi that the kubelet evicts at`,
      'Reserve less.',
    );

  if (node.ephemeralStorage !== undefined && !(node.ephemeralStorage.bytes > 0 && Number.isFinite(node.ephemeralStorage.bytes)))
    add('NODE-CAPACITY', `${node.ephemeralStorage} of disk for pods`, 'but they write logs at least', 'Say what kubectl describe node prints as allocatable.');
  if (!(Number.isInteger(node.allocatable.pods) && node.allocatable.pods >= 1))
    add('NODE-CAPACITY', `room for ${node.allocatable.pods} pods`, 'but they are whole, at least one', 'Say what kubectl describe node prints as allocatable.');

  const site = facts.sites.find((one) => one.name === node.site);
  if (site === undefined)
    add(
      'NODE-SITE-UNKNOWN',
      `the site ${node.site}`,
      `but sites are ${listed(facts.sites.map((one) => one.name))}`,
      'Declare it in sites, or use one of them.',
    );
  else if (node.zone !== site.name && !(site.zones ?? []).includes(node.zone))
    add(
      'NODE-ZONE-UNKNOWN',
      `the zone ${node.zone}`,
      `but the site ${site.name} has the zones ${listed(site.zones ?? [site.name])}`,
      'Declare it in the site, or use one of them.',
    );

  if (node.roles.includes(NodeRole.STORAGE) && node.roles.includes(NodeRole.WITNESS))
    add(
      'WITNESS-IS-DISKFUL',
      'the roles storage and witness',
      'but a tiebreaker votes without holding the data',
      'Keep one of the two; the third vote must be another node.',
    );
  const excludes = node.excludes ?? [];
  if (excludes.includes(Exclusion.PRODUCTIVE_WORKLOADS) && node.roles.includes(NodeRole.WORKER))
    add('NODE-EXCLUSION', 'the role worker', `but the node excludes ${Exclusion.PRODUCTIVE_WORKLOADS}`, 'Take the role away, or the exclusion.');
  for (const workload of node.hostWorkloads ?? []) {
    if (excludes.includes(workload.kind))
      add('NODE-EXCLUSION', `${workload.name} runs on it`, `but the node excludes ${workload.kind}`, 'Move it to another machine, or take the exclusion away.');
  }
  for (const name of duplicates(node.pools.map((pool) => pool.name)))
    add('POOL-DUPLICATE', `two pools named ${name}`, 'but LINSTOR finds a pool by its name', 'Rename one of them.');
  if (node.fencing.method === FencingMethod.NONE && node.fencing.automatedWithin !== undefined)
    add('FENCING-NONE', `fencing within ${node.fencing.automatedWithin}`, 'but its method is none', 'Name the method, or leave the time out.');
  if (node.fencing.method === FencingMethod.QUORUM_IO && node.fencing.automatedWithin !== undefined) {
    add(
      'FENCING-QUORUM-IO',
      `fencing within ${node.fencing.automatedWithin} by quorum`,
      'but quorum freezes DRBD volumes only, and sets no taint',
      'Leave the time out: DRBD needs none.',
    );
  }
  for (const pool of node.pools) {
    if (!POOL_NAME.test(pool.name)) add('POOL-NAME-INVALID', `the pool "${pool.name}"`, 'but LINSTOR takes 3 to 48 letters, digits, "-" and "_"', 'Rename it.');
    if (!(pool.size.bytes > 0))
      add('POOL-SIZE', `the pool ${pool.name} of ${pool.size}`, 'but a pool holds more than nothing', 'Say what vgs, zpool list or df prints.');
    if (pool.kind === PoolKind.DIRECTORY && (pool.devices ?? []).length > 0)
      add(
        'POOL-DEVICES',
        `devices for the directory pool ${pool.name}`,
        'but a directory lies on a file system that exists',
        'Leave devices out, or use LVM or ZFS.',
      );
    for (const device of pool.devices ?? []) {
      if (!device.startsWith('/dev/')) add('POOL-DEVICES', `the device "${device}"`, 'but LINSTOR takes absolute paths below /dev', 'Use /dev/disk/by-id/….');
    }
  }
  for (const [name, count] of Object.entries(node.extendedResources ?? {})) {
    if (!name.includes('/') || !isLabelKey(name) || !Number.isInteger(count) || count < 1)
      add(
        'NODE-HARDWARE-INVALID',
        `${count} of "${name}"`,
        'but devices are whole, at least one, and named with a domain',
        'Say what kubectl describe node prints as capacity.',
      );
  }
  for (const device of node.devices ?? []) {
    if (!device.path.startsWith('/dev/'))
      add(
        'DEVICE-PATH',
        `the device ${device.name} at "${device.path}"`,
        'but devices lie below /dev',
        'Use a path that stays the same, such as /dev/serial/by-id/….',
      );
  }
  for (const [key, value] of Object.entries(node.labels)) {
    if (!isLabelKey(key) || !isLabelValue(value))
      add('NODE-LABEL-INVALID', `the label ${key}=${value}`, 'but Kubernetes takes at most 63 letters, digits, "-", "_" and "."', 'Mend the key or the value.');
    if (key === 'topology.kubernetes.io/zone' && value !== node.zone)
      add('NODE-LABEL-INVALID', `the label ${key}=${value}`, `but the node is in the zone ${node.zone}`, 'Set zone, and leave the label out.');
    if (FORBIDDEN_LABEL_PREFIXES.some((prefix) => key.startsWith(prefix)) || isReserved(key))
      add('NODE-LABEL-INVALID', `the label ${key}`, 'but the kubelet may not set that prefix on itself', 'Use a prefix of your own.');
  }
  return findings;
}
