import { LABEL_PREFIX } from '../cluster/node';

/**
 * Labels that people, or node pools, gave a node. Zones and regions are facts of their own; what Kubernetes, its distributions and
 * discovery set, follows from the machine, and most of it no kubelet may set.
 */
export function isOwnLabel(key: string): boolean {
  const domain = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  if (domain === LABEL_PREFIX || domain.startsWith('topology.') || domain === 'failure-domain.beta.kubernetes.io') return false;
  return !/(^|\.)(kubernetes\.io|k8s\.io|k3s\.io|cattle\.io|rke2\.io|talos\.dev)$/.test(domain) && !MACHINE_LABELS.some((start) => key.startsWith(start));
}

/** What providers say of the machine, beside the names of their node pools. Sources: the labels that nodes of EKS, GKE and AKS have. */
const MACHINE_LABELS = [
  'eks.amazonaws.com/nodegroup-image',
  'eks.amazonaws.com/sourceLaunchTemplate',
  'cloud.google.com/gke-boot-disk',
  'cloud.google.com/gke-container-runtime',
  'cloud.google.com/gke-cpu-scaling-level',
  'cloud.google.com/gke-logging-variant',
  'cloud.google.com/gke-max-pods-per-node',
  'cloud.google.com/gke-memory-gb-scaling-level',
  'cloud.google.com/gke-os-distribution',
  'cloud.google.com/gke-provisioning',
  'cloud.google.com/gke-stack-type',
  'cloud.google.com/machine-family',
  'cloud.google.com/private-node',
  'kubernetes.azure.com/cluster',
  'kubernetes.azure.com/consolidated-additional-properties',
  'kubernetes.azure.com/kubelet-',
  'kubernetes.azure.com/node-image-version',
  'kubernetes.azure.com/os-sku',
  'kubernetes.azure.com/storage',
  'agentpool',
  'storageprofile',
  'storagetier',
];
