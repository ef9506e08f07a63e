import { Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import { FLUX_NAMESPACE, FLUX_PRUNE } from '../kubernetes/flux';
import type { Manifest } from '../kubernetes/manifest';
import { textAt } from './fields';
import { type ChangeRule, gone, type Pair, placeOf } from './model';
import { isKept, kubectl, steps } from './words';

/** Whether a release, or its source, is of a chart of the program: its name is the cluster and the chart. */
export function isOwn({ cluster, charts }: Pair, { metadata: { name } }: Manifest): boolean {
  return name.startsWith(`${cluster}-`) && charts.has(name.slice(cluster.length + 1));
}

const RELEASES: ReadonlySet<string> = new Set(['HelmRelease', 'Application']);

/**
 * Sources: kustomize-controller deletes what its folder no longer names in the same run in which it applies the rest, before anything is
 * ready. helm-controller takes over what is there (`disableTakeOwnership` is false), and does not uninstall a HelmRelease that is deleted
 * while it is suspended (`reconcileDelete` in internal/controller/helmrelease_controller.go). An upgrade of Helm deletes what the chart
 * no longer has.
 */
export const DELIVERY: ChangeRule = {
  code: 'CHANGE-DELIVERY',
  severity: Severity.ERROR,
  means:
    'an app that runs and that a release of a chart installs from now on, or no longer, or a release with another name: what had it before deletes it, or both have it',
  fix: 'leave `deliver` and the id of the chart as they were, or let Flux keep the objects first',
  *check(pair) {
    if (!pair.hasFlux) return;
    const releases = [...gone(pair, RELEASES)].filter(({ object }) => isOwn(pair, object));
    // Argo CD leaves what an Application without its finalizer has installed, so the folder just takes it over.
    for (const { object } of releases) if (object.kind === 'HelmRelease' && isKept(object)) yield { path: placeOf(pair, object), ...leftBehind(object) };
    for (const [folder, files] of pair.handed?.toRelease ?? []) yield { path: folder, where: `${folder}/kustomization.yaml`, ...taken(pair, folder, files) };
    // Where a release is gone, nothing deletes what it installed.
    const left = new Set(releases.map(({ file }) => file.slice(0, file.lastIndexOf('/'))));
    for (const [folder, files] of pair.handed?.toFolder ?? [])
      if (!left.has(folder)) yield { path: folder, where: `${folder}/kustomization.yaml`, ...returned(pair, folder, files) };
  },
};

function taken(pair: Pair, folder: string, files: readonly string[]) {
  const { name, namespace } = kustomizationOf(pair, folder);
  return {
    given: `a release installs what is in ${named(folder, files)} from now on, and kustomization.yaml no longer names ${files.length === 1 ? 'it' : 'them'}`,
    allowed:
      'but Flux deletes at once what the folder no longer names, before the release has installed it again: pods stop, and Services and settings go. Only claims and namespaces stay (they are marked so)',
    fix: steps(
      `Suspend the Kustomization of the folder: flux suspend kustomization ${name} -n ${namespace}.`,
      `Tell Flux to keep what runs, in the output folder: kubectl annotate --overwrite ${files.map((file) => `-f ${file}`).join(' ')} ${FLUX_PRUNE}=disabled.`,
      `Accept this change, and merge it. When Flux has the commit (flux reconcile source git ${pair.cluster} -n ${namespace}), resume: flux resume kustomization ${name} -n ${namespace}. The release takes over what it finds.`,
    ),
  };
}

function leftBehind(release: Manifest) {
  const { name, namespace } = release.metadata;
  return {
    given: 'the release of a chart of this program is no longer written',
    allowed:
      'but Flux leaves it in the cluster (it is marked so): it goes on to make its apps as its chart had them, against whatever else applies them now; and if it is deleted as it is, Flux uninstalls them',
    fix: steps(
      'If it was not meant, keep deliver, the id of the chart and the namespace of Flux.',
      `If something else applies the apps from now on, suspend the release before you merge: flux suspend helmrelease ${name} -n ${namespace}.`,
      `Accept this change. Once Flux has applied it, delete the release while it is suspended, for then nothing is uninstalled: ${kubectl('delete', { ...release, kind: 'helmrelease' })}. Then delete what Helm remembers of it: kubectl delete secret -n ${namespace} -l owner=helm,name=${textAt(release, 'spec.releaseName') ?? name}.`,
      'If its apps are to go as well, save their data, accept this change, and delete the release without suspending it. Claims stay.',
    ),
  };
}

function returned(pair: Pair, folder: string, files: readonly string[]) {
  const { name, namespace } = kustomizationOf(pair, folder);
  return {
    given: `${named(folder, files)} ${files.length === 1 ? 'is' : 'are'} back in kustomization.yaml, and no longer in the chart of a release that stays`,
    allowed:
      'but the release deletes what its chart no longer has, also if the Kustomization has just applied it: pods stop, and Services and settings go, until Flux applies the folder again',
    fix: steps(
      'Keep the app in the chart.',
      'If it must leave, first remove deliver from the whole chart, and follow what is said of that. When all of it is applied by the Kustomization, deliver the chart again, without the app.',
      `If the app may be away for a while, accept this change, and once it is applied: flux reconcile kustomization ${name} -n ${namespace}.`,
    ),
  };
}

/** What applies a folder. */
function kustomizationOf(pair: Pair, folder: string): Manifest['metadata'] {
  const one = pair.all('Kustomization').find((object) => textAt(object, 'spec.path')?.endsWith(`/${folder}`));
  return one?.metadata ?? { name: folder.replaceAll('/', '-'), namespace: FLUX_NAMESPACE };
}

/** `wiki.yaml` of `lab/worker/wiki.yaml`. */
function named(folder: string, files: readonly string[]): string {
  return listed(files.map((file) => file.slice(folder.length + 1)));
}
