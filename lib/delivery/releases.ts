import { findCycle } from '../availability/model/cycle';
import { type Finding, Severity } from '../cluster/finding';
import { listIn, partAt } from '../cluster/parts';
import { found, type RuleRecord } from '../cluster/rule';
import type { Manifest } from '../kubernetes/manifest';
import type { FolderOrder } from './folder-order';
import { isRelease, type RawObject } from './raw-objects';

export const CHART_ORDER: RuleRecord = {
  code: 'CHART-ORDER',
  severity: Severity.ERROR,
  means: 'a Helm release that depends on itself, or on one which Flux applies only once the first is ready',
  fix: 'put both into one folder, or remove `dependsOn`',
};

/** Releases that wait for others for ever. Those that are not in this program may be there. */
export function checkReleases(raw: readonly RawObject[], order: FolderOrder): Finding[] {
  const releases = new Map(raw.filter(({ manifest }) => isRelease(manifest)).map((one) => [nameOf(one.manifest.metadata), one]));
  const neededBy = ({ manifest }: RawObject) => dependenciesOf(manifest).flatMap((one) => releases.get(nameOf(one, manifest.metadata.namespace)) ?? []);
  const circle = findCycle(releases.values(), neededBy);
  const late = [...releases.values()].flatMap((one) =>
    neededBy(one).flatMap((other) => (order.comesAfter(other.folder, one.folder) ? [tooLate(one, other)] : [])),
  );
  return [...(circle === undefined ? [] : [inCircle(circle)]), ...late];
}

interface Reference {
  readonly name: string;
  readonly namespace?: string;
}

/** Nothing has checked what others put into an object. */
function dependenciesOf({ spec }: Manifest): readonly Reference[] {
  return listIn<Reference>(partAt(spec, 'dependsOn'));
}

function nameOf({ name, namespace }: Reference, own = 'default'): string {
  return `${namespace ?? own}/${name}`;
}

function inCircle(circle: readonly RawObject[]): Finding {
  return found(CHART_ORDER, circle[0]?.path ?? '', {
    given: [...circle, circle[0]].map((one) => one?.manifest.metadata.name).join(' after '),
    allowed: 'but then Flux installs none of them',
    fix: 'Remove one of the dependencies.',
  });
}

function tooLate(release: RawObject, other: RawObject): Finding {
  return found(CHART_ORDER, release.path, {
    given: `dependsOn ${other.manifest.metadata.name}, in the folder ${other.folder.node.path}`,
    allowed: `but Flux applies that folder only once ${release.folder.node.path} is ready`,
    fix: 'Put both into one folder, or remove dependsOn.',
  });
}
