import type { ClusterFacts, Node } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import type { ResolvedApp } from '../ask/resolved';
import { isClaimed } from '../ask/volume/traits';
import { AvailabilityClass, isJob, OtherWorkload } from '../ask/workload';
import type { Plan } from '../model/plan';
import { onAsk, onAskInCluster, onPlanInCluster, type Rules } from '../model/rule';
import { followedBy, isBound } from '../placement/group';
import { hardwareName, hardwareOf, lacks } from '../placement/hardware';
import { deviceNames, nodesWithDevices } from '../placement/placement';
import { classOf } from '../storage/claims';
import { boundNode, nodeFor } from './pinned';

function isPinned({ availabilityClass }: ResolvedApp): boolean {
  return availabilityClass === AvailabilityClass.SINGLE_POD_PINNED;
}

function namesNode(app: ResolvedApp): boolean {
  return isPinned(app) || app.node !== undefined;
}

const WITHOUT_NODE = onAsk({
  code: 'PINNED-WITHOUT-NODE',
  severity: Severity.ERROR,
  means: 'a pinned app with neither a node nor a device',
  fix: 'name one, or use a SinglePodFlexible',
  *check(app, facts) {
    if (!isPinned(app) || boundNode(app, facts) !== undefined || deviceNames(app).length > 0 || followedBy(app) !== undefined) return;
    yield {
      given: 'neither a node nor a device',
      allowed: 'but a pinned app is bound to one',
      fix: 'Name the node with a reason, add a Volume.device, or make the app a SinglePodFlexible.',
    };
  },
});

const WITHOUT_REASON = onAsk({
  code: 'PINNED-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: 'a node without a reason',
  fix: 'say why the app needs this node',
  *check({ node, availabilityClass }) {
    if (node === undefined || node.reason.trim() !== '') return;
    yield {
      given: `the node ${node.name} without a reason`,
      allowed: 'but someone who drains this node needs to know why the app cannot move',
      fix: isJob({ availabilityClass }) ? 'Add a reason.' : 'Say why the app needs this node.',
    };
  },
});

const DEVICE_WITHOUT_CLUSTER = onAsk({
  code: 'DEVICE-WITHOUT-CLUSTER',
  severity: Severity.ERROR,
  means: 'a device by name outside a `Cluster`',
  fix: 'put the app into a `Cluster`, or use `Volume.hostPath` and name the node',
  *check(app, facts) {
    const isAgent = app.availabilityClass === OtherWorkload.NODE_AGENT;
    const devices = deviceNames(app);
    if (facts !== undefined || devices.length === 0 || !(isPinned(app) || isAgent)) return;
    yield {
      given: `the device ${listed(devices)}`,
      allowed: 'but without a Cluster no facts say which node has it, and at which path',
      fix: isAgent ? 'Put the agent into a Cluster.' : "Put the app into a Cluster, or use Volume.hostPath with the device's path and name the node.",
    };
  },
});

/** Devices that no node has. */
function unknownDevices(app: ResolvedApp, facts: ClusterFacts): { readonly unknown: readonly string[]; readonly declared: readonly string[] } {
  const declared = [...new Set(facts.nodes.flatMap((node) => (node.devices ?? []).map((device) => device.name)))];
  return { unknown: deviceNames(app).filter((device) => !declared.includes(device)), declared };
}

const DEVICE_UNKNOWN = onAskInCluster({
  code: 'PINNED-DEVICE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a device that no node has',
  fix: 'declare it on the node that has it',
  concerns: (app) => deviceNames(app).length > 0,
  *check(app, facts) {
    const { unknown, declared } = unknownDevices(app, facts);
    if (app.availabilityClass === OtherWorkload.NODE_AGENT) {
      const devices = deviceNames(app);
      if (devices.length > 0 && nodesWithDevices(app, facts).length === 0)
        yield { given: `the device ${listed(devices)}`, allowed: 'but no node has it', fix: 'Declare it on the node that has it.' };
    } else if (isBound(app)) {
      for (const name of unknown)
        yield {
          given: `the device ${name}`,
          allowed: `but the declared devices are ${listed(declared)}`,
          fix: 'Declare it on the node that has it, or use one of them.',
        };
    }
  },
});

const DEVICES_APART = onAskInCluster({
  code: 'PINNED-DEVICES-APART',
  severity: Severity.ERROR,
  means: 'devices that no single node has all of',
  fix: 'plug them into one node, or split the app',
  concerns: (app) => deviceNames(app).length > 1,
  *check(app, facts) {
    const devices = deviceNames(app);
    if (!isBound(app) || devices.length === 0 || unknownDevices(app, facts).unknown.length > 0) return;
    if (nodesWithDevices(app, facts).length === 0)
      yield { given: `the devices ${listed(devices)}`, allowed: 'but no node has all of them', fix: 'Plug them into one node, or split the app.' };
  },
});

/** The named node, if it and the requested devices exist. */
function namedNode(
  app: ResolvedApp,
  facts: ClusterFacts,
): { readonly name: string; readonly node: Node | undefined; readonly holders: readonly Node[] } | undefined {
  const bound = boundNode(app, facts);
  const holders = nodesWithDevices(app, facts);
  if (!isBound(app) || bound === undefined || unknownDevices(app, facts).unknown.length > 0) return undefined;
  if (holders.length === 0) return undefined;
  return { name: bound.name, node: facts.nodes.find((one) => one.name === bound.name), holders };
}

const NODE_UNKNOWN = onAskInCluster({
  code: 'PINNED-NODE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a node that does not exist',
  fix: 'use one that exists',
  concerns: namesNode,
  *check(app, facts) {
    const named = namedNode(app, facts);
    if (named === undefined || named.node !== undefined) return;
    yield { given: `the node ${named.name}`, allowed: `but the nodes are ${listed(facts.nodes.map((node) => node.name))}`, fix: 'Use one of them.' };
  },
});

const DEVICE_ELSEWHERE = onAskInCluster({
  code: 'PINNED-DEVICE-ELSEWHERE',
  severity: Severity.ERROR,
  means: 'a device that the named node does not have',
  fix: 'leave `node` out: the library finds the node by the device',
  concerns: (app) => namesNode(app) && deviceNames(app).length > 0,
  *check(app, facts) {
    const { node, holders = [] } = namedNode(app, facts) ?? {};
    const devices = deviceNames(app);
    if (node === undefined || devices.length === 0 || holders.includes(node)) return;
    yield {
      given: `the node ${node.name} with ${listed(devices)}`,
      allowed: `but ${listed(holders.map((one) => one.name))} has it`,
      fix: 'Leave node out: the library finds the node by the device.',
    };
  },
});

/** The only node of a bound app, if there is one. */
function foundNode(plan: Plan, facts: ClusterFacts): Node | undefined {
  return isBound(plan.ask) ? nodeFor(plan.ask, facts) : undefined;
}

const STORAGE_ELSEWHERE = onPlanInCluster({
  code: 'PINNED-STORAGE-ELSEWHERE',
  severity: Severity.ERROR,
  means: 'data that the node cannot mount',
  fix: 'use another storage class, or give the node the pool',
  concerns: (app) => namesNode(app) && app.volumes.some((volume) => isClaimed(volume) || volume.options.ephemeral !== undefined),
  *check(plan, facts) {
    const node = foundNode(plan, facts);
    if (node === undefined) return;
    for (const claim of [...plan.claims, ...plan.ephemeral]) {
      const nodes = classOf(facts, claim)?.nodes;
      if (nodes === undefined || nodes.includes(node.name)) continue;
      yield {
        given: `${claim.volume.path} on ${claim.storageClass}`,
        allowed: `but ${node.name} cannot mount it, only ${listed(nodes)}`,
        fix: 'Use another storage class, or give the node the pool.',
      };
    }
  },
});

const HARDWARE_ELSEWHERE = onPlanInCluster({
  code: 'PINNED-HARDWARE-ELSEWHERE',
  severity: Severity.ERROR,
  means: 'an extended resource or device class that the node does not have',
  fix: 'add it to the facts of the node, or name another node',
  concerns: (app) => namesNode(app) && hardwareOf(app).length > 0,
  *check(plan, facts) {
    const node = foundNode(plan, facts);
    const missing = node === undefined ? [] : lacks(node, hardwareOf(plan.ask));
    if (node === undefined || missing.length === 0) return;
    const elsewhere = facts.nodes.filter((other) => lacks(other, missing).length === 0).map((other) => other.name);
    yield {
      given: `the node ${node.name} for ${listed(missing.map(hardwareName))}`,
      allowed: `but its facts do not declare enough of it; those of ${listed(elsewhere)} do`,
      fix: 'Add it to extendedResources or deviceClasses of the node, or name another node.',
    };
  },
});

const ARCHITECTURE = onPlanInCluster({
  code: 'PINNED-ARCHITECTURE',
  severity: Severity.ERROR,
  means: 'an image that is not built for its node',
  fix: 'use another image, or another node',
  concerns: namesNode,
  *check(plan, facts) {
    const node = foundNode(plan, facts);
    const { architectures } = plan.ask.placement;
    if (node === undefined || architectures === undefined || architectures.includes(node.architecture)) return;
    yield {
      given: `an image for ${listed(architectures)}`,
      allowed: `but ${node.name} has ${node.architecture}`,
      fix: 'Use another image, or another node.',
    };
  },
});

/** Rules about the node of an app. */
export const PINNED_RULES: Rules = {
  ask: [WITHOUT_NODE, WITHOUT_REASON, DEVICE_WITHOUT_CLUSTER, DEVICE_UNKNOWN, DEVICES_APART, NODE_UNKNOWN, DEVICE_ELSEWHERE],
  plan: [STORAGE_ELSEWHERE, HARDWARE_ELSEWHERE, ARCHITECTURE],
};
