import type { Plan } from '../availability/model/plan';
import { listIn } from '../cluster/parts';
import { Neighbours } from './neighbours';

/** The part of a ResourceQuota that says which pods it counts. */
export interface Scoped {
  readonly scopes?: unknown;
  readonly scopeSelector?: { readonly matchExpressions?: unknown } | null;
}

interface Term {
  readonly scopeName?: string;
  readonly operator?: string;
  readonly values?: unknown;
}

/**
 * Whether a scope has a pod of ours. All request something, and none has a deadline of its own: that of a job is on the Job.
 * Source: podMatchesScopeFunc in kubernetes/pkg/quota/v1/evaluator/core, pods.go.
 */
const SCOPES: { readonly [scope: string]: (plan: Plan, term: Term) => boolean | undefined } = {
  BestEffort: () => false,
  NotBestEffort: () => true,
  Terminating: () => false,
  NotTerminating: () => true,
  PriorityClass: ({ priority }, { operator, values }) => {
    const named = listIn<string>(values).includes(priority.value ?? '');
    if (operator === 'In') return named;
    if (operator === 'NotIn') return !named;
    if (operator === 'DoesNotExist') return priority.value === undefined;
    return operator === 'Exists' ? priority.value !== undefined : undefined;
  },
};

/** The apps whose pods a quota counts: those in all of its scopes. Undefined where it has a scope that nobody here can read. */
export function countedBy({ scopes, scopeSelector }: Scoped, near: Neighbours): Neighbours | undefined {
  const terms = [...listIn<string>(scopes).map((scopeName): Term => ({ scopeName, operator: 'Exists' })), ...listIn<Term>(scopeSelector?.matchExpressions)];
  if (terms.length === 0) return near;
  const counted: Plan[] = [];
  for (const plan of near.apps) {
    const answers = terms.map((term) => (Object.hasOwn(SCOPES, term.scopeName ?? '') ? SCOPES[term.scopeName ?? '']?.(plan, term) : undefined));
    if (answers.includes(undefined)) return undefined;
    if (answers.every((one) => one === true)) counted.push(plan);
  }
  return new Neighbours(counted);
}
