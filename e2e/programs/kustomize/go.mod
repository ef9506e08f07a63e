// Pins sigs.k8s.io/kustomize/kustomize/v5: the one with the library that kustomize-controller has.
module e2e

go 1.24.0

require sigs.k8s.io/kustomize/kustomize/v5 v5.8.1
