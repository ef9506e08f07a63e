import type { Chart } from 'cdk8s';
import type { ResolvedApp } from '../availability/ask/resolved';
import { AvailabilityClass, isJob, OtherWorkload } from '../availability/ask/workload';
import { findCycle } from '../availability/model/cycle';
import { type Dependencies, dependenciesOf } from '../availability/model/dependencies';
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
type Step = Plan | Applied | Chart;

interface Applied {
  readonly applied: Chart;
}

/** Apps and folders that wait for each other: apps start in the order of what they need, folders in that of Flux. */
export function checkWaits(placed: ReadonlyMap<Plan, Chart>, order: FolderOrder, facts: ClusterFacts | undefined): Finding[] {
  const { edges } = dependenciesOf([...placed.keys()], facts);
  if (edges.size === 0) return [];
  const circle = findCycle<Step>(edges.keys(), stepsFrom(placed, order, edges));
  // Apps that need each other, and folders in a circle, are findings of their own.
  if (circle === undefined || circle.every(isPlan)) return [];
  const at = circle.findIndex((step, index) => {
    const next = circle[(index + 1) % circle.length] as Step;
    return isPlan(step) && isPlan(next) && placed.get(step) !== placed.get(next);
  });
  if (at < 0) return [];
  const [first, ...rest] = [...circle.slice(at), ...circle.slice(0, at)] as [Plan, Plan, ...Step[]];
  const [second] = rest as [Plan];
  const how = edges.get(first)?.find(({ plan }) => plan === second)?.how;
  return [
    found(DELIVERY_DEADLOCK, first.ask.path, {
      given: `${how} ${second.ask.name}, in the folder ${placed.get(second)?.node.path}`,
      allowed: inWords([...rest, first]),
      fix: `Put both into one folder, or remove ${how}.`,
    }),
  ];
}

/** What comes before each step. Apps share the steps of their folder: edges from each app to each folder would be too many. */
function stepsFrom(placed: ReadonlyMap<Plan, Chart>, order: FolderOrder, edges: Dependencies['edges']): (step: Step) => readonly Step[] {
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
    if (!isPlan(step)) return [appliedOf(step), ...(heldUpBy.get(step) ?? [])];
    const needed = (edges.get(step) ?? []).map(({ plan }) => plan).filter((plan) => !isAnyJob(plan));
    return [...needed, appliedOf(placed.get(step) as Chart)];
  };
}

/** A chain of steps, from an app that is waited for, as part of a sentence. */
function inWords(steps: readonly Step[]): string {
  const words = steps.slice(1).map((step, index) => {
    const from = steps[index] as Step;
    if (isPlan(from)) return isPlan(step) ? `${index === 0 ? 'but that' : ', which'} needs ${step.ask.name}` : '';
    if (isPlan(step)) return `, which it is not before ${step.ask.name} runs`;
    if (!('applied' in from)) return '';
    const ready = (step as Chart).node.path;
    if (!isPlan(steps[index - 1] as Step)) return `, which it is not before ${ready} is`;
    return `${index === 1 ? 'but Flux applies that folder' : ', in a folder that Flux applies'} only once ${ready} is ready`;
  });
  return words.join('');
}

function isPlan(step: Step): step is Plan {
  return 'ask' in step;
}

function isAnyJob({ ask }: Plan): boolean {
  return isJob(ask);
}
