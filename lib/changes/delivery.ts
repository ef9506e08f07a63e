import { Severity } from '../cluster/finding';
import { grouped } from '../cluster/grouped';
import { listed } from '../cluster/names';
import type { PlacedSaid } from '../cluster/rule';
import { FLUX_NAMESPACE, FLUX_PRUNE } from '../kubernetes/flux';
import type { Manifest } from '../kubernetes/manifest';
import { textAt } from './fields';
import { type ChangeRule, gone, type Handover, type Pair, placeOf } from './model';
import { isKept, kubectl, steps } from './words';

type Words = Pick<PlacedSaid, 'given' | 'allowed' | 'fix'>;

/** Whether a release, or its source, is of a chart of the program: its name is the cluster and the chart. */
export function isOwn(pair: Pair, release: Manifest): boolean {
  return release.metadata.name.startsWith(`${pair.cluster}-`) && pair.charts.has(chartOf(pair, release));
}

function chartOf({ cluster }: Pair, { metadata: { name } }: Manifest): string {
  return name.slice(cluster.length + 1);
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
    const left = new Map([...gone(pair, RELEASES)].flatMap(({ object }) => (isOwn(pair, object) ? [[chartOf(pair, object), object] as const] : [])));
    for (const release of left.values()) if (release.kind === 'HelmRelease' && isKept(release)) yield { path: placeOf(pair, release), ...leftBehind(release) };
    for (const some of grouped(pair.handed.map((one) => [together(one), one] as const)).values()) {
      const said = saidOf(pair, some, left);
      const folder = some[0]?.folder ?? '';
      if (said !== undefined) yield { path: folder, where: `${folder}/kustomization.yaml`, ...said };
    }
  },
};

/** What one finding is about: all that a folder gives to releases, or what goes from one release to one place. */
function together({ folder, from, to }: Handover): string {
  return from === undefined ? folder : `${folder} ${from} ${to === undefined ? 'nowhere' : `to ${to.chart}`}`;
}

/** What is said of files that one had and another one has. @param left the releases that are no longer written, by their charts */
function saidOf(pair: Pair, some: readonly Handover[], left: ReadonlyMap<string, Manifest>): Words | undefined {
  const [{ from, to } = { from: undefined, to: undefined }] = some;
  if (from === undefined) return taken(pair, some);
  const release = left.get(from);
  if (release === undefined) return to === undefined ? undefined : returned(pair, some, from, to.chart);
  // Argo CD leaves what an Application without its finalizer has installed, so who is next just takes it over. Source: its page App Deletion.
  return release.kind === 'Application' && to === undefined ? orphaned(some, release) : undefined;
}

function taken(pair: Pair, some: readonly Handover[]): Words {
  const { name, namespace } = kustomizationOf(pair, some);
  return {
    given: `a release installs what is in ${named(some)} from now on, and kustomization.yaml no longer names ${some.length === 1 ? 'it' : 'them'}`,
    allowed:
      'but Flux deletes at once what the folder no longer names, before the release has installed it again: pods stop, and Services and settings go. Only claims and namespaces stay (they are marked so)',
    fix: steps(
      `Suspend the Kustomization of the folder: flux suspend kustomization ${name} -n ${namespace}.`,
      `Tell Flux to keep what runs, in the output folder: kubectl annotate --overwrite ${some.map(({ file }) => `-f ${file}`).join(' ')} ${FLUX_PRUNE}=disabled.`,
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

function returned(pair: Pair, some: readonly Handover[], from: string, chart: string | undefined): Words {
  const { name, namespace } = kustomizationOf(pair, some);
  const again =
    chart === undefined
      ? `flux reconcile kustomization ${name} -n ${namespace}`
      : `flux reconcile helmrelease ${pair.cluster}-${chart} -n ${namespace} --force, if it is not one of Argo CD`;
  return {
    given: `${named(some)} ${some.length === 1 ? 'is' : 'are'} no longer in the chart ${from}, but in ${chart === undefined ? 'kustomization.yaml' : `the chart ${chart}`}`,
    allowed: `and the release of ${from} deletes what its chart no longer has, also if that has just been applied by somebody else: pods stop, and Services and settings go, until they are applied again`,
    fix: steps(
      'Keep the app in the chart.',
      `If it must leave, first remove deliver from the whole chart ${from}, and follow what is said of that. When all of it is applied by the Kustomization, deliver the chart again, without the app.`,
      `If the app may be away for a while, accept this change, and once it is applied: ${again}.`,
    ),
  };
}

/** With a field manager of its own: Flux undoes what that of kubectl has set. Source: `kubectl` in `apply` of internal/controller/kustomization_controller.go. */
function orphaned(some: readonly Handover[], { metadata: { name, namespace } }: Manifest): Words {
  return {
    given: `${named(some)} ${some.length === 1 ? 'is' : 'are'} no longer written, nor is the Application ${name} that installed ${some.length === 1 ? 'it' : 'them'}`,
    allowed: 'but Argo CD leaves what an Application without a finalizer has installed: the pods run on, and nobody updates or removes them',
    fix: steps(
      'If it was not meant, write the app and its chart again.',
      `If it may go, save its data, and let Argo CD delete it before you merge: kubectl patch application ${name} -n ${namespace} --field-manager=by-hand --type merge -p '{"metadata":{"finalizers":["resources-finalizer.argocd.argoproj.io"]}}'.`,
      'Then accept this change.',
    ),
  };
}

/** What applies a folder. */
function kustomizationOf(pair: Pair, [one]: readonly Handover[]): Manifest['metadata'] {
  const folder = one?.folder ?? '';
  const object = pair.all('Kustomization').find((other) => textAt(other, 'spec.path')?.endsWith(`/${folder}`));
  return object?.metadata ?? { name: folder.replaceAll('/', '-'), namespace: FLUX_NAMESPACE };
}

/** `wiki.yaml` of `lab/worker/wiki.yaml`. */
function named(some: readonly Handover[]): string {
  return listed(some.map(({ folder, file }) => file.slice(folder.length + 1)));
}
