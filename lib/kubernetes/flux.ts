/** The group of Flux' Kustomization, and of the annotations by which Flux treats an object otherwise. */
export const FLUX_GROUP = 'kustomize.toolkit.fluxcd.io';
/** `disabled`: it leaves the object in the cluster when it is no longer written. */
export const FLUX_PRUNE = `${FLUX_GROUP}/prune`;
/** `enabled`: it deletes the object and makes it anew where the API server refuses a change. */
export const FLUX_FORCE = `${FLUX_GROUP}/force`;
/** Where Flux runs, unless the props say otherwise. Source: `flux install --namespace`. */
export const FLUX_NAMESPACE = 'flux-system';

/** A path below the root of a repository: `dist/home` of `./dist/` and `home`. */
export function joined(...paths: readonly string[]): string {
  return paths
    .flatMap((path) => path.split('/'))
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
