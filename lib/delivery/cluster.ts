import { Construct } from 'constructs';
import { priorityClasses } from '../apps/priority-classes';
import { applyPlaced, checkAcceptances } from '../availability/fleet/check-acceptances';
import { checkApps } from '../availability/fleet/rules';
import { identity } from '../availability/model/identity';
import type { Plan } from '../availability/model/plan';
import { checkExternalRoutes, type ExternalAsk, outsideOf } from '../availability/network/external';
import { type ClusterFacts, type ClusterFactsProps, NO_FACTS } from '../cluster/cluster';
import { type Finding, formatFinding, Severity } from '../cluster/finding';
import { NodeRole } from '../cluster/node';
import { resolveFacts } from '../cluster/resolve';
import { checkFacts } from '../cluster/rules/check-facts';
import { checkShape, isOfShape } from '../cluster/shape';
import { type Analysis, keptAnalysis } from '../failures/analyse';
import { judgeFailures } from '../failures/objectives';
import { FLUX_NAMESPACE } from '../kubernetes/flux';
import { contradictions, knowKinds } from '../kubernetes/kinds';
import { checkSystem, type System } from '../kubernetes/system';
import { type ClusterContext, type Contribution, type DeclaredApp, findCluster, provideCluster } from '../kubernetes/tree/context';
import { Declarations } from '../kubernetes/tree/declarations';
import { rememberLine, withLines } from '../kubernetes/tree/line';
import { guardChildren, placeIn } from '../kubernetes/tree/place';
import { PlacedObjects, renderedEarly } from '../kubernetes/tree/placed-objects';
import { checkFlux, type FluxProps } from './flux';
import { Folder } from './folder';
import { nestedCluster } from './folders';
import { refusedIn } from './foreign-app';
import { Layout } from './layout';
import type { NamespaceProps } from './namespaces';
import { notesOf } from './notes';
import type { ClusterOutput } from './output';
import { type Count, uncounted } from './progress';
import { factsAsAsked } from './run';
import { CLUSTER_PROPS } from './shapes.generated';
import type { Verdict } from './verdict';

/** A cluster, and how its YAML gets there. */
export interface ClusterProps {
  /** The facts of the cluster. @inline paths of facts begin below the cluster's name */
  readonly facts: ClusterFactsProps;
  /** How Flux finds and applies the folders. @default - no Flux objects are written */
  readonly flux?: FluxProps;
  /** Labels and annotations of namespaces, by name. The namespaces themselves come with their apps. @default - none */
  readonly namespaces?: { readonly [name: string]: NamespaceProps };
}

/**
 * A cluster: facts, and a folder for each node role to put apps into. Its name is the construct's id.
 */
export class Cluster extends Construct {
  /** Operators that Flux installs before anything that needs their kinds. */
  readonly operators: Folder;
  /** Storage classes and the systems behind them. */
  readonly storage: Folder;
  /** Ingress, and everything else on the control nodes. */
  readonly control: Folder;
  /** Apps. */
  readonly workers: Folder;
  /** Monitoring. */
  readonly monitoring: Folder;

  /** Priority classes: everything else needs them. */
  private readonly priorities: Folder;
  /** Findings about the props themselves: if there are any, nothing else is checked. */
  private readonly wrong: Finding[];
  private readonly given: ClusterFactsProps;
  private known: ClusterFacts;
  private readonly used: System[] = [];
  private readonly flux: FluxProps | undefined;
  private readonly saidOfNamespaces: { readonly [name: string]: NamespaceProps };
  private readonly apps: Declarations<DeclaredApp>;
  private readonly contributions: Contribution[] = [];
  /** Objects of the cluster itself, and how many apps existed when they were created. */
  private readonly made = new PlacedObjects();
  private madeAfter = 0;
  private lastLayout: Layout | undefined;
  private readonly analysed = keptAnalysis();

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    guardChildren(this);
    this.wrong = [...(findCluster(scope) === undefined ? [] : [nestedCluster(this.node.path)]), ...checkShape(CLUSTER_PROPS, props, id)];
    const sound = this.wrong.length === 0;
    this.given = sound ? factsAsAsked(this.node.path, props.facts) : NO_FACTS;
    this.known = resolveFacts(id, this.given);
    this.apps = new Declarations(() => this.known);
    provideCluster(this, this.context());
    this.operators = new Folder(this, 'operators', undefined, []);
    this.storage = new Folder(this, 'storage', undefined, [this.operators]);
    // A separate folder, so that apps do not wait for an ingress that is not ready.
    this.priorities = new Folder(this, 'priorities', undefined, []);
    this.control = new Folder(this, 'control', NodeRole.CONTROL, [this.priorities]);
    this.workers = new Folder(this, 'worker', NodeRole.WORKER, [this.priorities, this.storage]);
    // Not after storage: monitoring must report when storage is broken.
    this.monitoring = new Folder(this, 'monitoring', NodeRole.MONITORING, [this.priorities]);
    ({ namespaces: this.saidOfNamespaces = {}, flux: this.flux } = sound ? props : { namespaces: {}, flux: undefined });
    this.node.addValidation({
      validate: () => {
        const refused = refusedIn(this.node.root);
        if (refused.length > 0) return refused;
        return [...this.verdict().open, ...withLines(this, this.make())].map(formatFinding);
      },
    });
  }

  /** The plans of all apps, in the order of their paths, from what is declared so far. */
  get plans(): readonly Plan[] {
    return this.apps.plans;
  }

  /** The facts of the cluster, including those of the systems in use. */
  get facts(): ClusterFacts {
    return this.known;
  }

  /** Checks facts and apps as a whole, from what is declared so far. Writes nothing. */
  verdict(): Verdict {
    return this.judge(uncounted);
  }

  /** @internal */
  judge(count: Count): Verdict {
    this.lastLayout = undefined;
    this.apps.decideAll((groups) => count('apps decided', groups));
    const { facts, plans, contributions } = this;
    const given = contributions.flatMap(({ findings = [] }) => findings);
    if (this.wrong.length > 0) {
      const asked = this.apps.list.filter(({ follow }) => follow === undefined).flatMap(({ findings }) => findings);
      return { open: withLines(this, [...this.wrong, ...[...asked, ...given].filter(isOfShape)]), accepted: [], notes: [] };
    }
    const [judged, undecided] = this.apart();
    const isWatched = contributions.some(({ asksMetrics }) => asksMetrics === true);
    const all = withLines(this, [
      ...checkFacts(facts, this.used),
      ...(this.flux === undefined ? [] : checkFlux(`${this.node.path}/flux`, this.flux)),
      ...this.layout().findings(),
      ...judged.flatMap(({ findings }) => findings),
      ...checkApps(plans, facts, { undecided: new Set(undecided.map(identity)), outside: outsideOf(this.externals) }),
      ...checkExternalRoutes(this.externals, plans, facts),
      ...undecided.flatMap(({ findings }) => findings),
      ...given,
      ...contributions.flatMap(({ check }) => check?.(plans, this.externals) ?? []),
      ...(undecided.length > 0 ? [] : judgeFailures(facts, plans, () => this.analysis)),
      ...notesOf({ facts, plans, systems: this.used, isWatched, derived: this.apps.derived }),
    ]);
    const placed = [
      ...facts.accept.map((one) => ({ ...one, path: this.node.path, isOfCluster: true })),
      ...judged.flatMap(({ accept, ask }) => accept.map((one) => ({ ...one, path: ask.path }))),
    ];
    const { open, accepted } = applyPlaced(all, placed);
    const rest = [...open, ...withLines(this, checkAcceptances(placed, accepted, all))];
    const isNote = ({ severity }: Finding) => severity === Severity.NOTE;
    return { open: rest.filter((finding) => !isNote(finding)), accepted, notes: rest.filter(isNote) };
  }

  /** Creates every object now, from what is declared so far: for visitors that walk the tree before synthesis. */
  render(): void {
    this.lastLayout = undefined;
    this.make();
    for (const app of this.apps.list) app.hold();
    this.made.hold();
  }

  /**
   * Creates every missing object, and reports which ones cannot be created again.
   *
   * @internal
   */
  make(count: Count = uncounted): readonly Finding[] {
    if (this.wrong.length > 0) return [];
    for (const app of count('apps written as objects', this.apps.list)) app.render();
    const { namespaces, input } = this.layout();
    const wanted = [...namespaces.objects(), ...input.objects, ...priorityClasses(this.priorities)];
    this.made.make(wanted);
    const outdated = this.made.outdated(wanted);
    const since = this.apps.list.slice(this.madeAfter).map(({ ask }) => ask.path);
    if (outdated.length === 0) this.madeAfter = this.apps.list.length;
    return outdated.map((path) => renderedEarly(path, since));
  }

  /** What targets need, once everything is decided and rendered. @internal */
  output({ accepted, notes }: Verdict): ClusterOutput {
    const { facts, plans, flux } = this;
    return { name: this.node.id, path: this.node.path, facts, plans, accepted, notes, folders: this.layout().folders(), flux, analysis: () => this.analysis };
  }

  /** What each failure does, from what is declared so far. @internal */
  get analysis(): Analysis {
    return this.analysed(this.facts, this.plans, this.used);
  }

  /** What constructs inside it can look up. */
  private context(): ClusterContext {
    const cluster = this;
    return {
      get facts() {
        return cluster.known;
      },
      apps: this.apps,
      systems: this.used,
      contribute: (contribution) => this.contributions.push(contribution),
      use: (system) => this.use(system),
      misshapen: (findings) => this.wrong.push(...findings),
    };
  }

  /** The systems in use, in the order in which they were declared. */
  get systems(): readonly System[] {
    return this.used;
  }

  /** Adds a system with all its parts. From then on the facts include what it adds. */
  use(system: System): void {
    checkSystem(system);
    this.used.push(system);
    this.contributions.push({ findings: contradictions(this.node.path, system) });
    knowKinds(system.kinds ?? []);
    this.known = resolveFacts(this.node.id, this.given, this.used);
  }

  /** The apps that have a plan, in the order of their paths, and those that have none. */
  private apart(): readonly [readonly DeclaredApp[], readonly DeclaredApp[]] {
    const hasPlan = (app: DeclaredApp) => this.apps.decision(app).plan !== undefined;
    return [this.apps.list.filter(hasPlan).sort((one, other) => (one.ask.path < other.ask.path ? -1 : 1)), this.apps.list.filter((app) => !hasPlan(app))];
  }

  /** As the verdict saw it: only what follows from it is in the tree since then. */
  private layout(): Layout {
    const { plans, facts } = this;
    if (this.lastLayout?.input.plans === plans) return this.lastLayout;
    this.lastLayout = new Layout(this, {
      plans,
      facts,
      apps: this.apps.list.map((app) => [app, this.apps.decision(app).plan] as const),
      contributions: this.contributions,
      objects: this.contributions.flatMap(({ objects }) => objects?.(plans, this.externals) ?? []),
      own: this.made.objects,
      namespaces: this.saidOfNamespaces,
      fluxNamespace: this.flux?.namespace ?? FLUX_NAMESPACE,
      needed: [this.operators, this.priorities, this.storage],
      shared: this.priorities,
    });
    return this.lastLayout;
  }

  private get externals(): readonly ExternalAsk[] {
    return this.contributions.flatMap(({ external }) => external ?? []);
  }
}
