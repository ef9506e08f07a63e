import { Image } from '../availability/ask/reference/image';

/**
 * The parts of monitoring. Tags and digests of the indexes for all architectures, seen together in several public
 * repositories each, 2026-11. The names of metrics in lib/alerts and in the dashboards are those of these versions.
 */
export const IMAGES = {
  alertmanager: Image.of('quay.io/prometheus/alertmanager', 'v0.34.1', 'sha256:e9733bafb1bdef9b00e25a21f8f99dc26a22224bf16641ad754d1649f4c3357a'),
  grafana: Image.of('docker.io/grafana/grafana', '13.2.3', 'sha256:b28bae15e219c998fb0e0424ed724930cc61b1f61fb404d47c862f9a23f9e572'),
  kubeStateMetrics: Image.of(
    'registry.k8s.io/kube-state-metrics/kube-state-metrics',
    'v2.20.0',
    'sha256:42cfe3723a5f058171c627537fb57a3ea0f26e4380fa18555a95cb1a1b4cfc5b',
  ),
  nodeExporter: Image.of('quay.io/prometheus/node-exporter', 'v1.12.1', 'sha256:1b4e4438faca4dd7e001dd445d161a4a2091b0fededa84093b3a8dfeae1f1be0'),
  prometheus: Image.of('quay.io/prometheus/prometheus', 'v3.15.0', 'sha256:efd719c99d83b060d9daefdcf00360461adf279f45ef5391f8d111892118753e'),
};

/** `nobody`, as whom the images of Prometheus and Alertmanager run and to whom their data belongs (their Dockerfiles). */
export const NOBODY = 65534;
