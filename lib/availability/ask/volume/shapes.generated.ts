// Made from the types by `npm run shapes`: change those, not this file.
import { APP_REFERENCE, IMAGE } from '../reference/shapes.generated';
import { DURATION, SIZE } from '../../../cluster/shapes.generated';
import { HostPathType } from './volume-options';
import { VolumeKind } from './volume';
import { bytes, chosen, flag, inline, instance, list, mapOf, number, oneOf, optional, record, text } from '../../../cluster/shape';

export const VOLUME_KIND = oneOf('VolumeKind', VolumeKind);

export const DATA_SOURCE = instance('DataSource', 'DataSource.snapshot(…)', { apiGroup: optional(text), kind: text, name: text });

export const DATA_OPTIONS = record({
  size: SIZE,
  storageClass: optional(text),
  name: optional(text),
  readWriteMany: optional(flag),
  readWriteOncePod: optional(flag),
  source: optional(DATA_SOURCE),
  claimName: optional(text),
  volumeName: optional(text),
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
});

export const CLAIM_OPTIONS = record({
  claimName: text,
  readWriteMany: optional(flag),
  readOnly: optional(flag),
  size: optional(SIZE),
  storageClass: optional(text),
});

export const SHARED_OPTIONS = record({ app: APP_REFERENCE, path: optional(text), readOnly: optional(flag) });

export const NFS_OPTIONS = record({ server: text, path: text, readOnly: optional(flag) });

export const EPHEMERAL_OPTIONS = record({
  size: SIZE,
  storageClass: optional(text),
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
});

export const CSI_OPTIONS = record({
  driver: text,
  attributes: optional(mapOf(text)),
  secretName: optional(text),
  readOnly: optional(flag),
});

export const CONFIG_OPTIONS = record({
  files: mapOf(text),
  binaryFiles: optional(mapOf(bytes)),
  mode: optional(number),
  reloads: optional(flag),
});

export const CONFIG_MAP_OPTIONS = record({
  configMapName: text,
  mode: optional(number),
  keys: optional(list(text)),
  file: optional(text),
  optional: optional(flag),
});

export const SECRET_OPTIONS = record({
  secretName: text,
  mode: optional(number),
  keys: optional(list(text)),
  file: optional(text),
  optional: optional(flag),
});

export const TOKEN_OPTIONS = record({ audience: optional(text), expiration: optional(DURATION), file: optional(text) });

export const HOST_PATH_TYPE = oneOf('HostPathType', HostPathType);

export const HOST_PATH_OPTIONS = record({
  hostPath: optional(text),
  readOnly: optional(flag),
  type: optional(HOST_PATH_TYPE),
  onEveryNode: optional(text),
});

export const VOLUME = instance('Volume', 'Volume.data(…)', {
  kind: VOLUME_KIND,
  path: text,
  options: inline(chosen({
    data: optional(DATA_OPTIONS),
    claim: optional(CLAIM_OPTIONS),
    shared: optional(SHARED_OPTIONS),
    nfs: optional(NFS_OPTIONS),
    size: optional(SIZE),
    ephemeral: optional(EPHEMERAL_OPTIONS),
    csi: optional(CSI_OPTIONS),
    image: optional(IMAGE),
    config: optional(CONFIG_OPTIONS),
    configMap: optional(CONFIG_MAP_OPTIONS),
    secret: optional(SECRET_OPTIONS),
    token: optional(TOKEN_OPTIONS),
    device: optional(text),
    hostPath: optional(HOST_PATH_OPTIONS),
  })),
  mounted: flag,
  ownName: optional(text),
});
