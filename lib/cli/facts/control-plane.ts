import { NodeRole } from '../../cluster/node';
import { type Fields, fields, literal } from './code';
import type { SeenNode } from './node';

/** The names of what programs import for them. */
type Kind = 'K3S' | 'KUBEADM' | 'MANAGED' | 'OTHER';

interface Seen {
  readonly kind: Kind;
  readonly why: string;
}

/** Sources: the versions that kubelets report (`v1.33.4+k3s1`, `v1.33.1-eks-…`, `v1.33.2-gke.…`), and what nodes say of their system. */
function distributionOf(nodes: readonly SeenNode[]): Seen {
  const any = (test: (node: SeenNode) => boolean) => nodes.some(test);
  if (any(({ kubelet }) => kubelet.includes('+k3s'))) return { kind: 'K3S', why: 'the kubelets are those of K3s' };
  if (any(({ kubelet }) => kubelet.includes('+rke2'))) return { kind: 'OTHER', why: 'RKE2' };
  if (any(({ kubelet }) => kubelet.includes('+k0s'))) return { kind: 'OTHER', why: 'k0s' };
  if (any(({ osImage }) => osImage.startsWith('Talos'))) return { kind: 'OTHER', why: 'Talos' };
  if (any(({ allLabels }) => 'microk8s.io/cluster' in allLabels)) return { kind: 'OTHER', why: 'MicroK8s' };
  if (any(({ kubelet }) => kubelet.includes('-eks-'))) return { kind: 'MANAGED', why: 'EKS' };
  if (any(({ kubelet }) => kubelet.includes('-gke.'))) return { kind: 'MANAGED', why: 'GKE' };
  if (any(({ allLabels }) => 'kubernetes.azure.com/cluster' in allLabels)) return { kind: 'MANAGED', why: 'AKS' };
  return { kind: 'KUBEADM', why: 'nothing names another distribution' };
}

function isServer({ roles }: SeenNode): boolean {
  return roles.includes(NodeRole.CONTROL);
}

export interface ControlPlaneCode {
  readonly code: Fields;
  /** Enums that it uses. */
  readonly names: readonly string[];
}

export function controlPlaneOf(nodes: readonly SeenNode[]): ControlPlaneCode {
  const servers = nodes.filter(isServer);
  const seen = distributionOf(nodes);
  const { kind, why } = servers.length > 0 || seen.kind === 'MANAGED' ? seen : ({ kind: 'MANAGED', why: `${seen.why}, and its servers are no nodes` } as const);
  const managed = kind === 'MANAGED';
  const versions = [...(servers.length === 0 ? nodes : servers)]
    .map(({ kubelet }) => /^v?(1\.\d+(?:\.\d+)?)/.exec(kubelet)?.[1])
    .filter((one) => one !== undefined);
  const version = versions.sort(byNumbers)[0];
  const datastore = datastoreOf(kind, servers);
  const [first] = servers;
  const endpoint = managed
    ? { kind: 'LOAD_BALANCER', address: 'kubernetes.default.svc', about: 'Put the address here that kubectl cluster-info shows.' }
    : {
        kind: 'ONE_SERVER',
        address: first?.address ?? first?.name ?? 'kubernetes.default.svc',
        about:
          servers.length > 1
            ? 'Only you know it: what do nodes and kubectl connect to? A virtual IP (kube-vip, keepalived) or a load balancer survives a server.'
            : 'What nodes and kubectl connect to.',
      };
  return {
    names: ['ApiEndpointKind', 'Datastore', 'Distribution'],
    code: fields([
      { key: 'distribution', value: `Distribution.${kind}`, about: [`${upper(why)}.`] },
      {
        key: 'version',
        value: literal(version ?? '1.36'),
        about: [
          version === undefined
            ? 'No kubelet says its version: put that of the server here, from kubectl version.'
            : 'The version of its kubelets; the server may be newer.',
        ],
      },
      { key: 'servers', value: managed ? [] : servers.map(({ name }) => literal(name)) },
      { key: 'datastore', value: `Datastore.${datastore.value}`, about: [datastore.about] },
      {
        key: 'apiEndpoint',
        value: fields([
          { key: 'kind', value: `ApiEndpointKind.${endpoint.kind}` },
          { key: 'address', value: literal(endpoint.address) },
        ]),
        about: [endpoint.about],
      },
      { about: ['Only you know it: flags that differ from the defaults of Kubernetes (flags), and how its state is backed up (stateBackup).'] },
    ]),
  };
}

/** `1.9` before `1.33.4`. */
function byNumbers(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

function datastoreOf(kind: Kind, servers: readonly SeenNode[]): { readonly value: string; readonly about: string } {
  if (kind === 'MANAGED') return { value: 'EXTERNAL', about: 'The provider keeps it.' };
  if (servers.some(({ allLabels }) => 'node-role.kubernetes.io/etcd' in allLabels))
    return { value: 'EMBEDDED_ETCD', about: 'Servers are labelled as members of etcd.' };
  if (kind !== 'K3S') return { value: 'EMBEDDED_ETCD', about: 'The usual one; EXTERNAL if etcd runs elsewhere.' };
  return servers.length > 1
    ? { value: 'EXTERNAL', about: 'Several servers of K3s, and none is labelled as a member of etcd: a database elsewhere.' }
    : { value: 'SQLITE', about: 'The default of K3s with one server; EXTERNAL if it has a database elsewhere.' };
}

function upper(sentence: string): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;
}
