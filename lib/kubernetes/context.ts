import type { Construct } from 'constructs';
import type { PodSecurityLevel } from '../availability/ask/container/security';
import type { Plan } from '../availability/model/plan';
import type { ExternalAsk } from '../availability/network/external';
import type { ClusterFacts } from '../cluster/cluster';
import type { Acceptance, Finding } from '../cluster/finding';
import type { NodeRole } from '../cluster/node';

/** What was decided for one app. */
export interface Declared {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly accept: readonly Acceptance[];
}

/** One app of a cluster. What is decided may change with each app that comes and shares data with it. */
export interface Declaring extends Omit<Declared, 'plan'> {
  readonly plan: Plan | undefined;
}

/** What a construct finds of the cluster that it stands in. */
export interface ClusterContext {
  readonly facts: ClusterFacts;
  /** Remembers an app, for the rules that look at all of them. */
  declare(app: Declaring): void;
  /** Remembers something that is wrong with another construct of the library. */
  report(findings: readonly Finding[]): void;
  /** Remembers what is outside the cluster and has a name in it. */
  external(ask: ExternalAsk): void;
  /** Remembers that the storage classes of the facts are written. */
  storageWritten(): void;
  /** Remembers that somebody asks apps for their metrics. */
  metricsAsked(): void;
  /** Remembers what can be decided only when all apps are declared, and says then what is wrong. It may be asked again, and decides anew. */
  whenDeclared(decide: (apps: readonly Declared[]) => readonly Finding[]): void;
  /** Makes sure that the namespace exists, at a level that lets the pods in. */
  namespace(scope: Construct, name: string, level: PodSecurityLevel): void;
}

const CLUSTER = 'cdk8s-availability.cluster';
const ROLE = 'cdk8s-availability.role';

/** Makes a cluster known to everything below a construct. */
export function provideCluster(scope: Construct, cluster: ClusterContext): void {
  scope.node.setContext(CLUSTER, cluster);
}

/** Sets the node role of everything below a construct that names no other. */
export function provideRole(scope: Construct, role: NodeRole): void {
  scope.node.setContext(ROLE, role);
}

/** The cluster that a construct stands in; undefined in a chart of the user's own. */
export function findCluster(scope: Construct): ClusterContext | undefined {
  return scope.node.tryGetContext(CLUSTER) as ClusterContext | undefined;
}

/** The role that the folder of a construct gives. */
export function findRole(scope: Construct): NodeRole | undefined {
  return scope.node.tryGetContext(ROLE) as NodeRole | undefined;
}
