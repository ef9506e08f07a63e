import { parse } from 'yaml';
import { App, Cluster, Duration, ExporterTls, NodeExporter, type PrometheusProps, SinglePodFlexible, Size } from '../../lib';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { ruleFolders } from '../../lib/monitoring/rule-files';
import { appProps } from '../support';
import { dash, LOCAL_PATH, monitoringProps, Watched, watched } from './support';

interface Workload {
  readonly replicas?: number;
  readonly template: { readonly spec: { readonly tolerations: unknown; readonly affinity?: unknown; readonly priorityClassName: string } };
}

const specOf = (object: Manifest) => object.spec as Workload;
const nodesOf = (object: Manifest) => JSON.stringify(specOf(object).template.spec.affinity);

describe('monitoring on one node', () => {
  const lab = new Watched(monitoringProps());

  test('is five apps, of which one is on every node', () => {
    expect(
      lab.objects
        .filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind))
        .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
    ).toEqual([
      'DaemonSet node-exporter/node-exporter',
      'Deployment monitoring/prometheus',
      'Deployment monitoring/alertmanager',
      'Deployment monitoring/kube-state-metrics',
      'Deployment monitoring/grafana',
    ]);
  });

  test('lives on the node with the role, and there alone', () => {
    for (const name of ['prometheus', 'alertmanager', 'grafana', 'kube-state-metrics']) expect(nodesOf(lab.object('Deployment', name))).toContain('"dash"');
  });

  test('asks every node, whatever keeps others off, from a namespace of its own that lets it in', () => {
    const { tolerations, affinity, priorityClassName } = specOf(lab.object('DaemonSet', 'node-exporter')).template.spec;
    expect([tolerations, affinity, priorityClassName]).toEqual([[{ operator: 'Exists' }], undefined, 'system-node-critical']);
    const level = 'pod-security.kubernetes.io/enforce';
    expect(lab.object('Namespace', 'node-exporter').metadata.labels?.[level]).toBe('privileged');
    expect(lab.object('Namespace', 'monitoring').metadata.labels?.[level]).toBe('restricted');
  });

  test('lets in whom each part needs, and nobody else', () => {
    const peers = (name: string) => {
      const { ingress } = lab.object('NetworkPolicy', name).spec as {
        readonly ingress: readonly { readonly from?: readonly { readonly podSelector?: { readonly matchLabels: { readonly [key: string]: string } } }[] }[];
      };
      return ingress.flatMap(({ from }) =>
        (from ?? ['everybody']).map((peer) => (typeof peer === 'string' ? peer : peer.podSelector?.matchLabels['app.kubernetes.io/name'])),
      );
    };
    expect(Object.fromEntries(['alertmanager', 'grafana', 'kube-state-metrics', 'prometheus'].map((name) => [name, peers(name)]))).toEqual({
      alertmanager: ['prometheus', 'grafana', 'alertmanager'],
      grafana: ['grafana'],
      'kube-state-metrics': ['prometheus', 'kube-state-metrics'],
      prometheus: ['grafana', 'prometheus'],
    });
  });

  test('writes no Secret, and names those that it needs in the report', () => {
    expect(lab.objects.map(({ kind }) => kind)).not.toContain('Secret');
    const report = JSON.parse(lab.app.build().files.get('lab/report/report.json')?.toString() ?? '{}');
    expect(report.needs).toEqual([
      { kind: 'Secret', namespace: 'monitoring', name: 'healthchecks', keys: ['url'] },
      { kind: 'Secret', namespace: 'monitoring', name: 'ntfy', keys: ['token'] },
      { kind: 'Secret', namespace: 'monitoring', name: 'grafana-admin', keys: ['admin-password', 'admin-user'] },
      // Of the snapshot classes of DRBD, without PiraeusOperator.
      { kind: 'CustomResourceDefinition', namespace: '', name: 'volumesnapshotclasses.snapshot.storage.k8s.io', keys: [] },
    ]);
  });

  test('restarts neither Prometheus nor Grafana when an app comes', () => {
    const pods = (some: Watched) => ['prometheus', 'grafana'].map((name) => JSON.stringify(specOf(some.object('Deployment', name)).template));
    const more = new Watched(monitoringProps(), watched(), (cluster) => {
      new SinglePodFlexible(cluster.workers, 'blog', appProps());
    });
    expect(pods(more)).toEqual(pods(lab));
    expect(Object.keys(more.files('prometheus-etc-prometheus-rules-1'))).toContain('app.yaml');
    expect(more.files('prometheus-etc-prometheus-rules-1')['app.yaml']).toContain('blog');
  });
});

test('rules, targets and dashboards of your own stand beside ours', () => {
  const prometheus = {
    rules: { 'ups.yaml': 'groups: [{ name: ups, rules: [] }]' },
    targets: [{ job: 'router', addresses: ['router.home.example:9100'], path: '/stats', labels: { site: 'home' } }],
  };
  const grafana = { secretName: 'grafana-admin', dashboards: { 'ups.json': '{}' } };
  const lab = new Watched(monitoringProps({ prometheus, grafana }));
  expect(lab.files('prometheus-etc-prometheus-rules-2')).toEqual(prometheus.rules);
  const { rule_files, scrape_configs } = parse(lab.files('prometheus-etc-prometheus-config')['prometheus.yml'] ?? '');
  expect([rule_files.at(-1), scrape_configs.at(-1)]).toEqual([
    '/etc/prometheus/rules/2/*.yaml',
    { job_name: 'router', metrics_path: '/stats', static_configs: [{ targets: ['router.home.example:9100'], labels: { site: 'home' } }] },
  ]);
  expect(lab.files('grafana-etc-grafana-dashboards')['ups.json']).toBe('{}');
});

test('rules of many apps stand in files that a ConfigMap and the operator take', () => {
  const groups = Array.from({ length: 2000 }, (_, index) => ({
    kind: 'app',
    name: `app/apps/app${index}`,
    rules: [{ record: 'app:replicas_wanted:max', expr: 'vector(1)', labels: { text: 'x'.repeat(400) } }],
  }));
  const folders = ruleFolders(groups);
  const sizes = folders.map((folder) => Object.values(folder).map((text) => Buffer.byteLength(text)));
  expect(Math.max(...sizes.flat())).toBeLessThan(300 * 1024);
  expect(Math.max(...sizes.map((some) => some.reduce((sum, one) => sum + one, 0)))).toBeLessThan(1024 * 1024);
  expect(folders.flatMap((folder) => Object.values(folder).flatMap((text) => parse(text).groups)).map((group) => group.name)).toEqual(
    groups.map((group) => group.name),
  );
});

test('apps whose names and namespaces read alike have groups of their own', () => {
  const lab = new Watched(monitoringProps(), watched(), ({ workers }) => {
    new SinglePodFlexible(workers, 'one', appProps({ namespace: 'media', name: 'db-web' }));
    new SinglePodFlexible(workers, 'two', appProps({ namespace: 'media-db', name: 'web' }));
  });
  const names = parse(lab.files('prometheus-etc-prometheus-rules-1')['app.yaml'] ?? '').groups.map((group: { readonly name: string }) => group.name);
  expect(names.filter((name: string) => name.includes('web'))).toEqual(['app/media/db-web', 'app/media-db/web']);
});

test('an app that is declared before monitoring has the same alerts as one after it', () => {
  const rules = (some: Watched) => some.files('prometheus-etc-prometheus-rules-1')['app.yaml'];
  const after = new Watched(monitoringProps(), watched(), (cluster) => {
    new SinglePodFlexible(cluster.workers, 'blog', appProps());
  });
  const again = new Watched(monitoringProps());
  again.app.build();
  new SinglePodFlexible(again.cluster.workers, 'blog', appProps());
  expect(rules(again)).toBe(rules(after));
});

test('the node exporter alone is there for those who have another Prometheus', () => {
  const app = new App({ outdir: '/nowhere' });
  new NodeExporter(new Cluster(app, 'lab', { facts: watched().facts }).monitoring, 'exporter');
  const { files, findings } = app.build();
  expect([findings, [...files.keys()].filter((path) => path.startsWith('lab/monitoring/'))]).toEqual([
    [],
    ['lab/monitoring/exporter.daemon-set.yaml', 'lab/monitoring/namespace-node-exporter.yaml', 'lab/monitoring/kustomization.yaml'],
  ]);
});

describe('highly available monitoring', () => {
  const lab = new Watched(monitoringProps({ highlyAvailable: true }), watched(['d1', 'd2', 'd3'].map((name) => dash(name))));

  test('is two Prometheus and three Alertmanagers, each on a node of its own, with a volume of its own', () => {
    const spread = (name: string) => {
      const { replicas, template } = specOf(lab.object('StatefulSet', name));
      const { topologySpreadConstraints } = template.spec as unknown as {
        readonly topologySpreadConstraints: readonly { readonly topologyKey: string; readonly whenUnsatisfiable: string }[];
      };
      return [replicas, ...topologySpreadConstraints.map((one) => `${one.topologyKey} ${one.whenUnsatisfiable}`)];
    };
    expect(spread('prometheus')).toEqual([2, 'kubernetes.io/hostname DoNotSchedule']);
    expect(spread('alertmanager')).toEqual([3, 'kubernetes.io/hostname DoNotSchedule']);
  });

  test('tells the two apart in what they keep, and not in what they say', () => {
    const config = parse(lab.files('prometheus-etc-prometheus-config')['prometheus.yml'] ?? '');
    expect(config.global.external_labels).toEqual({ cluster: 'lab', replica: '$' + '{POD_NAME}' });
    expect(config.alerting.alert_relabel_configs).toEqual([{ action: 'labeldrop', regex: 'replica' }]);
    // Flux would fill in the variable, and find nothing.
    expect(lab.object('ConfigMap', 'prometheus-etc-prometheus-config').metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' });
  });

  test('lets Alertmanagers find each other', () => {
    const { containers } = specOf(lab.object('StatefulSet', 'alertmanager')).template.spec as unknown as {
      readonly containers: readonly { readonly args: readonly string[] }[];
    };
    expect(containers[0]?.args.filter((arg) => arg.startsWith('--cluster'))).toEqual([
      '--cluster.advertise-address=$(POD_IP):9094',
      '--cluster.peer=alertmanager-0.alertmanager-pods.monitoring.svc:9094',
      '--cluster.peer=alertmanager-1.alertmanager-pods.monitoring.svc:9094',
      '--cluster.peer=alertmanager-2.alertmanager-pods.monitoring.svc:9094',
    ]);
  });
});

describe('Prometheus', () => {
  const config = (some: Watched) => parse(some.files('prometheus-etc-prometheus-config')['prometheus.yml'] ?? '');
  const jobs = (some: Watched) => config(some).scrape_configs.map((one: { readonly job_name: string }) => one.job_name);

  test('asks for DRBD and LINSTOR only where they are', () => {
    expect(jobs(new Watched(monitoringProps()))).toEqual([
      'prometheus',
      'alertmanager',
      'node-exporter',
      'kube-state-metrics',
      'kubelet',
      'kubelet-resources',
      'kubernetes-api',
      'apps',
      'apps-honoring-labels',
      'drbd',
      'linstor',
    ]);
    const without = new Watched(monitoringProps(), watched([dash()], { storage: { classes: [LOCAL_PATH] } }));
    expect(jobs(without).slice(-2)).toEqual(['apps', 'apps-honoring-labels']);
  });

  test('shows a certificate to node exporters that ask for one, and they to it', () => {
    const lab = new Watched(monitoringProps({ exporterTls: ExporterTls.secret('exporter-tls') }));
    const exporter = config(lab).scrape_configs.find((one: { readonly job_name: string }) => one.job_name === 'node-exporter');
    expect([exporter.scheme, exporter.tls_config.server_name]).toEqual(['https', 'node-exporter']);
    expect(parse(lab.files('node-exporter-etc-node-exporter-config')['web.yml'] ?? '')).toMatchObject({
      tls_server_config: { client_auth_type: 'RequireAndVerifyClientCert' },
    });
  });

  test('lets cert-manager make the certificates, in both namespaces', () => {
    const lab = new Watched(monitoringProps({ exporterTls: ExporterTls.clusterIssuer('lab-ca') }));
    expect(lab.objects.filter(({ kind }) => kind === 'Certificate').map(({ metadata, spec }) => [metadata.namespace, spec])).toEqual(
      ['monitoring', 'node-exporter'].map((namespace) => [
        namespace,
        {
          dnsNames: ['node-exporter'],
          issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'lab-ca' },
          privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Always' },
          secretName: 'node-exporter-tls',
          usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
        },
      ]),
    );
  });

  test('keeps samples for 30 days, or as long as there is room, on a volume that stays as it is', () => {
    const kept = (prometheus: PrometheusProps) => {
      const some = new Watched(monitoringProps({ prometheus }));
      return [
        config(some).storage.tsdb.retention,
        (some.object('PersistentVolumeClaim', 'prometheus-prometheus').spec as { readonly resources: unknown }).resources,
      ];
    };
    expect(kept({})).toEqual([{ time: '720h', size: '8192MB' }, { requests: { storage: '10Gi' } }]);
    expect(kept({ retention: Duration.days(90) })).toEqual([{ time: '2160h', size: '8192MB' }, { requests: { storage: '10Gi' } }]);
    expect(kept({ volumeSize: Size.gib(1) })).toEqual([{ time: '380h', size: '819MB' }, { requests: { storage: '1Gi' } }]);
  });
});
