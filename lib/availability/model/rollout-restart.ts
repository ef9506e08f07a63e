/**
 * Restarts the pods of an app one by one. The restart is an annotation. Flux takes back what managers write whose names begin with
 * `kubectl`, so that all pods would restart once more at its next reconciliation; it keeps what this one writes (fluxcd.io/flux/faq,
 * "Why are kubectl edits rolled back by Flux?"; fluxcd/pkg, ssa/patch.go). Helm and Argo CD leave the annotation as it is.
 *
 * @param what `deployment/wiki`
 */
export function rolloutRestart(namespace: string, what: string): string {
  return `kubectl -n ${namespace} rollout restart ${what} --field-manager=flux-client-side-apply`;
}
