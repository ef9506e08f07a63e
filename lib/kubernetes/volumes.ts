import type { Mount } from '../availability/ask/container/mount';
import { resourceOf } from '../availability/ask/devices';
import { type Volume, VolumeKind } from '../availability/ask/volume/volume';
import { type ConfigOptions, DEFAULT_TOKEN_FILE, keysOf, type SecretOptions } from '../availability/ask/volume/volume-options';
import { AccessMode, type Plan } from '../availability/model/plan';
import { ownSets } from '../availability/pod/containers/env-sets';
import { fingerprint } from '../cluster/fingerprint';
import { LABEL_PREFIX } from '../cluster/node';
import { selectorLabels } from './labels';
import type { KubeVolume, VolumeMount } from './plain';

/** The volumes of the pod, except those that a StatefulSet creates per pod. */
export function renderVolumes(plan: Plan): KubeVolume[] {
  return plan.ask.volumes.flatMap((volume) => {
    const source = sourceOf(plan, volume);
    return source === undefined ? [] : [{ name: volume.name, ...source }];
  });
}

function sourceOf(plan: Plan, volume: Volume): Omit<KubeVolume, 'name'> | undefined {
  const { claim, nfs, size, csi, image, config, configMap, secret, token, hostPath } = volume.options;
  switch (volume.kind) {
    case VolumeKind.DATA:
    case VolumeKind.SHARED: {
      const planned = plan.claims.find((one) => one.volume === volume);
      return planned === undefined || planned.perPod ? undefined : { persistentVolumeClaim: { claimName: planned.name } };
    }
    case VolumeKind.CLAIM:
      return { persistentVolumeClaim: { claimName: claim?.claimName ?? '', ...(volume.readOnly ? { readOnly: true } : {}) } };
    case VolumeKind.NFS:
      return { nfs: { server: nfs?.server ?? '', path: nfs?.path ?? '', ...(volume.readOnly ? { readOnly: true } : {}) } };
    case VolumeKind.SCRATCH:
      return { emptyDir: { sizeLimit: size?.toString() ?? '' } };
    case VolumeKind.EPHEMERAL:
      return { ephemeral: { volumeClaimTemplate: ephemeralClaim(plan, volume) } };
    case VolumeKind.MEMORY:
      return { emptyDir: { medium: 'Memory', sizeLimit: size?.toString() ?? '' } };
    case VolumeKind.CSI:
      return {
        csi: {
          driver: csi?.driver ?? '',
          ...(csi?.attributes === undefined ? {} : { volumeAttributes: { ...csi.attributes } }),
          ...(csi?.secretName === undefined ? {} : { nodePublishSecretRef: { name: csi.secretName } }),
          ...(volume.readOnly ? { readOnly: true } : {}),
        },
      };
    case VolumeKind.IMAGE:
      return { image: { reference: `${image}`, pullPolicy: 'IfNotPresent' } };
    case VolumeKind.CONFIG:
      return { configMap: { name: configName(plan, volume), ...(config?.mode === undefined ? {} : { defaultMode: config.mode }) } };
    case VolumeKind.CONFIG_MAP:
      return {
        configMap: { name: configMap?.configMapName ?? '', ...(configMap?.mode === undefined ? {} : { defaultMode: configMap.mode }), ...items(configMap) },
      };
    case VolumeKind.SECRET:
      return {
        secret: {
          secretName: secret?.secretName ?? '',
          defaultMode: secret?.mode ?? 0o440,
          ...items(secret),
        },
      };
    case VolumeKind.TOKEN: {
      const { audience, expiration, file } = token ?? {};
      const serviceAccountToken = {
        ...(audience === undefined ? {} : { audience }),
        ...(expiration === undefined ? {} : { expirationSeconds: expiration.seconds }),
        path: file ?? DEFAULT_TOKEN_FILE,
      };
      return { projected: { sources: [{ serviceAccountToken }] } };
    }
    case VolumeKind.DEVICE: {
      const device = plan.devices.find((one) => one.volume === volume);
      if (device?.resource !== undefined) return undefined;
      // Without a type the runtime would create a folder if the device is not plugged in.
      return { hostPath: { path: device?.hostPath ?? volume.path, type: device?.isDirectory === true ? 'Directory' : 'CharDevice' } };
    }
    case VolumeKind.HOST_PATH:
      return { hostPath: { path: hostPath?.hostPath ?? volume.path, ...(hostPath?.type === undefined ? {} : { type: hostPath.type }) } };
  }
}

/** The claim that each pod gets, and that ends with it. */
function ephemeralClaim(plan: Plan, volume: Volume): NonNullable<NonNullable<KubeVolume['ephemeral']>['volumeClaimTemplate']> {
  const { size, labels, annotations } = volume.options.ephemeral ?? {};
  const storageClass = plan.ephemeral.find((one) => one.volume === volume)?.storageClass;
  return {
    metadata: { labels: { ...labels, ...selectorLabels(plan.ask.name) }, ...(annotations === undefined ? {} : { annotations: { ...annotations } }) },
    spec: {
      accessModes: [AccessMode.READ_WRITE_ONCE],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: size?.toString() ?? '' } },
    },
  };
}

/** The keys that become files, if not all do. */
function items(options: Pick<SecretOptions, 'keys' | 'file' | 'optional'> | undefined): {
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string; readonly path: string }[];
} {
  const keys = keysOf(options);
  return {
    ...(options?.optional === true ? { optional: true } : {}),
    ...(keys === undefined ? {} : { items: keys.map((key) => ({ key, path: key })) }),
  };
}

/** The mounts of a container. Devices that a plugin gives need none. */
export function renderMounts(plan: Plan, all: readonly Mount[]): { readonly volumeMounts?: readonly VolumeMount[] } {
  const mounts = all.filter(({ volume }) => resourceOf(volume, plan.ask.deviceResources) === undefined);
  if (mounts.length === 0) return {};
  return {
    volumeMounts: mounts.map(({ volume, path, subPath, subPathExpr, readOnly, propagation }) => ({
      name: volume.name,
      mountPath: path !== '' ? path : (plan.devices.find((one) => one.volume.name === volume.name)?.hostPath ?? ''),
      ...(subPathExpr !== undefined ? { subPathExpr } : subPath === undefined ? {} : { subPath }),
      ...(readOnly ? { readOnly: true } : {}),
      ...(propagation === undefined ? {} : { mountPropagation: propagation }),
    })),
  };
}

/** The ConfigMap behind a config volume. */
export function configName(plan: Plan, volume: Volume): string {
  return `${plan.ask.name}-${volume.name}`;
}

/** One annotation for each config volume and each set of variables, so that a change restarts the pods. */
export function configChecksums(plan: Plan): { readonly [key: string]: string } {
  const volumes = plan.ask.volumes.filter((volume) => volume.kind === VolumeKind.CONFIG && volume.options.config?.reloads !== true);
  return Object.fromEntries([
    ...volumes.map((volume) => [`${LABEL_PREFIX}/checksum-${volume.name}`, checksum(volume.options.config ?? { files: {} })] as const),
    // Variables are read once, at the start of a container.
    ...ownSets(plan.ask).map(({ source, values = {} }) => [`${LABEL_PREFIX}/checksum-${source}`, checksum({ files: values })] as const),
  ]);
}

/** The encoding of a ConfigMap for files that are not text. */
export function base64(files: { readonly [name: string]: Uint8Array }): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content).toString('base64')]));
}

function checksum({ files, binaryFiles = {} }: ConfigOptions): string {
  const all = [...Object.entries(files), ...Object.entries(base64(binaryFiles))];
  const ordered = all.sort(([one], [other]) => (one < other ? -1 : 1));
  return fingerprint(JSON.stringify(ordered), 16);
}
