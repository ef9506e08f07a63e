import type { ClusterFacts } from '../../cluster/cluster';
import type { Plan } from '../model/plan';
import { type HardwareWant, hardwareGroups, offeredBy } from './hardware-wants';
import { moves, spareOf } from './moves';
import type { Shortage } from './stranded';

/** Apps that find no hardware on the other nodes when theirs is dead. */
export function strandedHardware(plans: readonly Plan[], facts: ClusterFacts | undefined): readonly Shortage[] {
  if (facts === undefined) return [];
  return hardwareGroups(plans, facts).flatMap(({ name, nodes, wants }) =>
    nodes.flatMap((dead) => {
      const left = nodes.filter((node) => node !== dead);
      const short = wants.reduce((sum, want) => sum + want.count * elsewhere(want, dead), 0) - offeredBy(left, name, facts);
      const moving = wants.filter((want) => want.nodes.length > 1 && want.nodes.includes(dead) && moves(want.plan)).map(({ plan }) => plan);
      return short <= 0 || moving.length === 0 ? [] : [{ dead, left, lack: `${short} ${name}`, moving }];
    }),
  );
}

/** How many of its pods the other nodes must have when one is dead. */
function elsewhere({ plan, nodes, pods }: HardwareWant, dead: string): number {
  if (!nodes.includes(dead)) return pods;
  return nodes.length === 1 ? 0 : pods - spareOf(plan, nodes, pods);
}
