import type { ClusterFacts, Node } from '../../cluster/cluster';
import type { AcceptedFinding, Finding } from '../../cluster/finding';
import { referenceText } from '../ask/reference/app';
import type { ResolvedApp } from '../ask/resolved';
import { traitsOf } from '../ask/volume/traits';
import { isJob, OtherWorkload, type WorkloadClass } from '../ask/workload';
import { identity } from '../model/identity';
import type { Plan } from '../model/plan';
import { type ReportOutcome, reportOutcome } from './crash';
import { decisionsOf, type ReportDecision } from './decisions';
import { needsOfAll, type ReportAllowance, type ReportNeed, reportAllowances } from './report-needs';

/** The kind of the report, and the version of its format. The version goes up when programs that read the old one would misread the new one. */
export const REPORT_SCHEMA = 'cdk8s-availability/report.schema.json';
export const REPORT_VERSION = 1;

export interface ReportApp {
  readonly name: string;
  readonly namespace: string;
  readonly path: string;
  readonly availabilityClass: WorkloadClass;
  readonly image: string;
  /** The nodes that may run it. */
  readonly nodes: readonly string[];
  /** What happens when its node crashes. */
  readonly nodeCrash: ReportOutcome;
  /** Its objective. Left out if it has none. */
  readonly objective?: { readonly rtoSeconds?: number; readonly rpoSeconds?: number };
  /** Apps that it depends on. */
  readonly dependsOn: readonly string[];
  /** In words, for people. */
  readonly decisions: readonly ReportDecision[];
  readonly allowances: readonly ReportAllowance[];
}

/** A job: when it runs, with which data, and what happens when its node dies. */
export interface ReportJob extends ReportApp {
  readonly schedule: string;
  readonly timeZone: string;
  /** The longest that a run may take. Left out if there is no limit. */
  readonly deadlineSeconds?: number;
  /** The data that it mounts, with the owner if that is another app. */
  readonly uses: readonly string[];
}

export interface ReportNode {
  readonly name: string;
  readonly roles: readonly string[];
  readonly site: string;
  readonly zone: string;
  /** What the node has for pods. */
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  /** Left out if the facts do not say. */
  readonly ephemeralStorageBytes?: number;
  readonly pods: number;
  readonly fencing: { readonly method: string; readonly automatedWithinSeconds?: number };
  /** The labels and taints that the YAML relies on. */
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly string[];
}

/** A finding without its line: the report is committed, and would change whenever a line moves. */
export type ReportFinding = Omit<Finding, 'at'>;

/** What synthesis knows of a cluster and its apps without other failures than the crash of a node. */
export interface AppsReport {
  /** The JSON schema of this file, in the package. */
  readonly schema: string;
  readonly version: number;
  readonly cluster: string;
  readonly kubernetes: string;
  /** What provides the things that the YAML only refers to. Empty: not declared. */
  readonly operators: { readonly certificates: string; readonly dns: string; readonly secrets: string };
  readonly nodes: readonly ReportNode[];
  readonly storageClasses: readonly { readonly name: string; readonly nodes: readonly string[]; readonly why: string }[];
  readonly apps: readonly ReportApp[];
  /** Left out if there are none. */
  readonly jobs?: readonly ReportJob[];
  /** What runs on every node, or on every node of a role. Left out if there is none. */
  readonly agents?: readonly ReportApp[];
  /** The folders of the cluster, and which others each one comes after. */
  readonly folders: readonly { readonly name: string; readonly after: readonly string[] }[];
  readonly needs: readonly ReportNeed[];
  readonly accepted: readonly (ReportFinding & { readonly reason: string })[];
  readonly notes: readonly ReportFinding[];
}

/** Gathers it. */
export function appsReport(
  facts: ClusterFacts,
  plans: readonly Plan[],
  accepted: readonly AcceptedFinding[],
  notes: readonly Finding[],
  folders: AppsReport['folders'],
): AppsReport {
  const { operators } = facts.policy;
  const isAgent = ({ ask }: Plan) => ask.availabilityClass === OtherWorkload.NODE_AGENT;
  const [jobs, agents] = [plans.filter(({ ask }) => isJob(ask)), plans.filter(isAgent)];
  return {
    schema: REPORT_SCHEMA,
    version: REPORT_VERSION,
    cluster: facts.name,
    kubernetes: facts.controlPlane.version,
    operators: {
      certificates: operators?.clusterIssuer === undefined ? '' : `cert-manager, ClusterIssuer ${operators.clusterIssuer}`,
      dns: operators?.dns ?? '',
      secrets: operators?.secrets ?? '',
    },
    nodes: facts.nodes.map(reportNode),
    // In their order, which means something: the first is the default.
    storageClasses: facts.storage.classes.map((one) => ({ name: one.name, nodes: [...(one.nodes ?? [])].sort(), why: one.why })),
    apps: plans.filter((plan) => !isJob(plan.ask) && !isAgent(plan)).map(reportApp),
    ...(jobs.length === 0 ? {} : { jobs: jobs.map(reportJob) }),
    ...(agents.length === 0 ? {} : { agents: agents.map(reportApp) }),
    folders,
    needs: needsOfAll(plans),
    accepted: accepted.map(({ finding, reason }) => ({ ...reportFinding(finding), reason })),
    notes: notes.map(reportFinding),
  };
}

function reportFinding({ code, severity, path, given, allowed, fix }: Finding): ReportFinding {
  return { code, severity, path, given, allowed, fix };
}

function reportNode({ name, roles, site, zone, allocatable, fencing, labels, taints }: Node): ReportNode {
  const { cpu, memory, ephemeralStorage, pods } = allocatable;
  const { method, automatedWithin } = fencing;
  return {
    name,
    roles,
    site,
    zone,
    cpuMillis: cpu.millis,
    memoryBytes: memory.bytes,
    ...(ephemeralStorage === undefined ? {} : { ephemeralStorageBytes: ephemeralStorage.bytes }),
    pods,
    fencing: { method, ...(automatedWithin === undefined ? {} : { automatedWithinSeconds: automatedWithin.seconds }) },
    labels,
    taints: taints.map((taint) => `${taint.key}${taint.value === undefined ? '' : `=${taint.value}`}:${taint.effect}`).sort(),
  };
}

function reportJob(plan: Plan): ReportJob {
  const { schedule = 'once', timeZone = '', deadline } = plan.schedule?.value ?? {};
  const mounted = plan.ask.volumes.filter((volume) => traitsOf(volume).outlivesPod);
  return {
    ...reportApp(plan),
    schedule,
    timeZone,
    ...(deadline === undefined ? {} : { deadlineSeconds: deadline }),
    uses: mounted.map(({ path, options }) => (options.shared === undefined ? path : `${path} of ${options.shared.app.name}`)),
  };
}

function reportApp(plan: Plan): ReportApp {
  const { ask } = plan;
  const [namespace = '', name = ''] = identity(plan).split('/');
  return {
    name,
    namespace,
    path: ask.path,
    availabilityClass: ask.availabilityClass,
    image: ask.main.image.toString(),
    nodes: plan.placement.value.nodes ?? [],
    nodeCrash: reportOutcome(plan.outcome),
    ...objectiveOf(ask),
    dependsOn: ask.dependsOn.map((one) => referenceText(one, ask.namespace)),
    decisions: decisionsOf(plan),
    allowances: reportAllowances(plan),
  };
}

/** An infinite objective asks for nothing. */
function objectiveOf({ rto, rpo }: ResolvedApp): Pick<ReportApp, 'objective'> {
  const objective = { ...(rto === undefined ? {} : { rtoSeconds: rto }), ...(rpo === undefined || !Number.isFinite(rpo) ? {} : { rpoSeconds: rpo }) };
  return Object.keys(objective).length === 0 ? {} : { objective };
}
