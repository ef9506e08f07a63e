import { Severity } from '../cluster/finding';
import { joined } from '../kubernetes/flux';
import type { Manifest } from '../kubernetes/manifest';
import { textAt } from './fields';
import { type ChangeRule, type Pair, type Placed, placeOf } from './model';
import { folderOf, steps } from './words';

/** Deleting a Kustomization deletes what it applied, unless it is suspended. Source: the readme of `flux delete kustomization`. */
export const FLUX_PATH: ChangeRule = {
  code: 'CHANGE-FLUX-PATH',
  severity: Severity.ERROR,
  means:
    'Flux objects that are no longer written, that have another namespace, or that name a folder in which the output is not: no later commit reaches the cluster, or Flux deletes the apps',
  fix: 'keep `flux.namespace`, and `flux.path` as the output folder in the repository; suspend Flux first if it is to go or to move',
  *check(pair) {
    for (const [key, before] of pair.before) {
      const was = itsFolder(pair, before);
      if (was === undefined) continue;
      const after = pair.after.get(key);
      const is = after === undefined ? undefined : itsFolder(pair, after);
      const path = placeOf(pair, before.object);
      const next = [...pair.after.values()].find((one) => itsFolder(pair, one) !== undefined);
      if (after === undefined) yield { path, ...(next === undefined ? removed(before.object) : moved(before.object, next.object)) };
      // Only if the old one was right: Flux may read another repository.
      else if (pair.root !== undefined && was === folderIn(pair.root, pair) && is !== was) yield { path, ...lost(pair, after.object, pair.root) };
    }
  },
};

function removed({ metadata: { namespace } }: Manifest) {
  return {
    given: 'the Flux objects of the cluster are no longer written',
    allowed:
      'but those in the cluster stay: this Kustomization fails, because its folder is gone, and the others go on to apply their folders. Nobody changes them any more',
    fix: steps(
      'If Flux is to go on, set flux of the cluster again.',
      `If it is to go and the apps to stay, suspend it first: flux suspend kustomization --all -n ${namespace}. A Kustomization that is not suspended deletes all that it applied when it is deleted.`,
      'Accept this change, and delete the Kustomizations by hand.',
    ),
  };
}

/** Source: `finalize` of kustomize-controller: of what a Kustomization applied it deletes what no other has applied since. */
function moved({ metadata: { name, namespace } }: Manifest, next: Manifest) {
  return {
    given: `the Kustomization of the Flux folder is ${next.metadata.namespace}/${next.metadata.name} now`,
    allowed:
      'but Flux deletes the old Kustomizations as soon as it has made the new ones, and each deletes what it has applied, as far as its successor has not applied that yet: apps stop, and are made anew. Only claims, namespaces and releases of charts stay (they are marked so)',
    fix: steps(
      `Keep the namespace: set flux: { namespace: '${namespace}' }.`,
      `If it must change, suspend the old ones before you merge: flux suspend kustomization --all -n ${namespace}. A Kustomization that is suspended deletes nothing when it is deleted.`,
      `To be sure, take away their order to delete: kubectl patch kustomization ${name} -n ${namespace} --type merge -p '{"spec":{"prune":false}}', and the same for each other one of the cluster.`,
      `Accept this change, merge it, and apply the folder flux once, as at the beginning. When the new Kustomizations in ${next.metadata.namespace} are ready, delete the old ones by hand.`,
    ),
  };
}

function lost(pair: Pair, object: Manifest, root: string) {
  const { name, namespace } = object.metadata;
  const wanted = root === '' ? './' : `./${root}`;
  return {
    given: `Flux is told to read ${textAt(object, 'spec.path')}`,
    allowed: `but the output is in ${joined(root, pair.cluster)} of this repository: once that is applied, Flux does not find its own folder, so the correction in Git never arrives, and each Kustomization has to be changed by hand`,
    fix: steps(
      `Set flux: { path: '${wanted}' }, or leave it out where that is ./dist.`,
      `If Flux reads another repository from now on, accept this change. If it is applied by mistake: kubectl patch kustomization ${name} -n ${namespace} --type merge -p '{"spec":{"path":"./${folderIn(root, pair)}"}}'.`,
    ),
  };
}

/** The folder that the Kustomization of the Flux folder reads; undefined for all other objects. */
function itsFolder(pair: Pair, placed: Placed): string | undefined {
  const { kind, metadata } = placed.object;
  if (kind !== 'Kustomization' || folderOf(pair, placed) !== 'flux' || !metadata.name.endsWith('-flux')) return undefined;
  const path = textAt(placed.object, 'spec.path');
  return path === undefined ? undefined : joined(path);
}

function folderIn(root: string, { cluster }: Pair): string {
  return joined(root, cluster, 'flux');
}
