import { FLUX_FORCE, FLUX_PRUNE } from '../kubernetes/flux';
import type { Manifest } from '../kubernetes/manifest';
import type { Pair, Placed } from './model';

/** Whether Flux replaces an object that the API server does not let it change. */
export function isForced({ metadata }: Manifest): boolean {
  return `${metadata.annotations?.[FLUX_FORCE]}`.toLowerCase() === 'enabled';
}

/** Whether Flux leaves an object in the cluster that is no longer written: it reads the annotations there, which are those of before. */
export function isKept({ metadata }: Manifest): boolean {
  return `${metadata.annotations?.[FLUX_PRUNE]}`.toLowerCase() === 'disabled';
}

/** `worker` of `home/worker/wiki.yaml`. */
export function folderOf({ cluster }: Pair, { file }: Placed): string {
  const below = file.slice(cluster.length + 1);
  return below.includes('/') ? below.slice(0, below.indexOf('/')) : below;
}

/** What happens to a change that the API server refuses. Flux tries all objects of a folder before it applies the first. */
export function refused(pair: Pair, after: Placed): string {
  if (!pair.hasFlux) return 'but the API server refuses that: the object stays as it is, and so do its pods and data, until somebody deletes it';
  return `but the API server refuses that, so Flux applies nothing of the folder ${folderOf(pair, after)} any more: pods and data stay as they are, no later change arrives, and the folders after it wait`;
}

/** `kubectl delete deployment wiki -n wiki`. */
export function kubectl(verb: string, { kind, metadata: { name, namespace } }: Manifest, ...flags: readonly string[]): string {
  return ['kubectl', verb, kind.toLowerCase(), name, ...(namespace === undefined ? [] : ['-n', namespace]), ...flags].join(' ');
}

/** Numbered lines. */
export function steps(...lines: readonly string[]): string {
  return lines.map((line, index) => `${index + 1}. ${line}`).join('\n');
}

/** As the end of `once …`. */
export function applied(pair: Pair): string {
  return pair.hasFlux ? 'Flux has applied the change' : 'the change is applied';
}
