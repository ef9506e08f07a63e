import { partAt } from '../cluster/parts';

/** The template of the pods of a workload, also of one that others wrote; undefined if it has none. */
export function podTemplateOf(object: unknown): unknown {
  return partAt(object, 'spec', 'jobTemplate', 'spec', 'template') ?? partAt(object, 'spec', 'template') ?? undefined;
}
