import type { ClusterFacts } from './cluster';
import type { Finding } from './finding';
import type { StorageClass } from './storage';

/** What a system adds to the facts of its cluster. Every part is optional. */
export interface SystemFacts {
  /** Its common name: `LINSTOR`. */
  readonly name: string;
  /** The storage classes that it creates, preferred ones first, computed from the facts of the user. */
  readonly storageClasses?: (facts: ClusterFacts) => readonly StorageClass[];
  /** Findings about its props. */
  readonly check?: (facts: ClusterFacts) => readonly Finding[];
  /** Notes for the owner, although nothing is wrong. */
  readonly notes?: (facts: ClusterFacts) => readonly Finding[];
}
