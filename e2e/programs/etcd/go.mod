// Pins go.etcd.io/etcd/server/v3. The replacements are its own.
module e2e

go 1.24.0

require go.etcd.io/etcd/server/v3 v3.6.8

