import { type ClusterFacts, frozenCopy } from '../cluster/cluster';
import type { Finding } from '../cluster/finding';
import { resolveGroup } from './ask/resolve-group';
import type { ResolvedApp } from './ask/resolved';
import { checkAppShape } from './ask/shape';
import { type Ask, AvailabilityClass, OtherWorkload } from './ask/workload';
import { decideFlexible } from './classes/flexible';
import { decideHighlyAvailable } from './classes/highly-available';
import { decideNodeAgent } from './classes/node-agent';
import { decidePinned } from './classes/pinned';
import { CLASS_RULES } from './classes/rules';
import { decideScheduledJob } from './classes/scheduled-job';
import { FLEET_RULES } from './fleet/rules';
import type { Plan } from './model/plan';
import { judgeEach, Needs, type Rules } from './model/rule';
import { NETWORK_RULES } from './network/rules';
import { PLACEMENT_RULES } from './placement/rules';
import { POD_RULES } from './pod/rules';
import { NOTES } from './report/notes';
import { STORAGE_RULES } from './storage/rules';

/** A plan, and the findings against it. With an error among the findings the plan must not be rendered. */
export interface Decision {
  /** Undefined if the props say too little to decide anything. */
  readonly plan: Plan | undefined;
  readonly findings: readonly Finding[];
}

const BY_CLASS = {
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: decideFlexible,
  [AvailabilityClass.SINGLE_POD_PINNED]: decidePinned,
  [AvailabilityClass.HIGHLY_AVAILABLE]: decideHighlyAvailable,
  [OtherWorkload.SCHEDULED_JOB]: decideScheduledJob,
  [OtherWorkload.ONE_OFF_JOB]: decideScheduledJob,
  [OtherWorkload.NODE_AGENT]: decideNodeAgent,
};

/** The rules about props and decisions, folder by folder. */
export const ROOMS: readonly Rules[] = [POD_RULES, NETWORK_RULES, STORAGE_RULES, PLACEMENT_RULES, CLASS_RULES];
const ASK_RULES = ROOMS.flatMap(({ ask = [] }) => ask);
const PLAN_RULES = ROOMS.flatMap(({ plan = [] }) => plan);

/** Rules that cannot be checked without a cluster. */
const IN_CLUSTER = [...ASK_RULES, ...PLAN_RULES, ...FLEET_RULES, ...NOTES].filter((rule) => rule.needs !== Needs.NOTHING);

/**
 * Makes all decisions for one app that shares no data.
 *
 * @param facts undefined: decides what needs no facts, and the plan lists the unchecked rules
 */
export function decide(ask: Ask, facts: ClusterFacts | undefined): Decision {
  const [decision] = decideGroup([ask], facts);
  return decision as Decision;
}

/** Makes all decisions for apps that share data of the first one. */
export function decideGroup(asks: readonly Ask[], facts: ClusterFacts | undefined): readonly Decision[] {
  const [decisions] = decideGroups([asks], facts);
  return decisions as readonly Decision[];
}

/** So many apps fit into the caches of a processor together. */
const BATCH = 64;

/**
 * The same for many groups, as if one after the other. Each step and each rule sees a batch of apps before the next one starts: two
 * hundred rules are more code than the caches of a processor hold, and it takes twice as long to go through all of it for each app.
 * A batch is decided when the first of its groups is asked for.
 */
export function* decideGroups(groups: readonly (readonly Ask[])[], facts: ClusterFacts | undefined): Generator<readonly Decision[], void> {
  for (let start = 0; start < groups.length; start += BATCH) yield* decideBatch(groups.slice(start, start + BATCH), facts);
}

function decideBatch(groups: readonly (readonly Ask[])[], facts: ClusterFacts | undefined): readonly (readonly Decision[])[] {
  const checked = groups.map((asks) => ({ asks, misshapen: asks.map((ask) => checkAppShape(ask)) }));
  const isReadable = ({ asks, misshapen: [first = []] }: (typeof checked)[number]) => asks.length === 1 || first.length === 0;
  // With values that do not match their types, other rules would crash, or repeat the finding.
  const sound = checked.filter(isReadable).flatMap(({ asks, misshapen }) =>
    resolveGroup(
      asks.filter((_ask, index) => misshapen[index]?.length === 0),
      facts,
    ),
  );
  const decided = decideApps(sound, facts).values();
  return checked.map((group) =>
    group.misshapen.map((findings) => {
      // Apps that share data of an unreadable app are checked once that one is readable.
      if (findings.length > 0 || !isReadable(group)) return { plan: undefined, findings };
      return decided.next().value as Decision;
    }),
  );
}

function decideApps(apps: readonly ResolvedApp[], facts: ClusterFacts | undefined): readonly Decision[] {
  const asked = judgeEach(ASK_RULES, apps, ({ path }) => path, facts);
  // Without what is missing there is nothing to decide, and the rules have reported it.
  const plans = new Map(
    apps
      .filter(({ missing }) => missing.length === 0)
      .map((app) => [app, { ...BY_CLASS[app.availabilityClass](app, facts), unchecked: facts === undefined ? uncheckedOf(app) : [] }]),
  );
  const against = judgeEach(PLAN_RULES, [...plans.values()], ({ ask }) => ask.path, facts);
  return apps.map((app) => {
    const findings = asked.get(app) ?? [];
    const plan = plans.get(app);
    if (plan === undefined) return { plan, findings };
    return { plan: Object.freeze({ ...frozenCopy({ ...plan, ask: undefined }), ask: app }), findings: [...findings, ...(against.get(plan) ?? [])] };
  });
}

/** Codes of the rules that apply to an app but cannot be checked without a cluster. */
function uncheckedOf(app: ResolvedApp): readonly string[] {
  return [...new Set(IN_CLUSTER.filter(({ concerns }) => concerns?.(app) !== false).map(({ code }) => code))].sort();
}
