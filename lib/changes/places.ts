import { Severity } from '../cluster/finding';
import type { Manifest } from '../kubernetes/manifest';
import { podTemplateOf } from '../kubernetes/pod-template';
import { WORKLOADS } from './data';
import { listAt, textAt } from './fields';
import { type ChangeRule, changed, placeOf } from './model';
import { steps } from './words';

/** What a container has at a path. */
interface Mount {
  /** The data in words: `the claim wiki-data`, `the share nas:/srv/media`. Undefined: what holds none, like scratch space. */
  readonly data: string | undefined;
  readonly subPath: string;
  readonly isShare: boolean;
}

type Mounts = ReadonlyMap<string, Mount>;

/** Data that was at a path, and what is there now, or where the data is. */
interface Moved {
  readonly path: string;
  readonly was: string;
  readonly is: string;
  readonly to: string | undefined;
}

export const DATA_ELSEWHERE: ChangeRule = {
  code: 'CHANGE-DATA-ELSEWHERE',
  severity: Severity.WARNING,
  means: 'an app with another NFS share, or with its data at another path: it may start without the data that it had',
  fix: 'leave it where it was, or see that the app finds it, and accept the change',
  *check(pair) {
    for (const [before, after] of changed(pair, WORKLOADS)) {
      const now = mountsIn(after.object);
      for (const [container, mounts] of mountsIn(before.object)) {
        const moved = firstMoved(mounts, now.get(container) ?? new Map());
        if (moved !== undefined) yield { path: placeOf(pair, after.object), ...said(container, moved) };
      }
    }
  },
};

function said(container: string, { path, was, is, to }: Moved) {
  if (to === undefined)
    return {
      given: `${path} of container ${container} is ${is} now, and was ${was}`,
      allowed: 'but data does not move by itself: the app finds what is there, perhaps nothing',
      fix: steps(
        'If it was not meant, keep the server and the folder.',
        'If it was, stop the app and copy the data to the new place first, or see that both are the same folder under two names.',
        'Then accept this change.',
      ),
    };
  return {
    given: `${was} is at ${to} of container ${container} now, and was at ${path}`,
    allowed: `so ${path} is empty: if the app still looks for its data there, it starts without it, and what it writes there, if it can, is gone when it restarts`,
    fix: steps(
      'If it was not meant, keep the path of the volume.',
      `If it was, see that the app looks in ${to} from this change on: by its settings, or by its new version.`,
      'Then accept this change.',
    ),
  };
}

function firstMoved(before: Mounts, after: Mounts): Moved | undefined {
  for (const [path, { data: was, subPath, isShare }] of before) {
    if (was === undefined) continue;
    const is = after.get(path);
    if (is === undefined) {
      const to = [...after].find(([place, one]) => !before.has(place) && one.data === was && one.subPath === subPath)?.[0];
      if (to !== undefined) return { path, was, is: 'empty', to };
      // What else stands at the path was put there on purpose: a new volume, with the old one beside it.
    } else if (isShare && is.isShare && is.data !== was && is.data !== undefined) return { path, was, is: is.data, to: undefined };
  }
  return undefined;
}

function mountsIn(workload: Manifest): ReadonlyMap<string, Mounts> {
  const template = podTemplateOf(workload);
  const volumes = new Map(listAt(template, 'spec.volumes').map((volume) => [textAt(volume, 'name'), volume]));
  const templates = new Set(listAt(workload, 'spec.volumeClaimTemplates').map((one) => textAt(one, 'metadata.name')));
  return new Map(
    listAt(template, 'spec.containers').map((container) => [
      textAt(container, 'name') ?? '',
      new Map(
        listAt(container, 'volumeMounts').map((mount) => {
          const name = textAt(mount, 'name');
          const volume = volumes.get(name);
          const claim = textAt(volume, 'persistentVolumeClaim.claimName') ?? (templates.has(name) ? name : undefined);
          const server = textAt(volume, 'nfs.server');
          const data = claim !== undefined ? `the claim ${claim}` : server !== undefined ? `the share ${server}:${textAt(volume, 'nfs.path')}` : undefined;
          return [textAt(mount, 'mountPath') ?? '', { data, subPath: textAt(mount, 'subPath') ?? '', isShare: server !== undefined }] as const;
        }),
      ),
    ]),
  );
}
