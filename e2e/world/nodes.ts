import type { Api } from '../api';
import type { ReportedNode } from '../dist';
import { now, type Obj } from '../kinds';

const RENEW_MS = 10_000;

/** The address of a node in the played network. */
export const address = (nodes: readonly ReportedNode[], name: string | undefined) => `192.168.1.${10 + nodes.findIndex((it) => it.name === name)}`;

/** Nodes of the report, as their kubelets would register them and keep them alive. */
export class Nodes {
  private renewed = 0;

  constructor(
    private readonly api: Api,
    private readonly nodes: readonly ReportedNode[],
  ) {}

  async join(): Promise<void> {
    for (const node of this.nodes) await this.register(node);
  }

  async renew(): Promise<void> {
    if (Date.now() - this.renewed < RENEW_MS) return;
    this.renewed = Date.now();
    for (const { name } of this.nodes) {
      const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime: new Date().toISOString().replace('Z', '000Z') };
      await this.api.must({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace: 'kube-node-lease' }, spec });
    }
  }

  private async register(node: ReportedNode): Promise<void> {
    const labels = { 'kubernetes.io/hostname': node.name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...node.labels };
    // Without the annotation the attach-detach controller leaves a node alone.
    const annotations = { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' };
    const obj: Obj = { apiVersion: 'v1', kind: 'Node', metadata: { name: node.name, labels, annotations }, spec: { taints: node.taints.map(taint) } };
    const answer = await this.api.create(obj);
    if (answer.status !== 201) throw new Error(`Node ${node.name}: ${answer.message}`);
    const room = { cpu: node.cpu, memory: node.memory, 'ephemeral-storage': '40Gi', pods: '110' };
    const condition = (type: string, status: string) => ({ type, status, reason: 'Played', lastHeartbeatTime: now(), lastTransitionTime: now() });
    await this.api.patchStatus(obj, {
      capacity: room,
      allocatable: room,
      conditions: [condition('Ready', 'True'), ...['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => condition(type, 'False'))],
      addresses: [{ type: 'InternalIP', address: address(this.nodes, node.name) }],
    });
  }
}

/** `key=value:Effect` as an object. */
function taint(text: string): { key: string; value?: string; effect: string } {
  const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(.+)$/.exec(text) ?? [];
  if (key === undefined || effect === undefined) throw new Error(`not a taint: ${text}`);
  return value === undefined ? { key, effect } : { key, value, effect };
}
