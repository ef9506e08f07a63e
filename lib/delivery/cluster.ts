import { Construct } from 'constructs';
import type { PodSecurityLevel } from '../availability/app/security';
import { checkAcceptances } from '../availability/check-acceptances';
import { checkApps } from '../availability/check-apps';
import { checkStorageIsWritten } from '../availability/check-pools';
import { notesOn } from '../availability/notes';
import { PRIORITIES } from '../availability/priority';
import { checkFacts } from '../cluster/check-facts';
import { type ClusterFacts, type ClusterProps, resolveFacts } from '../cluster/cluster';
import { type AcceptedFinding, applyAcceptances, type Finding, formatFinding, Severity } from '../cluster/finding';
import { NodeRole } from '../cluster/node';
import { type ClusterContext, type Declared, provideCluster } from '../kubernetes/context';
import { KubeObject } from '../kubernetes/kube-object';
import { emitFlux, type FluxProps } from './flux';
import { Folder } from './folder';
import { Namespaces } from './namespaces';

/** A cluster and how its YAML gets there. */
export interface ClusterConstructProps {
  /** What the cluster is. */
  readonly facts: ClusterProps;
  /** How Flux finds and applies the folders. @default - no Flux objects are written */
  readonly flux?: FluxProps;
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
  /** Priorities, and what lets the outside in. */
  readonly control: Folder;
  /** Apps. */
  readonly workers: Folder;
  /** What watches over the rest. */
  readonly monitoring: Folder;

  private readonly flux: FluxProps | undefined;
  private readonly namespaces: Namespaces;
  private readonly declared: Declared[] = [];
  private readonly reported: Finding[] = [];
  private storageIsWritten = false;

  constructor(scope: Construct, id: string, props: ClusterConstructProps) {
    super(scope, id);
    this.facts = resolveFacts(id, props.facts);
    provideCluster(this, this);
    this.operators = new Folder(this, 'operators', undefined, []);
    this.storage = new Folder(this, 'storage', undefined, [this.operators]);
    this.control = new Folder(this, 'control', NodeRole.CONTROL, []);
    this.workers = new Folder(this, 'worker', NodeRole.WORKER, [this.control, this.storage]);
    this.monitoring = new Folder(this, 'monitoring', NodeRole.MONITORING, [this.control, this.storage]);
    this.namespaces = new Namespaces([this.operators, this.control, this.storage, this.workers, this.monitoring]);
    for (const { name, value, preempts, why } of Object.values(PRIORITIES)) {
      new KubeObject(this.control, `priority-${name}`, {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name },
        value,
        preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
        globalDefault: false,
        description: why,
      });
    }
    this.flux = props.flux;
    this.node.addValidation({ validate: () => this.verdict().open.map(formatFinding) });
  }

  declare(app: Declared): void {
    this.declared.push(app);
  }

  report(findings: readonly Finding[]): void {
    this.reported.push(...findings);
  }

  storageWritten(): void {
    this.storageIsWritten = true;
  }

  namespace(scope: Construct, name: string, level: PodSecurityLevel): void {
    this.namespaces.use(scope, name, level);
  }

  /** Adds what can be said only when everything else is declared. Asked again, it says it anew. */
  finish(): void {
    if (this.flux !== undefined) emitFlux(this, [this.operators, this.storage, this.control, this.workers, this.monitoring], this.flux);
  }

  /** The apps that were declared, in the order of their paths. */
  get apps(): readonly Declared[] {
    return [...this.declared].sort((one, other) => (one.plan.ask.path < other.plan.ask.path ? -1 : 1));
  }

  /** Judges facts and apps as a whole. */
  verdict(): Verdict {
    const { apps, facts } = this;
    const plans = apps.map((app) => app.plan);
    const own = apps.map(({ findings, accept }) => applyAcceptances(findings, accept));
    const all = [
      ...own.flatMap((app) => app.open),
      ...checkFacts(facts),
      ...checkApps(plans, facts),
      ...this.reported,
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
      notes: [...rest.open, ...notesOn(facts, plans), ...acceptances].filter((finding) => finding.severity === Severity.NOTE),
    };
  }
}
