import { Severity } from '../../cluster/finding';
import { isDnsLabel, isDnsName, isFileKey } from '../../cluster/names';
import { EnvKind } from '../ask/container/env';
import { mainFirst, type ResolvedApp } from '../ask/resolved';
import { isData, traitsOf } from '../ask/volume/traits';
import { VolumeKind } from '../ask/volume/volume';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { NAME_INVALID } from '../model/records';
import { onAsk } from '../model/rule';

/** Kubernetes appends to these names: for Services, and for the revision label of a StatefulSet. Both allow at most 63 characters. */
const LONGEST_STATEFUL_NAME = 52;

/** pkg/apis/batch/validation, validateCronJob: 63 less the 11 characters of a time. */
const LONGEST_JOB_NAME = 52;

/** Whether the app becomes a StatefulSet. */
function isStateful({ availabilityClass, volumes }: ResolvedApp): boolean {
  return availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE && volumes.some((volume) => isData(volume) && volume.options.data?.readWriteMany !== true);
}

const APP_NAME_INVALID = onAsk({
  ...NAME_INVALID,
  *check(app) {
    const { name, namespace } = app;
    const given = `the name "${name}"`;
    if (!isDnsLabel(name))
      yield { given, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: 'Give the construct another id, or set name.' };
    if (name.length > LONGEST_STATEFUL_NAME && isStateful(app))
      yield { given, allowed: `but a StatefulSet appends a hash of its revision, so it has room for ${LONGEST_STATEFUL_NAME} characters`, fix: 'Shorten it.' };
    if (name.length > LONGEST_JOB_NAME && app.availabilityClass === OtherWorkload.SCHEDULED_JOB)
      yield { given, allowed: `but a CronJob appends the time of each run, so it has room for ${LONGEST_JOB_NAME} characters`, fix: 'Shorten it.' };
    if (namespace !== undefined && namespace !== name && !isDnsLabel(namespace))
      yield { given: `the namespace "${namespace}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: 'Set another namespace.' };
  },
});

const HOSTNAME_INVALID = onAsk({
  ...NAME_INVALID,
  *check(app) {
    const { hostname } = app;
    if (hostname === undefined) return;
    if (!isDnsLabel(hostname))
      yield { given: `the host name "${hostname}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: 'Correct it.' };
    if (isStateful(app)) yield { given: `the host name "${hostname}" for several pods`, allowed: 'but a StatefulSet gives each its own', fix: 'Leave it out.' };
  },
});

/** Kubernetes, ValidateCSIDriverName. */
const LONGEST_DRIVER = 63;

/** Objects that the app refers to but does not create, as part of a sentence. */
function* referred(app: ResolvedApp): Iterable<readonly [what: string, name: string]> {
  for (const { env, envFrom, own } of mainFirst(app)) {
    if (own.env) for (const [, { kind, source }] of env) if (source !== undefined) yield [kindOf(kind), source];
    if (own.envFrom) for (const { kind, source } of envFrom) yield [kind === EnvKind.VALUE ? 'set of variables' : kindOf(kind), source];
  }
  if (app.priority !== undefined) yield ['PriorityClass', app.priority];
  if (app.runtimeClass !== undefined) yield ['RuntimeClass', app.runtimeClass];
  for (const name of app.imagePullSecrets) yield ['Secret', name];
  for (const volume of app.volumes) {
    if (volume.options.csi !== undefined) yield ['CSI driver', volume.options.csi.driver];
    const { storageClass, claimName, volumeName } = volume.options.data ?? {};
    if (claimName !== undefined) yield ['claim', claimName];
    if (volumeName !== undefined) yield ['PersistentVolume', volumeName];
    const ofScratch = volume.options.ephemeral?.storageClass;
    if (ofScratch !== undefined) yield ['storage class', ofScratch];
    // A volume without a class: the claim says so with an empty one.
    if (storageClass !== undefined && (storageClass !== '' || volumeName === undefined)) yield ['storage class', storageClass];
    for (const { kind, name } of traitsOf(volume).references(volume)) yield [volume.kind === VolumeKind.CLAIM ? 'claim' : kind, name];
  }
  for (const { bearerToken, tls } of app.metrics?.endpoints ?? [])
    for (const secret of [bearerToken, tls?.authority]) if (secret !== undefined) yield ['Secret', secret.secretName];
  if (app.rbac?.serviceAccount !== undefined) yield ['ServiceAccount', app.rbac.serviceAccount];
}

function kindOf(kind: EnvKind): string {
  return kind === EnvKind.SECRET ? 'Secret' : 'ConfigMap';
}

const REFERENCE_INVALID = onAsk({
  ...NAME_INVALID,
  *check(app) {
    for (const [what, name] of referred(app)) {
      if (!isDnsName(name))
        yield { given: `the ${what} "${name}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix: 'Use its name in the cluster.' };
      else if (what === 'CSI driver' && name.length > LONGEST_DRIVER)
        yield {
          given: `a CSI driver with ${name.length} characters`,
          allowed: `but its name has at most ${LONGEST_DRIVER}`,
          fix: 'Use its name in the cluster.',
        };
    }
  },
});

/** Every key of a Secret or a ConfigMap that the app names, as part of a sentence. */
function* keysIn(app: ResolvedApp): Iterable<readonly [what: string, key: string]> {
  for (const { env, own } of mainFirst(app))
    if (own.env) for (const [, { kind, source, value }] of env) if (source !== undefined) yield [`${kindOf(kind)} ${source}`, value];
  for (const volume of app.volumes)
    for (const { kind, name, keys } of traitsOf(volume).references(volume)) for (const key of keys ?? []) yield [`${kind} ${name}`, key];
}

const KEY_INVALID = onAsk({
  code: 'KEY-INVALID',
  severity: Severity.ERROR,
  means: 'a key that no Secret and no ConfigMap can have',
  fix: 'use letters, digits, "-", "_" and "."',
  *check(app) {
    for (const [what, key] of keysIn(app)) {
      if (!isFileKey(key))
        yield {
          given: `the key "${key}" of the ${what}`,
          allowed: 'but a key has 1 to 253 letters, digits, "-", "_" and ".", and does not start with ".."',
          fix: 'Use its key in the cluster.',
        };
    }
  },
});

/** Kubernetes knows only claims by their kind alone (ValidatePersistentVolumeClaimSpec in pkg/apis/core/validation). */
const SOURCE_INVALID = onAsk({
  ...NAME_INVALID,
  *check({ volumes }) {
    for (const { path, options } of volumes) {
      const { source } = options.data ?? {};
      if (source === undefined) continue;
      const { kind, apiGroup } = source;
      const given = `data at ${path} from the kind "${kind}" of the group "${apiGroup ?? ''}"`;
      if (kind === '' || apiGroup === '' || (apiGroup !== undefined && !isDnsName(apiGroup)))
        yield { given, allowed: 'but a source has a kind, and a group like volsync.backube', fix: 'Copy both from the object.' };
    }
  },
});

/** Names that Kubernetes refuses. */
export const NAME_RULES = [APP_NAME_INVALID, HOSTNAME_INVALID, REFERENCE_INVALID, KEY_INVALID, SOURCE_INVALID];
