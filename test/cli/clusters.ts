/** Clusters as `kubectl get nodes,csidrivers,storageclasses,deployments -A -o json` shows them: the shapes of real ones, written anew. */
type Fields = { readonly [field: string]: unknown };
type Texts = { readonly [key: string]: string };

interface Machine {
  readonly labels?: Texts;
  readonly taints?: readonly Fields[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly allocatable?: Texts;
  readonly version?: string;
  readonly osImage?: string;
  readonly os?: string;
  readonly arch?: string;
  readonly provider?: string;
  readonly address?: string;
  readonly annotations?: Texts;
}

const KI = (gib: number) => `${gib * 1024 * 1024 - 262144}Ki`;

export function machine(name: string, given: Machine = {}): Fields {
  const { labels = {}, taints, cpu = '4', memory = KI(16), allocatable = {}, version = 'v1.33.4', arch = 'amd64', os = 'linux' } = given;
  const amounts = { cpu, memory, 'ephemeral-storage': '102687672Ki', 'hugepages-2Mi': '0', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: `0000-${name}`,
      labels: {
        'beta.kubernetes.io/arch': arch,
        'beta.kubernetes.io/os': os,
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': os,
        ...labels,
      },
      annotations: given.annotations ?? {},
    },
    spec: { podCIDR: '10.42.0.0/24', ...(given.provider === undefined ? {} : { providerID: given.provider }), ...(taints === undefined ? {} : { taints }) },
    status: {
      addresses: [
        { type: 'InternalIP', address: given.address ?? '192.0.2.10' },
        { type: 'Hostname', address: name },
      ],
      capacity: amounts,
      allocatable: { ...amounts, 'ephemeral-storage': '94636158464', ...allocatable },
      nodeInfo: { architecture: arch, kubeletVersion: version, operatingSystem: os, osImage: given.osImage ?? 'Debian GNU/Linux 13 (trixie)' },
    },
  };
}

export function storageClass(name: string, provisioner: string, given: { readonly isDefault?: boolean; readonly parameters?: Texts } = {}): Fields {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: given.isDefault === true ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {} },
    provisioner,
    parameters: given.parameters ?? {},
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}

export function driver(name: string, attachRequired: boolean): Fields {
  return { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name }, spec: { attachRequired, podInfoOnMount: true } };
}

export function deployment(namespace: string, name: string, labels: Texts = {}): Fields {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace, name, labels }, spec: { replicas: 1 } };
}

/** CoreDNS as its makers name it, with as many pods. @param spec of its pods */
export function clusterDns(replicas: number, spec: Fields = {}, name = 'coredns'): Fields {
  const labels = { 'k8s-app': 'kube-dns' };
  const { apiVersion, kind, metadata } = deployment('kube-system', name, labels);
  return { apiVersion, kind, metadata, spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } } };
}

/** What keeps its pods on different nodes. */
export const ON_EACH_NODE: Fields = {
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
  ],
};

export function list(...items: readonly Fields[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items });
}

const k3s = (name: string, given: Machine = {}) =>
  machine(name, {
    version: 'v1.33.4+k3s1',
    provider: `k3s://${name}`,
    allocatable: { memory: given.memory ?? KI(16) },
    annotations: { 'k3s.io/node-args': '["server"]' },
    ...given,
    labels: { 'node.kubernetes.io/instance-type': 'k3s', 'beta.kubernetes.io/instance-type': 'k3s', ...given.labels },
  });
const SERVER = { 'node-role.kubernetes.io/control-plane': 'true', 'node-role.kubernetes.io/master': 'true' };

/** One server that runs apps, two agents; one is a Raspberry Pi that is cordoned now. */
export const K3S = list(
  k3s('attic', { labels: { 'example.org/zigbee': 'stick' }, address: '192.0.2.11' }),
  k3s('cellar', { labels: SERVER, address: '192.0.2.12' }),
  k3s('porch', {
    arch: 'arm64',
    cpu: '4',
    memory: KI(4),
    taints: [
      { key: 'example.org/slow', value: 'yes', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:00Z' },
    ],
  }),
  storageClass('local-path', 'rancher.io/local-path', { isDefault: true }),
  storageClass('longhorn', 'driver.longhorn.io', { parameters: { numberOfReplicas: '2', staleReplicaTimeout: '30' } }),
  storageClass('longhorn-one', 'driver.longhorn.io', { parameters: { numberOfReplicas: '1' } }),
  storageClass('nas', 'nfs.csi.k8s.io'),
  driver('driver.longhorn.io', true),
  driver('nfs.csi.k8s.io', false),
  clusterDns(1, ON_EACH_NODE),
  deployment('kube-system', 'traefik', { 'app.kubernetes.io/name': 'traefik' }),
  deployment('kube-system', 'metrics-server', { 'k8s-app': 'metrics-server' }),
  deployment('cert-manager', 'cert-manager', { 'app.kubernetes.io/name': 'cert-manager' }),
);

const kubeadmServer = (name: string, address: string) =>
  machine(name, {
    labels: { 'node-role.kubernetes.io/control-plane': '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' },
    taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
    allocatable: { memory: `${16 * 1024 * 1024 - 262144 - 102400}Ki` },
    address,
  });

/** Three servers and two workers, one with a GPU; Rook, MetalLB and the Prometheus operator. */
export const KUBEADM = list(
  kubeadmServer('cp-1', '198.51.100.1'),
  kubeadmServer('cp-2', '198.51.100.2'),
  kubeadmServer('cp-3', '198.51.100.3'),
  machine('w-1', {
    allocatable: { memory: `${16 * 1024 * 1024 - 262144 - 1126400}Ki`, cpu: '3500m', 'nvidia.com/gpu': '1' },
    labels: { 'example.org/disk': 'fast' },
  }),
  machine('w-2', { allocatable: { memory: `${16 * 1024 * 1024 - 262144 - 102400}Ki` } }),
  storageClass('rook-ceph-block', 'rook-ceph.rbd.csi.ceph.com', { isDefault: true }),
  storageClass('rook-cephfs', 'rook-ceph.cephfs.csi.ceph.com'),
  storageClass('odd', 'csi.example.org'),
  driver('rook-ceph.rbd.csi.ceph.com', true),
  clusterDns(2),
  deployment('metallb-system', 'controller', { 'app.kubernetes.io/name': 'metallb' }),
  deployment('monitoring', 'kube-prometheus-stack-operator', {
    'app.kubernetes.io/name': 'kube-prometheus-stack-prometheus-operator',
    release: 'kube-prometheus-stack',
  }),
  deployment('ingress-nginx', 'ingress-nginx-controller', { 'app.kubernetes.io/name': 'ingress-nginx' }),
);

const eks = (name: string, zone: string) =>
  machine(name, {
    version: 'v1.33.1-eks-1b3f7d2',
    cpu: '2',
    memory: '7934320Ki',
    allocatable: { cpu: '1930m', memory: '7244144Ki', pods: '29' },
    provider: `aws:///${zone}/i-${name}`,
    osImage: 'Amazon Linux 2023',
    labels: {
      'eks.amazonaws.com/capacityType': 'ON_DEMAND',
      'eks.amazonaws.com/nodegroup': 'general',
      'eks.amazonaws.com/nodegroup-image': 'ami-0000',
      'failure-domain.beta.kubernetes.io/zone': zone,
      'k8s.io/cloud-provider-aws': '0123456789abcdef',
      'topology.ebs.csi.aws.com/zone': zone,
      'topology.kubernetes.io/region': 'eu-central-1',
      'topology.kubernetes.io/zone': zone,
    },
  });

export const EKS = list(
  eks('ip-10-0-1-10.eu-central-1.compute.internal', 'eu-central-1a'),
  eks('ip-10-0-2-10.eu-central-1.compute.internal', 'eu-central-1b'),
  storageClass('gp3', 'ebs.csi.aws.com', { isDefault: true }),
  storageClass('efs', 'efs.csi.aws.com'),
  driver('ebs.csi.aws.com', true),
  driver('efs.csi.aws.com', false),
);

const gke = (name: string, zone: string) =>
  machine(name, {
    version: 'v1.33.2-gke.1240000',
    cpu: '2',
    memory: '4018128Ki',
    allocatable: { cpu: '940m', memory: '2872272Ki' },
    osImage: 'Container-Optimized OS from Google',
    labels: {
      'cloud.google.com/gke-nodepool': 'default-pool',
      'cloud.google.com/gke-os-distribution': 'cos',
      'cloud.google.com/machine-family': 'e2',
      'topology.gke.io/zone': zone,
      'topology.kubernetes.io/region': 'europe-west3',
      'topology.kubernetes.io/zone': zone,
    },
  });

export const GKE = list(
  gke('gke-shop-default-pool-1', 'europe-west3-a'),
  gke('gke-shop-default-pool-2', 'europe-west3-b'),
  machine('gke-shop-windows-1', { os: 'windows', version: 'v1.33.2-gke.1240000' }),
  storageClass('standard-rwo', 'pd.csi.storage.gke.io', { isDefault: true }),
  driver('pd.csi.storage.gke.io', true),
  clusterDns(2, ON_EACH_NODE, 'kube-dns'),
);

const talos = (name: string, server: boolean) =>
  machine(name, {
    version: 'v1.34.1',
    osImage: 'Talos (v1.11.2)',
    labels: {
      ...(server ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
      'extensions.talos.dev/i915': '20250101',
      'feature.node.kubernetes.io/cpu-model.vendor_id': 'Intel',
    },
    ...(server ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {}),
    allocatable: { cpu: '3950m', 'gpu.intel.com/i915': '4' },
  });

/** No storage classes, nothing installed. */
export const TALOS = list(talos('t1', true), talos('t2', true), talos('t3', true), talos('t4', false));

export const CLUSTERS = { K3S, KUBEADM, EKS, GKE, TALOS };
