import { App, Cluster, DrbdStorage, Monitoring, NodeRole, SinglePodFlexible } from '../../lib';
import { renderApp } from '../../lib/apps/render/render-app';
import { Client } from '../../lib/availability/ask/network/client';
import type { MetricsProps } from '../../lib/availability/ask/network/metrics';
import { Port } from '../../lib/availability/ask/network/port';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { decisionsOf } from '../../lib/availability/report/decisions';
import { needsOfAll } from '../../lib/availability/report/report-needs';
import { endpointScrapes, endpointSecrets } from '../../lib/monitoring/app-scrapes';
import { scrapeConfig } from '../../lib/monitoring/config/scrapes';
import { monitoringProps } from '../monitoring/support';
import { type AnyAppProps, appProps, clusterProps, facts, messagesOf, planOf } from '../support';

const FLEXIBLE = AvailabilityClass.SINGLE_POD_FLEXIBLE;
const network = { ports: [Port.http(8080), Port.tcp(9090, 'admin')] };
const SECURE = { tls: { authority: { secretName: 'certs', key: 'ca.crt' }, serverName: 'blog' }, bearerToken: { secretName: 'certs', key: 'token' } };
const PLAIN = facts({ policy: { operators: { monitoringNamespace: 'monitoring' } } });
const OPERATED = facts({ policy: { operators: { monitoringNamespace: 'monitoring', prometheusOperator: {} } } });
const plan = (metrics: MetricsProps, given = PLAIN, props: Partial<AnyAppProps> = {}) => planOf(FLEXIBLE, { network, metrics, ...props }, given);
const said = (metrics: MetricsProps) => messagesOf(FLEXIBLE, { network, metrics }, PLAIN);

describe('metrics without an operator', () => {
  test('of the first place in plain HTTP are told by annotations, and all others have a scrape of their own', () => {
    const one = plan({ more: [{ path: '/stats' }, { port: 'admin', ...SECURE }] });
    const service = renderApp(one).find(({ kind }) => kind === 'Service');
    expect(service?.metadata.annotations).toMatchObject({ 'prometheus.io/port': '8080', 'prometheus.io/path': '/metrics' });
    expect(endpointScrapes([one], 10_000).map(scrapeConfig)).toEqual([
      expect.objectContaining({ job_name: 'apps-blog-blog-http', metrics_path: '/stats' }),
      expect.objectContaining({
        job_name: 'apps-blog-blog-admin',
        scheme: 'https',
        authorization: { credentials_file: '/etc/prometheus/apps/blog-certs/token' },
        tls_config: { ca_file: '/etc/prometheus/apps/blog-certs/ca.crt', server_name: 'blog', insecure_skip_verify: undefined },
        kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: ['blog'] } }],
        relabel_configs: expect.arrayContaining([
          { action: 'keep', source_labels: ['__meta_kubernetes_service_name'], regex: 'blog' },
          { action: 'keep', source_labels: ['__meta_kubernetes_endpointslice_port_name'], regex: 'admin' },
          { target_label: 'job', replacement: 'apps' },
        ]),
      }),
    ]);
  });

  test('that ask for a token are told by no annotation: they would be asked without it', () => {
    const service = renderApp(plan(SECURE)).find(({ kind }) => kind === 'Service');
    expect(service?.metadata.annotations).toBeUndefined();
    expect(endpointScrapes([plan(SECURE)], 10_000)).toHaveLength(1);
    expect(endpointScrapes([plan({})], 10_000)).toEqual([]);
  });

  test('read copies of the Secrets, of each once, without which Prometheus starts all the same', () => {
    const [first, ...rest] = endpointSecrets([plan({ ...SECURE, more: [{ path: '/stats', ...SECURE }] })]);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      path: '/etc/prometheus/apps/blog-certs',
      options: { secret: { secretName: 'blog-certs', keys: ['ca.crt', 'token'], optional: true } },
    });
    expect(needsOfAll([plan(SECURE)])).toEqual([]);
  });
});

test('the report lists the copies that somebody must put beside Prometheus', () => {
  const needs = (metrics: MetricsProps) => {
    const given = clusterProps();
    const nodes = given.nodes.map((node) => (node.name === 'w1' ? { ...node, roles: [...node.roles, NodeRole.MONITORING] } : node));
    const app = new App({ outdir: '/nowhere' });
    const lab = new Cluster(app, 'lab', { facts: { ...given, nodes } });
    new DrbdStorage(lab.storage, 'drbd', { pool: 'nvme' });
    new Monitoring(lab.monitoring, 'monitoring', monitoringProps());
    new SinglePodFlexible(lab.workers, 'blog', { ...appProps({ network, metrics }), placement: {} });
    const { files, findings } = app.build();
    expect(findings).toEqual([]);
    const text = (file: string) => files.get(`lab/report/report.${file}`)?.toString() ?? '';
    expect(text('md').includes('without a copy, only its metrics are missing')).toBe(metrics.bearerToken !== undefined);
    return JSON.parse(text('json')).needs.filter(({ name }: { readonly name: string }) => name.startsWith('blog-'));
  };
  expect(needs(SECURE)).toEqual([{ kind: 'Secret', namespace: 'monitoring', name: 'blog-certs', keys: ['ca.crt', 'token'], copyOf: 'blog/certs' }]);
  expect(needs({})).toEqual([]);
});

describe('metrics with the operator', () => {
  test('read the Secrets of the app', () => {
    expect(endpointScrapes([plan(SECURE, OPERATED)], 10_000)).toEqual([]);
    expect(needsOfAll([plan(SECURE, OPERATED)])).toEqual([{ kind: 'Secret', namespace: 'blog', name: 'certs', keys: ['ca.crt', 'token'] }]);
  });
});

test('the policy lets Prometheus in on each port once', () => {
  const policy = renderApp(plan({ more: [{ path: '/stats' }, { port: 'admin' }] }, PLAIN, { network: { ...network, allowFrom: [] } }));
  expect(policy.find(({ kind }) => kind === 'NetworkPolicy')?.spec).toMatchObject({
    ingress: [
      {
        ports: [
          { port: 8080, protocol: 'TCP' },
          { port: 9090, protocol: 'TCP' },
        ],
      },
      {},
    ],
  });
  expect(messagesOf(FLEXIBLE, { network: { ...network, allowFrom: [Client.everybody()] }, metrics: SECURE })).toBe('');
});

test('the report says where, and how they are asked', () => {
  const value = decisionsOf(plan({ more: [{ port: 'admin', tls: { unverified: 'it signs its own' }, bearerToken: SECURE.bearerToken }] })).find(
    ({ what }) => what === 'metrics',
  );
  expect(value).toEqual({
    what: 'metrics',
    value:
      '/metrics of the port http of blog; /metrics of the port admin of blog, by HTTPS, unchecked because it signs its own, with token of the Secret certs',
    why: 'asked for; a Prometheus without an operator finds it by annotations of the Service, which have room for one that is open to all; others need Monitoring',
  });
});

describe('refused are', () => {
  test('two at one place', () => {
    expect(said({ more: [{ port: 'http' }] })).toMatchInlineSnapshot(`
      "METRICS-INVALID  lab/worker/blog: metrics at /metrics of the port http, twice, but then each series is there twice.
                       Remove one of them."
    `);
    expect(said({ more: [{ port: 'admin' }, { path: '/stats' }] })).toBe('');
  });

  test('a further one on a port that no Service has, or at a path that is none', () => {
    expect(said({ more: [{ port: 'stats' }, { path: 'stats' }] })).toMatchInlineSnapshot(`
      "METRICS-WITHOUT-PORT  lab/worker/blog: metrics on the port stats, but its Services have the TCP ports http and admin.
                            Add the port to network.ports; name an unexposed port, or a port of a sidecar, in a Service of network.services.

      METRICS-INVALID  lab/worker/blog: the metrics path "stats", but a path starts with "/".
                       Use "/stats"."
    `);
  });

  test('a certificate that is not checked, without a reason or with an authority', () => {
    expect(said({ tls: { unverified: ' ' } })).toMatchInlineSnapshot(`
      "METRICS-INVALID  lab/worker/blog: the certificate of /metrics unchecked, without a reason, but then anybody can answer for the app.
                       Say why in unverified, or leave it out."
    `);
    expect(said({ tls: { unverified: 'it signs its own', authority: SECURE.tls.authority } })).toMatchInlineSnapshot(`
      "METRICS-INVALID  lab/worker/blog: an authority for /metrics, and unverified, but a certificate that is not checked needs no authority.
                       Remove one of the two."
    `);
    expect(said({ tls: { unverified: 'it signs its own' } })).toBe('');
    expect(said(SECURE)).toBe('');
  });

  test('a Secret with a name that Kubernetes refuses', () => {
    expect(said({ bearerToken: { secretName: 'My_secret', key: 'token' } })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/blog: the Secret "My_secret", but Kubernetes accepts a-z, 0-9, "-" and ".".
                    Use its name in the cluster."
    `);
  });
});
