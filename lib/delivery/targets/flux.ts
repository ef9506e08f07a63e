import { renderYaml } from '../../kubernetes/yaml';
import { forFlux } from './flux-annotations';
import { fluxObjects } from './flux-objects';
import type { Target } from './target';

/** Folders that Flux applies: one file per app or object, and a list of the files in each folder. */
export const FLUX_FOLDERS: Target = {
  objects: fluxObjects,
  files(output) {
    const files = new Map<string, Buffer>();
    const folders = new Map<string, string[]>();
    for (const { folder, name, manifests } of [...output.units, ...fluxObjects(output)]) {
      files.set(`${folder}/${name}.yaml`, Buffer.from(renderYaml(manifests().map(forFlux))));
      const names = folders.get(folder);
      if (names === undefined) folders.set(folder, [`${name}.yaml`]);
      else names.push(`${name}.yaml`);
    }
    for (const [folder, names] of folders) files.set(`${folder}/kustomization.yaml`, Buffer.from(kustomization(names)));
    return files;
  },
};

/** The list of files that Flux applies, so that it ignores other files in the folder. */
function kustomization(names: readonly string[]): string {
  return renderYaml([{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [...names].sort() }]);
}
