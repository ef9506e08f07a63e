import type { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { PRIORITIES, type Priority } from '../availability/placement/priority';
import { refuse } from '../cluster/refuse';
import { found } from '../cluster/rule';
import type { Manifest } from '../kubernetes/manifest';
import { findCluster } from '../kubernetes/tree/context';
import { KubeObject } from '../kubernetes/tree/kube-object';
import { rememberLine } from '../kubernetes/tree/line';
import { needFolder, placeIn } from '../kubernetes/tree/place';
import type { PlacedObject } from '../kubernetes/tree/placed-objects';
import { PRIORITIES_IN_CLUSTER } from './rules';

/** The programs that have them, by their roots. */
const PROGRAMS = new WeakSet<IConstruct>();

/**
 * The PriorityClass of each availability class and of jobs, for charts without a `Cluster`, which has its own. Apps that are
 * created after it have the priority of their class. Put it first, and once into a program.
 */
export class PriorityClasses extends Construct {
  /** @throws FindingsError in a cluster */
  constructor(scope: Construct, id: string) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    needFolder(this);
    if (findCluster(this) !== undefined)
      refuse([
        found(PRIORITIES_IN_CLUSTER, this.node.path, {
          given: 'PriorityClasses in a cluster',
          allowed: 'but each cluster has them already, in its folder priorities',
          fix: 'Leave them out.',
        }),
      ]);
    for (const priority of Object.values(PRIORITIES)) new KubeObject(this, priority.name, priorityClass(priority));
    PROGRAMS.add(this.node.root);
  }
}

/** Whether the program of a construct has them. */
export function hasPriorities({ node }: IConstruct): boolean {
  return PROGRAMS.has(node.root);
}

/** Those of a cluster. */
export function priorityClasses(scope: Chart): PlacedObject[] {
  return Object.values(PRIORITIES).map((priority) => ({ scope, id: priority.name, manifest: priorityClass(priority) }));
}

function priorityClass({ name, value, preempts, why }: Priority): Manifest {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
    globalDefault: false,
    description: why,
  };
}
