import { Datastore, Distribution } from '../../lib';
import type { Scrape } from '../../lib/alerts/scrape';
import { scrapeConfig } from '../../lib/monitoring/config/scrapes';
import { monitorObjects } from '../../lib/monitoring/operator/monitors';
import { scrapesOf } from '../../lib/monitoring/scrapes';
import { controlPlane, facts, systemsOf } from '../support';

const NAMESPACE = 'monitoring';
const MONITORED = { namespace: NAMESPACE, labels: { release: 'kps' } };

type Fields = { readonly [field: string]: unknown };

interface Relabeling extends Fields {
  readonly source_labels?: readonly string[];
  readonly target_label?: string;
  readonly regex?: string;
}

/** The first thing that a list of relabelings says, in either spelling of its fields. */
function relabeled(list: unknown, like: Partial<Relabeling>): Relabeling | undefined {
  const snake = ((list ?? []) as readonly Fields[]).map(
    (one) =>
      Object.fromEntries(Object.entries(one).map(([name, value]) => [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value])) as Relabeling,
  );
  return snake.find((one) => Object.entries(like).every(([name, value]) => JSON.stringify(one[name]) === JSON.stringify(value)));
}

const keptIn = (list: unknown) => relabeled(list, { source_labels: ['__name__'] })?.regex;
const setsNode = (list: unknown) => relabeled(list, { target_label: 'node' }) !== undefined;

/** What a file of Prometheus says of a scrape. */
function saidPlainly(scrape: Scrape): Fields {
  const config = scrapeConfig(scrape) as Fields;
  const tls = config.tls_config as Fields | undefined;
  const [fixed] = (config.static_configs ?? []) as readonly { readonly targets: readonly string[]; readonly labels?: Fields }[];
  const [dns] = (config.dns_sd_configs ?? []) as readonly { readonly names: readonly string[] }[];
  const [discovered] = (config.kubernetes_sd_configs ?? []) as readonly { readonly namespaces?: { readonly names: readonly string[] } }[];
  const hosts = fixed?.targets ?? dns?.names ?? [];
  const inCluster = hosts.map((host) => /^[^.]+\.([^.]+)\.svc(?::|$)/.exec(host)?.[1] ?? (host.startsWith('localhost:') ? NAMESPACE : undefined));
  const outside = inCluster.some((one) => one === undefined);
  return {
    job: config.job_name,
    path: config.metrics_path ?? '/metrics',
    interval: config.scrape_interval,
    honored: config.honor_labels ?? false,
    limit: config.sample_limit,
    kept: keptIn(config.metric_relabel_configs),
    scheme: config.scheme ?? 'http',
    token: config.authorization !== undefined,
    authority: tls?.ca_file !== undefined,
    verified: tls?.insecure_skip_verify !== true,
    certificate: tls?.cert_file !== undefined,
    node: setsNode(config.relabel_configs),
    namespaces: outside ? undefined : (discovered?.namespaces?.names ?? (hosts.length === 0 ? undefined : inCluster)),
    addresses: outside ? fixed : undefined,
  };
}

/** What the operator's object says of it. */
function saidToOperator(scrape: Scrape): Fields {
  const [object, ...others] = monitorObjects(MONITORED, [scrape]);
  expect(others).toEqual([]);
  const spec = object?.spec as Fields;
  const endpoints = (spec.endpoints ?? spec.podMetricsEndpoints ?? [spec]) as readonly Fields[];
  expect([object?.metadata, endpoints.length]).toEqual([expect.objectContaining({ name: scrape.job, namespace: NAMESPACE }), 1]);
  const asked = endpoints[0] as Fields;
  const tls = asked.tlsConfig as Fields | undefined;
  const [fixed] = (spec.staticConfigs ?? []) as readonly unknown[];
  const { matchNames = [NAMESPACE] } = (spec.namespaceSelector ?? {}) as { readonly matchNames?: readonly string[] };
  return {
    job: relabeled(asked.relabelings, { target_label: 'job' })?.replacement,
    path: asked.path ?? asked.metricsPath ?? '/metrics',
    interval: asked.interval ?? asked.scrapeInterval,
    honored: asked.honorLabels ?? false,
    limit: spec.sampleLimit,
    kept: keptIn(asked.metricRelabelings),
    scheme: asked.scheme ?? 'http',
    token: asked.bearerTokenFile !== undefined,
    authority: (tls?.caFile ?? tls?.ca) !== undefined,
    verified: tls?.insecureSkipVerify !== true,
    certificate: tls?.cert !== undefined,
    node: setsNode(asked.relabelings),
    namespaces: fixed === undefined ? matchNames : undefined,
    addresses: fixed,
  };
}

/** Where they differ on purpose: Prometheus alone asks nodes, which are in no namespace and have no labels to dispute. */
function comparable({ from }: Scrape, said: Fields): Fields {
  const { namespaces: _, honored: __, ...rest } = said;
  if (from.kind === 'kubelets') return rest;
  return from.kind === 'agents' ? { ...rest, honored: said.honored } : said;
}

const TLS = { secretName: 'certificates', folder: '/etc/certificates', serverName: 'made-up' };
const EVERYTHING = { path: '/made/up', everySeconds: 300, honorLabels: true, sampleLimit: 50, keep: 'made_up_(one|two)' };
const [labels, port] = [
  { app: 'made-up', tier: 'x' },
  { name: 'telemetry', number: 9999 },
];

describe('a scrape says the same in both forms', () => {
  const madeUp: readonly Scrape[] = [
    { job: 'service', from: { kind: 'service', host: 'made-up.there.svc', namespace: 'there', labels, port }, ...EVERYTHING },
    { job: 'near', from: { kind: 'service', host: `made-up.${NAMESPACE}.svc`, namespace: NAMESPACE, labels, port } },
    { job: 'headless', from: { kind: 'service', host: 'made-up.there.svc', eachPod: true, namespace: 'there', labels, port } },
    { job: 'part', from: { kind: 'service', host: 'made-up.there.svc', namespace: 'there', labels, port, tls: { serverName: 'made-up' } } },
    { job: 'pods', from: { kind: 'pods', namespace: 'there', labels, portName: 'telemetry' }, ...EVERYTHING },
    { job: 'agents', from: { kind: 'agents', namespace: 'there', labels, port }, ...EVERYTHING },
    { job: 'certified', from: { kind: 'agents', namespace: 'there', labels, port, tls: TLS } },
    { job: 'kubelets', from: { kind: 'kubelets', verified: false }, ...EVERYTHING },
    { job: 'outside', from: { kind: 'addresses', addresses: ['a.example:1', 'b.example:2'], https: true, labels: { site: 'home' } }, ...EVERYTHING },
  ];

  test.each(madeUp.map((scrape) => [scrape.job, scrape] as const))('made up: %s', (_, scrape) => {
    expect(comparable(scrape, saidToOperator(scrape))).toEqual(comparable(scrape, saidPlainly(scrape)));
    expect(saidPlainly(scrape)).toMatchObject({ job: scrape.job, path: scrape.path ?? '/metrics', kept: scrape.keep, limit: scrape.sampleLimit });
  });

  const clusters = [{}, { storage: {} }, { controlPlane: controlPlane({ distribution: Distribution.KUBEADM, datastore: Datastore.EMBEDDED_ETCD }) }];
  const real = clusters.flatMap((given) =>
    [true, false].flatMap((several) =>
      scrapesOf({
        facts: facts(given),
        systems: systemsOf(given),
        namespace: NAMESPACE,
        highlyAvailable: several,
        exporterTlsSecret: several ? 'exporter-tls' : undefined,
        plans: [],
        targets: [{ job: 'router', addresses: ['router.home.example:9100'], https: several, labels: { site: 'home' } }],
      }),
    ),
  );

  test('each of those that a cluster has', () => {
    for (const scrape of real.filter(({ from }) => from.kind !== 'apps'))
      expect(comparable(scrape, saidToOperator(scrape))).toEqual(comparable(scrape, saidPlainly(scrape)));
    expect(new Set(real.map(({ from }) => from.kind)).size).toBe(6);
  });

  test('but for apps, which bring an object of their own', () => {
    expect(
      monitorObjects(
        MONITORED,
        real.filter(({ from }) => from.kind === 'apps'),
      ),
    ).toEqual([]);
  });
});

test('targets are found by the same labels and port', () => {
  const scrape: Scrape = { job: 'pods', from: { kind: 'pods', namespace: 'there', labels: { 'example.com/part-of': 'x' }, portName: 'telemetry' } };
  expect((scrapeConfig(scrape) as Fields).relabel_configs).toEqual([
    { action: 'keep', source_labels: ['__meta_kubernetes_pod_label_example_com_part_of'], regex: 'x' },
    { action: 'keep', source_labels: ['__meta_kubernetes_pod_container_port_name'], regex: 'telemetry' },
    { source_labels: ['__meta_kubernetes_pod_node_name'], target_label: 'node' },
  ]);
  expect(monitorObjects(MONITORED, [scrape])[0]?.spec).toMatchObject({
    selector: { matchLabels: { 'example.com/part-of': 'x' } },
    podMetricsEndpoints: [{ port: 'telemetry' }],
  });
});

test('the operator lets targets keep their labels where they are asked to, and kubelets always, whose targets have those of a Service', () => {
  const honored = (scrape: Scrape) => saidToOperator(scrape).honored;
  const service = { kind: 'service', host: 'made-up.there.svc', namespace: 'there', labels, port } as const;
  expect(honored({ job: 'service', from: service, honorLabels: true })).toBe(true);
  expect(honored({ job: 'service', from: service })).toBe(false);
  expect(honored({ job: 'kubelets', from: { kind: 'kubelets', verified: true } })).toBe(true);
});
