import type { Api } from '../api';
import type { ReportedNode } from '../dist';
import type { Of } from '../kinds';

const DRIVER = 'linstor.csi.linbit.com';
const HOSTNAME = 'linbit.com/hostname';
const COPIES = 'linstor.csi.linbit.com/placementCount';

/** The CSI driver of LINSTOR: makes a volume for each claim, and attaches at once. */
export class Storage {
  private readonly announced = new Set<string>();

  constructor(
    private readonly api: Api,
    private readonly nodes: readonly ReportedNode[],
  ) {}

  async install(): Promise<void> {
    const spec = { attachRequired: true, podInfoOnMount: true, storageCapacity: true, fsGroupPolicy: 'ReadWriteOnceWithFSType' };
    await this.api.must({ apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: DRIVER }, spec });
    for (const { name } of this.nodes.filter((it) => it.roles.includes('storage') || it.roles.includes('witness'))) {
      const drivers = [{ name: DRIVER, nodeID: name, topologyKeys: [HOSTNAME] }];
      await this.api.must({ apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', metadata: { name }, spec: { drivers } });
      await this.api.patch({ apiVersion: 'v1', kind: 'Node', metadata: { name } }, { metadata: { labels: { [HOSTNAME]: name } } });
    }
  }

  async step(): Promise<void> {
    const classes = (await this.api.list('StorageClass')).filter((it) => it.provisioner === DRIVER);
    await this.announce(classes);
    for (const claim of await this.api.list('PersistentVolumeClaim')) await this.provision(claim, classes);
    for (const it of await this.api.list('VolumeAttachment')) {
      const open = it.spec.attacher === DRIVER && it.status?.attached !== true && it.metadata.deletionTimestamp === undefined;
      if (open) await this.api.patchStatus(it, { attached: true });
    }
  }

  /** The room of each class on each node with a pool: the scheduler asks for it. */
  private async announce(classes: readonly Of<'StorageClass'>[]): Promise<void> {
    for (const { metadata } of classes) {
      for (const node of this.pools()) {
        const name = `${metadata.name}-${node}`;
        if (this.announced.has(name)) continue;
        await this.api.must({
          apiVersion: 'storage.k8s.io/v1',
          kind: 'CSIStorageCapacity',
          metadata: { name, namespace: 'kube-system' },
          ...{ storageClassName: metadata.name, capacity: '200Gi', nodeTopology: { matchLabels: { [HOSTNAME]: node } } },
        });
        this.announced.add(name);
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
    const values = Number(cls.parameters?.[COPIES] ?? '1') > 1 ? this.pools() : [node];
    await this.api.create({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': DRIVER } },
      spec: {
        capacity: claim.spec?.resources?.requests,
        accessModes: claim.spec?.accessModes,
        persistentVolumeReclaimPolicy: cls.reclaimPolicy,
        storageClassName: cls.metadata.name,
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claim.metadata.name, uid },
        csi: { driver: DRIVER, volumeHandle: name, fsType: 'ext4' },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: HOSTNAME, operator: 'In', values }] }] } },
      },
    });
  }

  private pools(): string[] {
    return this.nodes.filter((it) => it.roles.includes('storage')).map((it) => it.name);
  }
}
