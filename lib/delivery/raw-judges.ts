import { OtherWorkload } from '../availability/ask/workload';
import { type Plan, WorkloadKind } from '../availability/model/plan';
import type { LabelSelector } from '../kubernetes/label-selector';
import type { Manifest } from '../kubernetes/manifest';
import type { Neighbours } from './neighbours';

/** What an object does to the apps of its namespace that was decided otherwise. Nothing has checked its fields. */
export type RawJudge = (
  manifest: Pick<Manifest, 'kind' | 'metadata'>,
  spec: object,
  near: Neighbours,
) => { readonly given: string; readonly allowed: string; readonly fix?: string } | undefined;

interface Target {
  readonly kind?: string;
  readonly name?: string;
}

function targeted(near: Neighbours, target: Target | null | undefined): Plan | undefined {
  const { kind = WorkloadKind.DEPLOYMENT, name } = target ?? {};
  const app = near.named(name);
  return app?.workload.value === kind ? app : undefined;
}

function decides(kind: string, { ask }: Plan, what: string): ReturnType<RawJudge> {
  return { given: `a ${kind} for ${ask.name}`, allowed: `but the class ${ask.availabilityClass} decides its ${what}, and the promise depends on that` };
}

export const REPLICAS: RawJudge = ({ kind }, { scaleTargetRef }: { readonly scaleTargetRef?: Target | null }, near) => {
  const app = targeted(near, scaleTargetRef);
  return app === undefined ? undefined : decides(kind, app, 'replicas');
};

/** One that only recommends changes nothing. */
export const REQUESTS: RawJudge = (
  { kind },
  { targetRef, updatePolicy }: { readonly targetRef?: Target | null; readonly updatePolicy?: { readonly updateMode?: string } | null },
  near,
) => {
  const app = updatePolicy?.updateMode === 'Off' ? undefined : targeted(near, targetRef);
  return app === undefined ? undefined : decides(kind, app, 'requests');
};

interface BudgetSpec {
  readonly selector?: LabelSelector | null;
  readonly maxUnavailable?: number | string;
  readonly minAvailable?: number | string;
}

/** A drain leaves the pods of agents alone. With two budgets, the API server evicts a pod never; without one of its own, one that never blocks is none. */
export const BUDGETS: RawJudge = ({ kind }, { selector, maxUnavailable, minAvailable }: BudgetSpec, near) => {
  const apps = near.selected(selector).filter(({ ask }) => ask.availabilityClass !== OtherWorkload.NODE_AGENT);
  const pods = apps.reduce((sum, { replicas }) => sum + replicas.value, 0);
  const blocksNever =
    minAvailable === 0 || minAvailable === '0%' || maxUnavailable === '100%' || (typeof maxUnavailable === 'number' && maxUnavailable >= pods);
  const app = blocksNever ? apps.find(({ budget }) => budget.value !== undefined) : apps[0];
  return app === undefined ? undefined : decides(kind, app, 'budget');
};
