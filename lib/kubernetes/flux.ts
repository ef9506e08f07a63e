/** The group of Flux' Kustomization, and of the annotations by which Flux treats an object otherwise. */
export const FLUX_GROUP = 'kustomize.toolkit.fluxcd.io';
/** `disabled`: it leaves the object in the cluster when it is no longer written. */
export const FLUX_PRUNE = `${FLUX_GROUP}/prune`;
/** `enabled`: it deletes the object and makes it anew where the API server refuses a change. */
export const FLUX_FORCE = `${FLUX_GROUP}/force`;
