import { Probe } from '../lib/availability/ask/container/health';
import type { ResourcesProps } from '../lib/availability/ask/container/resources';
import { Image } from '../lib/availability/ask/reference/image';
import {
  type Ask,
  AvailabilityClass,
  type HighlyAvailableProps,
  OtherWorkload,
  type SinglePodFlexibleProps,
  type SinglePodPinnedProps,
} from '../lib/availability/ask/workload';
import { type Decision, decide } from '../lib/availability/decide';
import type { Plan } from '../lib/availability/model/plan';
import type { ClusterFacts, ClusterFactsProps } from '../lib/cluster/cluster';
import { ApiEndpointKind, type ControlPlaneProps, Datastore, Distribution } from '../lib/cluster/control-plane';
import { applyAcceptances, type Finding, formatFinding } from '../lib/cluster/finding';
import { FencingMethod, type NodeProps, NodeRole, PoolKind } from '../lib/cluster/node';
import { resolveFacts } from '../lib/cluster/resolve';
import { checkFacts } from '../lib/cluster/rules/check-facts';
import { Cpu, Size } from '../lib/cluster/units';
import type { App } from '../lib/delivery/app';
import type { System } from '../lib/kubernetes/system';
import type { DrbdStorageProps } from '../lib/systems/linstor/props';
import { linstor } from '../lib/systems/linstor/system';

/** A worker with storage: 4 cores, 8Gi and a pool of 100Gi, of which 3900m and 7580Mi are for pods. */
export function worker(name: string, overrides: Partial<NodeProps> = {}): NodeProps {
  return {
    name,
    roles: [NodeRole.WORKER, NodeRole.STORAGE],
    site: 'home',
    cpu: Cpu.cores(4),
    memory: Size.gib(8),
    pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100) }],
    fencing: { method: FencingMethod.QUORUM_IO },
    ...overrides,
  };
}

/** A node of the control plane and nothing else. */
export function control(name: string, overrides: Partial<NodeProps> = {}): NodeProps {
  return { name, roles: [NodeRole.CONTROL], site: 'home', cpu: Cpu.cores(4), memory: Size.gib(8), ...overrides };
}

/** The control plane of the sound cluster. */
export function controlPlane(overrides: Partial<ControlPlaneProps> = {}): ControlPlaneProps {
  return {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: ['c1'],
    datastore: Datastore.SQLITE,
    apiEndpoint: { kind: ApiEndpointKind.ONE_SERVER, address: 'c1.lab.example' },
    ...overrides,
  };
}

/** Facts, and what LINSTOR is told. With other storage and nothing said of DRBD there is no LINSTOR. */
export interface LabProps extends Partial<ClusterFactsProps> {
  readonly drbd?: DrbdStorageProps;
}

/** Three workers for storage and one control node, in one site: nothing is said against it. */
export function clusterProps({ drbd: _system, ...overrides }: LabProps = {}): ClusterFactsProps {
  return {
    nodes: [worker('w1'), worker('w2'), worker('w3'), control('c1')],
    controlPlane: controlPlane(),
    accept: [{ code: 'CONTROL-SINGLE-SERVER', reason: 'a lab' }],
    ...overrides,
  };
}

/** What LINSTOR is told in that cluster; undefined: there is none. */
export function drbdOf({ drbd, storage }: LabProps = {}): DrbdStorageProps | undefined {
  return drbd ?? (storage === undefined ? { pool: 'nvme' } : undefined);
}

/** The systems in use in that cluster. */
export function systemsOf(overrides: LabProps = {}): readonly System[] {
  const drbd = drbdOf(overrides);
  return drbd === undefined ? [] : [linstor(drbd)];
}

/** The facts of the sound cluster with its storage, named lab. */
export function facts(overrides: LabProps = {}): ClusterFacts {
  return resolveFacts('lab', clusterProps(overrides), systemsOf(overrides));
}

/** The sound cluster with other nodes, and other storage if need be. */
export function factsOf(nodes: readonly NodeProps[], overrides: LabProps = {}): ClusterFacts {
  return facts({ nodes: [...nodes, control('c1')], ...overrides });
}

/** What stands against the facts of a cluster after its own acceptances. */
export function factMessages(overrides: LabProps = {}): string {
  const given = facts(overrides);
  return messages(applyAcceptances(checkFacts(given, systemsOf(overrides)), given.accept).open);
}

/** Everything that an app of some class may say. */
export type AnyAppProps = HighlyAvailableProps & SinglePodPinnedProps & SinglePodFlexibleProps;

export const RESOURCES: ResourcesProps = { cpu: Cpu.millis(100), memory: Size.mib(128), memoryLimit: Size.mib(256) };

/** An app that nothing is said against, as flexible and as highly available. */
export function appProps(overrides: Partial<AnyAppProps> = {}): AnyAppProps {
  return { image: Image.of('ghcr.io/example/blog', '1.2.3'), resources: RESOURCES, ...overrides };
}

/** The question that a construct `lab/worker/<name>` asks. */
export function ask(availabilityClass: AvailabilityClass, overrides: Partial<AnyAppProps> = {}): Ask {
  // A highly available app without any probe is warned of, and so is a rolling update: most tests are about something else.
  const probed =
    (availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE || overrides.rollingUpdate !== undefined) && overrides.network === undefined
      ? { health: { readiness: Probe.exec('true') }, ...overrides }
      : overrides;
  const {
    node: ofPinned,
    replicas: ofMany,
    budget: ofAny,
    majority: ofQuorum,
    surge: ofRollout,
    autoscale: ofLoad,
    rollingUpdate: ofOne,
    ...common
  } = appProps(probed);
  const name = common.name ?? 'blog';
  // What another class alone may say is left out.
  const node = availabilityClass === AvailabilityClass.SINGLE_POD_PINNED ? ofPinned : undefined;
  const rollingUpdate = availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE ? ofOne : undefined;
  const [replicas, budget] = availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE ? [ofMany, ofAny] : [];
  const own = {
    ...(node === undefined ? {} : { node }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(budget === undefined ? {} : { budget }),
    ...(ofQuorum === undefined ? {} : { majority: ofQuorum }),
    ...(ofRollout === undefined ? {} : { surge: ofRollout }),
    ...(ofLoad === undefined ? {} : { autoscale: ofLoad }),
    ...(rollingUpdate === undefined ? {} : { rollingUpdate }),
  };
  const props = { ...common, ...own };
  return {
    availabilityClass,
    path: `lab/worker/${name}`,
    name,
    namespace: props.namespace ?? name,
    role: props.placement?.role ?? NodeRole.WORKER,
    props,
    ...own,
  };
}

/** What the model makes of an app. */
export function decisionOf(availabilityClass: AvailabilityClass, overrides: Partial<AnyAppProps> = {}, given: ClusterFacts | undefined = facts()): Decision {
  return decide(ask(availabilityClass, overrides), given);
}

/** What the model says against an app. */
export function findingsOf(availabilityClass: AvailabilityClass, overrides: Partial<AnyAppProps> = {}, given: ClusterFacts = facts()): readonly Finding[] {
  return decisionOf(availabilityClass, overrides, given).findings;
}

/** The plan of an app; one must have come out. */
export function planOf(availabilityClass: AvailabilityClass, overrides: Partial<AnyAppProps> = {}, given: ClusterFacts = facts()): Plan {
  return planned(decisionOf(availabilityClass, overrides, given));
}

/** The plan of an agent on every node. */
export function agentOf(overrides: Partial<AnyAppProps>, given: ClusterFacts): Plan {
  return planned(decide({ ...ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, overrides), availabilityClass: OtherWorkload.NODE_AGENT, role: undefined }, given));
}

/** The plan of an app in a chart without a cluster. */
export function planWithoutFacts(availabilityClass: AvailabilityClass, overrides: Partial<AnyAppProps> = {}): Plan {
  return planned(decide({ ...ask(availabilityClass, overrides), role: overrides.placement?.role }, undefined));
}

function planned(decision: Decision): Plan {
  if (decision.plan === undefined) throw new Error(`no plan:\n${messages(decision.findings)}`);
  return decision.plan;
}

/** What a program writes, if nothing stands against it: texts by their paths. */
export function textsOf(app: App): ReadonlyMap<string, string> {
  const { files, findings } = app.build();
  expect(messages(findings)).toBe('');
  return new Map([...files].map(([path, bytes]) => [path, bytes.toString()]));
}

/** Findings as the user reads them, with an empty line between two. Without their lines, which move with the tests themselves. */
export function messages(findings: readonly Finding[]): string {
  return findings.map((finding) => formatFinding({ ...finding, at: undefined })).join('\n\n');
}

/** The whole text that something is refused with, without lines. */
export function refusalOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    return withoutLines((error as Error).message);
  }
  return '';
}

export function withoutLines(text: string): string {
  return text.replaceAll(/\n +at \S+:\d+:\d+$/gm, '');
}

/** The whole text of what the model says against an app. */
export function messagesOf(availabilityClass: AvailabilityClass, overrides: Partial<AnyAppProps> = {}, given: ClusterFacts = facts()): string {
  return messages(findingsOf(availabilityClass, overrides, given));
}

/** Findings of one code alone, as the user reads them. */
export function only(code: string, findings: readonly Finding[]): string {
  return messages(findings.filter((finding) => finding.code === code));
}
