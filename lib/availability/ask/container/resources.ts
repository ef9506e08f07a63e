import type { Cpu, Size } from '../../../cluster/units';
import type { DeviceClaim } from './device-claim';

/** The most CPU that a container may use, although cores may be idle. */
export interface CpuLimit {
  readonly cpu: Cpu;
  /** Why it must not use idle cores, for the report. */
  readonly reason: string;
}

/** Requests and limits of a container. */
export interface ResourcesProps {
  /** The CPU that it usually needs; other pods cannot take it away. */
  readonly cpu: Cpu;
  /** The memory that it usually needs; the scheduler fills nodes by this. */
  readonly memory: Size;
  /** Above this limit the kernel kills it, before the node runs out of memory. @missedElsewhere */
  readonly memoryLimit: Size;
  /** @default - none: a limit slows the app down while cores are idle */
  readonly cpuLimit?: CpuLimit;
  /** What it writes to the disk of the node: logs, and its own file system if it may. It is requested; above it and the sizes of the scratch volumes the kubelet evicts the pod. @default - 256Mi */
  readonly ephemeralStorage?: Size;
  /** Extended resources from device plugins: `{ 'gpu.intel.com/i915': 1 }`. Only nodes whose facts have enough are considered. @default - none */
  readonly extended?: { readonly [name: string]: number };
  /** Devices from drivers for Dynamic Resource Allocation. Only nodes whose facts have these classes are considered. @default - none */
  readonly deviceClaims?: readonly DeviceClaim[];
}
