import type { ClusterFacts } from './cluster';
import type { Finding } from './finding';
import type { GatewayFacts } from './gateway';
import type { Device } from './node';
import type { StorageClass } from './storage';
import type { TakenPorts } from './taken-ports';

/** What a system adds to the facts of its cluster. Every part is optional. */
export interface SystemFacts {
  /** Its common name: `LINSTOR`. */
  readonly name: string;
  /** The storage classes that it creates, preferred ones first, computed from the facts of the user. */
  readonly storageClasses?: (facts: ClusterFacts) => readonly StorageClass[];
  /** The ports that its own pods and the kernel take on the nodes' network. */
  readonly takenPorts?: (facts: ClusterFacts) => readonly TakenPorts[];
  /** The Gateways that it creates, for HTTP routes. */
  readonly gateways?: (facts: ClusterFacts) => readonly GatewayFacts[];
  /** The extended resource under which its device plugin offers a device of a node. */
  readonly deviceResource?: (device: Device) => string;
  /** Findings about its props. */
  readonly check?: (facts: ClusterFacts) => readonly Finding[];
  /** Notes for the owner, although nothing is wrong. */
  readonly notes?: (facts: ClusterFacts) => readonly Finding[];
}
