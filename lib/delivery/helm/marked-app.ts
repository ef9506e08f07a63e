import type { Plan } from '../../availability/model/plan';
import type { StorageClass } from '../../cluster/storage';
import type { ObjectNode } from './nodes';
import type { Marks } from './template';
import type { Values } from './values';

/** An app while its values are found. */
export interface MarkedApp {
  readonly plan: Plan;
  /** Its objects, with marks where values go. */
  readonly objects: readonly ObjectNode[];
  readonly marks: Marks;
  readonly values: Values;
  /** The classes that its cluster has; none without one. */
  readonly storageClasses: readonly StorageClass[];
}
