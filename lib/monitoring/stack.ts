import { Construct } from 'constructs';
import { rulesOf } from '../alerts/alerts';
import type { RuleGroup } from '../alerts/rule';
import type { AppConstruct } from '../apps/app-construct';
import { HighlyAvailable } from '../apps/highly-available';
import { NodeAgent } from '../apps/node-agent';
import { SinglePodFlexible } from '../apps/single-pod-flexible';
import { SinglePodPinned } from '../apps/single-pod-pinned';
import type { WorkloadProps } from '../availability/ask/app';
import { AvailabilityClass, type HighlyAvailableProps, type PinnedNode } from '../availability/ask/workload';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import type { Finding } from '../cluster/finding';
import type { ClusterContext, Declared } from '../kubernetes/context';
import { KubeObject } from '../kubernetes/kube-object';
import type { Manifest } from '../kubernetes/plain';
import { checkMonitoring } from './check';
import { dashboardsFor } from './dashboards';
import { certificates } from './exporter-tls';
import { ALERTMANAGER, GRAFANA, KUBE_STATE_METRICS, NODE_EXPORTER, PROMETHEUS } from './names';
import { type Monitored, monitorObjects, ruleObjects } from './operator/monitors';
import { OperatedPart } from './operator/part';
import { alertmanagerObjects, prometheusObjects } from './operator/workloads';
import { alertmanager } from './parts/alertmanager';
import { grafana } from './parts/grafana';
import { kubeStateMetrics } from './parts/kube-state-metrics';
import { nodeExporter } from './parts/node-exporter';
import { prometheus } from './parts/prometheus';
import type { Place } from './place';
import type { GrafanaProps, MonitoringProps } from './props';
import { groupsIn, ruleFiles, ruleFolders } from './rule-files';
import type { Labels, Scrape } from './scrapes/scrape';
import { scrapesOf } from './scrapes/scrapes';
import { keptOf, kubeStateMetricsResources, loadOf, prometheusResources, SHARE_FOR_BLOCKS } from './size';

/** Where everything but the node exporter is, when the facts do not say. */
const DEFAULT_NAMESPACE = 'monitoring';
const DEFAULT_SCRAPE_SECONDS = 30;
const RULES = 'rules';

interface Parts {
  readonly prometheus: HighlyAvailableProps;
  readonly alertmanager: HighlyAvailableProps;
  readonly 'kube-state-metrics': WorkloadProps;
  readonly grafana: WorkloadProps;
}

/** The parts of monitoring. What they need to know of all apps is decided when all are declared: until then there are none. */
export class Stack {
  private readonly namespace: string;
  private readonly scrapeSeconds: number;
  private readonly clusterLabel: string;
  /** Of what the Prometheus operator finds; undefined: nobody says that it is there. */
  private readonly labels: Labels | undefined;
  private readonly apps: { readonly [name in keyof Parts]: AppConstruct };
  private plans: readonly Plan[] = [];

  constructor(
    private readonly scope: Construct,
    private readonly cluster: ClusterContext,
    private readonly props: MonitoringProps,
    private readonly place: Place,
  ) {
    const { operators } = cluster.facts.policy;
    this.namespace = operators?.monitoringNamespace ?? DEFAULT_NAMESPACE;
    this.scrapeSeconds = props.prometheus?.scrapeInterval?.seconds ?? DEFAULT_SCRAPE_SECONDS;
    this.clusterLabel = props.clusterLabel ?? cluster.facts.name;
    this.labels = operators?.prometheusOperator === undefined ? undefined : (operators.prometheusOperator.labels ?? {});
    const parts = this.parts();
    new NodeAgent(scope, NODE_EXPORTER, nodeExporter({ namespace: NODE_EXPORTER, tlsSecret: props.exporterTls?.secretName }));
    for (const object of props.exporterTls === undefined ? [] : certificates(props.exporterTls, [this.namespace, NODE_EXPORTER])) {
      emit(scope, object, `${object.metadata.namespace}-${object.kind.toLowerCase()}`);
    }
    this.apps = {
      prometheus: this.keeping(PROMETHEUS, parts.prometheus, (plan) => prometheusObjects(plan, { ...this.told(), labels: this.labels ?? {} })),
      alertmanager: this.keeping(ALERTMANAGER, parts.alertmanager, (plan) => alertmanagerObjects(plan, props.alerts)),
      'kube-state-metrics': this.keepingNothing(KUBE_STATE_METRICS, parts['kube-state-metrics']),
      grafana: this.keepingNothing(GRAFANA, parts.grafana),
    };
    if (this.labels !== undefined) for (const object of monitorObjects(this.monitored(this.labels), this.scrapes())) emit(scope, object);
    cluster.metricsAsked();
    cluster.whenDeclared((all) => this.settle(all.map((app: Declared) => app.plan)));
  }

  /** A part with data: on one node, or on several that each have their own. */
  private keeping(name: string, part: HighlyAvailableProps, operated: (plan: Plan) => Manifest[]): AppConstruct {
    const several = this.place.home === undefined;
    if (this.labels !== undefined) {
      const own = several
        ? { availabilityClass: AvailabilityClass.HIGHLY_AVAILABLE, ...(part.replicas === undefined ? {} : { replicas: part.replicas }) }
        : { availabilityClass: AvailabilityClass.SINGLE_POD_PINNED, node: this.node() };
      return new OperatedPart(this.scope, name, { ...own, props: part }, operated);
    }
    return several ? new HighlyAvailable(this.scope, name, part) : new SinglePodPinned(this.scope, name, { ...part, node: this.node() });
  }

  private keepingNothing(name: string, part: WorkloadProps): AppConstruct {
    return this.place.nodes.length > 1 ? new SinglePodFlexible(this.scope, name, part) : new SinglePodPinned(this.scope, name, { ...part, node: this.node() });
  }

  private node(): PinnedNode {
    return { name: (this.place.home ?? this.place.nodes[0])?.name ?? '', reason: 'the node that is there for monitoring' };
  }

  private settle(plans: readonly Plan[]): readonly Finding[] {
    this.plans = plans;
    for (const [name, part] of Object.entries(this.parts())) this.apps[name as keyof Parts].revise(part);
    if (this.labels !== undefined) {
      this.scope.node.tryRemoveChild(RULES);
      const rules = new Construct(this.scope, RULES);
      const own = Object.entries(this.props.prometheus?.rules ?? {}).map(
        ([file, text]) => [`own-${file.replace(/\.ya?ml$/, '')}`, groupsIn(text) ?? []] as const,
      );
      for (const object of ruleObjects(this.monitored(this.labels), new Map([...ruleFiles(this.rules()), ...own]))) emit(rules, object);
    }
    return checkMonitoring({
      path: this.scope.node.path,
      root: this.scope.node.root,
      facts: this.cluster.facts,
      props: this.props,
      place: this.place,
      plans,
      own: Object.values(this.apps).flatMap(({ plan }) => (plan === undefined ? [] : [plan])),
      load: this.load(),
      ...this.told(),
    });
  }

  private load() {
    return loadOf(this.cluster.facts, this.plans, this.scrapeSeconds);
  }

  /** What both forms of Prometheus are told. */
  private told() {
    const { volume, retentionSeconds } = keptOf(this.load(), this.props.prometheus);
    const { clusterLabel, scrapeSeconds } = this;
    return { clusterLabel, scrapeSeconds, volume, retentionSeconds, retentionBytes: volume.bytes * SHARE_FOR_BLOCKS };
  }

  private monitored(labels: Labels): Monitored {
    return { namespace: this.namespace, labels };
  }

  /** What Prometheus asks, in both forms. */
  private scrapes(): readonly Scrape[] {
    const { props, namespace, place, cluster } = this;
    return scrapesOf({
      facts: cluster.facts,
      namespace,
      highlyAvailable: place.home === undefined,
      exporterTlsSecret: props.exporterTls?.secretName,
      targets: props.prometheus?.targets ?? [],
    });
  }

  private rules(): readonly RuleGroup[] {
    const { home, nodes } = this.place;
    const operated = this.labels === undefined ? [] : [this.apps.prometheus.ask.path, this.apps.alertmanager.ask.path];
    return rulesOf(this.cluster.facts, this.plans, {
      operated,
      namespace: this.namespace,
      nodes: (home === undefined ? nodes : [home]).map((node) => node.name),
    });
  }

  private parts(): Parts {
    const { namespace, scrapeSeconds, props, place, plans } = this;
    const { facts } = this.cluster;
    const { storageClass } = place;
    const highlyAvailable = place.home === undefined;
    const operated = this.labels !== undefined;
    return {
      prometheus: prometheus({
        ...this.told(),
        namespace,
        highlyAvailable,
        operated,
        exporterTlsSecret: props.exporterTls?.secretName,
        resources: prometheusResources(this.load()),
        storageClass,
        scrapes: this.scrapes(),
        rules: operated ? [] : ruleFolders(this.rules(), props.prometheus?.rules),
      }),
      alertmanager: alertmanager({ namespace, alerts: props.alerts, storageClass, highlyAvailable, operated }),
      'kube-state-metrics': kubeStateMetrics({ namespace, facts, resources: kubeStateMetricsResources(plans), operated }),
      grafana: grafana({
        namespace,
        props: props.grafana,
        secure: isSecure(props.grafana, facts),
        scrapeSeconds,
        dashboards: { ...dashboardsFor(facts), ...props.grafana.dashboards },
      }),
    };
  }
}

function isSecure({ tls }: GrafanaProps, { policy }: ClusterFacts): boolean {
  return tls === undefined ? policy.operators?.clusterIssuer !== undefined : tls.issuer !== undefined || tls.secretName !== undefined;
}

/** `service-monitor-kubelet` */
function emit(scope: Construct, object: Manifest, id?: string): void {
  const kind = object.kind.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();
  new KubeObject(scope, id ?? `${kind}-${object.metadata.name}`, object);
}
