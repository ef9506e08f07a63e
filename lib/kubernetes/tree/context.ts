import type { Construct, IConstruct } from 'constructs';
import type { PodSecurityLevel } from '../../availability/ask/container/security';
import type { Plan } from '../../availability/model/plan';
import type { ExternalAsk } from '../../availability/network/external';
import type { ClusterFacts } from '../../cluster/cluster';
import type { Acceptance, Finding } from '../../cluster/finding';
import type { NodeRole } from '../../cluster/node';
import { refuse } from '../../cluster/refuse';
import { found, type RuleRecord, type Said } from '../../cluster/rule';
import type { Manifest } from '../manifest';
import type { System } from '../system';
import type { Declaration, Declarations } from './declarations';
import type { PlacedObject } from './placed-objects';

/** An app in the tree of constructs. */
export interface DeclaredApp extends Declaration, IConstruct {
  /** Its findings, including those of its patches. */
  readonly findings: readonly Finding[];
  readonly accept: readonly Acceptance[];
  /** The objects that it would create by now. */
  readonly manifests: readonly Manifest[];
  /** Creates its objects. */
  render(): void;
  /** From now on they are not created again, because they may get patches. */
  hold(): void;
}

/** What a construct that is not an app tells its cluster. */
export interface Contribution {
  /** What is wrong with it. */
  readonly findings?: readonly Finding[];
  /** An external service that it declares. */
  readonly external?: ExternalAsk;
  /** A namespace that it needs in its folder, at a level that allows its pods. */
  readonly namespace?: { readonly scope: Construct; readonly name: string; readonly level: PodSecurityLevel };
  /** The API groups whose kinds it brings: what has objects of these must come after its folder. */
  readonly kinds?: { readonly scope: Construct; readonly apiGroups: readonly string[] };
  /** Whether it scrapes the metrics of apps. */
  readonly asksMetrics?: boolean;
  /** What is wrong once all apps are known. */
  readonly check?: (plans: readonly Plan[], externals: readonly ExternalAsk[]) => readonly Finding[];
  /** Objects that follow from all apps and external services. */
  readonly objects?: (plans: readonly Plan[], externals: readonly ExternalAsk[]) => readonly PlacedObject[];
}

/** What a construct can look up about its cluster. */
export interface ClusterContext {
  readonly facts: ClusterFacts;
  /** The apps, and the decisions about them. */
  readonly apps: Declarations<DeclaredApp>;
  /** The systems in use, in the order in which they were declared. */
  readonly systems: readonly System[];
  contribute(contribution: Contribution): void;
  /** Adds a system with all its parts. From then on the facts include what it adds. */
  use(system: System): void;
  /** Props of a system that do not match their type: then nothing else is checked. */
  misshapen(findings: readonly Finding[]): void;
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

/** The cluster of a construct. Undefined in a chart of the user. */
export function findCluster(scope: Construct): ClusterContext | undefined {
  return scope.node.tryGetContext(CLUSTER) as ClusterContext | undefined;
}

/**
 * The cluster of a construct that follows from one.
 *
 * @throws without a cluster: it would be the one to ask for findings
 */
export function needCluster(scope: Construct, rule: RuleRecord, said: Said, path = scope.node.path): ClusterContext {
  return findCluster(scope) ?? refuse([found(rule, path, said)]);
}

/** The role that the folder of a construct gives. */
export function findRole(scope: Construct): NodeRole | undefined {
  return scope.node.tryGetContext(ROLE) as NodeRole | undefined;
}
