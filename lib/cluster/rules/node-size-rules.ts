import { Distribution } from '../control-plane';
import { type FactsRule, onNodes } from '../facts-rule';
import { Severity } from '../finding';
import { Size } from '../units';

/** What a machine needs before any app. The memory is what `free` prints: the kernel and the firmware keep a part. */
interface Least {
  readonly cores: number;
  readonly memory: Size;
  /** As its maker states it. */
  readonly stated: string;
}

/** K3s and kubeadm state 2 cores and 2 GB; kubeadm refuses less than 1700 Mi (docs.k3s.io, Requirements; kubeadm, constants.go, ControlPlaneMem). */
const SERVER: Least = { cores: 2, memory: Size.mib(1700), stated: '2 cores and 2 GB' };
/** What K3s states for an agent; a Raspberry Pi of 512 MB prints about 430 Mi. */
const AGENT: Least = { cores: 1, memory: Size.mib(400), stated: '1 core and 512 MB' };

const TOO_SMALL = onNodes({
  code: 'NODE-TOO-SMALL',
  severity: Severity.WARNING,
  means: 'a machine with less than Kubernetes needs for itself: 2 cores and 2 GB for a server, 1 core and 512 MB for another node of K3s',
  fix: 'use a bigger machine, or accept it',
  *check({ name, cpu, memory }, { controlPlane: { servers, distribution } }) {
    const isServer = servers.includes(name);
    if (!isServer && distribution !== Distribution.K3S) return;
    const { cores, memory: least, stated } = isServer ? SERVER : AGENT;
    // NODE-CAPACITY reports what no machine has.
    const isSmall = cpu.millis < cores * 1000 || memory.bytes < least.bytes;
    if (!isSmall || !(cpu.millis > 0 && memory.bytes > 0)) return;
    yield {
      given: `cpu ${cpu} and memory ${memory}`,
      allowed: `but ${isServer ? 'a server of the control plane' : 'a node'} needs ${stated} before any app: with less it stalls, and counts as dead`,
      fix: 'Use a bigger machine, or accept it with a reason.',
    };
  },
});

/** Rules about the size of machines. */
export const NODE_SIZE_RULES: readonly FactsRule[] = [TOO_SMALL];
