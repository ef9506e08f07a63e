import type { ResolvedResources } from '../availability/ask/resolved';
import { mostPods } from '../availability/model/autoscale';
import { oncePer } from '../availability/model/once';
import type { Plan } from '../availability/model/plan';
import { requestInSum } from '../availability/placement/hardware';
import { listIn } from '../cluster/parts';
import { Cpu, Size } from '../cluster/units';
import { quantityOf } from '../kubernetes/quantity';
import type { Neighbours } from './neighbours';
import { countedBy, type Scoped } from './quota-scopes';
import type { RawJudge } from './raw-judges';

/** Cores, bytes or pieces of each resource. */
type Amounts = { readonly [resource: string]: number };
type Quantities = { readonly [resource: string]: unknown } | null | undefined;

const requests = ({ cpu, memory, ephemeralStorage }: ResolvedResources): Amounts => ({
  cpu: cpu.millis / 1000,
  memory: memory.bytes,
  'ephemeral-storage': ephemeralStorage.bytes,
});
const limits = ({ memoryLimit, ephemeralLimit, cpuLimit }: ResolvedResources): Amounts => ({
  ...(cpuLimit === undefined ? {} : { cpu: cpuLimit.cpu.millis / 1000 }),
  memory: memoryLimit.bytes,
  'ephemeral-storage': ephemeralLimit.bytes,
});

function ofPod({ ask }: Plan, amounts: (resources: ResolvedResources) => Amounts): Amounts {
  const names = Object.keys(amounts(ask.main.resources)).filter((name) => ask.containers.every(({ resources }) => name in amounts(resources)));
  return Object.fromEntries(names.map((name) => [name, requestInSum(ask, (one) => amounts(one)[name] ?? 0)]));
}

function claimsOf({ claims }: Plan): readonly { readonly bytes: number; readonly perPod: boolean }[] {
  return claims.flatMap(({ owner, perPod, volume }) => {
    const { size } = volume.options.data ?? {};
    return owner !== undefined || size === undefined ? [] : [{ bytes: size.bytes, perPod }];
  });
}

function sumOf(some: readonly Amounts[], counts: readonly number[]): Amounts {
  const sum: { [resource: string]: number } = {};
  some.forEach((amounts, index) => {
    for (const [name, amount] of Object.entries(amounts)) sum[name] = (sum[name] ?? 0) + amount * (counts[index] ?? 1);
  });
  return sum;
}

/** What a quota counts for a pod. Source: k8s.io/apiserver and kubernetes/pkg/quota/v1/evaluator/core, pods.go. */
function countedForPod(plan: Plan): Amounts {
  const requested = ofPod(plan, requests);
  const named = (prefix: string, amounts: Amounts) => Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [`${prefix}.${name}`, amount]));
  return { pods: 1, 'count/pods': 1, ...requested, ...named('requests', requested), ...named('limits', ofPod(plan, limits)) };
}

/** What the apps of a namespace need at once, also while one of them is rolled out. */
const needOf = oncePer(({ apps }: Neighbours): Amounts => {
  const pods = apps.map(countedForPod);
  const claims = apps.map((plan) => {
    const copies = claimsOf(plan).map(({ bytes, perPod }) => ({ bytes, count: perPod ? plan.replicas.value : 1 }));
    const count = copies.reduce((sum, one) => sum + one.count, 0);
    const storage = copies.reduce((sum, one) => sum + one.bytes * one.count, 0);
    return { persistentvolumeclaims: count, 'count/persistentvolumeclaims': count, 'requests.storage': storage };
  });
  const always = sumOf([...pods, ...claims], [...apps.map(mostPods), ...claims.map(() => 1)]);
  const most: { [resource: string]: number } = { ...always };
  apps.forEach(({ rollout }, index) => {
    for (const [name, amount] of Object.entries(pods[index] ?? {}))
      most[name] = Math.max(most[name] ?? 0, (always[name] ?? 0) + amount * rollout.value.maxSurge);
  });
  return most;
});

/** Each of its containers has a CPU limit of its own. */
function isCpuLimited({ ask }: Plan): boolean {
  return ask.containers.every(({ resources }) => resources.cpuLimit !== undefined);
}

interface QuotaSpec extends Scoped {
  readonly hard?: Quantities;
}

export const QUOTAS: RawJudge = ({ kind }, { hard, ...scoped }: QuotaSpec, all) => {
  const near = countedBy(scoped, all);
  if (near === undefined) return undefined;
  const need = needOf(near, undefined);
  for (const [name, given] of Object.entries(hard ?? {})) {
    // Source: the quota of a resource refuses pods that do not say how much of it they use.
    if (name === 'limits.cpu' && !near.apps.every(isCpuLimited))
      return { given: `a ${kind} of ${name}`, allowed: 'but apps have no CPU limit, so their pods are refused' };
    const amount = quantityOf(given);
    const needed = need[name] ?? 0;
    if (amount === undefined || !exceeds(needed, amount)) continue;
    return { given: `a ${kind} of ${name}: ${given}`, allowed: `but the apps in its namespace need ${inWords(name, needed)}` };
  }
  return undefined;
};

interface LimitItem {
  readonly type?: string;
  readonly min?: Quantities;
  readonly max?: Quantities;
  readonly default?: Quantities;
  readonly maxLimitRequestRatio?: Quantities;
}

/** What a range looks at: containers, pods or claims. */
interface Subject {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

const SUBJECTS: { readonly [type: string]: (plan: Plan) => readonly Subject[] } = {
  Container: ({ ask }) => ask.containers.map(({ resources }) => ({ requests: requests(resources), limits: limits(resources) })),
  Pod: (plan) => [{ requests: ofPod(plan, requests), limits: ofPod(plan, limits) }],
  PersistentVolumeClaim: (plan) => claimsOf(plan).map(({ bytes }) => ({ requests: { storage: bytes }, limits: { storage: bytes } })),
};

export const LIMITS: RawJudge = ({ kind }, { limits: items }: { readonly limits?: unknown }, near) => {
  for (const item of listIn<LimitItem>(items)) {
    const type = item.type ?? '';
    // Source: SetDefaults_LimitRangeItem in k8s.io/kubernetes/pkg/apis/core/v1: without a default, the maximum is the default.
    if (type === 'Container' && (item.default?.cpu ?? item.max?.cpu) !== undefined && !near.apps.every(isCpuLimited))
      return { given: `a ${kind} that gives containers a CPU limit`, allowed: 'but apps have none, because it would slow them down while cores are idle' };
    for (const plan of near.apps)
      for (const subject of SUBJECTS[type]?.(plan) ?? []) {
        const refused = refusal(item, subject);
        if (refused !== undefined)
          return { given: `a ${kind} with ${refused[0]} for a ${type}`, allowed: `but ${plan.ask.name} ${refused[1]}, so it is refused` };
      }
  }
  return undefined;
};

/** Source: minConstraint, maxConstraint and limitRequestRatioConstraint in k8s.io/kubernetes/plugin/pkg/admission/limitranger. */
function refusal(
  { min, max, maxLimitRequestRatio }: LimitItem,
  { requests: asked, limits: allowed }: Subject,
): readonly [given: string, why: string] | undefined {
  for (const [name, given] of Object.entries(min ?? {})) {
    const request = asked[name];
    if (request !== undefined && exceeds(quantityOf(given) ?? 0, request)) return [`min ${name}: ${given}`, `requests ${inWords(name, request)}`];
  }
  for (const [name, given] of Object.entries(max ?? {})) {
    if (asked[name] === undefined) continue;
    const limit = allowed[name];
    if (limit === undefined) return [`max ${name}: ${given}`, `has no ${name} limit`];
    if (exceeds(limit, quantityOf(given) ?? Number.POSITIVE_INFINITY)) return [`max ${name}: ${given}`, `needs up to ${inWords(name, limit)}`];
  }
  for (const [name, given] of Object.entries(maxLimitRequestRatio ?? {})) {
    const [request, limit] = [asked[name], allowed[name]];
    if (request === undefined) continue;
    if (limit === undefined) return [`maxLimitRequestRatio ${name}: ${given}`, `has no ${name} limit`];
    if (exceeds(limit / request, quantityOf(given) ?? Number.POSITIVE_INFINITY))
      return [`maxLimitRequestRatio ${name}: ${given}`, `requests ${inWords(name, request)} and has a limit of ${inWords(name, limit)}`];
  }
  return undefined;
}

/** Sums of fractions are not exact. */
function exceeds(one: number, other: number): boolean {
  return one > other * (1 + 1e-9);
}

function inWords(resource: string, amount: number): string {
  if (/(^|\.)cpu$/.test(resource)) return Cpu.cores(amount).toString();
  return /pods$|claims$/.test(resource) ? `${amount}` : Size.bytes(amount).toString();
}
