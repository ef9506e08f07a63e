/** What is known of a storage driver, as the field calls it, without a cluster. */
export interface Driver {
  readonly name: string;
  /** The provisioner of its classes: exact, or the end of it. */
  readonly provisioner: string;
  readonly nodeLocal?: boolean;
  readonly readWriteMany?: boolean;
  readonly zonal?: boolean;
  /** Where no CSIDriver says it. @default true */
  readonly attachable?: boolean;
  /** What only the owner knows of its classes. */
  readonly ask?: string;
}

const RELEASE = 'Only you know it: does anything free its volumes when their node dies, and how fast (release)?';

/**
 * Sources: the documentation of each driver, on access modes, topology and attachment. CSIDriver objects say more: `attachRequired`.
 * What is not listed counts as attached, for one node, and freed by nobody.
 */
const DRIVERS: readonly Driver[] = [
  { name: 'local-path', provisioner: 'rancher.io/local-path', nodeLocal: true, attachable: false },
  { name: 'OpenEBS LocalPV hostpath', provisioner: 'openebs.io/local', nodeLocal: true, attachable: false },
  { name: 'OpenEBS LocalPV LVM', provisioner: 'local.csi.openebs.io', nodeLocal: true },
  { name: 'OpenEBS LocalPV ZFS', provisioner: 'zfs.csi.openebs.io', nodeLocal: true },
  { name: 'TopoLVM', provisioner: 'topolvm.io', nodeLocal: true },
  { name: 'TopoLVM', provisioner: 'topolvm.cybozu.com', nodeLocal: true },
  { name: 'the hostpath provisioner of MicroK8s', provisioner: 'microk8s.io/hostpath', nodeLocal: true, attachable: false },
  { name: 'the hostpath provisioner of minikube', provisioner: 'k8s.io/minikube-hostpath', nodeLocal: true, attachable: false },
  { name: 'csi-driver-host-path', provisioner: 'hostpath.csi.k8s.io', nodeLocal: true },
  { name: 'local volumes that somebody creates', provisioner: 'kubernetes.io/no-provisioner', nodeLocal: true, attachable: false },
  {
    name: 'Longhorn',
    provisioner: 'driver.longhorn.io',
    readWriteMany: true,
    ask: 'Only you know it: does its setting node-down-pod-deletion-policy free the volumes of a dead node, and how fast (release)?',
  },
  {
    name: 'LINSTOR (DRBD)',
    provisioner: 'linstor.csi.linbit.com',
    ask: 'DrbdStorage says more of such classes: copies, quorum, who takes a volume from a dead node.',
  },
  { name: 'Ceph RBD', provisioner: 'rbd.csi.ceph.com', ask: RELEASE },
  { name: 'CephFS', provisioner: 'cephfs.csi.ceph.com', readWriteMany: true, ask: RELEASE },
  { name: 'OpenEBS Mayastor', provisioner: 'io.openebs.csi-mayastor', ask: RELEASE },
  { name: 'csi-driver-nfs', provisioner: 'nfs.csi.k8s.io', readWriteMany: true, attachable: false },
  { name: 'nfs-subdir-external-provisioner', provisioner: 'k8s-sigs.io/nfs-subdir-external-provisioner', readWriteMany: true, attachable: false },
  { name: 'csi-driver-smb', provisioner: 'smb.csi.k8s.io', readWriteMany: true, attachable: false },
  { name: 'Amazon EBS', provisioner: 'ebs.csi.aws.com', zonal: true, ask: RELEASE },
  { name: 'Amazon EBS', provisioner: 'kubernetes.io/aws-ebs', zonal: true, ask: RELEASE },
  { name: 'Amazon EFS', provisioner: 'efs.csi.aws.com', readWriteMany: true, attachable: false },
  { name: 'Google Persistent Disk', provisioner: 'pd.csi.storage.gke.io', zonal: true, ask: RELEASE },
  { name: 'Google Persistent Disk', provisioner: 'kubernetes.io/gce-pd', zonal: true, ask: RELEASE },
  { name: 'Google Filestore', provisioner: 'filestore.csi.storage.gke.io', readWriteMany: true, attachable: false },
  { name: 'Azure Disk', provisioner: 'disk.csi.azure.com', zonal: true, ask: RELEASE },
  { name: 'Azure Files', provisioner: 'file.csi.azure.com', readWriteMany: true, attachable: false },
  { name: 'Hetzner Cloud volumes', provisioner: 'csi.hetzner.cloud', zonal: true, ask: RELEASE },
  { name: 'DigitalOcean volumes', provisioner: 'dobs.csi.digitalocean.com', zonal: true, ask: RELEASE },
  { name: 'vSphere', provisioner: 'csi.vsphere.vmware.com', ask: RELEASE },
  { name: 'Synology', provisioner: 'csi.san.synology.com', ask: RELEASE },
];

/** Rook puts its namespace before the name of the driver: `rook-ceph.rbd.csi.ceph.com`. */
export function driverOf(provisioner: string): Driver | undefined {
  return DRIVERS.find((one) => provisioner === one.provisioner || provisioner.endsWith(`.${one.provisioner}`));
}
