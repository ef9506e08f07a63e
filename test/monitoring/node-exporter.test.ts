import { parse } from 'yaml';
import { App, Cluster, NodeExporter } from '../../lib';
import { clusterProps } from '../support';

interface DaemonSet {
  readonly spec: { readonly template: { readonly spec: { readonly tolerations: unknown; readonly affinity?: unknown; readonly nodeSelector?: unknown } } };
}

test('the node exporter runs on every node, whatever keeps others off, in a namespace that lets it in', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  new NodeExporter(cluster.monitoring, 'node-exporter');
  const { files, findings } = app.build();
  expect(findings).toEqual([]);
  const { spec } = (parse(files.get('lab/monitoring/node-exporter.daemon-set.yaml')?.toString() ?? '') as DaemonSet).spec.template;
  expect([spec.tolerations, spec.affinity, spec.nodeSelector]).toEqual([[{ operator: 'Exists' }], undefined, undefined]);
  expect(files.get('lab/monitoring/namespace-monitoring.yaml')?.toString()).toContain('pod-security.kubernetes.io/enforce: privileged');
});
