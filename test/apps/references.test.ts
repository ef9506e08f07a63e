import { App as Cdk8sApp, Chart } from 'cdk8s';
import { Client, type Cluster, Destination, EnvValue, Port, SinglePodFlexible, Tls, Volume } from '../../lib';
import { Size } from '../../lib/cluster/units';
import { lab } from '../lab';
import { appProps, messages, refusalOf } from '../support';

const HTTP = Port.http(8080);
const ISSUER = { policy: { operators: { clusterIssuer: 'letsencrypt' } } };

/** What stands against a cluster, that its storage is not written aside. */
function against(cluster: Cluster): string {
  return messages(cluster.verdict().open.filter((one) => one.code !== 'STORAGE-NOT-WRITTEN'));
}

function put(cluster: Cluster, name: string, props: Parameters<typeof appProps>[0] = {}): SinglePodFlexible {
  return new SinglePodFlexible(cluster.workers, name, appProps(props));
}

describe('an app is named by its construct', () => {
  const office = { namespace: 'office' };

  test('wherever another one needs it', () => {
    const cluster = lab();
    const database = put(cluster, 'database', { ...office, network: { ports: [HTTP] }, volumes: [Volume.data('/data', { size: Size.gib(1) })] });
    const reader = put(cluster, 'reader', {
      ...office,
      dependsOn: [database],
      initContainers: [{ name: 'wait', waitsFor: [database] }],
      volumes: [Volume.shared('/data', { app: database })],
      network: { ports: [HTTP], allowFrom: [Client.app(database)], allowTo: [Destination.app(database)] },
    });
    expect(against(cluster)).toBe('');
    expect(reader.plan?.ask.dependsOn).toEqual([{ name: 'database', namespace: 'office' }]);
    expect(reader.plan?.allowFrom.value).toEqual([{ app: 'database', namespace: 'office' }]);
    expect(reader.plan?.claims.map(({ name, owner }) => [name, owner])).toEqual([['database-data', 'database']]);
  });

  test('and that says the same as its name and namespace', () => {
    const written = (dependsOn: (app: SinglePodFlexible) => { readonly name: string; readonly namespace?: string }) => {
      const cluster = lab();
      const database = put(cluster, 'database', office);
      return put(cluster, 'reader', { dependsOn: [dependsOn(database)] }).plan?.ask.dependsOn;
    };
    expect(written((app) => app)).toEqual(written(() => ({ name: 'database', namespace: 'office' })));
  });

  test('which is neither frozen nor walked for it', () => {
    const cluster = lab();
    const database = put(cluster, 'database');
    put(cluster, 'reader', { dependsOn: [database], network: { allowTo: [Destination.app(database)] } });
    expect(Object.isFrozen(database)).toBe(false);
    expect(against(cluster)).toBe('');
  });

  test('one of another cluster is unknown here', () => {
    const there = put(lab(), 'database');
    const cluster = lab();
    put(cluster, 'reader', { dependsOn: [there], network: { ports: [HTTP], allowFrom: [Client.app(there)], allowTo: [Destination.app(there)] } });
    expect(against(cluster)).toMatchInlineSnapshot(`
      "DEPENDENCY-UNKNOWN  lab/worker/reader: dependsOn database, but no app of the cluster has that name.
                          Name its namespace too, or pass the app itself.

      CLIENT-UNKNOWN  lab/worker/reader: the client database/database, but no app of the cluster has that name.
                      Name its namespace too, or use Client.namespace.

      DESTINATION-UNKNOWN  lab/worker/reader: the destination database/database, but no app of the cluster has that name.
                           Name its namespace too, or use Destination.namespace."
    `);
  });

  test('data are shared within a namespace only', () => {
    const cluster = lab();
    const database = put(cluster, 'database', { ...office, volumes: [Volume.data('/data', { size: Size.gib(1) })] });
    put(cluster, 'reader', { volumes: [Volume.shared('/data', { app: database })] });
    expect(against(cluster)).toMatchInlineSnapshot(`
      "SHARED-OWNER-UNKNOWN  lab/worker/reader: the data of office/database at /data, but there is no other app with that name in the namespace reader.
                            Name the app that owns it, and set namespace to the namespace of the owner: a claim can only be mounted in its own namespace."
    `);
  });

  test('a bare name is refused, by programs without the compiler too', () => {
    const cluster = lab();
    const name = 'database' as unknown as SinglePodFlexible;
    put(cluster, 'reader', { dependsOn: [name], volumes: [Volume.shared('/data', { app: name })], network: { ports: [HTTP], allowFrom: [Client.app(name)] } });
    expect(against(cluster)).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/reader/dependsOn/0: a string, but it must be an object.
                   Write { name }.

      SHAPE-WRONG  lab/worker/reader/volumes/0/shared/app: a string, but it must be an object.
                   Write { name }.

      SHAPE-MISSING  lab/worker/reader/network/allowFrom/0: no value, but it must be a string.
                     Add value: '…'."
    `);
  });
});

describe('an app says where it is found', () => {
  test('by its Service, in its namespace and in all', () => {
    const database = put(lab(), 'database', { namespace: 'office' });
    expect([database.serviceName, database.serviceHost]).toEqual(['database', 'database.office.svc']);
    expect(EnvValue.of(database.serviceHost).value).toBe('database.office.svc');
  });

  test('without a namespace where a chart has none', () => {
    const chart = new Chart(new Cdk8sApp(), 'chart');
    expect(new SinglePodFlexible(chart, 'database', appProps()).serviceHost).toBe('database');
  });

  test('by the URL of a port, as its Service has it', () => {
    const ports = [Port.tcp(22, 'ssh'), HTTP.exposedAs(80), Port.http(9090, 'admin').withAppProtocol('https')];
    const app = put(lab(), 'wiki', { network: { ports } });
    expect([app.serviceUrl(), app.serviceUrl('admin')]).toEqual(['http://wiki.wiki.svc:80', 'https://wiki.wiki.svc:9090']);
  });

  test('by a Service beside the first, where that has the port', () => {
    const services = [{ name: 'metrics', ports: ['metrics'] }];
    const app = put(lab(), 'wiki', { network: { ports: [HTTP, Port.http(9090, 'metrics').unexposed()], services } });
    expect(app.serviceUrl('metrics')).toBe('http://wiki-metrics.wiki.svc:9090');
  });

  test.each([
    ['https where the cluster has an issuer', ISSUER, { host: 'wiki.example' }, 'https://wiki.example'],
    ['http where nobody signs', {}, { host: 'wiki.example' }, 'http://wiki.example'],
    ['http where it asks for that', ISSUER, { host: 'wiki.example', tls: Tls.none() }, 'http://wiki.example'],
    ['https with a Secret of its own', {}, { host: 'wiki.example', tls: Tls.secret('wiki-tls') }, 'https://wiki.example'],
    ['its first path', ISSUER, { host: 'example', paths: ['/wiki', '/notes'] }, 'https://example/wiki'],
    ['no path that only its controller can read', ISSUER, { host: 'example', implementationSpecificPaths: ['/code(/|$)(.*)'] }, 'https://example'],
  ])('by its first web address: %s', (_what, facts, route, url) => {
    expect(put(lab(facts), 'wiki', { network: { ports: [HTTP], routes: [route] } }).url).toBe(url);
  });

  test('or says at once that it is not', () => {
    const app = put(lab(), 'job');
    expect(refusalOf(() => app.url)).toMatchInlineSnapshot(`
      "Synthesis stopped, nothing was written: 1 finding.

      APP-WITHOUT-ROUTE  lab/worker/job: the URL of the app, but it has no web address.
                         Add one to network.routes, or use serviceUrl().
      "
    `);
    expect(refusalOf(() => app.serviceUrl())).toMatchInlineSnapshot(`
      "Synthesis stopped, nothing was written: 1 finding.

      APP-WITHOUT-PORT  lab/worker/job: the URL of an HTTP port, but no Service of the app has one.
                        Add it to network.ports.
      "
    `);
    expect(refusalOf(() => app.serviceUrl('admin'))).toMatchInlineSnapshot(`
      "Synthesis stopped, nothing was written: 1 finding.

      APP-WITHOUT-PORT  lab/worker/job: the URL of the port admin, but no Service of the app has one.
                        Add it to network.ports.
      "
    `);
  });

  test('whatever its props are: then the findings say what is wrong', () => {
    const cluster = lab();
    const app = put(cluster, 'wiki', { network: { routes: 5 as unknown as [] } });
    expect([app.url, app.serviceUrl(), app.serviceHost]).toEqual(['', '', 'wiki.wiki.svc']);
    expect(against(cluster)).toMatch(/^SHAPE-WRONG/);
  });
});
