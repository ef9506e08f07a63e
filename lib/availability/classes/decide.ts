import { type ClusterFacts, frozenCopy } from '../../cluster/cluster';
import type { Finding } from '../../cluster/finding';
import { resolveGroup } from '../ask/resolve';
import type { ResolvedApp } from '../ask/resolved';
import { checkAppShape } from '../ask/shape';
import { type Ask, AvailabilityClass, OtherWorkload } from '../ask/workload';
import type { Plan } from '../model/plan';
import { judge, type Rules } from '../model/rule';
import { NETWORK_RULES } from '../network/rules';
import { PLACEMENT_RULES } from '../placement/rules';
import { POD_RULES } from '../pod/rules';
import { STORAGE_RULES } from '../storage/rules';
import { decideFlexible } from './flexible';
import { decideHighlyAvailable } from './highly-available';
import { decideNodeAgent } from './node-agent';
import { decidePinned } from './pinned';
import { CLASS_RULES } from './rules';
import { decideScheduledJob } from './scheduled-job';

/** A plan, and what stands against it. With an error among the findings the plan must not be rendered. */
export interface Decision {
  /** Undefined when too little was said to decide anything. */
  readonly plan: Plan | undefined;
  readonly findings: readonly Finding[];
}

const BY_CLASS = {
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: decideFlexible,
  [AvailabilityClass.SINGLE_POD_PINNED]: decidePinned,
  [AvailabilityClass.HIGHLY_AVAILABLE]: decideHighlyAvailable,
  [OtherWorkload.SCHEDULED_JOB]: decideScheduledJob,
  [OtherWorkload.NODE_AGENT]: decideNodeAgent,
};

/** What rules say of what was asked for, and of what was decided, room by room. */
const RULES: readonly Rules[] = [POD_RULES, NETWORK_RULES, STORAGE_RULES, PLACEMENT_RULES, CLASS_RULES];
const ASK_RULES = RULES.flatMap(({ ask = [] }) => ask);
const PLAN_RULES = RULES.flatMap(({ plan = [] }) => plan);

/**
 * Decides everything that class and facts say of one app that shares data with nobody.
 *
 * @param facts undefined: what needs no facts is decided, and the plan names the checks that nobody made
 */
export function decide(ask: Ask, facts: ClusterFacts | undefined): Decision {
  const [decision] = decideGroup([ask], facts);
  return decision as Decision;
}

/** The same for apps that share data of the first of them. */
export function decideGroup(asks: readonly Ask[], facts: ClusterFacts | undefined): readonly Decision[] {
  const misshapen = asks.map((ask) => checkAppShape(ask));
  // Who shares data of an app that nobody can read is judged once that can be read.
  if (asks.length > 1 && (misshapen[0] ?? []).length > 0) return misshapen.map((findings) => ({ plan: undefined, findings }));
  // Of values that are not what their types say, other rules would crash, or say the same again.
  const sound = resolveGroup(asks.filter((_ask, index) => misshapen[index]?.length === 0));
  let next = 0;
  return misshapen.map((findings) => (findings.length > 0 ? { plan: undefined, findings } : decideApp(sound[next++] as ResolvedApp, facts)));
}

function decideApp(app: ResolvedApp, facts: ClusterFacts | undefined): Decision {
  const asked = judge(ASK_RULES, app, app.path, facts);
  // Without these two there is nothing to decide about, and the rules have said so.
  if (app.missing.length > 0) return { plan: undefined, findings: asked };
  const plan = BY_CLASS[app.availabilityClass](app, facts);
  return {
    plan: Object.freeze({ ...frozenCopy({ ...plan, ask: undefined }), ask: app }),
    findings: [...asked, ...judge(PLAN_RULES, plan, app.path, facts)],
  };
}
