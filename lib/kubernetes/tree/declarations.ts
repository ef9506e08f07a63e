import type { WorkloadProps } from '../../availability/ask/app';
import type { ResolvedApp } from '../../availability/ask/resolved';
import { type Volume, VolumeKind } from '../../availability/ask/volume/volume';
import type { Ask } from '../../availability/ask/workload';
import { type Decision, decideGroup, decideGroups } from '../../availability/decide';
import { amongOthers, dependsOnOthers } from '../../availability/fleet/outcomes';
import type { Plan } from '../../availability/model/plan';
import type { ClusterFacts } from '../../cluster/cluster';

/** Something that asks the model for a decision. */
export interface Declaration {
  /** What it asks for. For an app whose props follow from all others: what it would ask for if there were none. */
  readonly ask: Ask;
  /** Its props, from the plans of all apps in the order of their paths. @default - those of `ask` */
  readonly follow?: ((plans: readonly Plan[]) => WorkloadProps) | undefined;
}

/** The owner of shared data, once it is declared, and the apps that share it: they are decided together. */
interface Group<D> {
  owner: D | undefined;
  readonly followers: D[];
  /** Valid until another one is declared. */
  decided: ReadonlyMap<D, Decision> | undefined;
}

/** Results from all declarations, valid until the next declaration. */
interface Late<D> {
  readonly plans: readonly Plan[];
  readonly decided: Map<Group<D>, ReadonlyMap<D, Decision>>;
}

/**
 * The declarations of one cluster, or of one chart outside a cluster: names are unique there. Declaring only
 * remembers. Decisions are made on demand, and again only when a new declaration can change them.
 */
export class Declarations<D extends Declaration = Declaration> {
  private readonly declared: D[] = [];
  /** By the name of the owner, which may be declared last. */
  private readonly groups = new Map<string, Group<D>>();
  /** Apps that cannot be found by name, because others had the name first. */
  private readonly unnamed = new Map<D, Group<D>>();
  private late: Late<D> | undefined;
  /** Many ask for the decision about each app. */
  private readonly known = new Map<D, Decision>();
  private all: readonly Plan[] | undefined;
  private byAsk: ReadonlyMap<ResolvedApp, Plan> | undefined;

  /** The decisions are valid for these facts. */
  private decidedFor: ClusterFacts | undefined;

  /** @param factsNow the facts so far; systems that are declared later add to them */
  constructor(private readonly factsNow: () => ClusterFacts | undefined) {}

  add(declaration: D): void {
    this.declared.push(declaration);
    const own = this.named(declaration, declaration.ask.name);
    if (own.owner === undefined) {
      own.owner = declaration;
      own.decided = undefined;
    } else {
      this.unnamed.set(declaration, { owner: declaration, followers: [], decided: undefined });
    }
    const shared = this.shared(declaration);
    if (shared !== undefined) {
      shared.followers.push(declaration);
      shared.decided = undefined;
    }
    this.late = undefined;
    this.forgetAll();
  }

  /** In the order of declaration. */
  get list(): readonly D[] {
    return this.declared;
  }

  /** The paths of those whose props follow from the plans of all others. */
  get derived(): ReadonlySet<string> {
    return new Set(this.declared.flatMap(({ follow, ask }) => (follow === undefined ? [] : [ask.path])));
  }

  /** The plans of all apps with enough props, in the order of their paths. */
  get plans(): readonly Plan[] {
    this.forgetOldFacts();
    if (this.all !== undefined) return this.all;
    this.decideAll();
    this.all = amongOthers(inOrder(this.declared.map((one) => this.decision(one))), this.decidedFor);
    return this.all;
  }

  /** The plan of one app among all others. */
  planOf(declaration: D): Plan | undefined {
    const own = this.decision(declaration).plan;
    // Others have no say in these.
    if (own === undefined || this.decidedFor === undefined || !dependsOnOthers(own)) return own;
    this.byAsk ??= new Map(this.plans.map((plan) => [plan.ask, plan]));
    return this.byAsk.get(own.ask);
  }

  /** What is decided about an app alone, or with the apps that share its data. */
  decision(declaration: D): Decision {
    this.forgetOldFacts();
    const known = this.known.get(declaration);
    if (known !== undefined) return known;
    const group = this.groupOf(declaration);
    const decided = members(group).some((one) => one.follow !== undefined) ? this.decideLate(group) : this.decideAsAsked(group);
    const decision = decided.get(declaration) as Decision;
    this.known.set(declaration, decision);
    return decision;
  }

  /** Declarations after the first `count` that can change the decisions about an app. */
  since(count: number, declaration: D): readonly D[] {
    const group = members(this.groupOf(declaration));
    const later = this.declared.slice(count);
    return group.some((one) => one.follow !== undefined) ? later : later.filter((one) => group.includes(one));
  }

  private forgetAll(): void {
    this.all = undefined;
    this.byAsk = undefined;
    this.known.clear();
  }

  /** A system that was declared since then adds to the facts. */
  private forgetOldFacts(): void {
    const facts = this.factsNow();
    if (facts === this.decidedFor) return;
    this.decidedFor = facts;
    for (const group of [...this.groups.values(), ...this.unnamed.values()]) group.decided = undefined;
    this.late = undefined;
    this.forgetAll();
  }

  private decideAsAsked(group: Group<D>): ReadonlyMap<D, Decision> {
    group.decided ??= this.decide(members(group), (one) => one.ask);
    return group.decided;
  }

  /**
   * Decides all that are not decided yet, as asked, together: that is faster.
   *
   * @param each goes through them, and may show how far it is
   */
  decideAll(each: <T>(groups: readonly T[]) => Iterable<T> = (groups) => groups): void {
    this.forgetOldFacts();
    const groups = [...new Set(this.declared.map((one) => this.groupOf(one)))].filter(({ decided }) => decided === undefined);
    const decisions = decideGroups(
      groups.map((group) => members(group).map(({ ask }) => Object.freeze(ask))),
      this.factsNow(),
    );
    for (const group of each(groups)) group.decided = byMember(members(group), decisions.next().value as readonly Decision[]);
  }

  private decideLate(group: Group<D>): ReadonlyMap<D, Decision> {
    this.late ??= {
      plans: amongOthers(inOrder(this.declared.map((one) => this.decideAsAsked(this.groupOf(one)).get(one))), this.decidedFor),
      decided: new Map(),
    };
    const { plans, decided } = this.late;
    const known = decided.get(group) ?? this.decide(members(group), ({ ask, follow }) => (follow === undefined ? ask : { ...ask, props: follow(plans) }));
    decided.set(group, known);
    return known;
  }

  private decide(group: readonly D[], askOf: (one: D) => Ask): ReadonlyMap<D, Decision> {
    const decisions = decideGroup(
      group.map((one) => Object.freeze(askOf(one))),
      this.factsNow(),
    );
    return byMember(group, decisions);
  }

  /** An app that shares data is decided with the owner; otherwise with the apps that share its data. */
  private groupOf(declaration: D): Group<D> {
    const shared = this.shared(declaration);
    if (shared?.owner !== undefined) return shared;
    return this.unnamed.get(declaration) ?? this.named(declaration, declaration.ask.name);
  }

  private shared(declaration: D): Group<D> | undefined {
    const wanted = ownerNamed(declaration.ask);
    return wanted === undefined || wanted === declaration.ask.name ? undefined : this.named(declaration, wanted);
  }

  private named({ ask }: D, name: string): Group<D> {
    const key = `${ask.namespace ?? ''}/${name}`;
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const group: Group<D> = { owner: undefined, followers: [], decided: undefined };
    this.groups.set(key, group);
    return group;
  }
}

function byMember<D>(group: readonly D[], decisions: readonly Decision[]): ReadonlyMap<D, Decision> {
  return new Map(decisions.map((decision, index) => [group[index] as D, decision]));
}

function members<D>({ owner, followers }: Group<D>): readonly D[] {
  return owner === undefined ? followers : [owner, ...followers];
}

function inOrder(decisions: readonly (Decision | undefined)[]): readonly Plan[] {
  const plans = decisions.flatMap((decision) => (decision?.plan === undefined ? [] : [decision.plan]));
  return plans.sort((one, other) => (one.ask.path < other.ask.path ? -1 : 1));
}

/** The app that an app follows, because it shares its data or runs beside it. Without the compiler, props may be anything. */
function ownerNamed({ props }: Ask): string | undefined {
  const volumes: unknown = props?.volumes;
  const shared = Array.isArray(volumes) ? volumes.find((volume: Volume | undefined) => volume?.kind === VolumeKind.SHARED)?.options?.shared?.app : undefined;
  const named: unknown = (shared ?? props?.placement?.beside)?.name;
  return typeof named === 'string' ? named : undefined;
}
