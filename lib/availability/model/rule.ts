import type { ClusterFacts } from '../../cluster/cluster';
import type { Finding } from '../../cluster/finding';
import { found, type PlacedSaid, type RuleRecord, type Said } from '../../cluster/rule';
import type { ResolvedApp } from '../ask/resolved';
import type { Plan } from './plan';

export type { PlacedSaid, Said } from '../../cluster/rule';

/** What a rule needs before it can be checked. */
export enum Needs {
  NOTHING = 'nothing',
  /** The facts of the cluster. */
  FACTS = 'facts',
  /** All apps of the cluster. */
  FLEET = 'fleet',
}

interface AppRuleRecord extends RuleRecord {
  /** The apps that it applies to, at least roughly: others do not list it as unchecked. What must hold, `check` asks itself. @default - all */
  readonly concerns?: (app: ResolvedApp) => boolean;
}

/** A rule about what an app asks for, checked before any decision. */
export interface AskRule extends AppRuleRecord {
  readonly needs: Needs.NOTHING | Needs.FACTS;
  readonly check: (app: ResolvedApp, facts: ClusterFacts | undefined) => Iterable<Said>;
}

/** A rule about the decisions for an app. */
export interface PlanRule extends AppRuleRecord {
  readonly needs: Needs.NOTHING | Needs.FACTS;
  readonly check: (plan: Plan, facts: ClusterFacts | undefined) => Iterable<Said>;
}

/** What has a name in the cluster, but no plan: by `namespace/name`. */
export interface OtherNames {
  /** Apps that are declared, but have no plan because of findings of their own. */
  readonly undecided: ReadonlySet<string>;
  /** Machines outside the cluster, with their IP addresses: none if these are unknown. */
  readonly outside: ReadonlyMap<string, readonly string[]>;
}

/** A rule about all apps together. Each case gives its path. */
export interface FleetRule extends AppRuleRecord {
  readonly needs: Needs.FLEET;
  readonly check: (plans: readonly Plan[], facts: ClusterFacts, others: OtherNames) => Iterable<PlacedSaid>;
}

type Without<R> = Omit<R, 'needs' | 'check'>;
type Check<S, F> = { readonly check: (subject: S, facts: F) => Iterable<Said> };

const NOTHING: readonly Said[] = Object.freeze([]);

/** A rule about what an app asks for, with or without facts. */
export function onAsk(rule: Without<AskRule> & Check<ResolvedApp, ClusterFacts | undefined>): AskRule {
  return { ...rule, needs: Needs.NOTHING };
}

/** A rule about what an app asks for, checked against the facts. */
export function onAskInCluster(rule: Without<AskRule> & Check<ResolvedApp, ClusterFacts>): AskRule {
  return { ...rule, needs: Needs.FACTS, check: (app, facts) => (facts === undefined ? NOTHING : rule.check(app, facts)) };
}

/** A rule about a plan, with or without facts. */
export function onPlan(rule: Without<PlanRule> & Check<Plan, ClusterFacts | undefined>): PlanRule {
  return { ...rule, needs: Needs.NOTHING };
}

/** A rule about a plan, checked against the facts. */
export function onPlanInCluster(rule: Without<PlanRule> & Check<Plan, ClusterFacts>): PlanRule {
  return { ...rule, needs: Needs.FACTS, check: (plan, facts) => (facts === undefined ? NOTHING : rule.check(plan, facts)) };
}

/** Rules that concern the same few apps: with many apps it matters that no rule starts for one that it cannot be about. */
export function concerning(concerns: (app: ResolvedApp) => boolean, rules: readonly AskRule[]): readonly AskRule[] {
  return rules.map((rule) => {
    const check: AskRule['check'] = (app, facts) => (concerns(app) ? rule.check(app, facts) : NOTHING);
    return { ...rule, concerns: rule.concerns === undefined ? concerns : (app) => concerns(app) && rule.concerns?.(app) !== false, check };
  });
}

/** A rule about all apps of a cluster. */
export function onFleet(rule: Without<FleetRule> & Pick<FleetRule, 'check'>): FleetRule {
  return { ...rule, needs: Needs.FLEET };
}

/** The rules of one topic. */
export interface Rules {
  readonly ask?: readonly AskRule[];
  readonly plan?: readonly PlanRule[];
  readonly fleet?: readonly FleetRule[];
}

type Checks<S> = readonly (RuleRecord & { readonly check: (subject: S, facts: ClusterFacts | undefined) => Iterable<Said> })[];

/** The findings of the rules about one app, in their order. */
export function judge<S>(rules: Checks<S>, subject: S, path: string, facts: ClusterFacts | undefined): Finding[] {
  return judgeEach(rules, [subject], () => path, facts).get(subject) ?? [];
}

/** The same for each of some apps. Each rule sees all of them before the next one. */
export function judgeEach<S>(
  rules: Checks<S>,
  subjects: readonly S[],
  pathOf: (subject: S) => string,
  facts: ClusterFacts | undefined,
): ReadonlyMap<S, Finding[]> {
  const judged = new Map(subjects.map((subject) => [subject, [] as Finding[]]));
  for (const rule of rules)
    for (const [subject, findings] of judged) for (const said of rule.check(subject, facts)) findings.push(found(rule, pathOf(subject), said));
  return judged;
}

const NO_OTHERS: OtherNames = { undecided: new Set(), outside: new Map() };

/** The findings of the rules about all apps, in their order. */
export function judgeFleet(rules: readonly FleetRule[], plans: readonly Plan[], facts: ClusterFacts, others = NO_OTHERS): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) for (const said of rule.check(plans, facts, others)) findings.push(found(rule, said.path, said));
  return findings;
}
