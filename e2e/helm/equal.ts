import { isDeepStrictEqual } from 'node:util';
import type { Files } from '../../lib';
import { documents } from '../dist';
import { called, type Obj } from '../kinds';

const FLUX = 'kustomize.toolkit.fluxcd.io/';
const POLICY = 'helm.sh/resource-policy';

/** The objects of the plain YAML, by what they are; not those that deliver it. */
export function plainObjects(files: Files): ReadonlyMap<string, Obj> {
  const paths = [...files.keys()].filter((path) => /\.yaml$/.test(path) && !/(^|\/)(charts|flux)\/|\/kustomization\.yaml$/.test(path));
  return new Map(paths.flatMap((path) => documents(String(files.get(path)))).map((object) => [called(object), object]));
}

/** What is not the same in the objects of a chart. What delivers them differs: Flux keeps and replaces by other annotations than Helm. */
export function differences(plain: ReadonlyMap<string, Obj>, given: readonly Obj[], isWhole: boolean): string[] {
  const seen = new Set(given.map(called));
  const missing = isWhole ? [...plain.keys()].filter((name) => !seen.has(name)) : [];
  const twice = given.length === seen.size ? [] : [`${given.length - seen.size} objects twice`];
  const wrong = given.flatMap((object) => {
    const other = plain.get(called(object));
    if (other === undefined) return [`${called(object)} is not in the plain YAML`];
    const isKept = other.metadata.annotations?.[`${FLUX}prune`] === 'disabled' || object.kind === 'PriorityClass';
    const same = isDeepStrictEqual(bare(object), bare(other)) ? [] : [`${called(object)} differs`];
    return [...same, ...((object.metadata.annotations?.[POLICY] === 'keep') === isKept ? [] : [`${called(object)}: ${POLICY}`])];
  });
  return [...missing.map((name) => `${name} is missing`), ...twice, ...wrong];
}

function bare(object: Obj): Obj {
  const { annotations = {}, ...metadata } = object.metadata;
  const kept = Object.entries(annotations).filter(([key]) => !key.startsWith(FLUX) && key !== POLICY);
  return { ...object, metadata: { ...metadata, ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }) } } as Obj;
}
