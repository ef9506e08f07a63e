import { Chart } from 'cdk8s';
import * as library from '../../lib';
import {
  App,
  type AppProps,
  Cluster,
  type ClusterProps,
  DeviceClaim,
  ExternalService,
  IngressClass,
  type IngressClassProps,
  Mount,
  NodeExporter,
  type NodeExporterProps,
  Probe,
  paperless,
  Receiver,
  SinglePodFlexible,
  Size,
  sonarr,
  Volume,
  type WorkloadProps,
} from '../../lib';
import { appProps, clusterProps, messages, refusalOf } from '../support';

function cluster(): { readonly app: App; readonly lab: Cluster } {
  const app = new App();
  return { app, lab: new Cluster(app, 'lab', { facts: clusterProps() } satisfies ClusterProps) };
}

/** What is said in a sound cluster of what is put into it. */
function said(put: (lab: Cluster) => void): string {
  const { app, lab } = cluster();
  put(lab);
  return messages(app.build().findings);
}

function saidOfApp(overrides: Partial<WorkloadProps>): string {
  return said((lab) => new SinglePodFlexible(lab.workers, 'blog', appProps(overrides)));
}

describe('options of static makers', () => {
  const logs = Volume.scratch('/logs', Size.mib(64));

  test('of a mount are refused when they are misspelt', () => {
    const mounts = [Mount.of(logs, '/x', { readonly: true } as never), Mount.of(logs, '/y', { subPath: 7, propagation: 'both' } as never)];
    expect(saidOfApp({ volumes: [logs], mounts })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog/mounts/0: the key readonly, but the keys are subPath, subPathExpr, readOnly and propagation.
                         Did you mean readOnly?

      SHAPE-WRONG  lab/worker/blog/mounts/1/subPath: the number 7, but it must be a string.
                   Write '…'.

      SHAPE-WRONG  lab/worker/blog/mounts/1/propagation: "both", but it must be one of HostToContainer and Bidirectional.
                   Use one of them."
    `);
    expect(saidOfApp({ volumes: [logs], mounts: [Mount.of(logs, '/x', null as never)] })).toMatch(
      /^SHAPE-WRONG {2}lab\/worker\/blog\/mounts\/0: null, but it must be an object\./,
    );
  });

  test('of a device claim are refused when they are misspelt', () => {
    const deviceClaims = [DeviceClaim.of('gpu.example', { cuont: 2 } as never)];
    expect(saidOfApp({ resources: { ...appProps().resources, deviceClaims } })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog/resources/deviceClaims/0: the key cuont, but the keys are count and name.
                         Did you mean count?"
    `);
  });

  test('of a probe are refused when they are misspelt', () => {
    expect(saidOfApp({ health: { readiness: Probe.http('/', undefined, { header: {} } as never) } })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog/health/readiness/http: the key header, but the keys are https and headers.
                         Did you mean headers?"
    `);
  });

  test('of a receiver are missed when there are none', () => {
    const alerts = { critical: [(Receiver.ntfy as () => Receiver)()] };
    expect(said((lab) => new library.Monitoring(lab.monitoring, 'stack', { grafana: { secretName: 'grafana' }, alerts }))).toMatchInlineSnapshot(`
      "SHAPE-MISSING  lab/monitoring/stack/alerts/critical/0/options: no ntfy, but it must be an object.
                     Add ntfy: { url, topic, token }."
    `);
  });
});

describe('props of constructs', () => {
  test('of an ingress class', () => {
    expect(said((lab) => new IngressClass(lab.control, 'web', { controler: 'traefik.io/ingress-controller' } as never))).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/control/web: the key controler, but the keys are name, controller and isDefault.
                         Did you mean controller?

      SHAPE-MISSING  lab/control/web: no controller, but it must be a string.
                     Add controller: '…'."
    `);
    expect(said((lab) => new IngressClass(lab.control, 'web', undefined as unknown as IngressClassProps))).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/control/web: nothing, but it must be an object.
                   Write { controller }."
    `);
  });

  test('of an ingress class in a chart of the user', () => {
    const app = new App();
    new IngressClass(new Chart(app, 'mine'), 'web', {} as IngressClassProps);
    expect(messages(app.build().findings)).toMatch(/SHAPE-MISSING {2}mine\/web: no controller, but it must be a string\./);
  });

  test('of a node exporter', () => {
    expect(said((lab) => new NodeExporter(lab.monitoring, 'exporter', { namespcae: 'x' } as NodeExporterProps))).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/monitoring/exporter: the key namespcae, but the keys are namespace.
                         Did you mean namespace?"
    `);
  });

  test('of an external service', () => {
    expect(said((lab) => new ExternalService(lab.workers, 'nas', { addreses: [], ports: [] } as never))).toMatch(/Did you mean addresses\?$/);
  });

  test('of namespaces', () => {
    const app = new App();
    new Cluster(app, 'lab', { facts: clusterProps(), namespaces: { blog: { label: {} } } } as ClusterProps);
    expect(messages(app.build().findings)).toMatch(/^SHAPE-UNKNOWN-KEY {2}lab\/namespaces\/blog: the key label, .*\n.*Did you mean labels\?$/);
  });

  test('of the app itself', () => {
    expect(messages(new App({ outdri: 'dist' } as AppProps).build().findings)).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  App: the key outdri, but the keys are outdir, publicTexts, changesSince and acceptChanges.
                         Did you mean outdir?"
    `);
    expect(messages(new App(null as unknown as AppProps).build().findings)).toMatch(/^SHAPE-WRONG {2}App: null, but it must be an object\./);
  });
});

describe('options of the catalogue', () => {
  test('that are misspelt, missing or none stop the program where they stand', () => {
    expect(refusalOf(() => sonarr({ hots: 'sonarr.example', media: Volume.nfs('/media', { server: 'nas', path: '/' }) } as never))).toMatchInlineSnapshot(`
      "Synthesis stopped, nothing was written: 2 findings.

      SHAPE-UNKNOWN-KEY  sonarr: the key hots, but the keys are host, namespace, objective, timeZone, resources, configSize and media.
                         Did you mean host?

      SHAPE-MISSING  sonarr: no host, but it must be a string.
                     Add host: '…'.
      "
    `);
    expect(refusalOf(() => (sonarr as () => WorkloadProps)())).toMatchInlineSnapshot(`
      "Synthesis stopped, nothing was written: 1 finding.

      SHAPE-WRONG  sonarr: nothing, but it must be an object.
                   Write { host, media }.
      "
    `);
    expect(() => paperless({ host: 'a.example', database: { host: 'db', secretname: 'db' }, broker: { host: 'b' } } as never)).toThrow(
      /^SHAPE-UNKNOWN-KEY {2}paperless\/database: the key secretname/m,
    );
  });

  const functions = Object.entries(library).filter(
    ([name]) => /^[a-z]/.test(name) && !['chartFiles', 'configFiles', 'formatFinding', 'roleLabel'].includes(name),
  );

  test.each(functions)('%s takes no key that it does not know', (name, app) => {
    const given = name === 'behindVpn' ? [appProps(), { nonsense: 1 }] : [{ nonsense: 1 }];
    expect(() => (app as unknown as (...given: unknown[]) => unknown)(...given)).toThrow(new RegExp(`SHAPE-UNKNOWN-KEY  ${name}: the key nonsense`));
  });
});
