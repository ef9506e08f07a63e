import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkAcceptances } from '../availability/check-acceptances';
import type { Ask } from '../availability/classes';
import { decide } from '../availability/decide';
import type { Plan } from '../availability/plan';
import { type Acceptance, applyAcceptances, type Finding, formatFinding, Severity } from '../cluster/finding';
import { findCluster, findRole } from '../kubernetes/context';
import { KubeObject } from '../kubernetes/kube-object';
import type { Manifest } from '../kubernetes/plain';
import { applyPatches } from './patches';
import { renderApp } from './render-app';

/** What a class adds to what every app is asked. */
export type ClassAsk = Omit<Ask, 'path' | 'name' | 'namespace' | 'role'>;

/** The way of every app: ask, decide, render, and remember what stood against it. */
export abstract class AppConstruct extends Construct {
  /** What was decided, with reasons. Undefined when too little was said to decide anything. */
  readonly plan: Plan | undefined;
  /** What the model says against the app, what was accepted included. */
  readonly findings: readonly Finding[];

  private readonly accept: readonly Acceptance[];

  constructor(scope: Construct, id: string, own: ClassAsk) {
    super(scope, id);
    if (!this.node.scopes.some(Chart.isChart))
      throw new Error(
        `APP-WITHOUT-FOLDER  ${this.node.path}: an app in no folder, but each app is a file of one.\n  Put it into cluster.workers, or into a chart of your own.`,
      );
    const cluster = findCluster(this);
    const name = own.props?.name ?? id;
    const namespace = own.props?.namespace ?? (cluster === undefined ? Chart.of(this).namespace : name);
    const role = own.props?.placement?.role ?? findRole(this);
    const { plan, findings } = decide(Object.freeze({ ...own, path: this.node.path, name, namespace, role }), cluster?.facts);
    const refused = plan === undefined || findings.some((finding) => finding.severity === Severity.ERROR);
    const rendered = refused ? { manifests: [], findings: [] } : applyPatches(plan, renderApp(plan, cluster?.facts.policy.operators ?? {}));
    for (const manifest of rendered.manifests) new KubeObject(this, objectId(manifest, name), manifest);

    this.plan = plan;
    this.findings = [...findings, ...rendered.findings];
    this.accept = plan?.ask.props.accept ?? [];
    if (cluster !== undefined) {
      if (plan !== undefined) {
        if (namespace !== undefined) cluster.namespace(this, namespace, plan.securityLevel.value);
        cluster.declare({ plan, findings: this.findings, accept: this.accept });
      } else {
        cluster.report(this.findings);
      }
    } else {
      // In a chart of the user's own, cdk8s asks each construct.
      this.node.addValidation({ validate: () => this.standing().map(formatFinding) });
    }
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
