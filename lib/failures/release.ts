import { VolumeRelease } from '../availability/model/release';
import { FencingMethod } from '../cluster/node';
import type { Scene } from './scene';
import type { Subject } from './subject';

/** What takes the volumes of a pod from its node, and deletes the pod. */
export type Ways = Pick<Subject['question'], 'release' | 'freedBy' | 'fencedWithin'>;

/** Who says how long the storage takes. */
export function ofStorage({ freedBy }: Ways): string {
  return freedBy === undefined ? '' : `${freedBy.by}: what its class says of the release of volumes, see docs/storage.md`;
}

/** Methods that reach a node which nobody else reaches: it fences itself, or its provider does. */
const FROM_AFAR: readonly FencingMethod[] = [FencingMethod.WATCHDOG, FencingMethod.CLOUD_API];

/** What takes its volumes from these nodes. */
export function releaseFrom({ question }: Subject, scene: Scene, from: readonly number[], isCut: boolean): Ways {
  if (question.release === VolumeRelease.STORAGE) return question;
  const fenced = from.map((node) => {
    const { method, automatedWithin } = scene.terrain.facts.nodes[node]?.fencing ?? { method: FencingMethod.NONE };
    return isCut && !FROM_AFAR.includes(method) ? undefined : automatedWithin?.seconds;
  });
  if (fenced.length === 0 || fenced.includes(undefined)) return { release: VolumeRelease.NOBODY, freedBy: undefined, fencedWithin: undefined };
  return { release: VolumeRelease.OUT_OF_SERVICE, freedBy: undefined, fencedWithin: Math.max(...fenced.map((seconds) => seconds ?? 0)) };
}
