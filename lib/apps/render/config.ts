import type { EnvFrom } from '../../availability/ask/container/env';
import { VolumeKind } from '../../availability/ask/volume/volume';
import type { Plan } from '../../availability/model/plan';
import { ownSets } from '../../availability/pod/containers/env-sets';
import { envConfigName } from '../../kubernetes/env';
import type { Manifest } from '../../kubernetes/manifest';
import { base64, configName } from '../../kubernetes/volumes';
import { isUnicode, survives } from '../../kubernetes/yaml';
import { metadataOf } from './workload';

/** A ConfigMap for each config volume, and for each set of variables. */
export function renderConfig(plan: Plan): Manifest[] {
  return [...renderFiles(plan), ...ownSets(plan.ask).map((set) => renderSet(plan, set))];
}

function renderSet(plan: Plan, set: EnvFrom): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadataOf(plan, envConfigName(plan.ask.name, set)), data: { ...set.values } };
}

function renderFiles(plan: Plan): Manifest[] {
  return plan.ask.volumes
    .filter((volume) => volume.kind === VolumeKind.CONFIG)
    .map((volume) => {
      const files = Object.entries(volume.options.config?.files ?? {});
      // The pod sees the same file either way.
      const isEncoded = (text: string) => !survives(text) && isUnicode(text);
      const encoded = files.filter(([, text]) => isEncoded(text)).map(([name, text]) => [name, Buffer.from(text)] as const);
      const binaryFiles = { ...volume.options.config?.binaryFiles, ...Object.fromEntries(encoded) };
      return {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: metadataOf(plan, configName(plan, volume)),
        data: Object.fromEntries(files.filter(([, text]) => !isEncoded(text))),
        ...(Object.keys(binaryFiles).length === 0 ? {} : { binaryData: base64(binaryFiles) }),
      };
    });
}
