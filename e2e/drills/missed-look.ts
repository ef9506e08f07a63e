import type { Timing } from '../../lib/cluster/control-plane';
import { NOISE } from './kubelet-times';
import type { Moment } from './timeline';

/**
 * Seconds by which the taint that evicts came a turn of the queue later than the model says; undefined: it came in time.
 *
 * The controller marks a node as NotReady, and a tenth of a second later looks at its own copy of the node. If that is the
 * old one, because the machine is busy, it takes the node for ready again and drops it; the next try waits for the next turn
 * of the queue, 10 s at the default rate. Source: `doNoExecuteTaintingPass` in
 * pkg/controller/nodelifecycle/node_lifecycle_controller.go ("Node was in a taint queue, but it's ready now").
 */
export function missedLook(moments: readonly Moment[], { evictionRate }: Pick<Timing, 'evictionRate'>): number | undefined {
  const turn = 1 / evictionRate;
  const lags = firstNotReady(moments)
    .flatMap(({ node, at }) => {
      const tainted = moments.find((it) => it.at >= at && it.evicting.some((taint) => taint.startsWith(`${node} node.kubernetes.io/unreachable:`)));
      return tainted === undefined ? [] : [tainted.at - at];
    })
    .sort((one, other) => one - other);
  const late = lags.map((lag, index) => lag - index * turn).find((it) => it > turn - NOISE);
  return late === undefined ? undefined : Math.round(late * 10) / 10;
}

/** Nodes that were Ready, and when each was Unknown for the first time. */
function firstNotReady(moments: readonly Moment[]): { readonly node: string; readonly at: number }[] {
  const found = new Map<string, number>();
  for (const { at, nodes } of moments) for (const [node, ready] of nodes) if (ready === 'Unknown' && !found.has(node)) found.set(node, at);
  return [...found].map(([node, at]) => ({ node, at }));
}
