import { Severity } from '../cluster/finding';
import type { Manifest } from '../kubernetes/manifest';
import { isOwn } from './delivery';
import { textAt } from './fields';
import { type ChangeRule, changed, gone, keyOf, type Objects, type Pair, type Placed, placeOf } from './model';
import { isKept, kubectl, steps } from './words';

const RELEASE: ReadonlySet<string> = new Set(['HelmRelease']);

/** Releases that nothing writes any more, and that Flux leaves, with the new one of the same chart. Of those that it deletes, CHANGE-PRUNED speaks. */
function* left(pair: Pair): Generator<readonly [old: Manifest, next: Placed | undefined]> {
  const fresh = [...pair.after.values()].filter(({ object }) => RELEASE.has(object.kind) && !pair.before.has(keyOf(object)));
  for (const { object } of gone(pair, RELEASE)) {
    if (!pair.hasFlux || !isKept(object) || isOwn(pair, object)) continue;
    const chart = chartOf(pair, pair.before, object);
    yield [object, fresh.find((one) => chart !== undefined && chartOf(pair, pair.after, one.object) === chart)];
  }
}

/** From where a release has its chart: the address of its source, and the name there. */
function chartOf(pair: Pair, objects: Objects, { metadata, spec }: Manifest): string | undefined {
  const ref = ['chartRef', 'chart.spec.sourceRef'].find((path) => textAt(spec, `${path}.name`) !== undefined);
  if (ref === undefined) return undefined;
  const namespace = textAt(spec, `${ref}.namespace`) ?? metadata.namespace;
  const kind = textAt(spec, `${ref}.kind`) ?? '';
  const key = `source.toolkit.fluxcd.io/${kind}/${namespace}/${textAt(spec, `${ref}.name`)}`;
  // One that stays as it is belongs to neither side.
  const source = objects.get(key)?.object ?? pair.all(kind).find((one) => keyOf(one) === key);
  const url = textAt(source, 'spec.url');
  return url === undefined ? undefined : `${url} ${textAt(spec, 'chart.spec.chart') ?? ''}`;
}

/** Source: the finalizer of HelmRelease: Flux uninstalls the release of one that is deleted. */
const uninstall = (release: Manifest) => kubectl('delete', { ...release, kind: 'helmrelease' });

export const CHART_RENAMED: ChangeRule = {
  code: 'CHANGE-CHART-RENAMED',
  severity: Severity.ERROR,
  means: 'a chart of others with another name or namespace: Flux installs it a second time, and the first one runs on with the data',
  fix: 'keep `name` and `namespace`; the id of the construct can change if `name` is set',
  *check(pair) {
    for (const [old, next] of left(pair)) {
      if (next === undefined) continue;
      const { name, namespace } = old.metadata;
      yield {
        path: placeOf(pair, old),
        where: next.file,
        given: `the release is ${next.object.metadata.namespace}/${next.object.metadata.name} now`,
        allowed:
          'but a release cannot move: Flux installs the chart again, with empty volumes, and leaves the old one, which runs on with the data. What both have outside of namespaces clashes: CRDs, webhooks, cluster roles',
        fix: steps(
          `Keep the name and the namespace: set name: '${name}' and namespace: '${namespace}'. Id and folder of the construct can change.`,
          'If it must move, declare the new release beside the old one, stop what uses it, and copy the data.',
          `Then remove the old one, accept what is said of that, and delete it by hand when nothing needs it: ${uninstall(old)}. Flux then uninstalls it.`,
        ),
      };
    }
  },
};

export const CHART_GONE: ChangeRule = {
  code: 'CHANGE-CHART-GONE',
  severity: Severity.WARNING,
  means: 'a chart of others that is no longer written: what it installed runs on, and nobody updates it',
  fix: 'accept the change, and delete the release by hand',
  *check(pair) {
    for (const [old, next] of left(pair)) {
      if (next !== undefined) continue;
      yield {
        path: placeOf(pair, old),
        given: 'the release is no longer written',
        allowed: 'but Flux leaves it in the cluster (it is marked so): what its chart installed runs on with its data, and nothing updates or removes it',
        fix: steps(
          'If you still need it, write it again, with the same name and namespace.',
          `If not, save its data, accept this change, and once it is applied delete the release by hand: ${uninstall(old)}. Flux then uninstalls what the chart installed; claims may stay.`,
        ),
      };
    }
  },
};

export const CHART_MAJOR: ChangeRule = {
  code: 'CHANGE-CHART-MAJOR',
  severity: Severity.WARNING,
  means: 'a chart of others with another major version: its values, its CRDs or its data may not fit any more',
  fix: 'read how its authors upgrade it, and accept the change',
  *check(pair) {
    for (const [before, after] of changed(pair, new Set(['HelmRelease', 'OCIRepository']))) {
      if (isOwn(pair, after.object)) continue;
      const [was, is] = [versionOf(before.object), versionOf(after.object)];
      const [old, now] = [majorOf(was), majorOf(is)];
      if (old === undefined || now === undefined || old === now) continue;
      yield {
        path: placeOf(pair, after.object),
        given: `the chart has version ${is}, and had ${was}`,
        allowed: `but ${Number(now) < Number(old) ? 'an older major version may not read what the newer one wrote' : 'a new major version breaks something on purpose'}: values that it does not know any more are ignored without a word, and CRDs and data may have to be moved by hand`,
        fix: steps(
          `Read what its authors say of the upgrade from ${old} to ${now}, and change the values with it.`,
          'Make a backup of its data.',
          'Accept this change, one major version at a time, and see that the release is ready: kubectl get helmrelease -A.',
        ),
      };
    }
  },
};

/** Of a chart in a Helm repository, or in an OCI registry. */
function versionOf({ kind, spec }: Manifest): string | undefined {
  if (kind === 'HelmRelease') return textAt(spec, 'chart.spec.version');
  return textAt(spec, 'layerSelector.mediaType')?.startsWith('application/vnd.cncf.helm.chart.') ? textAt(spec, 'ref.tag') : undefined;
}

function majorOf(version: string | undefined): string | undefined {
  return /^v?(\d+)\.\d/.exec(version ?? '')?.[1];
}

export const CHART_RULES: readonly ChangeRule[] = [CHART_RENAMED, CHART_GONE, CHART_MAJOR];
