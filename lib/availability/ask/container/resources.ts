import type { Cpu, Size } from '../../../cluster/units';
import type { DeviceClaim } from './device-claim';

/** What a container asks for, and where it ends. There is no CPU limit: it would slow the app while cores are idle. */
export interface ResourcesProps {
  /** What it needs as a rule; other pods cannot take it away. */
  readonly cpu: Cpu;
  /** What it needs as a rule; nodes are filled by this. */
  readonly memory: Size;
  /** Above this it is killed, before it takes the node with it. @missedElsewhere */
  readonly memoryLimit: Size;
  /** What it writes to the node's own disk, logs included. @default - 256Mi beside the sizes of its scratch volumes */
  readonly ephemeralStorage?: Size;
  /** What device plugins offer, by name: `{ 'gpu.intel.com/i915': 1 }`. Only nodes whose facts have as many are considered. @default - none */
  readonly extended?: { readonly [name: string]: number };
  /** Devices of drivers for Dynamic Resource Allocation. Only nodes whose facts have their classes are considered. @default - none */
  readonly deviceClaims?: readonly DeviceClaim[];
}
