import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { plainProps } from '../availability/ask/plain-props';
import { type Ask, OtherWorkload } from '../availability/ask/workload';
import { findCluster, findRole } from '../kubernetes/tree/context';
import { hasPriorities } from './priority-classes';

/** What a class adds to the props of every app. */
export type ClassAsk = Omit<Ask, 'path' | 'name' | 'namespace' | 'role' | 'hasPriorities'>;

/**
 * The input of the model: what the construct says, and what follows from where it stands.
 *
 * @param id as it was given: constructs replaces slashes in its own
 */
export function askOf(app: Construct, id: string, own: ClassAsk): Ask {
  const name = own.props?.name ?? id;
  const namespace = own.props?.namespace ?? (findCluster(app) === undefined ? Chart.of(app).namespace : name);
  // An agent runs on every node, whatever its folder.
  const role = own.props?.placement?.role ?? (own.availabilityClass === OtherWorkload.NODE_AGENT ? undefined : findRole(app));
  const priorities = hasPriorities(app) ? { hasPriorities: true } : {};
  return Object.freeze({ ...own, props: plainProps(own.props), path: app.node.path, name, namespace, role, ...priorities });
}
