import { ApiObject } from 'cdk8s';
import { App, Cluster, EnvFrom, Port, SinglePodFlexible, Volume } from '../../lib';
import { appProps, clusterProps, messages } from '../support';

interface Raw {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What the report says must exist first, with these objects in the program. */
function first(...objects: readonly Raw[]): string {
  const app = new App({ outdir: '/nowhere' });
  const classes = [{ name: 'nfs', nodeLocal: false, attachable: false, readWriteMany: true }];
  const policy = { operators: { monitoringNamespace: 'monitoring', prometheusOperator: {} } };
  const cluster = new Cluster(app, 'lab', { facts: clusterProps({ storage: { classes }, policy }), namespaces: { other: { external: true } } });
  new SinglePodFlexible(
    cluster.workers,
    'wiki',
    appProps({
      network: { ports: [Port.http(80)] },
      metrics: {},
      envFrom: [EnvFrom.configMap('settings')],
      volumes: [Volume.claim('/data', { claimName: 'old', storageClass: 'nfs', readWriteMany: true })],
      accept: [{ code: 'FLEXIBLE-TWIN-WRITER', reason: 'it locks its files' }],
    }),
  );
  for (const { name, namespace, ...object } of objects)
    new ApiObject(cluster.operators, `${object.kind}-${name}`, { ...object, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });
  const { files, findings } = app.build();
  expect(messages(findings)).toBe('');
  const report = `${files.get('lab/report/report.md')}`;
  return report.slice(report.indexOf('## What must exist first'), report.indexOf('Certificates:')).trim();
}

const wiki = (kind: string, name: string): Raw => ({ apiVersion: 'v1', kind, name, namespace: 'wiki' });
const release = (name: string): Raw => ({ apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', name, namespace: 'other' });
const definition = (name: string): Raw => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name });

test('only Secrets and ConfigMaps have keys, and missing kinds are listed', () => {
  expect(first()).toMatchInlineSnapshot(`
    "## What must exist first

    Secrets never come from this program. Until these exist, the apps that name them do not start, and Flux applies no folder with objects of a missing kind:

    | what | namespace | name | keys |
    | --- | --- | --- | --- |
    | ConfigMap | wiki | settings | the keys that the app reads |
    | PersistentVolumeClaim | wiki | old |  |
    | CustomResourceDefinition |  | servicemonitors.monitoring.coreos.com |  |"
  `);
});

test('what the program writes itself is not listed', () => {
  const all = first(wiki('ConfigMap', 'settings'), wiki('PersistentVolumeClaim', 'old'), release('kube-prometheus-stack'));
  expect(all).toBe(['## What must exist first', 'Nothing.'].join('\n\n'));
  expect(first({ ...wiki('ConfigMap', 'settings'), namespace: 'other' })).toContain('| ConfigMap | wiki | settings |');
  expect(first(wiki('Secret', 'settings'))).toContain('| ConfigMap | wiki | settings |');
});

test('a kind is not listed if its definition or its chart is in the program', () => {
  expect(first(definition('servicemonitors.monitoring.coreos.com'))).not.toContain('servicemonitors');
  expect(first(definition('podmonitors.monitoring.coreos.com'), release('cert-manager'))).toContain('servicemonitors.monitoring.coreos.com');
  const more = first(
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', name: 'public' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'public', namespace: 'other' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'BackendTLSPolicy', name: 'public', namespace: 'other' },
    { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', name: 'public', namespace: 'other' },
    { apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshotClass', name: 'daily' },
    { apiVersion: 'example.org/v1', kind: 'Thing', name: 'one', namespace: 'other' },
  );
  for (const name of [
    'gatewayclasses.gateway',
    'gateways.gateway',
    'backendtlspolicies.gateway',
    'certificates.cert-manager.io',
    'volumesnapshotclasses.snapshot',
  ])
    expect(more).toContain(`| CustomResourceDefinition |  | ${name}`);
  expect(more).not.toContain('example.org');
});
