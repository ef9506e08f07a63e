import type { Node } from '../cluster';
import { type FactsRule, onFacts, onNodes } from '../facts-rule';
import { Severity } from '../finding';
import { grouped } from '../grouped';
import { duplicates, isDnsLabel, isDnsName, isLabelValue, listed } from '../names';
import { Exclusion, FencingMethod, HOSTNAME, hostnameOf, NodeRole } from '../node';

const MAX_CORES = 1024;
const MAX_MEMORY_TIB = 64;

const CLUSTER_NAME = onFacts({
  code: 'CLUSTER-NAME-INVALID',
  severity: Severity.ERROR,
  means: 'a cluster id that Kubernetes refuses as a name',
  fix: 'use at most 63 of a-z, 0-9 and "-"',
  *check({ name }) {
    if (!isDnsLabel(name))
      yield {
        path: 'name',
        given: `the name "${name}"`,
        allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"',
        fix: 'Give the cluster another name.',
      };
  },
});

const WITHOUT_NODES = onFacts({
  code: 'CLUSTER-WITHOUT-NODES',
  severity: Severity.ERROR,
  means: 'facts without nodes',
  fix: 'add the machines to `nodes`',
  *check({ nodes }) {
    if (nodes.length === 0) yield { path: 'nodes', given: 'no node', allowed: 'but a cluster has at least one', fix: 'Add its machines to nodes.' };
  },
});

const DUPLICATE = onFacts({
  code: 'NODE-DUPLICATE',
  severity: Severity.ERROR,
  means: 'two nodes with one name, or with one label `kubernetes.io/hostname`',
  fix: 'rename one',
  *check({ nodes }) {
    for (const name of duplicates(nodes.map((node) => node.name)))
      yield { path: `nodes/${name}`, given: `two nodes named ${name}`, allowed: 'but each machine needs its own name', fix: 'Rename one of them.' };
    for (const [hostname, names] of grouped(nodes.map((node) => [hostnameOf(node), node.name] as const)))
      if (new Set(names).size > 1)
        yield {
          path: `nodes/${names.at(-1)}`,
          given: `${listed(names)} with one label ${HOSTNAME}: ${hostname}`,
          allowed: 'but by this label apps find the one node that they name',
          fix: 'Give each machine a name of its own there, or leave the label out.',
        };
  },
});

const NAME = onNodes({
  code: 'NODE-NAME-INVALID',
  severity: Severity.ERROR,
  means: 'a node name that Kubernetes refuses',
  fix: 'use the name that `kubectl get nodes` shows',
  *check(node) {
    const { name } = node;
    if (!isDnsName(name))
      yield { given: `the name "${name}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix: 'Use the name that kubectl get nodes shows.' };
    else if (!isLabelValue(hostnameOf(node)))
      yield {
        given: `a name with ${name.length} characters`,
        allowed: 'but it is also the label kubernetes.io/hostname, which has at most 63',
        fix: 'Give the machine a shorter name.',
      };
  },
});

const WITHOUT_ROLE = onNodes({
  code: 'NODE-WITHOUT-ROLE',
  severity: Severity.ERROR,
  means: 'a node without a role',
  fix: 'give it one, or leave the node out',
  *check({ roles }) {
    if (roles.length === 0)
      yield { given: 'no role', allowed: `but the roles are ${listed(Object.values(NodeRole))}`, fix: 'Give it one, or leave the node out.' };
  },
});

const hasMemory = ({ memory }: Node) => memory.bytes > 0 && memory.bytes <= MAX_MEMORY_TIB * 1024 ** 4;

const CAPACITY = onNodes({
  code: 'NODE-CAPACITY',
  severity: Severity.ERROR,
  means: 'no CPU, memory, disk or room for pods, or more than a machine can have',
  fix: 'use what `nproc`, `free` and `kubectl describe node` print',
  *check(node) {
    const { cpu, memory, ephemeralStorage, allocatable } = node;
    if (!(cpu.millis > 0 && cpu.millis <= MAX_CORES * 1000))
      yield { given: `${cpu} cores`, allowed: `but a machine has more than 0 and at most ${MAX_CORES}`, fix: 'Use what nproc prints on it.' };
    if (!hasMemory(node))
      yield { given: `${memory} of memory`, allowed: `but a machine has more than 0 and at most ${MAX_MEMORY_TIB}Ti`, fix: 'Use what free prints on it.' };
    if (ephemeralStorage !== undefined && !(ephemeralStorage.bytes > 0 && Number.isFinite(ephemeralStorage.bytes)))
      yield {
        given: `${ephemeralStorage} of disk for pods`,
        allowed: 'but pods need disk at least for logs',
        fix: 'Use what kubectl describe node prints as allocatable.',
      };
    if (!(Number.isInteger(allocatable.pods) && allocatable.pods >= 1))
      yield {
        given: `room for ${allocatable.pods} pods`,
        allowed: 'but the number of pods is whole, and at least 1',
        fix: 'Use what kubectl describe node prints as allocatable.',
      };
  },
});

const RESERVED = onNodes({
  code: 'NODE-RESERVED',
  severity: Severity.ERROR,
  means: 'a node that reserves more than it has',
  fix: 'reserve less',
  *check(node) {
    const { cpu, memory, reserved, allocatable } = node;
    if (!hasMemory(node)) return;
    if (!(allocatable.memory.bytes > 0 && allocatable.cpu.millis > 0 && reserved.cpu.millis >= 0 && reserved.memory.bytes >= 0))
      yield {
        given: `${reserved.memory} and ${reserved.cpu} cores reserved`,
        allowed: `but the node has ${memory} and ${cpu}, minus the 100Mi at which the kubelet evicts`,
        fix: 'Reserve less.',
      };
  },
});

const SITE_UNKNOWN = onNodes({
  code: 'NODE-SITE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a node in a site that is not declared',
  fix: 'declare the site, or use a declared one',
  *check({ site }, { sites }) {
    if (!sites.some((one) => one.name === site))
      yield {
        given: `the site ${site}`,
        allowed: `but the sites are ${listed(sites.map((one) => one.name))}`,
        fix: 'Declare it in sites, or use one of them.',
      };
  },
});

const ZONE_UNKNOWN = onNodes({
  code: 'NODE-ZONE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a zone that the site of the node does not have',
  fix: 'declare it in the site',
  *check(node, { sites }) {
    const site = sites.find((one) => one.name === node.site);
    if (site !== undefined && node.zone !== site.name && !(site.zones ?? []).includes(node.zone))
      yield {
        given: `the zone ${node.zone}`,
        allowed: `but the site ${site.name} has the zones ${listed(site.zones ?? [site.name])}`,
        fix: 'Declare it in the site, or use one of them.',
      };
  },
});

const WITNESS_IS_DISKFUL = onNodes({
  code: 'WITNESS-IS-DISKFUL',
  severity: Severity.ERROR,
  means: 'a node that is both storage and witness, which gives only one vote',
  fix: 'give the role `witness` to another node',
  *check({ roles }) {
    if (roles.includes(NodeRole.STORAGE) && roles.includes(NodeRole.WITNESS))
      yield {
        given: 'the roles storage and witness',
        allowed: 'but a tiebreaker votes without holding the data',
        fix: 'Keep one of the two; the third vote must be another node.',
      };
  },
});

const EXCLUSION = onNodes({
  code: 'NODE-EXCLUSION',
  severity: Severity.ERROR,
  means: 'a node that runs what it excludes',
  fix: 'remove one of the two',
  *check({ roles, excludes = [], hostWorkloads = [] }) {
    if (excludes.includes(Exclusion.PRODUCTIVE_WORKLOADS) && roles.includes(NodeRole.WORKER))
      yield { given: 'the role worker', allowed: `but the node excludes ${Exclusion.PRODUCTIVE_WORKLOADS}`, fix: 'Remove the role or the exclusion.' };
    for (const { name, kind } of hostWorkloads) {
      if (excludes.includes(kind))
        yield { given: `${name} runs on it`, allowed: `but the node excludes ${kind}`, fix: 'Move it to another machine, or remove the exclusion.' };
    }
  },
});

const FENCING_NONE = onNodes({
  code: 'FENCING-NONE',
  severity: Severity.ERROR,
  means: 'a time for fencing, but the method NONE',
  fix: 'set the method, or leave the time out',
  *check({ fencing: { method, automatedWithin } }) {
    if (method === FencingMethod.NONE && automatedWithin !== undefined)
      yield { given: `fencing within ${automatedWithin}`, allowed: 'but its method is none', fix: 'Set method, or leave automatedWithin out.' };
  },
});

const FENCING_QUORUM_IO = onNodes({
  code: 'FENCING-QUORUM-IO',
  severity: Severity.ERROR,
  means: 'a time for fencing by quorum, which sets no taint',
  fix: 'leave `automatedWithin` out',
  *check({ fencing: { method, automatedWithin } }) {
    if (method === FencingMethod.QUORUM_IO && automatedWithin !== undefined)
      yield {
        given: `fencing within ${automatedWithin} by quorum`,
        allowed: 'but quorum only freezes replicated volumes, and sets no taint',
        fix: 'Leave automatedWithin out: replicated storage does not need it.',
      };
  },
});

/** Rules about single nodes, and about all nodes together. */
export const NODE_RULES: readonly FactsRule[] = [
  CLUSTER_NAME,
  WITHOUT_NODES,
  DUPLICATE,
  NAME,
  WITHOUT_ROLE,
  CAPACITY,
  RESERVED,
  SITE_UNKNOWN,
  ZONE_UNKNOWN,
  WITNESS_IS_DISKFUL,
  EXCLUSION,
  FENCING_NONE,
  FENCING_QUORUM_IO,
];
