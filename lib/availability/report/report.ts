import type { ClusterFacts } from '../../cluster/cluster';
import type { AcceptedFinding, Finding } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import { VolumeKind } from '../ask/volume/volume';
import { OtherWorkload } from '../ask/workload';
import { identity } from '../fleet/check-apps';
import { formatInterval } from '../model/interval';
import { OutcomeKind } from '../model/outcome';
import type { Decided, Plan, PlannedClient, PlannedDestination, PlannedMetrics, PlannedSchedule } from '../model/plan';
import { sharedVolumes } from '../placement/group';
import { storageClasses } from '../storage/storage-classes';
import { needsOf, type ReportAllowance, type ReportNeed, reportAllowances } from './report-needs';

/** One decision of a plan, in words. */
export interface ReportDecision {
  readonly what: string;
  readonly value: string;
  readonly why: string;
}

export interface ReportApp {
  readonly name: string;
  readonly namespace: string;
  readonly path: string;
  readonly availabilityClass: string;
  readonly image: string;
  /** The nodes that may run it. */
  readonly nodes: readonly string[];
  /** The outcome when its node crashes, and what it is made of. */
  readonly nodeCrash: string;
  readonly nodeCrashWhy: string;
  /** Apps it cannot live without. */
  readonly dependsOn: readonly string[];
  readonly decisions: readonly ReportDecision[];
  readonly allowances: readonly ReportAllowance[];
}

/** A job: when it runs, on what, and what the death of its node costs. */
export interface ReportJob extends ReportApp {
  readonly schedule: string;
  readonly timeZone: string;
  /** The data that it mounts, and of whom it is when it is not its own. */
  readonly uses: readonly string[];
}

export interface ReportNode {
  readonly name: string;
  readonly roles: readonly string[];
  readonly site: string;
  readonly zone: string;
  readonly cpu: string;
  readonly memory: string;
  /** What the node's own disk has for pods; empty: facts do not say. */
  readonly ephemeralStorage: string;
  readonly pods: number;
  readonly fencing: string;
  /** The labels and taints that the YAML relies on. */
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly string[];
}

/** What synthesis knows of a cluster, for people and for programs. The analysis of failures will stand beside `apps`. */
export interface Report {
  readonly cluster: string;
  readonly kubernetes: string;
  /** Who answers for what the YAML only refers to; empty: nobody is named. */
  readonly operators: { readonly certificates: string; readonly dns: string; readonly secrets: string };
  readonly nodes: readonly ReportNode[];
  readonly storageClasses: readonly { readonly name: string; readonly nodes: readonly string[]; readonly why: string }[];
  readonly apps: readonly ReportApp[];
  /** Left out where there are none. */
  readonly jobs?: readonly ReportJob[];
  /** What runs on every node, or on every node of a role. Left out where there is none. */
  readonly agents?: readonly ReportApp[];
  readonly needs: readonly ReportNeed[];
  readonly accepted: readonly (Finding & { readonly reason: string })[];
  readonly notes: readonly Finding[];
}

/** Gathers the report of a cluster. */
export function buildReport(facts: ClusterFacts, plans: readonly Plan[], accepted: readonly AcceptedFinding[], notes: readonly Finding[]): Report {
  const { operators } = facts.policy;
  return {
    cluster: facts.name,
    kubernetes: facts.controlPlane.version,
    operators: {
      certificates: operators?.clusterIssuer === undefined ? '' : `cert-manager, ClusterIssuer ${operators.clusterIssuer}`,
      dns: operators?.dns ?? '',
      secrets: operators?.secrets ?? '',
    },
    nodes: facts.nodes.map((node) => ({
      name: node.name,
      roles: node.roles,
      site: node.site,
      zone: node.zone,
      cpu: node.allocatable.cpu.toString(),
      memory: node.allocatable.memory.toString(),
      ephemeralStorage: node.allocatable.ephemeralStorage?.toString() ?? '',
      pods: node.allocatable.pods,
      fencing: node.fencing.automatedWithin === undefined ? node.fencing.method : `${node.fencing.method}, within ${node.fencing.automatedWithin}`,
      labels: node.labels,
      taints: node.taints.map((taint) => `${taint.key}${taint.value === undefined ? '' : `=${taint.value}`}:${taint.effect}`),
    })),
    storageClasses: storageClasses(facts).map((one) => ({
      name: one.name,
      nodes: one.nodes ?? [],
      why: one.linstor?.why ?? 'a class that the cluster has already',
    })),
    apps: plans.filter((plan) => !isJob(plan) && !isAgent(plan)).map(reportApp),
    ...(plans.some(isJob) ? { jobs: plans.filter(isJob).map(reportJob) } : {}),
    ...(plans.some(isAgent) ? { agents: plans.filter(isAgent).map(reportApp) } : {}),
    needs: plans.flatMap(needsOf),
    accepted: accepted.map(({ finding, reason }) => ({ ...finding, reason })),
    notes,
  };
}

function isJob(plan: Plan): boolean {
  return plan.ask.availabilityClass === OtherWorkload.SCHEDULED_JOB;
}

function isAgent(plan: Plan): boolean {
  return plan.ask.availabilityClass === OtherWorkload.NODE_AGENT;
}

function reportJob(plan: Plan): ReportJob {
  const mounted = (plan.ask.props.volumes ?? []).filter(({ kind }) => USED.has(kind));
  return {
    ...reportApp(plan),
    schedule: plan.schedule?.value.schedule ?? '',
    timeZone: plan.schedule?.value.timeZone ?? '',
    uses: mounted.map(({ path, options }) => (options.shared === undefined ? path : `${path} of ${options.shared.app}`)),
  };
}

/** Volumes that outlive a run. */
const USED = new Set([VolumeKind.DATA, VolumeKind.CLAIM, VolumeKind.SHARED, VolumeKind.NFS, VolumeKind.CSI, VolumeKind.HOST_PATH]);

function reportApp(plan: Plan): ReportApp {
  const { ask } = plan;
  const [namespace = '', name = ''] = identity(plan).split('/');
  return {
    name,
    namespace,
    path: ask.path,
    availabilityClass: ask.availabilityClass,
    image: ask.props.image.toString(),
    nodes: plan.placement.value.nodes ?? [],
    nodeCrash: crashOutcome(plan),
    nodeCrashWhy: plan.outcome?.why ?? NO_FACTS,
    dependsOn: ask.props.dependsOn ?? [],
    decisions: decisionsOf(plan),
    allowances: reportAllowances(plan),
  };
}

const NO_FACTS = 'no cluster is given, so no time can be told';

/** What a crash of its node does, in the few words of a table. */
function crashOutcome({ ask, outcome }: Plan): string {
  const kind = outcome?.kind ?? OutcomeKind.DOWN_UNTIL_REPAIR;
  const isDown = kind === OutcomeKind.DOWN_UNTIL_REPAIR || kind === OutcomeKind.DOWN_UNTIL_ACTION;
  switch (ask.availabilityClass) {
    case OtherWorkload.NODE_AGENT:
      return 'gone with its node, and back with it';
    case OtherWorkload.SCHEDULED_JOB:
      return isDown ? 'no run until repair' : 'the run is lost or begins anew; later ones go on';
    default:
      if (kind === OutcomeKind.DEGRADED || kind === OutcomeKind.UNAFFECTED) return 'goes on';
      if (outcome?.time === undefined || isDown) return kind;
      return `back after ${formatInterval(outcome.time)}${outcome.unless === undefined ? '' : `; on ${outcome.unless.node}, the only server, down until repair`}`;
  }
}

function decisionsOf(plan: Plan): ReportDecision[] {
  const { rollout, budget, toleration, spread, allowFrom: clients } = plan;
  const say = <T>(what: string, decided: Decided<T>, value: string): ReportDecision => ({ what, value, why: decided.why });
  const together = plan.ask.group ?? [];
  return [
    say('workload', plan.workload, plan.workload.value),
    say('replicas', plan.replicas, `${plan.replicas.value}`),
    say('rollout', rollout, rollout.value.recreate ? 'stop, then start' : `maxSurge ${rollout.value.maxSurge}, maxUnavailable ${rollout.value.maxUnavailable}`),
    say('nodes', plan.placement, listed(plan.placement.value.nodes ?? [])),
    ...(spread.value.length === 0
      ? []
      : [say('spread', spread, spread.value.map((one) => `${one.hard ? 'hard' : 'soft'} over ${one.topologyKey}`).join(', '))]),
    say('kept on a dead node', toleration, Number.isFinite(toleration.value) ? formatSeconds(toleration.value) : 'for ever'),
    say(
      'disruption budget',
      budget,
      budget.value === undefined
        ? 'none'
        : Object.entries(budget.value)
            .map(([key, value]) => `${key} ${value}`)
            .join(', '),
    ),
    say('priority', plan.priority, plan.priority.value ?? 'none'),
    ...plan.claims.map((claim) => ({
      what: `data at ${claim.volume.path}`,
      value:
        claim.owner === undefined
          ? `${claim.volume.options.data?.size} ${claim.accessMode} on ${claim.storageClass ?? 'the default class'}${sharedWith(plan, claim)}`
          : `${claim.name} of ${claim.owner}${claim.volume.readOnly ? ', read-only' : ''}`,
      why: claim.why,
    })),
    ...(together.length === 0
      ? []
      : [say('together with', plan.colocation, listed(together.filter((one) => one.name !== plan.ask.name).map((one) => one.name)))]),
    ...(plan.schedule === undefined ? [] : [say('schedule', plan.schedule, scheduleText(plan.schedule.value))]),
    ...(plan.allowTo.value === undefined ? [] : [say('destinations', plan.allowTo, listed(plan.allowTo.value.map(destinationName)))]),
    say('clients', clients, clients.value === undefined ? 'everybody' : listed(clients.value.map(clientName))),
    ...plan.services.flatMap(({ name, props, addresses }) =>
      addresses === undefined ? [] : [say(`address of ${name}`, addresses, listed(props.addresses ?? []))],
    ),
    ...(plan.metrics === undefined ? [] : [say('metrics', plan.metrics, metricsIn(plan.metrics.value))]),
    say('pod security', plan.securityLevel, plan.securityLevel.value),
  ];
}

function metricsIn({ service, port, path, intervalSeconds }: PlannedMetrics): string {
  return `${path} of the port ${port.name} of ${service}${intervalSeconds === undefined ? '' : `, each ${formatSeconds(intervalSeconds)}`}`;
}

/** Who else mounts it, and may write it. */
function sharedWith(plan: Plan, claim: Plan['claims'][number]): string {
  const others = (plan.ask.group ?? []).flatMap((app) =>
    sharedVolumes(app).some(({ path, options }) => options.shared?.app === plan.ask.name && (options.shared.path ?? path) === claim.volume.path)
      ? [app.name]
      : [],
  );
  return others.length === 0 ? '' : `, shared with ${listed(others)}`;
}

function scheduleText({ schedule, timeZone, deadline, concurrency, retries }: PlannedSchedule): string {
  const limit = deadline === undefined ? 'no deadline' : `at most ${formatSeconds(deadline)} each`;
  return `${schedule} ${timeZone}, ${limit}, ${retries} more ${retries === 1 ? 'try' : 'tries'}, concurrency ${concurrency}`;
}

function destinationName(destination: PlannedDestination): string {
  if (destination.except !== undefined) return `${destination.cidr} but private addresses`;
  return destination.dns === true ? `DNS of ${clientName(destination)}` : clientName(destination);
}

function clientName({ app, namespace, cidr }: PlannedClient): string {
  if (app === undefined) return cidr ?? `all of ${namespace}`;
  return namespace === undefined || namespace === app ? app : `${namespace}/${app}`;
}
