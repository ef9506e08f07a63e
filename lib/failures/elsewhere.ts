import { listed } from '../cluster/names';
import type { Scene } from './scene';
import { countsOf, type Subject } from './subject';

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
  const open = zonal ? nodes.filter((node) => partOf[node] === view && !from.includes(node)) : [];
  if (zonal && from.some((node) => !open.some((other) => terrain.placeOf[other] === terrain.placeOf[node])))
    return 'its data stays in its zone, where no other node can run it';
  return immovable(subject, scene, from, view);
}

/** Why nothing takes its volume to that part, whatever a person decides about its data: what moves it can run nowhere else there. Undefined: something does. */
export function immovable({ movers }: Subject, { partOf }: Scene, from: readonly number[], view: number): string | undefined {
  const mover = movers.find(({ nodes }) => !nodes.some((node) => partOf[node] === view && !from.includes(node)));
  return mover === undefined ? undefined : `${mover.name}, which moves its volume, has no node left: down until one is back`;
}
