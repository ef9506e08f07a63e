import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { WorkloadProps } from '../availability/ask/app';
import { type Ask, OtherWorkload } from '../availability/ask/workload';
import { decide } from '../availability/classes/decide';
import { checkAcceptances } from '../availability/fleet/check-acceptances';
import type { Plan } from '../availability/model/plan';
import { type Acceptance, applyAcceptances, type Finding, formatFinding, Severity } from '../cluster/finding';
import type { Operators } from '../cluster/policy';
import { findCluster, findRole } from '../kubernetes/context';
import { KubeObject } from '../kubernetes/kube-object';
import type { Manifest } from '../kubernetes/manifest';
import { Groups } from './colocation';
import { applyPatches } from './patches';
import { renderApp } from './render-app';

/** What a class adds to what every app is asked. */
export type ClassAsk = Omit<Ask, 'path' | 'name' | 'namespace' | 'role'>;

const GROUPS = new Groups<AppConstruct>();

/** The way of every app: ask, decide, render, and remember what stood against it. */
export abstract class AppConstruct extends Construct {
  private asked: Ask;
  private companions: readonly Ask[] | undefined;
  private decided: Plan | undefined;
  private against: readonly Finding[] = [];
  private objects = new Map<string, KubeObject>();

  /** @param render what the plan becomes; parts of monitoring may be objects of an operator instead */
  constructor(
    scope: Construct,
    id: string,
    own: ClassAsk,
    private readonly render: (plan: Plan, operators: Operators) => Manifest[] = renderApp,
  ) {
    super(scope, id);
    if (!this.node.scopes.some(Chart.isChart))
      throw new Error(
        `APP-WITHOUT-FOLDER  ${this.node.path}: an app in no folder, but each app is a file of one.\n  Put it into cluster.workers, or into a chart of your own.`,
      );
    const cluster = findCluster(this);
    const name = own.props?.name ?? id;
    const namespace = own.props?.namespace ?? (cluster === undefined ? Chart.of(this).namespace : name);
    // An agent is on every node, whatever folder it stands in.
    const role = own.props?.placement?.role ?? (own.availabilityClass === OtherWorkload.NODE_AGENT ? undefined : findRole(this));
    this.asked = Object.freeze({ ...own, path: this.node.path, name, namespace, role });
    for (const { app, colocated } of GROUPS.add(cluster ?? Chart.of(this), this)) app.judge(colocated);
    const { plan } = this;
    if (cluster !== undefined) {
      if (plan !== undefined) {
        if (namespace !== undefined) cluster.namespace(this, namespace, plan.securityLevel.value);
        cluster.declare(this);
      } else {
        cluster.report(this.findings);
      }
    } else {
      // In a chart of the user's own, cdk8s asks each construct.
      this.node.addValidation({ validate: () => this.standing().map(formatFinding) });
    }
  }

  /** What the app asks of the model. */
  get ask(): Ask {
    return this.asked;
  }

  get accept(): readonly Acceptance[] {
    return this.plan?.ask.props.accept ?? [];
  }

  /**
   * Asks anew, with other props: for apps of which something follows from all others. Name, namespace and shared data stay.
   *
   * @internal
   */
  revise(props: WorkloadProps): void {
    this.asked = Object.freeze({ ...this.asked, props });
    this.judge(this.companions);
  }

  /** What was decided, with reasons. Undefined when too little was said to decide anything. */
  get plan(): Plan | undefined {
    return this.decided;
  }

  /** What the model says against the app, what was accepted included. */
  get findings(): readonly Finding[] {
    return this.against;
  }

  /** Decides and renders; anew when an app comes that shares data with this one. */
  private judge(colocated: readonly Ask[] | undefined): void {
    this.companions = colocated;
    const cluster = findCluster(this);
    const { plan, findings } = decide(colocated === undefined ? this.ask : Object.freeze({ ...this.ask, colocated }), cluster?.facts);
    const refused = plan === undefined || findings.some((finding) => finding.severity === Severity.ERROR);
    const rendered = refused ? { manifests: [], findings: [] } : applyPatches(plan, this.render(plan, cluster?.facts.policy.operators ?? {}));
    const before = this.objects;
    this.objects = new Map();
    for (const manifest of rendered.manifests) {
      const id = objectId(manifest, this.ask.name);
      const object = before.get(id) ?? new KubeObject(this, id, manifest);
      object.replace(manifest);
      before.delete(id);
      this.objects.set(id, object);
    }
    for (const id of before.keys()) this.node.tryRemoveChild(id);
    this.decided = plan;
    this.against = [...findings, ...rendered.findings];
  }

  /** What stands against the app and was not accepted. */
  standing(): readonly Finding[] {
    const { open, accepted } = applyAcceptances(this.findings, this.accept);
    const placed = this.accept.map((one) => ({ ...one, path: this.node.path }));
    return [...open, ...checkAcceptances(placed, accepted, this.findings)].filter((finding) => finding.severity !== Severity.NOTE);
  }
}

/**
 * `Deployment`, `PersistentVolumeClaim-config`. Without the app's own name: the same few ids in every app keep the objects of
 * V8 that hold them alike, and ten thousand apps linear.
 */
function objectId({ kind, metadata }: Manifest, app: string): string {
  if (metadata.name === app) return kind;
  return `${kind}-${metadata.name.startsWith(`${app}-`) ? metadata.name.slice(app.length + 1) : metadata.name}`;
}
