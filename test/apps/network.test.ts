import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Chart, Testing } from 'cdk8s';
import * as library from '../../lib';
import { renderApp } from '../../lib/apps/render/render-app';
import { Port } from '../../lib/availability/ask/network/port';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { appsReport } from '../../lib/availability/report/report';
import { Distribution } from '../../lib/cluster/control-plane';
import { LoadBalancer } from '../../lib/cluster/policy';
import { ADDRESSES, GIVEN, ROWS, rendered } from '../network-page';
import { type AnyAppProps, appProps, decisionOf, facts, RESOURCES } from '../support';

const ROOT = resolve(__dirname, '../..');

/** Whether all that is wanted is there; of a list each, in any place. */
function contains(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(actual) && wanted.every((one) => actual.some((other) => contains(other, one)));
  if (typeof wanted !== 'object' || wanted === null) return actual === wanted;
  if (typeof actual !== 'object' || actual === null) return false;
  return Object.entries(wanted).every(([key, part]) => contains((actual as { [key: string]: unknown })[key], part));
}

/** The properties that an interface of the library has. */
function propsOf(name: string, file: string): string[] {
  const body =
    new RegExp(`interface ${name}[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(readFileSync(join(ROOT, 'lib/availability/ask/network', file), 'utf8'))?.[1] ?? '';
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map((match) => match[1] ?? '');
}

const CHANGES = ['HeaderChanges', 'Rewrite', 'Redirect', 'BackendTls'];

describe('each row of docs/network.md', () => {
  test.each(ROWS)('$what', ({ props, object, wanted, operators }) => {
    const [kind = '', name = 'blog'] = object.split(' ');
    for (const availabilityClass of Object.values(AvailabilityClass)) {
      const found = rendered(availabilityClass, props, operators).find((one) => one.kind === kind && one.metadata.name === name);
      if (!contains(found, wanted)) expect(found).toMatchObject(wanted as object);
    }
  });

  test('there is one for everything that can be said', () => {
    const written = [GIVEN, ...ROWS.map(({ code }) => code)].join('\n');
    const props = [
      ...['ServiceProps', 'NamedServiceProps'].flatMap((name) => propsOf(name, 'service.ts')),
      ...propsOf('Route', 'route.ts'),
      ...CHANGES.flatMap((name) => propsOf(name, 'route-changes.ts')),
    ];
    // The address of a host port is read from YAML of others alone.
    const methods = Object.getOwnPropertyNames(Port.prototype).filter((name) => !['constructor', 'changed', 'withHostPortAt'].includes(name));
    const makers = ['http', 'tcp', 'udp', 'sctp'].map((name) => `Port.${name}(`);
    const all = [
      ...props.map((name) => `${name}:`),
      ...['MetricsProps', 'MetricsEndpoint', 'MetricsTls'].flatMap((name) => propsOf(name, 'metrics.ts')).map((name) => `${name}:`),
      ...methods,
      ...makers,
    ];
    expect(all.length).toBeGreaterThan(30);
    expect(all.filter((one) => !written.includes(one))).toEqual([]);
  });
});

describe('fixed addresses', () => {
  test('stand where each load balancer reads them, and nowhere else', () => {
    const { SERVICE_LB, ...readers } = LoadBalancer;
    expect(ADDRESSES.map(({ balancer }) => balancer)).toEqual(Object.values(readers));
    for (const { balancer, wanted } of ADDRESSES) {
      const network = { service: { type: library.ServiceType.LOAD_BALANCER, addresses: ['192.168.1.53'] } };
      const made = rendered(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network }, { loadBalancer: balancer }).find((one) => one.kind === 'Service');
      expect(contains(made, wanted)).toBe(true);
      expect(JSON.stringify(made).split('192.168.1.53')).toHaveLength(2);
    }
  });

  test('of both families stand in one annotation', () => {
    const dual = { ipFamilyPolicy: library.IpFamilyPolicy.REQUIRE_DUAL_STACK, addresses: ['192.168.1.53', 'fd00::53'] };
    const [service] = rendered(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network: { service: { type: library.ServiceType.LOAD_BALANCER, ...dual } } }).filter(
      (one) => one.kind === 'Service',
    );
    expect(service?.metadata.annotations).toEqual({ 'metallb.io/loadBalancerIPs': '192.168.1.53,fd00::53' });
  });

  test('stand in the field where nobody is named, but on K3s', () => {
    const network = { service: { type: library.ServiceType.LOAD_BALANCER, addresses: ['192.168.1.53'] } };
    const made = rendered(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network }, {}, Distribution.KUBEADM).find((one) => one.kind === 'Service');
    expect(contains(made, { spec: { loadBalancerIP: '192.168.1.53' } })).toBe(true);
  });
});

describe('several Services', () => {
  const network = {
    ports: [Port.http(8080), Port.tcp(9000, 'admin').unexposed(), Port.tcp(9001, 'ping').unexposed()],
    services: [{ name: 'admin', ports: ['admin', 'http'] }],
  };

  test('are all let in by the policy; ports of none are not', () => {
    const policy = rendered(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network }).find((one) => one.kind === 'NetworkPolicy');
    expect(policy?.spec).toMatchObject({
      ingress: [
        {
          ports: [
            { port: 8080, protocol: 'TCP' },
            { port: 9000, protocol: 'TCP' },
          ],
        },
        {},
      ],
    });
  });

  test('name a port that is not exposed by its number there, in whichever order both were said', () => {
    for (const ssh of [Port.tcp(2222, 'ssh').exposedAs(22).unexposed(), Port.tcp(2222, 'ssh').unexposed().exposedAs(22)]) {
      const made = rendered(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network: { ports: [Port.http(8080), ssh], services: [{ name: 'ssh', ports: ['ssh'] }] } });
      const ports = made.filter((one) => one.kind === 'Service').map((one) => (one.spec as { ports: { name: string; port: number }[] }).ports);
      expect(ports.map((some) => some.map(({ name, port }) => `${name} ${port}`))).toEqual([['http 8080'], ['ssh 22']]);
    }
  });

  test('may stand without the first one', () => {
    const alone = { ports: [Port.http(8080).unexposed()], services: [{ name: 'web', ports: ['http'] }], routes: [{ host: 'blog.example' }] };
    const made = rendered(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network: alone });
    expect(made.filter((one) => one.kind === 'Service').map((one) => one.metadata.name)).toEqual(['blog-web']);
  });

  test('have the same construct ids in every app', () => {
    const chart = new Chart(Testing.app(), 'mine');
    const ids = ['one', 'another'].map((id) => new library.SinglePodFlexible(chart, id, appProps({ network })).objects.map((it) => it.node.id));
    expect(ids[0]).toEqual(['Deployment', 'Service', 'Service-admin', 'NetworkPolicy']);
    expect(ids[1]).toEqual(ids[0]);
  });
});

describe('ports of sidecars', () => {
  const image = library.Image.of('ghcr.io/example/helper', '1.0.0');
  const beside = (...ports: Port[]) => [{ name: 'beside', image, resources: RESOURCES, ports }];
  const open = (props: Partial<AnyAppProps>) => {
    const made = rendered(AvailabilityClass.SINGLE_POD_FLEXIBLE, props);
    const policy = made.find((one) => one.kind === 'NetworkPolicy')?.spec as { ingress: { ports?: { port: number }[] }[] };
    return { services: made.filter((one) => one.kind === 'Service'), ports: policy.ingress.flatMap((one) => (one.ports ?? []).map(({ port }) => port)) };
  };

  test('are in no Service that does not name them, and shut', () => {
    const { services, ports } = open({ network: { ports: [Port.http(8080)] }, sidecars: beside(Port.http(9000, 'side')) });
    expect(services.map((one) => (one.spec as { ports: unknown }).ports)).toEqual([[{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }]]);
    expect(ports).toEqual([8080]);
  });

  test('are open where a Service names them, alone if the app listens on nothing', () => {
    const { services, ports } = open({ network: { ports: [], services: [{ name: 'side', ports: ['side'] }] }, sidecars: beside(Port.http(9000, 'side')) });
    expect(services.map((one) => one.metadata.name)).toEqual(['blog-side']);
    expect(ports).toEqual([9000]);
  });

  test('stand before those of the app, which are shut then', () => {
    const network = { ports: [Port.http(8080)], service: { ports: ['login'] } };
    expect(open({ network, sidecars: beside(Port.http(4180, 'login')) }).ports).toEqual([4180]);
  });

  test('of the node are let in, make the namespace privileged and stand in the report', () => {
    const sidecars = beside(Port.tcp(8554, 'rtsp').withHostPort(554, 'cameras know the node'));
    expect(open({ network: { ports: [] }, sidecars }).ports).toEqual([8554]);
    const { plan } = decisionOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { sidecars });
    expect(plan?.securityLevel).toEqual({ value: 'privileged', why: 'port 554 of the node: cameras know the node' });
    expect(plan === undefined ? [] : appsReport(facts(), [plan], [], [], []).apps[0]?.allowances).toContainEqual({
      what: 'port 554/TCP of the node',
      reason: 'cameras know the node',
    });
  });
});

describe('metrics', () => {
  test('are asked by one Service alone, though two have the port', () => {
    const network = { services: [{ name: 'metrics', ports: ['http'] }] };
    const made = rendered(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network, metrics: {} });
    const scraped = made.filter((one) => one.kind === 'Service' && JSON.stringify(one.metadata.labels).includes('scraped'));
    expect(scraped.map((one) => one.metadata.name)).toEqual(['blog-metrics']);
  });

  test('stand in annotations of the Service where no operator is, for any Prometheus that reads them', () => {
    const { plan } = decisionOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {
      network: { ports: [Port.http(8080)] },
      metrics: { interval: library.Duration.seconds(15) },
    });
    expect(plan?.metrics?.value).toMatchObject({
      endpoints: [{ service: 'blog', path: '/metrics', intervalSeconds: 15, honorLabels: false }],
      monitor: undefined,
    });
    expect(plan?.metrics?.why).toBe('asked for; a Prometheus without an operator finds it by annotations of the Service');
    const objects = plan === undefined ? [] : renderApp(plan);
    expect(objects.map((one) => one.kind)).not.toContain('ServiceMonitor');
    expect(objects.find((one) => one.kind === 'Service')?.metadata.annotations).toEqual({
      'prometheus.io/interval': '15s',
      'prometheus.io/path': '/metrics',
      'prometheus.io/port': '8080',
      'prometheus.io/scrape': 'true',
    });
  });
});

describe('ports of the node', () => {
  test('make the namespace privileged and stand in the report with their reason', () => {
    const network = { ports: [Port.udp(5353, 'dns').withHostPort(53, 'the router asks the node')] };
    const { plan } = decisionOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network });
    expect(plan?.securityLevel).toEqual({ value: 'privileged', why: 'port 53 of the node: the router asks the node' });
  });

  test('leave a rollout no room for one more pod', () => {
    const network = { ports: [Port.tcp(2525, 'smtp').withHostPort(25, 'mail comes to the node')] };
    const { plan } = decisionOf(AvailabilityClass.HIGHLY_AVAILABLE, { network });
    expect(plan?.rollout.value).toEqual({ recreate: false, maxSurge: 0, maxUnavailable: 1 });
  });
});
