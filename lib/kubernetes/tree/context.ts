import type { Construct, IConstruct } from 'constructs';
import type { PodSecurityLevel } from '../../availability/ask/container/security';
import type { Plan } from '../../availability/model/plan';
import type { ExternalAsk } from '../../availability/network/external';
import type { ClusterFacts } from '../../cluster/cluster';
import type { Acceptance, Finding } from '../../cluster/finding';
import type { NodeRole } from '../../cluster/node';
import type { System } from '../system';
import type { Declaration, Declarations } from './declarations';
import type { PlacedObject } from './placed-objects';

/** An app in the tree of constructs. */
export interface DeclaredApp extends Declaration, IConstruct {
  /** What stands against it, its patches included. */
  readonly findings: readonly Finding[];
  readonly accept: readonly Acceptance[];
  /** Makes its objects. */
  render(): void;
  /** From now on they are not made anew: somebody may patch them. */
  hold(): void;
}

/** What a construct that is no app tells its cluster. */
export interface Contribution {
  /** What is wrong with it. */
  readonly findings?: readonly Finding[];
  /** What is outside the cluster and has a name in it. */
  readonly external?: ExternalAsk;
  /** A namespace that it needs in its folder, at a level that lets its pods in. */
  readonly namespace?: { readonly scope: Construct; readonly name: string; readonly level: PodSecurityLevel };
  /** Somebody asks apps for their metrics. */
  readonly asksMetrics?: boolean;
  /** What is wrong once all apps are known. */
  readonly check?: (plans: readonly Plan[]) => readonly Finding[];
  /** Objects that follow from all apps. */
  readonly objects?: (plans: readonly Plan[]) => readonly PlacedObject[];
}

/** What a construct finds of the cluster that it stands in. */
export interface ClusterContext {
  readonly facts: ClusterFacts;
  /** The apps, and what was decided about them. */
  readonly apps: Declarations<DeclaredApp>;
  /** The systems in use, in the order in which they were declared. */
  readonly systems: readonly System[];
  contribute(contribution: Contribution): void;
  /** Takes up a system with all that it brings; from then on the facts have what it adds to them. */
  use(system: System): void;
  /** Props of a system that are not what their type says: then nothing else is judged. */
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

/** The cluster that a construct stands in; undefined in a chart of the user's own. */
export function findCluster(scope: Construct): ClusterContext | undefined {
  return scope.node.tryGetContext(CLUSTER) as ClusterContext | undefined;
}

/** The role that the folder of a construct gives. */
export function findRole(scope: Construct): NodeRole | undefined {
  return scope.node.tryGetContext(ROLE) as NodeRole | undefined;
}
