// Pins github.com/google/go-containerregistry.
module e2e

go 1.26.0

require github.com/google/go-containerregistry v0.22.1
