import { AvailabilityClass } from '../../../availability/ask/workload';
import type { Plan } from '../../../availability/model/plan';
import { HOSTNAME } from '../../../cluster/node';
import type { MarkedApp } from '../marked-app';
import { type Node, nodeAt, nodesAt, type ObjectNode, podTemplateOf } from '../nodes';
import { reference } from '../template';
import { all, because, type Schema } from '../values';
import { LABEL_VALUE } from './kubernetes';

/** How many pods, on which nodes, and how long on a dead one: within the class. */
export function markPods(app: MarkedApp, workload: ObjectNode): void {
  const spec = nodeAt(workload, 'spec');
  const pod = nodeAt(podTemplateOf(workload), 'spec');
  markReplicas(app, workload.kind, spec);
  markNodes(app, pod);
  markToleration(app, pod);
}

function markReplicas({ plan, marks, values }: MarkedApp, kind: string, spec: Node | undefined): void {
  if (spec === undefined || typeof spec.replicas !== 'number') return;
  const { least, most, reason } = replicasWithin(plan, kind, spec.replicas);
  values.leaf(['replicas'], {
    comment: reason,
    value: spec.replicas,
    schema: all({ type: 'integer' }, because({ minimum: least, ...(most === undefined ? {} : { maximum: most }) }, reason)),
  });
  spec.replicas = marks.value(reference(['replicas']));
}

interface Within {
  readonly least: number;
  /** Undefined: as many as there is room for. */
  readonly most: number | undefined;
  readonly reason: string;
}

/** How many pods an app may have without another decision. */
function replicasWithin({ ask, budget, spread, rollout, placement }: Plan, kind: string, now: number): Within {
  const its = `${ask.name} is ${ask.availabilityClass}`;
  if (ask.availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE) return { least: now, most: now, reason: `${now}: ${its}, one pod at a time` };
  if (kind === 'StatefulSet') return { least: now, most: now, reason: `${now}: ${its}, and its pods know each other by number` };
  const { minAvailable = 0, maxUnavailable = 1 } = budget.value ?? {};
  const least = Math.max(maxUnavailable === 1 ? Math.min(3, now) : now, minAvailable + 1);
  const isHard = spread.value.some(({ hard, topologyKey }) => hard && topologyKey === HOSTNAME);
  const nodes = isHard ? placement.value.nodes?.length : undefined;
  const most = nodes === undefined ? undefined : Math.max(now, nodes - rollout.value.maxSurge);
  const range = most === undefined ? `at least ${least}` : most === least ? `${least}` : `from ${least} to ${most}`;
  const room = nodes === undefined ? '' : `, each pod on a node of its own, of ${nodes}${rollout.value.maxSurge > 0 ? ', and a rollout needs one more' : ''}`;
  return { least, most, reason: `${range}: ${its}${room}` };
}

function markNodes({ plan, marks, values }: MarkedApp, pod: Node | undefined): void {
  const required = nodeAt(pod, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  const expressions = nodesAt(required, 'nodeSelectorTerms').flatMap((term) => nodesAt(term, 'matchExpressions'));
  const known = new Map<string, string>();
  for (const expression of expressions.filter(({ operator }) => operator === 'In')) {
    const key = String(expression.key);
    const given = JSON.stringify(expression.values);
    // Terms that ask different values of one label stay as they are.
    if ((known.get(key) ?? given) !== given) continue;
    known.set(key, given);
    values.group(['nodes'], { comment: 'The nodes that it may use: those whose labels have one of these values.' });
    values.leaf(['nodes', key], { comment: `Values of the label ${key}.`, value: expression.values, schema: labelValues(plan, key) });
    expression.values = marks.block(reference(['nodes', key]));
  }
}

function labelValues({ ask }: Plan, key: string): Schema {
  const some: Schema = { type: 'array', items: LABEL_VALUE, minItems: 1, uniqueItems: true };
  if (ask.availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED || key !== HOSTNAME) return some;
  return all(some, because({ maxItems: 1 }, `one node: ${ask.name} is ${ask.availabilityClass}`));
}

function markToleration({ plan, marks, values }: MarkedApp, pod: Node | undefined): void {
  const seconds = plan.toleration.value;
  for (const toleration of nodesAt(pod, 'tolerations').filter(({ tolerationSeconds }) => tolerationSeconds === seconds)) {
    const reason = `at most ${seconds}: the promised time counts with it`;
    values.leaf(['tolerationSeconds'], {
      comment: `How long a pod stays on a node that does not answer, in seconds; ${reason}.`,
      value: seconds,
      schema: all({ type: 'integer', minimum: 0 }, because({ maximum: seconds }, reason)),
    });
    toleration.tolerationSeconds = marks.value(reference(['tolerationSeconds']));
  }
}
