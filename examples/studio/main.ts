// A small studio behind the Gateway API: one Gateway with a certificate for all of its hosts, a second version of the site for
// those who ask for it, an old address that leads to the new one, and two apps that speak TLS themselves.
import {
  ApiEndpointKind,
  App,
  Client,
  Cluster,
  type ClusterFactsProps,
  Cpu,
  Datastore,
  Distribution,
  ExternalService,
  Gateway,
  HighlyAvailable,
  Image,
  LoadBalancer,
  NodeRole,
  Port,
  Probe,
  RouteApi,
  Size,
  Tls,
  TRAEFIK_GATEWAY_CONTROLLER,
  traefik,
} from 'cdk8s-availability';

const facts: ClusterFactsProps = {
  nodes: ['one', 'two', 'three'].map((name) => ({
    name,
    roles: [NodeRole.CONTROL, NodeRole.WORKER, NodeRole.INGRESS],
    site: 'studio',
    cpu: Cpu.cores(4),
    memory: Size.gib(16),
  })),
  controlPlane: {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: ['one', 'two', 'three'],
    datastore: Datastore.EMBEDDED_ETCD,
    apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.168.1.5' },
  },
  policy: {
    operators: { gateway: { name: 'public' }, ingressNamespace: 'traefik', clusterIssuer: 'letsencrypt', loadBalancer: LoadBalancer.METALLB },
  },
};

export const app = new App({ outdir: 'dist' });
const studio = new Cluster(app, 'studio', { facts, flux: { url: 'https://git.studio.example/studio.git' } });
const resources = { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) };
const health = { readiness: Probe.http('/health') };

new HighlyAvailable(studio.control, 'traefik', traefik({ routeApi: RouteApi.GATEWAY }));
new Gateway(studio.control, 'public', {
  className: 'traefik',
  controller: TRAEFIK_GATEWAY_CONTROLLER,
  httpPort: 8000,
  httpsPort: 8443,
  wildcards: [{ host: '*.studio.example' }],
});

const site = { namespace: 'site', resources, health };
new HighlyAvailable(studio.workers, 'site', {
  ...site,
  image: Image.of('registry.studio.example/site', '8.1.0'),
  network: {
    ports: [Port.http(8080)],
    routes: [
      { host: 'www.studio.example', responseHeaders: { set: { 'strict-transport-security': 'max-age=31536000' } } },
      { host: 'studio.example', redirect: { host: 'www.studio.example', statusCode: 301 } },
    ],
    allowFrom: [Client.namespace('monitoring')],
  },
});
new HighlyAvailable(studio.workers, 'site-next', {
  ...site,
  image: Image.of('registry.studio.example/site', '9.0.0'),
  network: { ports: [Port.http(8080)], routes: [{ host: 'www.studio.example', headers: { 'x-version': 'next' } }] },
});
new HighlyAvailable(studio.workers, 'proofs', {
  image: Image.of('registry.studio.example/proofs', '2.4.1'),
  resources,
  health: { readiness: Probe.tcp('https') },
  network: {
    ports: [Port.http(8443, 'https').withAppProtocol('https')],
    // The Gateway checks the certificate that the app has from the studio's own authority.
    routes: [{ host: 'proofs.studio.example', backendTls: { hostname: 'proofs.internal', configMapName: 'studio-authority' } }],
  },
});
// It shows its own certificate to browsers.
new ExternalService(studio.workers, 'nas', {
  addresses: ['192.168.1.7'],
  ports: [Port.tcp(5001, 'https').withAppProtocol('https')],
  routes: [{ host: 'nas.studio.example', tls: Tls.passthrough() }],
});

if (require.main === module) app.synth();
