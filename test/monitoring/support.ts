import { parseAllDocuments } from 'yaml';
import {
  App,
  Cluster,
  type ClusterFactsProps,
  Cpu,
  DrbdStorage,
  type DrbdStorageProps,
  Monitoring,
  type MonitoringProps,
  type NodeProps,
  NodeRole,
  Receiver,
  Size,
} from '../../lib';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { clusterProps, control, drbdOf, type LabProps, messages, worker } from '../support';

export const LOCAL_PATH = { name: 'local-path', nodeLocal: true };

/** A node that is there for monitoring: 2 cores and 2Gi, of which 1436Mi are for pods. */
export function dash(name = 'dash', overrides: Partial<NodeProps> = {}): NodeProps {
  return { name, roles: [NodeRole.MONITORING], site: 'home', cpu: Cpu.cores(2), memory: Size.gib(2), ...overrides };
}

/** A cluster that is watched: its facts, and what LINSTOR is told. */
export interface WatchedCluster {
  readonly facts: ClusterFactsProps;
  readonly drbd: DrbdStorageProps | undefined;
}

/** The sound cluster with monitoring nodes, and a class for their disks. */
export function watched(nodes: readonly NodeProps[] = [dash()], overrides: LabProps = {}): WatchedCluster {
  const facts = clusterProps({
    nodes: [worker('w1'), worker('w2'), worker('w3'), control('c1'), ...nodes],
    ...(overrides.drbd === undefined ? { storage: { classes: [LOCAL_PATH] } } : {}),
    ...overrides,
  });
  return { facts, drbd: drbdOf(overrides) };
}

export const NTFY = Receiver.ntfy({ url: 'https://ntfy.example', topic: 'lab', token: { secretName: 'ntfy', key: 'token' } });
export const HEARTBEAT = { url: { secretName: 'healthchecks', key: 'url' } };

/** Monitoring that nothing is said against. */
export function monitoringProps(overrides: Partial<MonitoringProps> = {}): MonitoringProps {
  return {
    grafana: { secretName: 'grafana-admin' },
    alerts: { critical: [NTFY], heartbeat: HEARTBEAT },
    ...overrides,
  };
}

/** A cluster with monitoring and whatever else is put into it. */
export class Watched {
  readonly app = new App({ outdir: '/nowhere' });
  readonly cluster: Cluster;

  constructor(props: MonitoringProps, { facts, drbd }: WatchedCluster = watched(), rest: (cluster: Cluster) => void = () => undefined) {
    this.cluster = new Cluster(this.app, 'lab', { facts });
    if (drbd !== undefined) new DrbdStorage(this.cluster.storage, 'drbd', drbd);
    new Monitoring(this.cluster.monitoring, 'stack', props);
    rest(this.cluster);
  }

  /** What stands against it, as the user reads it. */
  get messages(): string {
    return messages(this.app.build().findings);
  }

  /** Every object of the folder. */
  get objects(): readonly Manifest[] {
    const { files, findings } = this.app.build();
    if (findings.length > 0) throw new Error(messages(findings));
    return [...files].flatMap(([path, content]) =>
      path.startsWith('lab/monitoring/') ? parseAllDocuments(content.toString()).map((document) => document.toJSON() as Manifest) : [],
    );
  }

  /** The one object of that kind and name. */
  object(kind: string, name: string): Manifest {
    const found = this.objects.filter((one) => one.kind === kind && one.metadata.name === name);
    if (found.length !== 1) throw new Error(`${found.length} of ${kind} ${name}`);
    return found[0] as Manifest;
  }

  /** The files that a ConfigMap holds. */
  files(name: string): { readonly [file: string]: string } {
    return this.object('ConfigMap', name).data as { readonly [file: string]: string };
  }
}
