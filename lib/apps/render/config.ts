import { VolumeKind } from '../../availability/ask/volume/volume';
import type { Plan } from '../../availability/model/plan';
import type { Manifest } from '../../kubernetes/manifest';
import { base64, configName } from '../../kubernetes/volumes';
import { metadataOf } from './workload';

/** A ConfigMap for each config volume. */
export function renderConfig(plan: Plan): Manifest[] {
  return plan.ask.volumes
    .filter((volume) => volume.kind === VolumeKind.CONFIG)
    .map((volume) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadataOf(plan, configName(plan, volume)),
      data: { ...volume.options.config?.files },
      ...(volume.options.config?.binaryFiles === undefined ? {} : { binaryData: base64(volume.options.config.binaryFiles) }),
    }));
}
