import { parse } from 'yaml';
import { App, Cluster, NodeExporter, SinglePodPinned, Size } from '../../lib';
import { appProps, clusterProps, RESOURCES } from '../support';

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

test('apps cannot have the room that the node exporter takes', () => {
  const codes = (watched: boolean, mib: number) => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
    if (watched) new NodeExporter(cluster.monitoring, 'node-exporter');
    const resources = { ...RESOURCES, memory: Size.mib(mib), memoryLimit: Size.mib(mib) };
    new SinglePodPinned(cluster.workers, 'blog', { ...appProps({ resources }), node: { name: 'w1', reason: 'a test' } });
    return app.build().findings.map((one) => one.code);
  };
  expect(codes(false, 7580)).toEqual([]);
  expect(codes(true, 7580)).toEqual(['CAPACITY-EXCEEDED']);
  expect(codes(true, 7548)).toEqual([]);
});
