import type { Rollout } from '../availability/model/plan';
import { partAt } from '../cluster/parts';
import type { Manifest } from '../kubernetes/manifest';
import { textAt } from './objects';

/** Whole pods, of a number or a part: Kubernetes rounds extra pods and budgets up. Source: GetScaledValueFromIntOrPercent in k8s.io/apimachinery. */
export function podsUp(amount: unknown, of: number): number {
  return pods(amount, of, Math.ceil);
}

/** Missing pods in a rollout round down. Source: ResolveFenceposts of the deployment controller. */
function podsDown(amount: unknown, of: number): number {
  return pods(amount, of, Math.floor);
}

function pods(amount: unknown, of: number, round: (value: number) => number): number {
  if (typeof amount === 'number') return amount;
  const part = typeof amount === 'string' ? /^(\d+)%$/.exec(amount)?.[1] : undefined;
  return part === undefined ? 0 : round((Number(part) * of) / 100);
}

/** How a new version replaces the old one; what nobody writes is the default of Kubernetes: a quarter of a Deployment, one pod otherwise. */
export function rolloutOf(object: Manifest, replicas: number): Rollout {
  if (textAt(object, 'spec', 'strategy', 'type') === 'Recreate') return { recreate: true, maxSurge: 0, maxUnavailable: 1 };
  const isDeployment = object.kind === 'Deployment';
  const said = (key: string) => partAt(object, 'spec', isDeployment ? 'strategy' : 'updateStrategy', 'rollingUpdate', key);
  const maxSurge = podsUp(said('maxSurge') ?? (isDeployment ? '25%' : 0), replicas);
  const maxUnavailable = podsDown(said('maxUnavailable') ?? (isDeployment ? '25%' : 1), replicas);
  // With neither, a rollout could never begin.
  return { recreate: false, maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable };
}
