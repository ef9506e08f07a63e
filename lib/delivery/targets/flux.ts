import type { Finding } from '../../cluster/finding';
import { found } from '../../cluster/rule';
import type { Manifest } from '../../kubernetes/manifest';
import { isUnicode, lostOf, renderYaml, survives } from '../../kubernetes/yaml';
import { TEXT_LOST } from '../rules';
import { chartReleases, deliveredUnits } from './chart-releases';
import { forFlux, holdsVariable, unsubstituted } from './flux-annotations';
import { fluxObjects } from './flux-objects';
import type { Target } from './target';
import { undelivered } from './undelivered';

/** Folders that Flux applies: one file per app or object, and a list of the files in each folder. */
export const FLUX_FOLDERS: Target = {
  objects: (output) => [...chartReleases(output), ...fluxObjects(output)],
  files(output, refuse) {
    const files = new Map<string, Buffer>();
    const folders = new Map<string, string[]>();
    // A release installs them: they are here to be read.
    const elsewhere = new Set(output.charts.flatMap(deliveredUnits).map((unit) => `${unit.folder}/${unit.name}`));
    for (const { folder, name, manifests } of [...output.units, ...chartReleases(output), ...fluxObjects(output)]) {
      const path = `${folder}/${name}.yaml`;
      const objects = manifests();
      if (output.cluster !== undefined) for (const object of objects) for (const finding of undelivered(path, object)) refuse(finding);
      if (output.cluster !== undefined) for (const object of objects) for (const key of misreadKeys(object)) refuse(annotationLost(path, object, key));
      const yaml = renderYaml(objects.map(forFlux), (object, text) => {
        if (output.cluster !== undefined) refuse(textLost(path, object, text));
      });
      // Few files have variables, and those are seen in the text: looking through each object took longer.
      files.set(path, Buffer.from(holdsVariable(yaml) ? renderYaml(objects.map(unsubstituted).map(forFlux)) : yaml));
      if (elsewhere.has(`${folder}/${name}`)) continue;
      const names = folders.get(folder);
      if (names === undefined) folders.set(folder, [`${name}.yaml`]);
      else names.push(`${name}.yaml`);
    }
    for (const [folder, names] of folders) files.set(`${folder}/kustomization.yaml`, Buffer.from(kustomization(names)));
    return files;
  },
};

/** What go-yaml takes for a number, a boolean, null or a date. */
const NO_TEXT = /^(?:\d[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|0x[\da-f_]+|0o?[0-7_]+|0b[01_]+|null|true|false|\d{4}-\d{1,2}-\d{1,2})$/i;

/** Kustomize writes annotations of objects without the quotes of their keys, and cannot read that. Seen with its api v0.21.1; labels are safe. */
function misreadKeys({ metadata }: Manifest): readonly string[] {
  return Object.keys(metadata.annotations ?? {}).filter((key) => NO_TEXT.test(key));
}

function annotationLost(path: string, { kind, metadata }: Manifest, key: string): Finding {
  return found(TEXT_LOST, path, {
    given: `the annotation "${key}" of the ${kind} ${metadata.name}`,
    allowed: 'but kustomize, and with it Flux, cannot build a folder with a key that looks like a number, a boolean, null or a date',
    fix: `Give it a prefix, like example.com/${key}.`,
  });
}

function textLost(path: string, { kind, metadata }: Manifest, text: string): Finding {
  const given = `${lostOf(text)} in the ${kind} ${metadata.name}`;
  if (survives(text)) return found(TEXT_LOST, path, { given, allowed: 'but the API server cannot read it', fix: 'Shorten it.' });
  return found(TEXT_LOST, path, {
    given,
    allowed: 'but kustomize, and with it Flux, changes it or cannot build the folder',
    fix: isUnicode(text) ? 'Leave that out, or put the text into a config file (Volume.config).' : 'Leave that out: no file can hold it.',
  });
}

/** The list of files that Flux applies, so that it ignores other files in the folder. */
function kustomization(names: readonly string[]): string {
  return renderYaml([{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [...names].sort() }]);
}
