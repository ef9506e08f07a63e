import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { PodSecurityLevel } from '../availability/ask/container/security';
import { checkAcceptances } from '../availability/fleet/check-acceptances';
import { checkApps } from '../availability/fleet/check-apps';
import { checkExternalHosts, type ExternalAsk } from '../availability/network/external';
import { PRIORITIES } from '../availability/placement/priority';
import { notesOn } from '../availability/report/notes';
import { checkStorageIsWritten } from '../availability/storage/check-pools';
import { checkFacts } from '../cluster/check-facts';
import { type ClusterFacts, type ClusterFactsProps, NO_FACTS, resolveFacts } from '../cluster/cluster';
import { type AcceptedFinding, applyAcceptances, type Finding, formatFinding, Severity } from '../cluster/finding';
import { NodeRole } from '../cluster/node';
import { checkShape, isOfShape } from '../cluster/shape';
import { type ClusterContext, type Declared, type Declaring, provideCluster } from '../kubernetes/context';
import { KubeObject } from '../kubernetes/kube-object';
import { checkFlux, emitFlux, FLUX, type FluxProps } from './flux';
import { Folder } from './folder';
import { checkNamespaces, type NamespaceProps, Namespaces } from './namespaces';
import { CLUSTER_PROPS } from './shapes.generated';

/** The App of cdk8s writes charts, and knows nothing of the rest. */
const FOREIGN_APP = "The cluster stands in cdk8s' own App: there are no folders, no report and no Flux objects. Import App from 'cdk8s-availability'.";

/** A cluster and how its YAML gets there. */
export interface ClusterProps {
  /** What the cluster is. @inline paths of facts begin below the cluster's name */
  readonly facts: ClusterFactsProps;
  /** How Flux finds and applies the folders. @default - no Flux objects are written */
  readonly flux?: FluxProps;
  /** Labels and annotations of namespaces, by their names. The namespaces themselves come with the apps in them. @default - none */
  readonly namespaces?: { readonly [name: string]: NamespaceProps };
}

/** What the model says of a whole cluster. */
export interface Verdict {
  /** What stops a synthesis. */
  readonly open: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly notes: readonly Finding[];
}

/**
 * A cluster: facts, and a folder for each node role to put apps into. Its name is the construct's id.
 */
export class Cluster extends Construct implements ClusterContext {
  readonly facts: ClusterFacts;
  /** Operators that Flux installs before anything that needs their kinds. */
  readonly operators: Folder;
  /** Storage classes and what stands behind them. */
  readonly storage: Folder;
  /** What lets the outside in, and what else runs on the control nodes. */
  readonly control: Folder;
  /** Apps. */
  readonly workers: Folder;
  /** What watches over the rest. */
  readonly monitoring: Folder;

  /** Priority classes: everything else needs them. */
  private readonly priorities: Folder;
  /** What is wrong with the props themselves: then nothing else is judged. */
  private readonly misshapen: readonly Finding[];
  private readonly flux: FluxProps | undefined;
  private readonly saidOfNamespaces: { readonly [name: string]: NamespaceProps };
  private readonly namespaces: Namespaces;
  private readonly declared: Declaring[] = [];
  private readonly reported: Finding[] = [];
  private readonly late: ((apps: readonly Declared[]) => readonly Finding[])[] = [];
  /** What they said, and of how many apps. */
  private settled: { readonly apps: number; readonly findings: readonly Finding[] } = { apps: -1, findings: [] };
  private readonly externals: ExternalAsk[] = [];
  private storageIsWritten = false;
  private isWatched = false;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    this.misshapen = checkShape(CLUSTER_PROPS, props, id);
    const sound = this.misshapen.length === 0;
    this.facts = resolveFacts(id, sound ? props.facts : NO_FACTS);
    provideCluster(this, this);
    this.operators = new Folder(this, 'operators', undefined, []);
    this.storage = new Folder(this, 'storage', undefined, [this.operators]);
    // On its own, so that apps do not wait for an ingress that is not ready.
    this.priorities = new Folder(this, 'priorities', undefined, []);
    this.control = new Folder(this, 'control', NodeRole.CONTROL, [this.priorities]);
    this.workers = new Folder(this, 'worker', NodeRole.WORKER, [this.priorities, this.storage]);
    // Not after storage: who waits for that must be told of what is wrong with it.
    this.monitoring = new Folder(this, 'monitoring', NodeRole.MONITORING, [this.priorities]);
    this.saidOfNamespaces = (sound ? props.namespaces : undefined) ?? {};
    this.namespaces = new Namespaces([this.operators, this.priorities, this.storage, this.control, this.workers, this.monitoring], this.saidOfNamespaces);
    for (const { name, value, preempts, why } of Object.values(PRIORITIES)) {
      new KubeObject(this.priorities, name, {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name },
        value,
        preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
        globalDefault: false,
        description: why,
      });
    }
    this.flux = sound ? props.flux : undefined;
    this.node.addValidation({
      validate: () => {
        if (!('build' in this.node.root)) process.emitWarning(FOREIGN_APP);
        return this.verdict().open.map(formatFinding);
      },
    });
  }

  declare(app: Declaring): void {
    this.declared.push(app);
  }

  report(findings: readonly Finding[]): void {
    this.reported.push(...findings);
  }

  metricsAsked(): void {
    this.isWatched = true;
  }

  external(ask: ExternalAsk): void {
    this.externals.push(ask);
  }

  storageWritten(): void {
    this.storageIsWritten = true;
  }

  whenDeclared(decide: (apps: readonly Declared[]) => readonly Finding[]): void {
    this.late.push(decide);
  }

  namespace(scope: Construct, name: string, level: PodSecurityLevel): void {
    this.namespaces.use(scope, name, level);
  }

  /** Adds what can be said only when everything else is declared. Asked again, it says it anew. */
  finish(): void {
    if (this.misshapen.length === 0) this.settle();
    if (this.flux === undefined) return;
    const charts = this.node.children.filter((child): child is Chart => Chart.isChart(child) && child.node.id !== FLUX);
    emitFlux(this, charts, this.namespaces.borrowed(), this.flux);
  }

  /** Lets those decide who waited for the last app. */
  private settle(): void {
    if (this.settled.apps === this.declared.length) return;
    const { apps } = this;
    this.settled = { apps: this.declared.length, findings: this.late.flatMap((decide) => decide(apps)) };
  }

  /** The apps that were declared, in the order of their paths. */
  get apps(): readonly Declared[] {
    const planned = this.declared.flatMap(({ plan, findings, accept }) => (plan === undefined ? [] : [{ plan, findings, accept }]));
    return planned.sort((one, other) => (one.plan.ask.path < other.plan.ask.path ? -1 : 1));
  }

  /** Judges facts and apps as a whole. */
  verdict(): Verdict {
    if (this.misshapen.length > 0) return { open: [...this.misshapen, ...this.reported.filter(isOfShape)], accepted: [], notes: [] };
    this.settle();
    const { apps, facts } = this;
    const plans = apps.map((app) => app.plan);
    const own = apps.map(({ findings, accept }) => applyAcceptances(findings, accept));
    const all = [
      ...checkFacts(facts),
      ...(this.flux === undefined ? [] : checkFlux(`${this.node.path}/flux`, this.flux)),
      ...checkNamespaces(`${this.node.path}/namespaces`, this.saidOfNamespaces, this.namespaces.names),
      ...own.flatMap((app) => app.open),
      ...checkApps(plans, facts),
      ...checkExternalHosts(this.externals, plans),
      ...this.reported,
      ...this.settled.findings,
      ...(this.storageIsWritten ? [] : checkStorageIsWritten(plans, facts)),
    ];
    const rest = applyAcceptances(all, facts.accept);
    const accepted = [...rest.accepted, ...own.flatMap((app) => app.accepted)];
    const given = [
      facts.accept.map((one) => ({ ...one, path: this.node.path })),
      ...apps.map(({ accept, plan }) => accept.map((one) => ({ ...one, path: plan.ask.path }))),
    ].flat();
    const acceptances = checkAcceptances(given, accepted, all);
    return {
      open: [...rest.open, ...acceptances].filter((finding) => finding.severity !== Severity.NOTE),
      accepted,
      notes: [...rest.open, ...notesOn(facts, plans, this.isWatched), ...acceptances].filter((finding) => finding.severity === Severity.NOTE),
    };
  }
}
