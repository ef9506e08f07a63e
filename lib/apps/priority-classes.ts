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
import { PRIORITIES_MISPLACED } from './rules';

/** What is known of a program, by its root: whether it has them, and an app that was declared before. */
const PROGRAMS = new WeakMap<IConstruct, { readonly has: boolean; readonly without?: string }>();

/**
 * The PriorityClass of each availability class and of jobs, for charts without a `Cluster`, which has its own. Apps have the priority
 * of their class then. Put it first, and once into a program.
 */
export class PriorityClasses extends Construct {
  /** @throws FindingsError in a cluster, the second time in a program, or after an app */
  constructor(scope: Construct, id: string) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    needFolder(this);
    const { has = false, without } = PROGRAMS.get(this.node.root) ?? {};
    const misplaced = (given: string, allowed: string, fix: string) => refuse([found(PRIORITIES_MISPLACED, this.node.path, { given, allowed, fix })]);
    if (findCluster(this) !== undefined)
      misplaced('PriorityClasses in a cluster', 'but each cluster has them already, in its folder priorities', 'Leave them out.');
    if (has) misplaced('PriorityClasses', 'but the program has them already', 'Leave one of them out.');
    if (without !== undefined)
      misplaced(`PriorityClasses after ${without}`, 'but an app that is declared before them gets no priority', 'Create them before all apps.');
    for (const priority of Object.values(PRIORITIES)) new KubeObject(this, priority.name, priorityClass(priority));
    PROGRAMS.set(this.node.root, { has: true });
  }
}

/** Whether the program of an app has them. If not, they come too late for an app outside clusters. */
export function hasPriorities(app: IConstruct): boolean {
  const { root, path } = app.node;
  const { has, without } = PROGRAMS.get(root) ?? { has: false };
  if (!has && without === undefined && findCluster(app) === undefined) PROGRAMS.set(root, { has, without: path });
  return has;
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
