import type { Chart } from 'cdk8s';
import type { ResolvedApp } from '../availability/ask/resolved';
import { AvailabilityClass, isJob, OtherWorkload } from '../availability/ask/workload';
import { findCycle } from '../availability/model/cycle';
import { type Dependency, dependenciesOf } from '../availability/model/dependencies';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { type Finding, Severity } from '../cluster/finding';
import { found, type RuleRecord } from '../cluster/rule';
import type { FolderOrder } from './folder-order';

export const DELIVERY_DEADLOCK: RuleRecord = {
  code: 'DELIVERY-DEADLOCK',
  severity: Severity.ERROR,
  means: 'an app that needs an app of a folder that Flux applies only once the folder of the first app is ready',
  fix: 'put both into one folder, or remove `waitsFor` or `dependsOn`',
};

/**
 * Whether the readiness of a folder includes that of an app. An app that cannot move, or runs on every node, is not ready while a node is
 * off: nobody else waits for it. Flux takes a one-off job for ready only once it has succeeded (fluxcd/pkg, statusreaders): one that failed
 * would hold up all folders.
 */
export function holdsUpFolder({ availabilityClass }: Pick<ResolvedApp, 'availabilityClass'>): boolean {
  return (
    availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED &&
    availabilityClass !== OtherWorkload.NODE_AGENT &&
    availabilityClass !== OtherWorkload.ONE_OFF_JOB
  );
}

/** What others wait for: an app that runs, a folder that Flux has applied, or one that is ready. */
type Step = Plan | Outside | Applied | Chart;

interface Applied {
  readonly applied: Chart;
}

/** A machine outside the cluster: its name is known once its folder is applied. */
export interface Outside {
  readonly name: string;
  /** `namespace/name`. */
  readonly identity: string;
  readonly folder: Chart;
}

/** Apps and folders that wait for each other: apps start in the order of what they need, folders in that of Flux. */
export function checkWaits(placed: ReadonlyMap<Plan, Chart>, order: FolderOrder, facts: ClusterFacts | undefined, outside: readonly Outside[] = []): Finding[] {
  const edges = edgesFrom([...placed.keys()], outside, facts);
  if (edges.size === 0) return [];
  const circle = findCycle<Step>(edges.keys(), stepsFrom(placed, order, edges));
  // Apps that need each other, and folders in a circle, are findings of their own.
  if (circle === undefined || circle.every(isPlan)) return [];
  const folderOf = (step: Plan | Outside) => (isPlan(step) ? placed.get(step) : step.folder);
  const at = circle.findIndex((step, index) => {
    const next = circle[(index + 1) % circle.length] as Step;
    return isPlan(step) && isNeeded(next) && folderOf(step) !== folderOf(next);
  });
  if (at < 0) return [];
  const [first, ...rest] = [...circle.slice(at), ...circle.slice(0, at)] as [Plan, Plan | Outside, ...Step[]];
  const [second] = rest as [Plan | Outside];
  const how = edges.get(first)?.find(({ step }) => step === second)?.how;
  return [
    found(DELIVERY_DEADLOCK, first.ask.path, {
      given: `${how} ${nameOf(second)}, in the folder ${folderOf(second)?.node.path}`,
      allowed: inWords([...rest, first]),
      fix: `Put both into one folder, or remove ${how}.`,
    }),
  ];
}

interface Edge {
  readonly how: Dependency['how'];
  readonly step: Plan | Outside;
}

/** What each app needs: apps, and machines outside the cluster. */
function edgesFrom(plans: readonly Plan[], outside: readonly Outside[], facts: ClusterFacts | undefined): ReadonlyMap<Plan, readonly Edge[]> {
  const { edges, unknown } = dependenciesOf(plans, facts);
  const named = new Map(outside.map((one) => [one.identity, one]));
  const all = new Map<Plan, Edge[]>([...edges].map(([plan, needed]) => [plan, needed.map((one) => ({ how: one.how, step: one.plan }))]));
  for (const { plan, how, name } of unknown) {
    const step = named.get(name);
    if (step !== undefined) all.set(plan, [...(all.get(plan) ?? []), { how, step }]);
  }
  return all;
}

/** What comes before each step. Apps share the steps of their folder: edges from each app to each folder would be too many. */
function stepsFrom(placed: ReadonlyMap<Plan, Chart>, order: FolderOrder, edges: ReadonlyMap<Plan, readonly Edge[]>): (step: Step) => readonly Step[] {
  const applied = new Map<Chart, Applied>();
  const appliedOf = (folder: Chart) => {
    const step = applied.get(folder) ?? { applied: folder };
    applied.set(folder, step);
    return step;
  };
  const heldUpBy = new Map<Chart, Plan[]>();
  for (const [plan, folder] of placed) {
    // The CronJob of a job is ready at once.
    if (!holdsUpFolder(plan.ask) || isAnyJob(plan)) continue;
    const known = heldUpBy.get(folder);
    if (known === undefined) heldUpBy.set(folder, [plan]);
    else known.push(plan);
  }
  return (step) => {
    if ('applied' in step) return order.after(step.applied);
    if ('identity' in step) return [appliedOf(step.folder)];
    if (!isPlan(step)) return [appliedOf(step), ...(heldUpBy.get(step) ?? [])];
    const needed = (edges.get(step) ?? []).map((one) => one.step).filter((one) => !isPlan(one) || !isAnyJob(one));
    return [...needed, appliedOf(placed.get(step) as Chart)];
  };
}

/** A chain of steps, from what is waited for, as part of a sentence. */
function inWords(steps: readonly Step[]): string {
  const words = steps.slice(1).map((step, index) => {
    const from = steps[index] as Step;
    if (isNeeded(from)) return isNeeded(step) ? `${index === 0 ? 'but that' : ', which'} needs ${nameOf(step)}` : '';
    if (isNeeded(step)) return `, which it is not before ${nameOf(step)} runs`;
    if (!('applied' in from)) return '';
    const ready = (step as Chart).node.path;
    if (!isNeeded(steps[index - 1] as Step)) return `, which it is not before ${ready} is`;
    return `${index === 1 ? 'but Flux applies that folder' : ', in a folder that Flux applies'} only once ${ready} is ready`;
  });
  return words.join('');
}

function isPlan(step: Step): step is Plan {
  return 'ask' in step;
}

function isNeeded(step: Step): step is Plan | Outside {
  return isPlan(step) || 'identity' in step;
}

function nameOf(step: Plan | Outside): string {
  return isPlan(step) ? step.ask.name : step.name;
}

function isAnyJob({ ask }: Plan): boolean {
  return isJob(ask);
}
