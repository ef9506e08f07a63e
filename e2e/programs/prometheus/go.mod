// Pins github.com/prometheus/prometheus, whose 3.x releases are modules 0.3xx: 0.315.0 is 3.15.0.
module e2e

go 1.26.0

require github.com/prometheus/prometheus v0.315.0
