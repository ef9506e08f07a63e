import type { Node } from '../../lib';
import { NodeRole, Size } from '../../lib';
import { type Api, accepted } from '../api';
import { called, type Obj, type Of, type PodSpec } from '../kinds';
import type { Case, PlayedApp } from './case';
import { LOCAL_PATH } from './cluster';
import { Dice } from './dice';

/** Set on the nodes of a case, and by the namespaces of it (admission plugin PodNodeSelector) on its pods: so cases do not see each other. */
const OF_CASE = 'e2e.example/case';
const SELECTOR = 'scheduler.alpha.kubernetes.io/node-selector';
const LINSTOR = 'linstor.csi.linbit.com';
const COPIES = `${LINSTOR}/placementCount`;
/** What decides about places, in an order in which it can be made. */
const GROUND = ['Namespace', 'PriorityClass', 'StorageClass', 'DaemonSet'];
const HOSTNAME = 'kubernetes.io/hostname';

/** What one case has on the control plane. */
export interface Seen {
  readonly pods: readonly Of<'Pod'>[];
  readonly complaints: readonly string[];
}

export function podsOf(app: PlayedApp, { pods }: Seen): Of<'Pod'>[] {
  return pods.filter((it) => it.metadata.namespace === app.name && it.metadata.deletionTimestamp === undefined);
}

/** What stands outside the scheduler, as far as it decides about places: machines that say what they have, and drivers that make volumes. Nothing runs. */
export class StandIn {
  private readonly cases = new Map<string, Case>();
  private readonly provisioned = new Set<string>();
  private readonly complaints = new Map<string, string[]>();

  constructor(private readonly api: Api) {}

  /** Nodes, and all that apps need before they come. */
  async prepare(one: Case): Promise<void> {
    for (const { kind, metadata } of one.ground) if (kind === 'Namespace') this.cases.set(metadata.name, one);
    for (const node of one.machines) await this.create(machine(one, node));
    for (const kind of GROUND) {
      for (const obj of one.ground.filter((it) => it.kind === kind)) await this.create(inCase(one, obj), true);
    }
    for (const { name } of one.facts.storage.classes ?? []) await this.create(foreignClass(name), true);
  }

  async create(obj: Obj, oftenTheSame = false): Promise<void> {
    const answer = await this.api.create(obj, { query: { fieldValidation: 'Strict' } });
    if (!accepted(answer) && !(oftenTheSame && answer.status === 409)) throw new Error(`${called(obj)}: ${answer.message}`);
  }

  /** One look at everything, and what the machines and drivers do about it. */
  async step(): Promise<ReadonlyMap<Case, Seen>> {
    const pods = await this.api.list('Pod');
    // A pod that had to give way: its kubelet would end it.
    await Promise.all(pods.filter((it) => it.metadata.deletionTimestamp !== undefined).map((it) => this.api.remove(it, 0)));
    const claims = (await this.api.list('PersistentVolumeClaim')).filter((it) => !this.provisioned.has(it.metadata.uid ?? ''));
    await Promise.all(claims.map((it) => this.provision(it)));
    const seen = new Map<Case, Seen>();
    for (const one of new Set(this.cases.values())) {
      seen.set(one, { pods: pods.filter((it) => this.cases.get(it.metadata.namespace ?? '') === one), complaints: this.complaints.get(one.name) ?? [] });
    }
    return seen;
  }

  /** The scheduler has chosen a node for the claim's pod: now the volume is made, there and where its other copies lie. */
  private async provision(claim: Of<'PersistentVolumeClaim'>): Promise<void> {
    const node = claim.metadata.annotations?.['volume.kubernetes.io/selected-node'];
    const one = this.cases.get(claim.metadata.namespace ?? '');
    if (node === undefined || one === undefined) return;
    this.provisioned.add(claim.metadata.uid ?? '');
    const storageClass = claim.spec?.storageClassName ?? '';
    const where = volumeNodes(one, storageClass, node, claim.metadata.name);
    if (where !== undefined && !where.includes(node)) {
      const said = `${called(claim)} on ${storageClass} is wanted on ${node}, which holds none of its volumes`;
      this.complaints.set(one.name, [...(this.complaints.get(one.name) ?? []), said]);
      return;
    }
    const name = `pvc-${claim.metadata.uid}`;
    const terms = [{ matchExpressions: [{ key: HOSTNAME, operator: 'In', values: where }] }];
    await this.create({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name },
      spec: {
        capacity: claim.spec?.resources?.requests,
        accessModes: claim.spec?.accessModes,
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: storageClass,
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: claim.metadata.namespace, name: claim.metadata.name, uid: claim.metadata.uid },
        csi: { driver: driverOf(storageClass), volumeHandle: name },
        ...(where === undefined ? {} : { nodeAffinity: { required: { nodeSelectorTerms: terms } } }),
      },
    } as Obj);
  }
}

/** The nodes from which a new volume can be reached; undefined: all. Of DRBD, the copies beside the first may lie on any node with the pool. */
function volumeNodes({ facts, ground, seed }: Case, storageClass: string, first: string, claim: string): string[] | undefined {
  const written = ground.find((it) => it.kind === 'StorageClass' && it.metadata.name === storageClass) as { parameters?: Record<string, string> } | undefined;
  if (written === undefined) return storageClass === LOCAL_PATH ? [first] : undefined;
  const pool = written.parameters?.[`${LINSTOR}/storagePool`];
  const holders = facts.nodes.filter((it) => it.roles.includes(NodeRole.STORAGE) && it.pools.some((one) => one.name === pool)).map((it) => it.name);
  if (!holders.includes(first)) return [];
  const others = new Dice(seed + claim.length).shuffled(holders.filter((it) => it !== first));
  return [first, ...others.slice(0, Number(written.parameters?.[COPIES]) - 1)];
}

const driverOf = (storageClass: string) => (storageClass.startsWith('drbd-') ? LINSTOR : `${storageClass}.csi.e2e.example`);

function foreignClass(name: string): Obj {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    ...{ provisioner: driverOf(name), reclaimPolicy: 'Retain', volumeBindingMode: 'WaitForFirstConsumer' },
  };
}

/** A node as its kubelet registers it, with the labels and taints that the report asks for. */
function machine(one: Case, node: Node): Obj {
  const { cpu, memory, ephemeralStorage = Size.tib(1), pods } = node.allocatable;
  const room = { cpu: cpu.toString(), memory: memory.toString(), 'ephemeral-storage': ephemeralStorage.toString(), pods: `${pods}` };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: { ...node.labels, [HOSTNAME]: node.name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': node.architecture, [OF_CASE]: one.name },
    },
    spec: { taints: node.taints },
    status: { capacity: room, allocatable: room, conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }] },
  };
}

function inCase(one: Case, obj: Obj): Obj {
  if (obj.kind === 'DaemonSet') {
    // Its controller makes pods for nodes of other cases too, if it is not told.
    const { spec } = structuredClone(obj) as { spec: { template: { spec: PodSpec } } };
    spec.template.spec.nodeSelector = { [OF_CASE]: one.name };
    return { ...obj, spec };
  }
  if (obj.kind !== 'Namespace') return obj;
  return { ...obj, metadata: { ...obj.metadata, annotations: { ...obj.metadata.annotations, [SELECTOR]: `${OF_CASE}=${one.name}` } } };
}
