import { SIZE } from '../../../cluster/facts-shape';
import { bytes, type Fields, flag, inline, instance, list, mapOf, missing, number, oneOf, optional, record, type Shape, text } from '../../../cluster/shape';
import type { Image } from '../container/image';
import type { DataSource } from '../volume/data-source';
import { type Volume, VolumeKind } from '../volume/volume';
import {
  type ClaimOptions,
  type ConfigMapOptions,
  type ConfigOptions,
  type CsiOptions,
  type DataOptions,
  type HostPathOptions,
  HostPathType,
  type NfsOptions,
  type SecretOptions,
  type SharedOptions,
} from '../volume/volume-options';

export const IMAGE = instance<Image>('an Image', 'Image.of(…)', { repository: text, tag: optional(text), digest: optional(text) });

type Options = Volume['options'];

const OPTIONS: Fields<Options> = {
  data: optional(
    record<DataOptions>({
      size: SIZE,
      storageClass: optional(text),
      name: optional(text),
      readWriteMany: optional(flag),
      source: optional(instance<DataSource>('a DataSource', 'DataSource.snapshot(…)', { apiGroup: optional(text), kind: text, name: text })),
      labels: optional(mapOf(text)),
      annotations: optional(mapOf(text)),
    }),
  ),
  claim: optional(
    record<ClaimOptions>({ claimName: text, readWriteMany: optional(flag), readOnly: optional(flag), size: optional(SIZE), storageClass: optional(text) }),
  ),
  shared: optional(record<SharedOptions>({ app: text, path: optional(text), readOnly: optional(flag) })),
  nfs: optional(record<NfsOptions>({ server: text, path: text, readOnly: optional(flag) })),
  size: optional(SIZE),
  csi: optional(record<CsiOptions>({ driver: text, attributes: optional(mapOf(text)), secretName: optional(text), readOnly: optional(flag) })),
  image: optional(IMAGE),
  config: optional(record<ConfigOptions>({ files: mapOf(text), binaryFiles: optional(mapOf(bytes)), reloads: optional(flag), mode: optional(number) })),
  configMap: optional(
    record<ConfigMapOptions>({ configMapName: text, mode: optional(number), keys: optional(list(text)), file: optional(text), optional: optional(flag) }),
  ),
  secret: optional(
    record<SecretOptions>({ secretName: text, mode: optional(number), keys: optional(list(text)), file: optional(text), optional: optional(flag) }),
  ),
  device: optional(text),
  hostPath: optional(
    record<HostPathOptions>({
      hostPath: optional(text),
      readOnly: optional(flag),
      type: optional(oneOf('HostPathType', HostPathType)),
      onEveryNode: optional(text),
    }),
  ),
};

/** What each kind cannot be without. */
const NEEDED: { readonly [K in VolumeKind]: keyof Options } = {
  [VolumeKind.DATA]: 'data',
  [VolumeKind.CLAIM]: 'claim',
  [VolumeKind.SHARED]: 'shared',
  [VolumeKind.NFS]: 'nfs',
  [VolumeKind.SCRATCH]: 'size',
  [VolumeKind.MEMORY]: 'size',
  [VolumeKind.CSI]: 'csi',
  [VolumeKind.IMAGE]: 'image',
  [VolumeKind.CONFIG]: 'config',
  [VolumeKind.CONFIG_MAP]: 'configMap',
  [VolumeKind.SECRET]: 'secret',
  [VolumeKind.DEVICE]: 'device',
  [VolumeKind.HOST_PATH]: 'hostPath',
};

const ANY_KIND = instance<Volume>('a Volume', 'Volume.data(…)', {
  kind: oneOf('VolumeKind', VolumeKind),
  path: text,
  subPath: optional(text),
  mounted: flag,
  ownName: optional(text),
  options: inline(record<Options>(OPTIONS)),
});

export const VOLUME: Shape<Volume> = {
  ...ANY_KIND,
  check: (value, path, found) => {
    const before = found.length;
    ANY_KIND.check(value, path, found);
    if (found.length > before) return;
    const { kind, options } = value as Volume;
    const key = NEEDED[kind];
    if (options[key] === undefined) found.push(missing(key, OPTIONS[key], path));
  },
};
