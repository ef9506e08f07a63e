import { Severity } from '../cluster/finding';
import { templatesOf } from '../kubernetes/claim-templates';
import type { Manifest } from '../kubernetes/manifest';
import { podTemplateOf } from '../kubernetes/pod-template';
import { WORKLOADS } from './data';
import { listAt, textAt } from './fields';
import { type ChangeRule, changed, placeOf } from './model';
import { steps } from './words';

/** What a container has at a path. */
interface Mount {
  readonly source: Source | undefined;
  /** The folder in it; empty is all of it. */
  readonly folder: string;
}

/** Where data is, if it outlives the pod. */
interface Source {
  readonly kind: 'claim' | 'share' | 'node';
  /** In words: `the claim wiki-data`, `the share nas:/srv/media`, `/srv/media of its node`. */
  readonly name: string;
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
  means:
    'an app with another NFS share, folder of its node or folder of its volume, or with its data at another path: it may start without the data that it had',
  fix: 'leave it where it was, or see that the app finds it, and accept the change',
  *check(pair) {
    for (const [before, after] of changed(pair, WORKLOADS)) {
      const now = mountsIn(after.object);
      for (const [container, mounts] of mountsIn(before.object)) {
        for (const moved of movedIn(mounts, now.get(container) ?? new Map())) yield { path: placeOf(pair, after.object), ...said(container, moved) };
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
        'If it was not meant, keep what was there.',
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

function* movedIn(before: Mounts, after: Mounts): Generator<Moved> {
  const fresh = new Map([...after].filter(([path]) => !before.has(path)));
  for (const [path, mount] of before) {
    const was = inWords(mount);
    if (was === undefined) continue;
    const now = after.get(path);
    if (now !== undefined) {
      const is = inWords(now);
      if (is !== undefined && is !== was && isInPlaceOf(mount, now)) yield { path, was, is, to: undefined };
      continue;
    }
    const to = [...fresh].find(([, one]) => inWords(one) === was)?.[0];
    if (to === undefined) continue;
    fresh.delete(to);
    yield { path, was, is: 'empty', to };
  }
}

/** What else stands at a path was put there on purpose: a new volume, with the old one beside it. */
function isInPlaceOf({ source: old }: Mount, { source }: Mount): boolean {
  return old?.kind === source?.kind && (old?.kind !== 'claim' || old.name === source?.name);
}

function inWords({ source, folder }: Mount): string | undefined {
  return source === undefined || folder === '' ? source?.name : `the folder ${folder} of ${source.name}`;
}

function mountsIn(workload: Manifest): ReadonlyMap<string, Mounts> {
  const template = podTemplateOf(workload);
  const claims = templatesOf(workload).map((name) => [name, { kind: 'claim', name: `the claim ${name}` }] as const);
  const volumes = listAt(template, 'spec.volumes').map((volume) => [textAt(volume, 'name') ?? '', sourceOf(volume)] as const);
  // A claim of a template wins over a volume of the same name. Source: the comment of volumeClaimTemplates in k8s.io/api/apps/v1.
  const sources = new Map<string, Source | undefined>([...volumes, ...claims]);
  return new Map(
    listAt(template, 'spec.containers').map((container) => [
      textAt(container, 'name') ?? '',
      new Map(
        listAt(container, 'volumeMounts').map((mount) => {
          const folder = textAt(mount, 'subPath') ?? textAt(mount, 'subPathExpr') ?? '';
          return [textAt(mount, 'mountPath') ?? '', { source: sources.get(textAt(mount, 'name') ?? ''), folder }] as const;
        }),
      ),
    ]),
  );
}

function sourceOf(volume: unknown): Source | undefined {
  const claim = textAt(volume, 'persistentVolumeClaim.claimName');
  if (claim !== undefined) return { kind: 'claim', name: `the claim ${claim}` };
  const server = textAt(volume, 'nfs.server');
  if (server !== undefined) return { kind: 'share', name: `the share ${server}:${textAt(volume, 'nfs.path')}` };
  const path = textAt(volume, 'hostPath.path');
  // Devices and sockets hold no data.
  const isFolder = ['', 'Directory', 'DirectoryOrCreate'].includes(textAt(volume, 'hostPath.type') ?? '');
  return path === undefined || !isFolder ? undefined : { kind: 'node', name: `${path} of its node` };
}
