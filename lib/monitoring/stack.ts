import { Construct } from 'constructs';
import { rulesOf } from '../alerts/alerts';
import type { RuleGroup } from '../alerts/rule';
import type { Labels, Scrape } from '../alerts/scrape';
import type { AppWays } from '../apps/app-construct';
import type { ClassAsk } from '../apps/ask-of';
import { NodeAgent } from '../apps/node-agent';
import type { WorkloadProps } from '../availability/ask/app';
import { AvailabilityClass, type HighlyAvailableProps } from '../availability/ask/workload';
import type { Plan } from '../availability/model/plan';
import { isEncrypted } from '../availability/network/routes/planned-routes';
import type { Finding } from '../cluster/finding';
import type { Manifest } from '../kubernetes/manifest';
import type { ClusterContext, Contribution } from '../kubernetes/tree/context';
import { KubeObject } from '../kubernetes/tree/kube-object';
import { endpointSecrets } from './app-scrapes';
import { dashboardsFor } from './dashboards';
import { certificates } from './exporter-tls';
import { ALERTMANAGER, GRAFANA, KUBE_STATE_METRICS, NODE_EXPORTER, PROMETHEUS } from './names';
import { type Monitored, monitorObjects, ruleObjects } from './operator/monitors';
import { alertmanagerObjects, prometheusObjects } from './operator/workloads';
import { Part, renderOperated } from './part';
import { alertmanager } from './parts/alertmanager';
import { grafana } from './parts/grafana';
import { kubeStateMetrics } from './parts/kube-state-metrics';
import { nodeExporter } from './parts/node-exporter';
import { prometheus } from './parts/prometheus';
import type { Place } from './place';
import type { MonitoringProps } from './props';
import { groupsIn, ruleFiles, ruleFolders } from './rule-files';
import { checkMonitoring } from './rules/rules';
import { scrapesOf } from './scrapes';
import { keptOf, kubeStateMetricsResources, type Load, loadOf, prometheusResources, SHARE_FOR_BLOCKS } from './size';

/** Where everything but the node exporter is, when the facts do not say. */
const DEFAULT_NAMESPACE = 'monitoring';
const DEFAULT_SCRAPE_SECONDS = 30;
const RULES = 'rules';

/** The parts that follow from all apps. */
interface Parts {
  readonly prometheus: HighlyAvailableProps;
  readonly alertmanager: HighlyAvailableProps;
  readonly 'kube-state-metrics': WorkloadProps;
  readonly grafana: WorkloadProps;
}

/** The parts of monitoring. Each is declared on its own; its final form follows from the plans of all apps. */
export class Stack {
  private readonly namespace: string;
  private readonly scrapeSeconds: number;
  private readonly clusterLabel: string;
  /** Labels that the Prometheus operator selects; undefined: no operator. */
  private readonly labels: Labels | undefined;
  private readonly apps: readonly Part[];
  private last: { readonly plans: readonly Plan[]; readonly parts: Parts } | undefined;

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
    new NodeAgent(scope, NODE_EXPORTER, nodeExporter({ namespace: NODE_EXPORTER, tlsSecret: props.exporterTls?.secretName }));
    for (const object of props.exporterTls === undefined ? [] : certificates(props.exporterTls, [this.namespace, NODE_EXPORTER])) {
      emit(scope, object, `${object.metadata.namespace}-${object.kind.toLowerCase()}`);
    }
    const alone = this.parts([], []);
    this.apps = [
      this.keeping(PROMETHEUS, alone, (plan) => prometheusObjects(plan, { ...this.told(this.load(cluster.apps.plans)), labels: this.labels ?? {} })),
      this.keeping(ALERTMANAGER, alone, (plan) => alertmanagerObjects(plan, props.alerts)),
      this.keepingNothing(KUBE_STATE_METRICS, alone),
      this.keepingNothing(GRAFANA, alone),
    ];
    const monitored = this.labels === undefined ? undefined : this.monitored(this.labels);
    cluster.contribute({
      asksMetrics: true,
      check: (plans) => this.check(plans),
      ...(monitored === undefined ? {} : { objects: this.operatedObjects(monitored) }),
    });
  }

  /** A part with data: on one node, or on several with their own data each. */
  private keeping(name: typeof PROMETHEUS | typeof ALERTMANAGER, alone: Parts, operated: (plan: Plan) => Manifest[]): Part {
    const props = alone[name];
    const several = {
      availabilityClass: AvailabilityClass.HIGHLY_AVAILABLE,
      props,
      ...(props.replicas === undefined ? {} : { replicas: props.replicas }),
    };
    const own = this.place.home === undefined ? several : this.pinned(props);
    return this.part(name, own, this.labels === undefined ? undefined : (plan) => renderOperated(plan, operated(plan)));
  }

  private keepingNothing(name: typeof KUBE_STATE_METRICS | typeof GRAFANA, alone: Parts): Part {
    const props = alone[name];
    return this.part(name, this.place.nodes.length > 1 ? { availabilityClass: AvailabilityClass.SINGLE_POD_FLEXIBLE, props } : this.pinned(props), undefined);
  }

  private part(name: keyof Parts, own: ClassAsk, render: AppWays['render']): Part {
    return new Part(this.scope, name, own, { follow: (plans) => this.partsFor(plans)[name], ...(render === undefined ? {} : { render }) });
  }

  private pinned(props: WorkloadProps): ClassAsk {
    const node = { name: (this.place.home ?? this.place.nodes[0])?.name ?? '', reason: 'the node for monitoring' };
    return { availabilityClass: AvailabilityClass.SINGLE_POD_PINNED, props, node };
  }

  /** All parts at once, since they follow from the same facts. */
  private partsFor(plans: readonly Plan[]): Parts {
    if (this.last?.plans !== plans) {
      const rules = this.labels === undefined ? ruleFolders(this.rules(plans), this.props.prometheus?.rules) : [];
      this.last = { plans, parts: this.parts(plans, rules) };
    }
    return this.last.parts;
  }

  private check(plans: readonly Plan[]): readonly Finding[] {
    const own = this.apps.flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
    const load = this.load(plans);
    const { scope, cluster, props, place } = this;
    return checkMonitoring({
      path: scope.node.path,
      root: scope.node.root,
      facts: cluster.facts,
      systems: cluster.systems,
      props,
      place,
      plans,
      own,
      load,
      ...this.told(load),
    });
  }

  /** What the operator reads beside the parts: scrapes, and the rules in their own folder. They follow from what is declared later too. */
  private operatedObjects(monitored: Monitored): Contribution['objects'] {
    const scope = new Construct(this.scope, RULES);
    const own = Object.entries(this.props.prometheus?.rules ?? {}).map(
      ([file, text]) => [`own-${file.replace(/\.ya?ml$/, '')}`, groupsIn(text) ?? []] as const,
    );
    return (plans) => [
      ...monitorObjects(monitored, this.scrapes(plans)).map((manifest) => ({ scope: this.scope, id: idOf(manifest), manifest })),
      ...ruleObjects(monitored, new Map([...ruleFiles(this.rules(plans)), ...own])).map((manifest) => ({ scope, id: idOf(manifest), manifest })),
    ];
  }

  private load(plans: readonly Plan[]): Load {
    return loadOf(this.cluster.facts, plans, this.scrapeSeconds);
  }

  /** What both forms of Prometheus need. */
  private told(load: Load) {
    const { volume, retentionSeconds } = keptOf(load, this.props.prometheus);
    const { clusterLabel, scrapeSeconds } = this;
    return { clusterLabel, scrapeSeconds, volume, retentionSeconds, retentionBytes: volume.bytes * SHARE_FOR_BLOCKS };
  }

  private monitored(labels: Labels): Monitored {
    return { namespace: this.namespace, labels };
  }

  /** What Prometheus scrapes, in both forms. */
  private scrapes(plans: readonly Plan[]): readonly Scrape[] {
    const { props, namespace, place, cluster } = this;
    return scrapesOf({
      facts: cluster.facts,
      namespace,
      highlyAvailable: place.home === undefined,
      exporterTlsSecret: props.exporterTls?.secretName,
      systems: cluster.systems,
      plans,
      targets: props.prometheus?.targets ?? [],
    });
  }

  private rules(plans: readonly Plan[]): readonly RuleGroup[] {
    const { home, nodes } = this.place;
    const operated = this.labels === undefined ? [] : [PROMETHEUS, ALERTMANAGER].map((name) => `${this.scope.node.path}/${name}`);
    return rulesOf(this.cluster.facts, plans, {
      operated,
      namespace: this.namespace,
      nodes: (home === undefined ? nodes : [home]).map((node) => node.name),
      systems: this.cluster.systems,
    });
  }

  private parts(plans: readonly Plan[], rules: readonly { readonly [file: string]: string }[]): Parts {
    const { namespace, scrapeSeconds, props, place } = this;
    const { facts } = this.cluster;
    const { storageClass } = place;
    const highlyAvailable = place.home === undefined;
    const operated = this.labels !== undefined;
    const load = this.load(plans);
    return {
      prometheus: prometheus({
        ...this.told(load),
        namespace,
        highlyAvailable,
        operated,
        exporterTlsSecret: props.exporterTls?.secretName,
        resources: prometheusResources(load),
        storageClass,
        scrapes: this.scrapes(plans),
        secrets: endpointSecrets(plans),
        rules,
      }),
      alertmanager: alertmanager({ namespace, alerts: props.alerts, storageClass, highlyAvailable, operated }),
      'kube-state-metrics': kubeStateMetrics({ namespace, facts, resources: kubeStateMetricsResources(plans), operated }),
      grafana: grafana({
        namespace,
        props: props.grafana,
        secure: isEncrypted({ host: props.grafana.host ?? '', ...(props.grafana.tls === undefined ? {} : { tls: props.grafana.tls }) }, facts),
        scrapeSeconds,
        dashboards: { ...dashboardsFor(this.cluster.systems), ...props.grafana.dashboards },
      }),
    };
  }
}

/** `service-monitor-kubelet` */
function idOf({ kind, metadata }: Manifest): string {
  return `${kind.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase()}-${metadata.name}`;
}

function emit(scope: Construct, object: Manifest, id = idOf(object)): void {
  new KubeObject(scope, id, object);
}
