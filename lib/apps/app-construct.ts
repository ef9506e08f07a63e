import { isDeepStrictEqual } from 'node:util';
import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { AppReference } from '../availability/ask/reference/app';
import type { Ask } from '../availability/ask/workload';
import type { Decision } from '../availability/decide';
import { checkAcceptances } from '../availability/fleet/check-acceptances';
import type { Plan } from '../availability/model/plan';
import { type Certificate, type Certificates, certificatesOfApps, NO_CERTIFICATES, needsCertificate } from '../availability/network/routes/certificates';
import { type Acceptance, applyAcceptances, type Finding, FindingsError, formatFinding, Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import { refuse, refuseMisshapen } from '../cluster/refuse';
import { found } from '../cluster/rule';
import { text } from '../cluster/shape';
import type { Manifest } from '../kubernetes/manifest';
import { type DeclaredApp, findCluster } from '../kubernetes/tree/context';
import type { Declaration, Declarations } from '../kubernetes/tree/declarations';
import { rememberLine, withLines } from '../kubernetes/tree/line';
import { guardChildren, placeIn } from '../kubernetes/tree/place';
import { type PlacedObject, PlacedObjects, renderedEarly } from '../kubernetes/tree/placed-objects';
import { hostOfService, routeUrl, serviceUrl } from './addresses';
import { askOf, type ClassAsk } from './ask-of';
import { declarationsOf } from './chart-declarations';
import { linkDependencies, objectId, provideDefaultChild } from './object-tree';
import { judgeOthersPatches } from './render/judge-patch';
import { applyPatches } from './render/patches';
import { renderApp } from './render/render-app';
import { APP_WITHOUT_FOLDER, OBJECT_UNKNOWN } from './rules';

/** How an app differs from others; parts of monitoring do. */
export interface AppWays {
  /** The objects for a plan. @default - those of every app */
  readonly render?: (plan: Plan, certificates: Certificates) => Manifest[];
  /** See `Declaration`. @default - the props as given */
  readonly follow?: Declaration['follow'];
}

/** The objects for a plan, and the findings about its patches. */
interface Rendered {
  readonly decision: Decision;
  /** Those of its own routes, which other apps may have asked for. */
  readonly certificates: readonly (Certificate | undefined)[];
  readonly objects: readonly PlacedObject[];
  readonly findings: readonly Finding[];
}

/**
 * An app. Constructing it declares it: its plan is decided when something reads it, and its objects are created when
 * everything is declared, or when something asks for one of them.
 */
export abstract class AppConstruct extends Construct implements AppReference {
  /**
   * The input of the model.
   *
   * @internal
   */
  readonly ask: Ask;
  /** @internal */
  readonly follow: Declaration['follow'];
  private readonly declarations: Declarations<DeclaredApp>;
  private readonly made = new PlacedObjects();
  private madeFrom: Rendered | undefined;
  /** The number of apps at that time. */
  private madeAfter = 0;
  private last: Rendered | undefined;

  /** @internal */
  constructor(
    scope: Construct,
    id: string,
    own: ClassAsk,
    private readonly ways: AppWays = {},
  ) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    guardChildren(this);
    if (!this.node.scopes.some(Chart.isChart))
      refuse([
        found(APP_WITHOUT_FOLDER, this.node.path, {
          given: 'an app outside a folder',
          allowed: 'but each app becomes a file in one',
          fix: 'Put it into cluster.workers, or into your own chart.',
        }),
      ]);
    const cluster = findCluster(this);
    this.ask = askOf(this, id, own);
    this.follow = ways.follow;
    this.declarations = cluster?.apps ?? declarationsOf(Chart.of(this));
    this.declarations.add(this);
    provideDefaultChild(this.node);
    if (cluster === undefined) this.node.addValidation({ validate: () => this.validate() });
  }

  /** The name of the app, and of its objects. */
  get name(): string {
    return this.ask.name;
  }

  /** Undefined in a chart without one. */
  get namespace(): string | undefined {
    return this.ask.namespace;
  }

  /** The name of its first Service, which apps of its namespace connect to. */
  get serviceName(): string {
    return this.ask.name;
  }

  /** The name of its first Service for apps of all namespaces: `database.office.svc`. */
  get serviceHost(): string {
    return hostOfService(this.serviceName, this.ask.namespace);
  }

  /**
   * The URL of a port for apps of all namespaces: `http://reader.office.svc:8080`.
   *
   * @param port the name of the port @default - the first HTTP port
   */
  serviceUrl(port?: string): string {
    return serviceUrl(this.ask, port);
  }

  /** The first of its `routes`: `https://reader.home.example`. */
  get url(): string {
    return routeUrl(this.ask, findCluster(this)?.facts);
  }

  /** All decisions with their reasons, from what is declared so far. Undefined if the props say too little to decide anything. */
  get plan(): Plan | undefined {
    return this.declarations.planOf(this);
  }

  /** The findings about the app, including accepted ones, from what is declared so far. */
  get findings(): readonly Finding[] {
    const { plan, findings } = this.declarations.decision(this);
    // Once the objects are known, only patches can be wrong.
    if (this.last === undefined && (plan?.ask.patches ?? []).length === 0) return withLines(this, findings);
    const { objects, findings: ofPatches } = this.rendered();
    const isEarly = this.made.outdated(objects).length > 0;
    const ofOthers = plan === undefined ? [] : judgeOthersPatches(plan, this.made.patched, findCluster(this)?.facts);
    return withLines(this, [...findings, ...ofPatches, ...ofOthers, ...(isEarly ? [renderedEarly(this.node.path, this.since())] : [])]);
  }

  /** Weaknesses that the app accepts. */
  get accept(): readonly Acceptance[] {
    return this.declarations.decision(this).plan?.ask.accept ?? [];
  }

  /**
   * Its objects, for patches of cdk8s. They are created now, from what is declared so far. If a later declaration
   * would change them, synthesis is refused. Empty if the app has errors.
   */
  get objects(): readonly ApiObject[] {
    this.render();
    return this.made.hold();
  }

  /**
   * One of its objects; see `objects`.
   *
   * @param name @default - the name of the app
   * @throws if there is none
   */
  object(kind: string, name = this.ask.name): ApiObject {
    for (const given of [kind, name]) refuseMisshapen('object', text, given);
    const object = this.objects.find((one) => one.kind === kind && one.name === name);
    if (object !== undefined) return object;
    const errors = this.findings.filter(({ severity }) => severity === Severity.ERROR);
    if (errors.length > 0) throw new FindingsError(errors);
    return refuse([
      found(OBJECT_UNKNOWN, this.node.path, {
        given: `a ${kind} ${name}`,
        allowed: `but the app has ${listed(this.objects.map((one) => `${one.kind} ${one.name}`))}`,
        fix: 'Ask for one of them.',
      }),
    ]);
  }

  /** What it would create by now. Nothing if the app has errors. @internal */
  get manifests(): readonly Manifest[] {
    return this.rendered().objects.map(({ manifest }) => manifest);
  }

  /**
   * Creates the missing objects.
   *
   * @internal
   */
  render(): void {
    const rendered = this.rendered();
    if (this.madeFrom === rendered) return;
    const { objects } = rendered;
    const isFirst = this.madeFrom === undefined;
    this.madeFrom = rendered;
    this.made.make(objects);
    if (isFirst || this.made.outdated(objects).length === 0) this.madeAfter = this.declarations.list.length;
    for (const target of this.node.dependencies) for (const one of target.node.findAll()) if (one instanceof AppConstruct) one.render();
    linkDependencies(this);
  }

  /** @internal */
  hold(): void {
    this.made.hold();
  }

  /** Later declarations that could change the existing objects. */
  private since(): readonly string[] {
    return this.declarations.since(this.madeAfter, this).map((one) => one.node.path);
  }

  private validate(): string[] {
    this.render();
    return withLines(this, this.standing()).map(formatFinding);
  }

  /**
   * Findings about the app that are not accepted.
   *
   * @internal
   */
  standing(): readonly Finding[] {
    const { findings, accept } = this;
    const { open, accepted } = applyAcceptances(findings, accept);
    const placed = accept.map((one) => ({ ...one, path: this.node.path }));
    return [...open, ...checkAcceptances(placed, accepted, findings)].filter((finding) => finding.severity !== Severity.NOTE);
  }

  /** The objects for a plan, computed once per plan, and again if another app shares a certificate since. */
  private rendered(): Rendered {
    const decision = this.declarations.decision(this);
    const { routes = [] } = decision.plan ?? {};
    const all = routes.some(needsCertificate) ? certificatesOfApps(this.declarations.plans, undefined) : NO_CERTIFICATES;
    const certificates = routes.map((route) => all.get(route));
    if (this.last?.decision !== decision || !isDeepStrictEqual(this.last.certificates, certificates))
      this.last = { decision, certificates, ...this.renderPlan(decision, all) };
    return this.last;
  }

  private renderPlan(decision: Decision, certificates: Certificates): Pick<Rendered, 'objects' | 'findings'> {
    const { plan } = decision;
    if (plan === undefined || isRefused(decision)) return { objects: [], findings: [] };
    const { manifests, findings } = applyPatches(plan, (this.ways.render ?? renderApp)(plan, certificates), findCluster(this)?.facts);
    return { objects: manifests.map((manifest) => ({ scope: this, id: objectId(manifest, this.ask.name), manifest })), findings };
  }
}

/** With an error among its findings a plan must not be rendered. */
function isRefused({ plan, findings }: Decision): boolean {
  return plan === undefined || findings.some((finding) => finding.severity === Severity.ERROR);
}
