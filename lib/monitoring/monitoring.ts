import { Construct } from 'constructs';
import { rulesOf } from '../alerts/alerts';
import { type RuleGroup, renderGroup } from '../alerts/rule';
import type { AppConstruct } from '../apps/app-construct';
import { HighlyAvailable } from '../apps/highly-available';
import { NodeAgent } from '../apps/node-agent';
import { SinglePodFlexible } from '../apps/single-pod-flexible';
import { SinglePodPinned } from '../apps/single-pod-pinned';
import type { AppProps } from '../availability/app/app';
import type { PinnedNode } from '../availability/classes';
import type { Plan } from '../availability/plan';
import { checkShape } from '../cluster/shape';
import type { Size } from '../cluster/units';
import { type ClusterContext, type Declared, findCluster } from '../kubernetes/context';
import { renderConfigYaml } from '../kubernetes/yaml';
import { checkMonitoring } from './check';
import { dashboardsFor } from './dashboards';
import { ALERTMANAGER, GRAFANA, KUBE_STATE_METRICS, NODE_EXPORTER, PROMETHEUS } from './names';
import { alertmanager } from './parts/alertmanager';
import { grafana } from './parts/grafana';
import { kubeStateMetrics } from './parts/kube-state-metrics';
import { nodeExporter } from './parts/node-exporter';
import { prometheus } from './parts/prometheus';
import { type Place, placeMonitoring } from './place';
import type { MonitoringProps } from './props';
import { MONITORING_SHAPE } from './shape';
import { kubeStateMetricsResources, loadOf, prometheusResources, retentionWithin, SHARE_FOR_BLOCKS, volumeFor } from './size';

/** Where everything but the node exporter is, when the facts do not say. */
const DEFAULT_NAMESPACE = 'monitoring';
const DEFAULT_SCRAPE_SECONDS = 30;
const DEFAULT_RETENTION_SECONDS = 30 * 24 * 3600;
/** A ConfigMap holds 1 MiB, names and all. */
const RULES_IN_A_CONFIG_MAP = 800 * 1024;

/**
 * The small stack: node exporter, kube-state-metrics, Prometheus, Alertmanager and Grafana on the nodes with the role
 * monitoring, without an operator. Rules, dashboards and sizes follow from the cluster and from every app in it.
 *
 * Source: seed 002, "Monitoring / Observability" on the node dash.
 */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const cluster = findCluster(this);
    if (cluster === undefined)
      throw new Error(
        `MONITORING-WITHOUT-CLUSTER  ${this.node.path}: monitoring in no cluster, but its alerts follow from one.\n  Put it into cluster.monitoring.`,
      );
    const misshapen = checkShape(MONITORING_SHAPE, props, this.node.path);
    const { place, findings } = misshapen.length > 0 ? { place: undefined, findings: misshapen } : placeMonitoring(this.node.path, cluster.facts, props);
    if (place === undefined) {
      cluster.report(findings);
      return;
    }
    new Stack(this, cluster, props, place);
  }
}

/** What follows from place and props, and, once all apps are declared, from these. */
class Stack {
  private readonly namespace: string;
  private readonly scrapeSeconds: number;
  private readonly apps: { readonly [name: string]: AppConstruct };

  constructor(
    private readonly scope: Construct,
    private readonly cluster: ClusterContext,
    private readonly props: MonitoringProps,
    private readonly place: Place,
  ) {
    this.namespace = cluster.facts.policy.operators?.monitoringNamespace ?? DEFAULT_NAMESPACE;
    this.scrapeSeconds = props.prometheus?.scrapeInterval?.seconds ?? DEFAULT_SCRAPE_SECONDS;
    const parts = this.parts([]);
    new NodeAgent(scope, NODE_EXPORTER, nodeExporter({ namespace: NODE_EXPORTER, tlsSecret: props.exporterTls?.secretName }));
    const kept = (name: string, part: AppProps) =>
      place.home === undefined ? new HighlyAvailable(scope, name, part) : new SinglePodPinned(scope, name, { ...part, node: this.home() });
    const free = (name: string, part: AppProps) =>
      place.nodes.length > 1 ? new SinglePodFlexible(scope, name, part) : new SinglePodPinned(scope, name, { ...part, node: this.home() });
    this.apps = {
      [PROMETHEUS]: kept(PROMETHEUS, parts[PROMETHEUS]),
      [ALERTMANAGER]: kept(ALERTMANAGER, parts[ALERTMANAGER]),
      [KUBE_STATE_METRICS]: free(KUBE_STATE_METRICS, parts[KUBE_STATE_METRICS]),
      [GRAFANA]: free(GRAFANA, parts[GRAFANA]),
    };
    cluster.whenDeclared((all) => this.settle(all));
  }

  private home(): PinnedNode {
    const { home, nodes } = this.place;
    return { name: (home ?? nodes[0])?.name ?? '', reason: 'the node that is there for monitoring' };
  }

  private settle(all: readonly Declared[]) {
    const plans = all.map((app) => app.plan);
    for (const [name, part] of Object.entries(this.parts(plans))) this.apps[name]?.revise(part);
    const settled = Object.values(this.apps).flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
    return checkMonitoring({
      path: this.scope.node.path,
      root: this.scope.node.root,
      facts: this.cluster.facts,
      props: this.props,
      place: this.place,
      plans,
      own: settled,
      load: loadOf(this.cluster.facts, plans, this.scrapeSeconds),
      scrapeSeconds: this.scrapeSeconds,
      ...this.kept(plans),
      clusterLabel: this.clusterLabel(),
    });
  }

  private clusterLabel(): string {
    return this.props.clusterLabel ?? this.cluster.facts.name;
  }

  /** What was asked for stays as it was asked for, and what was not follows from it. */
  private kept(plans: readonly Plan[]): { readonly volume: Size; readonly retentionSeconds: number } {
    const load = loadOf(this.cluster.facts, plans, this.scrapeSeconds);
    const { retention, volumeSize } = this.props.prometheus ?? {};
    const volume = volumeSize ?? volumeFor(load, retention?.seconds ?? DEFAULT_RETENTION_SECONDS);
    return { volume, retentionSeconds: retention?.seconds ?? Math.min(DEFAULT_RETENTION_SECONDS, retentionWithin(load, volume)) };
  }

  private parts(plans: readonly Plan[]): { readonly [name in 'prometheus' | 'alertmanager' | 'kube-state-metrics' | 'grafana']: AppProps } {
    const { namespace, scrapeSeconds, props, place } = this;
    const { facts } = this.cluster;
    const { storageClass } = place;
    const highlyAvailable = place.home === undefined;
    const load = loadOf(facts, plans, scrapeSeconds);
    const { volume, retentionSeconds } = this.kept(plans);
    const watchers = place.home === undefined ? place.nodes.map((node) => node.name) : [place.home.name];
    return {
      prometheus: prometheus({
        facts,
        namespace,
        clusterLabel: this.clusterLabel(),
        scrapeSeconds,
        retentionSeconds,
        retentionBytes: volume.bytes * SHARE_FOR_BLOCKS,
        highlyAvailable,
        exporterTls: props.exporterTls !== undefined,
        exporterTlsSecret: props.exporterTls?.secretName,
        resources: prometheusResources(load),
        volume,
        storageClass,
        rules: ruleFiles(rulesOf(facts, plans, { namespace, nodes: watchers })),
      }),
      alertmanager: alertmanager({ namespace, alerts: props.alerts, storageClass, highlyAvailable }),
      'kube-state-metrics': kubeStateMetrics(namespace, facts, kubeStateMetricsResources(plans)),
      grafana: grafana({ namespace, props: props.grafana, scrapeSeconds, dashboards: dashboardsFor(facts) }),
    };
  }
}

/** One file for each kind of thing that is watched, in as many folders as need be. */
function ruleFiles(groups: readonly RuleGroup[]): { readonly [file: string]: string }[] {
  const folders: { [file: string]: string }[] = [{}];
  let size = 0;
  for (const [file, some] of byKind(groups)) {
    const content = renderConfigYaml({ groups: some.map(renderGroup) });
    if (size > 0 && size + content.length > RULES_IN_A_CONFIG_MAP) {
      folders.push({});
      size = 0;
    }
    size += content.length;
    (folders.at(-1) as { [file: string]: string })[`${file}.yaml`] = content;
  }
  return folders;
}

/** `app-sonarr-sonarr` goes with all apps, up to so many that a file fits. */
const GROUPS_IN_A_FILE = 200;

function byKind(groups: readonly RuleGroup[]): Map<string, RuleGroup[]> {
  const kinds = new Map<string, RuleGroup[]>();
  const seen = new Map<string, number>();
  for (const group of groups) {
    const kind = group.name.split('-')[0] ?? group.name;
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    const part = Math.floor(count / GROUPS_IN_A_FILE);
    const file = part === 0 ? kind : `${kind}-${part + 1}`;
    kinds.set(file, [...(kinds.get(file) ?? []), group]);
  }
  return kinds;
}
