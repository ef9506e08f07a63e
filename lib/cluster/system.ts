import type { ClusterFacts } from './cluster';
import type { Finding } from './finding';
import type { StorageClass } from './storage';

/** What a system that is in use adds to the facts of its cluster. Every part may be left out. */
export interface SystemFacts {
  /** As people call it: `LINSTOR`. */
  readonly name: string;
  /** The storage classes that it makes, those first that it prefers; from the facts as their owner gave them. */
  readonly storageClasses?: (facts: ClusterFacts) => readonly StorageClass[];
  /** What is wrong with what was said of it. */
  readonly check?: (facts: ClusterFacts) => readonly Finding[];
  /** What the owner should know of it, although nothing is wrong. */
  readonly notes?: (facts: ClusterFacts) => readonly Finding[];
}
