import { listed } from '../cluster/names';
import type { Scene } from './scene';
import { countsOf, type Subject } from './subject';
import { numbersOf } from './terrain';

/**
 * Why no other node is sure to run a pod that leaves these nodes. Undefined: another one is.
 *
 * @param view the part of the network where it is to run
 */
export function heldOn(subject: Subject, scene: Scene, from: readonly number[], view: number): string | undefined {
  const { nodes, has, leftOut, zonal } = subject;
  const { partOf, terrain } = scene;
  const others = (countsOf(subject, scene).in[view] ?? 0) - from.filter((node) => has[node] === 1 && partOf[node] === view).length;
  if (others < 1) return `only ${listed(nodes.map((node) => terrain.names[node] ?? ''))} can run it: down until one is back`;
  if (others - leftOut < 1) return 'no other node is sure to have all of its data: down until its node is back';
  const isNeighbour = (node: number, other: number) => partOf[other] === view && !from.includes(other) && terrain.placeOf[other] === terrain.placeOf[node];
  if (zonal && from.some((node) => !nodes.some((other) => isNeighbour(node, other)))) return 'its data stays in its zone, where no other node can run it';
  const mover = moverWithout(subject, scene, from, view);
  return mover === undefined ? undefined : `${mover} has no node left, and moves its volume`;
}

/** A mover of its volumes that can run nowhere else in that part. */
function moverWithout({ held }: Subject, { partOf, terrain }: Scene, from: readonly number[], view: number): string | undefined {
  if (held.length === 0) return undefined;
  const wanted = new Set(held.flatMap(({ set }) => set.movers ?? []));
  return terrain.contributions.movers.find(
    ({ name, nodes }) => wanted.has(name) && !numbersOf(terrain, nodes).some((node) => partOf[node] === view && !from.includes(node)),
  )?.name;
}
