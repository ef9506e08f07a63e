// Pins github.com/prometheus/node_exporter.
module e2e

go 1.26.0

require github.com/prometheus/node_exporter v1.12.1
