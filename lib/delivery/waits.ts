import type { Chart } from 'cdk8s';
import type { ResolvedApp } from '../availability/ask/resolved';
import { AvailabilityClass, OtherWorkload } from '../availability/ask/workload';
import { findCycle } from '../availability/model/cycle';
import { identity } from '../availability/model/identity';
import type { Plan } from '../availability/model/plan';
import { type Finding, Severity } from '../cluster/finding';
import { found, type RuleRecord } from '../cluster/rule';
import type { FolderOrder } from './folder-order';

export const DELIVERY_DEADLOCK: RuleRecord = {
  code: 'DELIVERY-DEADLOCK',
  severity: Severity.ERROR,
  means: 'an app that waits for an app of a folder that Flux applies only once the folder of the first app is ready',
  fix: 'put both into one folder, or remove `waitsFor`',
};

/**
 * Whether the readiness of a folder includes that of an app. An app that cannot move, or runs on every node, is not ready while a node is
 * off: nobody else waits for it.
 */
export function holdsUpFolder({ availabilityClass }: Pick<ResolvedApp, 'availabilityClass'>): boolean {
  return availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED && availabilityClass !== OtherWorkload.NODE_AGENT;
}

/** An app, or the readiness of a folder. */
type Step = Plan | Chart;

/** Apps and folders that wait for each other: apps start in the order of `waitsFor`, folders in that of Flux. */
export function checkWaits(plans: ReadonlyMap<Plan, Chart>, order: FolderOrder): Finding[] {
  const byIdentity = new Map([...plans.keys()].map((plan) => [identity(plan), plan]));
  const edges = new Map<Step, Step[]>();
  for (const plan of plans.keys()) {
    const awaited = plan.ask.containers.flatMap(({ waitsFor }) => waitsFor);
    const others = awaited.flatMap(({ name, namespace = name }) => byIdentity.get(`${namespace}/${name}`) ?? []);
    if (others.length > 0) edges.set(plan, others);
  }
  if (edges.size === 0) return [];
  for (const [plan, folder] of plans) {
    edges.set(plan, [...(edges.get(plan) ?? []), ...order.after(folder)]);
    if (holdsUpFolder(plan.ask)) edges.set(folder, [...(edges.get(folder) ?? order.after(folder)), plan]);
  }
  const circle = findCycle<Step>(edges.keys(), (step) => edges.get(step) ?? []);
  // Apps that wait for each other are a finding of their own.
  if (circle === undefined || circle.every(isPlan)) return [];
  const at = circle.findIndex((step, index) => isPlan(step) && isPlan(circle[(index + 1) % circle.length] as Step));
  const [first, second] = [circle[at], circle[(at + 1) % circle.length]] as [Plan, Plan];
  const [here, there] = [plans.get(first), plans.get(second)];
  return [
    found(DELIVERY_DEADLOCK, first.ask.path, {
      given: `waitsFor ${second.ask.name}, in the folder ${there?.node.path}`,
      allowed: `but Flux applies that folder only once ${here?.node.path} is ready, which it is not before ${first.ask.name} runs`,
      fix: 'Put both into one folder, or remove waitsFor.',
    }),
  ];
}

function isPlan(step: Step): step is Plan {
  return 'ask' in step;
}
