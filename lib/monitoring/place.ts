import { type ClusterFacts, type Node, nodesWithRole } from '../cluster/cluster';
import { type Finding, Severity } from '../cluster/finding';
import { counted, listed } from '../cluster/names';
import { NodeRole } from '../cluster/node';
import { found, type RuleRecord } from '../cluster/rule';
import type { StorageClass } from '../cluster/storage';
import type { MonitoringProps } from './props';

/** Three Alertmanagers need three nodes: if one is gone, two still agree on what was sent. */
export const ALERTMANAGERS = 3;

/** Where monitoring runs. */
export interface Place {
  /** With the role monitoring, by name. */
  readonly nodes: readonly Node[];
  /** The one that holds the data; undefined: highly available. */
  readonly home: Node | undefined;
  /** Of the data of Prometheus and Alertmanager. */
  readonly storageClass: string | undefined;
  /** It is a folder on the node itself: one of the cluster's own node-local classes. */
  readonly onDisk: boolean;
}

const NO_NODE: RuleRecord = {
  code: 'MONITORING-NO-NODE',
  severity: Severity.ERROR,
  means: 'no node has the role monitoring',
  fix: 'give the role to a node that others do not depend on',
};

const HA_NODES: RuleRecord = {
  code: 'MONITORING-HA-NODES',
  severity: Severity.ERROR,
  means: '`highlyAvailable` with fewer than three monitoring nodes',
  fix: 'give the role to more nodes, or omit it',
};

const NODE_UNKNOWN: RuleRecord = {
  code: 'MONITORING-NODE-UNKNOWN',
  severity: Severity.ERROR,
  means: '`node` names a node without the role monitoring',
  fix: 'name a node with the role, or omit it',
};

const NO_STORAGE: RuleRecord = {
  code: 'MONITORING-NO-STORAGE',
  severity: Severity.ERROR,
  means: 'no known storage class reaches the monitoring nodes',
  fix: 'describe one in `storage.classes`',
};

/** Thrown in the constructor. */
export const WITHOUT_CLUSTER: RuleRecord = {
  code: 'MONITORING-WITHOUT-CLUSTER',
  severity: Severity.ERROR,
  means: 'monitoring in your own chart, although its alerts follow from a cluster',
  fix: 'move it to `cluster.monitoring`',
};

const TOO_EARLY: RuleRecord = {
  code: 'MONITORING-TOO-EARLY',
  severity: Severity.ERROR,
  means: 'storage declared after monitoring would change where its data goes',
  fix: 'declare the storage before `Monitoring`',
};

export const PLACE_RULES: readonly RuleRecord[] = [WITHOUT_CLUSTER, NO_NODE, HA_NODES, NODE_UNKNOWN, NO_STORAGE, TOO_EARLY];

/** A place, or what is missing for one. */
export interface Placed {
  readonly place: Place | undefined;
  readonly findings: readonly Finding[];
}

/** Whether the place is still the one that was chosen when monitoring was declared: its parts stand on that. */
export function checkPlace(path: string, then: Placed, now: Placed): readonly Finding[] {
  const [before, after] = [then, now].map(({ place }) => place?.storageClass);
  if (before === after) return then.findings;
  const given = before === undefined ? 'monitoring without a storage class' : `monitoring with its data on ${before}`;
  const allowed = `but with what was declared after it, its data would be on ${after}`;
  return [found(TOO_EARLY, path, { given, allowed, fix: 'Declare the storage before Monitoring.' })];
}

/** Chooses nodes and storage, or says what is missing. */
export function placeMonitoring(path: string, facts: ClusterFacts, props: MonitoringProps): Placed {
  const nodes = nodesWithRole(facts, NodeRole.MONITORING);
  const refuse = (rule: RuleRecord, given: string, allowed: string, fix: string) => ({
    place: undefined,
    findings: [found(rule, path, { given, allowed, fix })],
  });
  if (nodes.length === 0)
    return refuse(
      NO_NODE,
      'monitoring',
      `but none of the nodes ${listed(facts.nodes.map((node) => node.name))} has the role monitoring`,
      'Give the role to a node that others do not depend on.',
    );
  const names = listed(nodes.map((node) => node.name));
  if (props.highlyAvailable === true && nodes.length < ALERTMANAGERS)
    return refuse(
      HA_NODES,
      `two Prometheus and ${ALERTMANAGERS} Alertmanagers, each on a node of its own`,
      `but only ${counted(nodes.length, 'node')} ${nodes.length === 1 ? 'has' : 'have'} the role monitoring (${names})`,
      'Give the role to more nodes, or omit highlyAvailable.',
    );
  if (props.highlyAvailable === true && props.node !== undefined)
    return refuse(HA_NODES, `highlyAvailable, and the node ${props.node}`, 'but highlyAvailable uses several nodes', 'Omit one of the two.');
  const home = props.node === undefined ? biggest(nodes) : nodes.find((node) => node.name === props.node);
  if (home === undefined) return refuse(NODE_UNKNOWN, `the node ${props.node}`, `but the nodes with the role monitoring are ${names}`, 'Use one of them.');
  const within = props.highlyAvailable === true ? nodes : [home];
  const storageClass = classFor(facts, props, within);
  if (storageClass === undefined)
    return refuse(
      NO_STORAGE,
      `samples and silences on ${listed(within.map((node) => node.name))}`,
      `but no known storage class reaches ${within.length === 1 ? 'it' : 'all of them'}`,
      "Describe one in storage.classes of the facts; K3s brings { name: 'local-path', nodeLocal: true } along.",
    );
  return {
    place: {
      nodes,
      home: props.highlyAvailable === true ? undefined : home,
      storageClass: storageClass.name,
      onDisk: storageClass.nodeLocal && storageClass.madeBy === undefined,
    },
    findings: [],
  };
}

function biggest(nodes: readonly Node[]): Node | undefined {
  return nodes.reduce<Node | undefined>((best, node) => (best === undefined || node.memory.bytes > best.memory.bytes ? node : best), undefined);
}

/** The requested class; otherwise a node-local one, since Prometheus needs no copy over the network. */
function classFor(
  facts: ClusterFacts,
  { prometheus }: MonitoringProps,
  nodes: readonly Node[],
): Pick<StorageClass, 'name' | 'nodeLocal' | 'madeBy'> | undefined {
  // The rules for claims check whether the cluster has it.
  const asked = prometheus?.storageClass;
  if (asked !== undefined) return facts.storage.classes.find((one) => one.name === asked) ?? { name: asked, nodeLocal: false, madeBy: undefined };
  const reaching = facts.storage.classes.filter((one) => one.nodes === undefined || nodes.every((node) => one.nodes?.includes(node.name)));
  return reaching.find((one) => one.name === facts.storage.defaultLocal) ?? reaching.find((one) => one.nodeLocal) ?? reaching[0];
}
