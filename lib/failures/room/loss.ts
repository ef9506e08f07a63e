import { evictsWithoutAddress } from '../api-address';
import { FailureKind, isPlanned } from '../failure';
import { EVERYWHERE, GONE, type Scene } from '../scene';

/** What pods lose. */
export interface Loss {
  /** Nodes whose pods look for another place. */
  readonly from: readonly number[];
  /** Nodes where none starts. */
  readonly shut: readonly number[];
  /** Only pods that their storage moves do. */
  readonly isStored: boolean;
  /** Pods are evicted from nodes that live: also those that would stay on a dead one. */
  readonly isPlanned: boolean;
}

/** Undefined: nothing starts elsewhere. @param away the nodes that the control plane does not hear of, or that are drained */
export function lossOf(scene: Scene, away: readonly number[]): Loss | undefined {
  const loss = ofNodes(scene, away);
  // All others may be evicted, too, and start again while these are still away.
  return loss === undefined || scene.unaddressed.length === 0 ? loss : { ...loss, from: [...scene.terrain.names.keys()], isStored: false };
}

function ofNodes({ failure, controlPlane, parts, partOf, largest, terrain }: Scene, away: readonly number[]): Loss | undefined {
  if (controlPlane === undefined) return undefined;
  // Whoever was evicted meanwhile starts anew once the address is back, on any node.
  if (failure.kind === FailureKind.API)
    return evictsWithoutAddress(terrain.facts) ? { from: [...terrain.names.keys()], shut: [], isStored: false, isPlanned: isPlanned(failure) } : undefined;
  if (parts === 1) return { from: away, shut: away, isStored: false, isPlanned: isPlanned(failure) };
  const goesOn = controlPlane >= 0 ? controlPlane : largest;
  const others = [...partOf.keys()].filter((node) => partOf[node] !== GONE && partOf[node] !== goesOn);
  // Where the control plane sees both sides, only the storage moves pods.
  if (controlPlane === EVERYWHERE) return { from: others, shut: others, isStored: true, isPlanned: false };
  return { from: away, shut: [...new Set([...away, ...others])], isStored: false, isPlanned: isPlanned(failure) };
}
