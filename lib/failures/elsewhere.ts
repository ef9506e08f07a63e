import { listed } from '../cluster/names';
import type { Scene } from './scene';
import type { Subject } from './subject';
import { numbersOf } from './terrain';

/**
 * Why no other node is sure to run a pod that leaves these nodes. Undefined: another one is.
 *
 * @param view the part of the network where it is to run
 */
export function heldOn(subject: Subject, scene: Scene, from: readonly number[], view: number): string | undefined {
  const { nodes, leftOut, zonal } = subject;
  const { partOf, terrain } = scene;
  const others = nodes.filter((node) => partOf[node] === view && !from.includes(node));
  if (others.length < 1) return `only ${listed(nodes.map((node) => terrain.names[node] ?? ''))} can run it: down until one is back`;
  if (others.length - leftOut < 1) return 'no other node is sure to have all of its data: down until its node is back';
  if (zonal && from.some((node) => !others.some((other) => terrain.placeOf[other] === terrain.placeOf[node])))
    return 'its data stays in its zone, where no other node can run it';
  const mover = moverWithout(subject, scene, from, view);
  return mover === undefined ? undefined : `${mover} has no node left, and moves its volume`;
}

/** A mover of its volumes that can run nowhere else in that part. */
function moverWithout({ held }: Subject, { partOf, terrain }: Scene, from: readonly number[], view: number): string | undefined {
  const wanted = new Set(held.flatMap(({ set }) => set.movers ?? []));
  return terrain.contributions.movers.find(
    ({ name, nodes }) => wanted.has(name) && !numbersOf(terrain, nodes).some((node) => partOf[node] === view && !from.includes(node)),
  )?.name;
}
