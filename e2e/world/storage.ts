import type { ReportNode } from '../../lib';
import type { Api } from '../api';
import type { Of } from '../kinds';
import type { View } from './view';

const LINSTOR = 'linstor.csi.linbit.com';
const HOSTNAME = 'linbit.com/hostname';
const COPIES = 'linstor.csi.linbit.com/placementCount';
/** A store in the network, outside the cluster: its volumes can be attached to any node, one at a time. */
export const BLOCK = 'block.csi.e2e.example';
/** Folders of an NFS server. Every node mounts them without a VolumeAttachment, as with csi-driver-nfs, whose CSIDriver sets attachRequired to false. */
const SHARE = 'nfs.csi.e2e.example';
/** K3s' own: a folder of the node that the pod was put on. */
const LOCAL = 'rancher.io/local-path';
const DRIVERS: readonly string[] = [LINSTOR, BLOCK, SHARE, LOCAL];
/** What an attach or a detach takes. */
export const ATTACH_SECONDS = 1;

/** CSI drivers: a volume for each claim, and the external-attacher with its finalizer. Attachments succeed; DRBD and its quorum are not played. */
export class Storage {
  /** Attachments on their way, by uid and what is done. */
  private readonly begun = new Map<string, number>();

  constructor(
    private readonly api: Api,
    private readonly nodes: readonly ReportNode[],
  ) {}

  /** LINSTOR, as the operator of Piraeus would have registered it, with room for these storage classes. */
  async installLinstor(classes: readonly string[]): Promise<void> {
    // Before any pod: the scheduler would put all of them on the node whose room it has heard of first.
    await this.announce(classes);
    await this.install(
      LINSTOR,
      this.nodes.filter((it) => it.roles.includes('storage') || it.roles.includes('witness')),
      [HOSTNAME],
    );
    for (const { name } of this.nodes.filter((it) => it.roles.includes('storage') || it.roles.includes('witness'))) {
      await this.api.patch({ apiVersion: 'v1', kind: 'Node', metadata: { name } }, { metadata: { labels: { [HOSTNAME]: name } } });
    }
  }

  /** Classes that the cluster has already, on the disks of its nodes. */
  async installLocal(classes: readonly string[]): Promise<void> {
    for (const name of classes) {
      await this.api.must({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name },
        ...{ provisioner: LOCAL, reclaimPolicy: 'Delete', volumeBindingMode: 'WaitForFirstConsumer' },
      });
    }
  }

  /** A driver for network volumes with a storage class `block`, and a class `share` of folders that need no attachment. */
  async installNetwork(): Promise<void> {
    await this.install(BLOCK, this.nodes, []);
    for (const [name, provisioner] of Object.entries({ block: BLOCK, share: SHARE })) {
      await this.api.must({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name },
        ...{ provisioner, reclaimPolicy: 'Delete', volumeBindingMode: 'WaitForFirstConsumer', allowVolumeExpansion: true },
      });
    }
  }

  async step(view: View): Promise<void> {
    if (view.claims.some((it) => it.spec?.volumeName === undefined)) {
      const classes = (await this.api.list('StorageClass')).filter((it) => DRIVERS.includes(it.provisioner));
      for (const claim of view.claims) await this.provision(claim, classes);
    }
    for (const it of view.claims) await this.grow(it, view.volumes.get(it.spec?.volumeName ?? ''));
    for (const it of view.volumes.values()) if (isFree(it)) await this.api.remove(it);
    for (const it of view.attachments.filter(({ spec }) => DRIVERS.includes(spec.attacher))) await this.attach(it);
  }

  private async install(driver: string, nodes: readonly ReportNode[], topologyKeys: readonly string[]): Promise<void> {
    const linstor = driver === LINSTOR;
    const spec = { attachRequired: true, podInfoOnMount: linstor, storageCapacity: linstor, fsGroupPolicy: 'ReadWriteOnceWithFSType' };
    await this.api.must({ apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: driver }, spec });
    for (const { name } of nodes) {
      const drivers = [{ name: driver, nodeID: name, topologyKeys }];
      await this.api.must({ apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', metadata: { name }, spec: { drivers } });
    }
  }

  private async attach(it: Of<'VolumeAttachment'>): Promise<void> {
    const finalizer = `external-attacher/${it.spec.attacher.replaceAll('.', '-')}`;
    const leaving = it.metadata.deletionTimestamp !== undefined;
    if (leaving ? (it.metadata.finalizers ?? []).length === 0 : it.status?.attached === true) return;
    const key = `${it.metadata.uid} ${leaving}`;
    const since = this.begun.get(key) ?? Date.now();
    this.begun.set(key, since);
    if (Date.now() - since < ATTACH_SECONDS * 1000) return;
    if (leaving) {
      await this.api.patchIfThere(it, { metadata: { finalizers: null } });
    } else if (await this.api.patchIfThere(it, { metadata: { finalizers: [finalizer] } })) {
      await this.api.patchStatus(it, { attached: true });
    }
  }

  /** The room of each class on each node with a pool: the scheduler asks for it. */
  private async announce(classes: readonly string[]): Promise<void> {
    for (const storageClassName of classes) {
      for (const node of this.pools()) {
        const name = `${storageClassName}-${node}`;
        await this.api.must({
          apiVersion: 'storage.k8s.io/v1',
          kind: 'CSIStorageCapacity',
          metadata: { name, namespace: 'kube-system' },
          ...{ storageClassName, capacity: '200Gi', nodeTopology: { matchLabels: { [HOSTNAME]: node } } },
        });
      }
    }
  }

  /** The scheduler has put the claim's pod on a node: now the volume is made. */
  private async provision(claim: Of<'PersistentVolumeClaim'>, classes: readonly Of<'StorageClass'>[]): Promise<void> {
    const node = claim.metadata.annotations?.['volume.kubernetes.io/selected-node'];
    const cls = classes.find((it) => it.metadata.name === claim.spec?.storageClassName);
    if (claim.spec?.volumeName !== undefined || node === undefined || cls === undefined) return;
    const name = `pvc-${claim.metadata.uid}`;
    const { namespace, uid } = claim.metadata;
    await this.api.create({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': cls.provisioner } },
      spec: {
        capacity: claim.spec?.resources?.requests,
        accessModes: claim.spec?.accessModes,
        persistentVolumeReclaimPolicy: cls.reclaimPolicy,
        storageClassName: cls.metadata.name,
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claim.metadata.name, uid },
        ...source(cls.provisioner, name, node),
        ...(cls.provisioner === LINSTOR ? { nodeAffinity: this.whereCopiesLie(cls, node) } : {}),
      },
    });
  }

  /** The external-resizer, and a kubelet that grows the file system. */
  private async grow({ metadata, spec, status }: Of<'PersistentVolumeClaim'>, volume: Of<'PersistentVolume'> | undefined): Promise<void> {
    const asked = spec?.resources?.requests?.storage;
    if (volume === undefined || status?.capacity?.storage === undefined || status.capacity.storage === asked) return;
    const capacity = { storage: asked };
    await this.api.patchIfThere(volume, { spec: { capacity } });
    await this.api.patchStatus({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata }, { capacity });
  }

  private whereCopiesLie(cls: Of<'StorageClass'>, node: string): object {
    const values = Number(cls.parameters?.[COPIES] ?? '1') > 1 ? this.pools() : [node];
    return { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: HOSTNAME, operator: 'In', values }] }] } };
  }

  private pools(): string[] {
    return this.nodes.filter((it) => it.roles.includes('storage')).map((it) => it.name);
  }
}

/** Its claim is gone, and its class does not keep it: the external-provisioner deletes it, and the data with it. */
function isFree({ metadata, spec, status }: Of<'PersistentVolume'>): boolean {
  const isOurs = DRIVERS.includes(metadata.annotations?.['pv.kubernetes.io/provisioned-by'] ?? '');
  return isOurs && status?.phase === 'Released' && spec?.persistentVolumeReclaimPolicy === 'Delete' && metadata.deletionTimestamp === undefined;
}

function source(provisioner: string, name: string, node: string): object {
  if (provisioner === LOCAL) return onDiskOf(node, name);
  if (provisioner === SHARE) return { nfs: { server: 'nas.e2e.example', path: `/${name}` } };
  return { csi: { driver: provisioner, volumeHandle: name, fsType: 'ext4' } };
}

function onDiskOf(node: string, name: string): object {
  const required = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }] };
  return { hostPath: { path: `/var/lib/rancher/k3s/storage/${name}`, type: 'DirectoryOrCreate' }, nodeAffinity: { required } };
}
