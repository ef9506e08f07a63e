import { parseAllDocuments } from 'yaml';
import {
  App,
  AvailabilityClass,
  behindVpn,
  Cluster,
  Concurrency,
  DrbdStorage,
  forgejo,
  gotenberg,
  HighlyAvailable,
  Image,
  jellyfin,
  miniflux,
  Port,
  paperless,
  prowlarr,
  ScheduledJob,
  ServiceType,
  SinglePod,
  SinglePodFlexible,
  Size,
  syncthing,
  tika,
  transmissionVpn,
  Volume,
  vaultwarden,
  type WorkloadProps,
} from '../lib';
import { clusterProps, control, RESOURCES, worker } from './support';

const host = 'app.example';
const media = Volume.nfs('/media', { server: 'nas.example', path: '/media' });
const vpn = { provider: 'mullvad', address: '10.64.0.2/32', countries: ['Netherlands', 'Sweden'] };
const wiring = {
  database: { host: 'paperless-database', password: { secretName: 'paperless-database', key: 'POSTGRES_PASSWORD' } },
  broker: { host: 'paperless-broker', password: { secretName: 'paperless-broker', key: 'VALKEY_PASSWORD' } },
};
const database = { host: 'miniflux-database', password: { secretName: 'miniflux-database', key: 'POSTGRES_PASSWORD' } };
const i915 = { extendedResources: { 'gpu.intel.com/i915': 1 } };

/** Three workers, of which one has a graphics processor by name and two by a device plugin; the storage moves pods with NFS too. */
const LAB = clusterProps({
  nodes: [worker('w1', { devices: [{ name: 'gpu', path: '/dev/dri', group: 44 }] }), worker('w2', i915), worker('w3', i915), control('c1')],
});
const DRBD = { pool: 'nvme', failOverUnsafePods: 'media files are added, not changed' };

/** Each app in the cluster, as the class that its props lead to, and what is written for it. */
function put(apps: { readonly [name: string]: WorkloadProps }) {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: LAB });
  new DrbdStorage(cluster.storage, 'drbd', DRBD);
  const classes = Object.entries(apps).map(([name, props]) => new SinglePod(cluster.workers, name, props).plan?.ask.availabilityClass);
  const { files, findings } = app.build();
  const objects = (name: string) => {
    const [file] = [...files].filter(([path]) => path.endsWith(`/${name}.yaml`));
    return parseAllDocuments(file?.[1].toString() ?? '').map((one) => one.toJS());
  };
  const object = (kind: string, name: string, file = name) => objects(file).find((one) => one?.kind === kind && one.metadata.name === name);
  return { findings, classes, object, pod: (name: string) => object('Deployment', name).spec.template.spec };
}

const { SINGLE_POD_FLEXIBLE: FLEXIBLE, SINGLE_POD_PINNED: PINNED } = AvailabilityClass;

const APPS: readonly [string, AvailabilityClass, WorkloadProps][] = [
  ['prowlarr', FLEXIBLE, prowlarr({ host })],
  ['transmission', FLEXIBLE, transmissionVpn({ host, media, vpn })],
  ['jellyfin', FLEXIBLE, jellyfin({ host, media })],
  ['jellyfin', FLEXIBLE, jellyfin({ host, media, gpu: 'gpu.intel.com/i915', renderGroup: 105 })],
  ['jellyfin', PINNED, jellyfin({ host, media, devices: ['gpu'] })],
  ['paperless', FLEXIBLE, paperless({ host, ...wiring })],
  ['vaultwarden', FLEXIBLE, vaultwarden({ host })],
  ['syncthing', FLEXIBLE, syncthing({ host, folders: [media] })],
  ['forgejo', FLEXIBLE, forgejo({ host })],
  ['miniflux', FLEXIBLE, miniflux({ host, database })],
];

test.each(APPS)('%s is a %s, and nothing is said against it', (name, wanted, props) => {
  const { findings, classes } = put({ [name]: props });
  expect(findings).toEqual([]);
  expect(classes).toEqual([wanted]);
  expect(props.maxReplicas).toBe(name === 'miniflux' ? undefined : 1);
});

test('prowlarr keeps its own data and no media', () => {
  const { pod } = put({ prowlarr: prowlarr({ host }) });
  expect(pod('prowlarr').containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(['/config', '/tmp']);
});

test('transmission starts when the tunnel is up, and asks no other resolver than that of the tunnel', () => {
  const { pod } = put({ transmission: transmissionVpn({ host, media, vpn }) });
  const { initContainers, containers, ...rest } = pod('transmission');
  const [{ name, restartPolicy, startupProbe, env, securityContext }] = initContainers;
  expect({ name, restartPolicy, startupProbe }).toEqual({
    name: 'vpn',
    restartPolicy: 'Always',
    startupProbe: { httpGet: { path: '/', port: 'vpn-health' }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 36 },
  });
  expect(env).toEqual(
    expect.arrayContaining([
      { name: 'FIREWALL_INPUT_PORTS', value: '9091,9999' },
      { name: 'SERVER_COUNTRIES', value: 'Netherlands,Sweden' },
      { name: 'WIREGUARD_PRIVATE_KEY', valueFrom: { secretKeyRef: { name: 'transmission', key: 'WIREGUARD_PRIVATE_KEY' } } },
    ]),
  );
  expect(securityContext).toMatchObject({ runAsUser: 0, capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] } });
  expect(securityContext.privileged).toBeUndefined();
  expect(containers[0].securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  expect(containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(['/config', '/media', '/tmp']);
  expect(rest).toMatchObject({ dnsPolicy: 'None', dnsConfig: { nameservers: ['127.0.0.1'] }, securityContext: { runAsUser: 65532 } });
});

test('any app is behind the tunnel with its init containers and sidecars, and reached on all its ports', () => {
  const helper = { image: Image.of('ghcr.io/example/helper', '1.0.0'), resources: RESOURCES };
  const feeds = {
    ...helper,
    network: { ports: [Port.http(8080), Port.udp(1900, 'find')] },
    initContainers: [{ name: 'setup' }],
    sidecars: [{ ...helper, name: 'login', ports: [Port.http(4180, 'login')], beforeInit: true }],
    volumes: [Volume.scratch('/tmp', Size.mib(64))],
  };
  const { pod, findings, classes } = put({ feeds: behindVpn(feeds, { ...vpn, secretName: 'feeds-vpn' }) });
  expect({ findings, classes }).toEqual({ findings: [], classes: [FLEXIBLE] });
  const { initContainers, containers, dnsPolicy } = pod('feeds');
  expect(initContainers.map(({ name }: { name: string }) => name)).toEqual(['vpn', 'login', 'setup']);
  expect(initContainers[0].env).toContainEqual({ name: 'FIREWALL_INPUT_PORTS', value: '8080,1900,4180,9999' });
  expect(initContainers[0].env).toContainEqual({
    name: 'WIREGUARD_PRIVATE_KEY',
    valueFrom: { secretKeyRef: { name: 'feeds-vpn', key: 'WIREGUARD_PRIVATE_KEY' } },
  });
  expect(containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(['/tmp']);
  expect(dnsPolicy).toBe('None');
});

test('a job behind the tunnel is a job', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: LAB });
  new DrbdStorage(cluster.storage, 'drbd', DRBD);
  const fetch = { image: Image.of('ghcr.io/example/helper', '1.0.0'), resources: RESOURCES, schedule: '@daily', concurrency: Concurrency.REPLACE };
  new ScheduledJob(cluster.workers, 'fetch', behindVpn(fetch, { ...vpn, secretName: 'fetch-vpn' }));
  expect(app.build().findings).toEqual([]);
});

test('jellyfin is privileged with a device of a node, and not with a device plugin', () => {
  const byName = put({ jellyfin: jellyfin({ host, media, devices: ['gpu'] }) }).pod('jellyfin');
  expect(byName.containers[0].securityContext.privileged).toBe(true);
  expect(byName.securityContext.supplementalGroups).toEqual([44]);
  const byPlugin = put({ jellyfin: jellyfin({ host, media, gpu: 'gpu.intel.com/i915', renderGroup: 105 }) }).pod('jellyfin');
  expect(byPlugin.containers[0].securityContext.privileged).toBeUndefined();
  expect(byPlugin.containers[0].resources.limits['gpu.intel.com/i915']).toBe(1);
  expect(byPlugin.securityContext).toMatchObject({ runAsUser: 65532, runAsGroup: 65532, fsGroup: 105 });
});

test('paperless has one volume in four places, and its passwords come from Secrets', () => {
  const { pod, object } = put({ paperless: paperless({ host, ...wiring }) });
  const [{ env, volumeMounts }] = pod('paperless').containers;
  expect(volumeMounts.filter(({ name }: { name: string }) => name === 'library')).toEqual(
    ['data', 'media', 'export', 'consume'].map((subPath) => ({ name: 'library', mountPath: `/usr/src/paperless/${subPath}`, subPath })),
  );
  expect(object('PersistentVolumeClaim', 'paperless-library', 'paperless').spec.resources.requests.storage).toBe('20Gi');
  expect(pod('paperless').securityContext).toMatchObject({ runAsUser: 1000, fsGroup: 1000 });
  expect(env.slice(-3)).toEqual([
    { name: 'PAPERLESS_DBPASS', valueFrom: { secretKeyRef: { name: 'paperless-database', key: 'POSTGRES_PASSWORD' } } },
    { name: 'VALKEY_PASSWORD', valueFrom: { secretKeyRef: { name: 'paperless-broker', key: 'VALKEY_PASSWORD' } } },
    { name: 'PAPERLESS_REDIS', value: 'redis://:$(VALKEY_PASSWORD)@paperless-broker:6379' },
  ]);
});

test('paperless in one namespace with its database, its broker and readers of Office files, of which there are several', () => {
  const namespace = 'paperless';
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: LAB });
  new DrbdStorage(cluster.storage, 'drbd', DRBD);
  const server = (name: string, port: number) =>
    new SinglePodFlexible(cluster.workers, name, {
      image: Image.of('ghcr.io/example/server', '1.0.0'),
      resources: RESOURCES,
      namespace,
      network: { ports: [Port.tcp(port, 'server')] },
      volumes: [Volume.data('/data', { size: Size.gib(1) })],
    });
  const needed = [server('paperless-database', 5432), server('paperless-broker', 6379)];
  const readers = {
    tika: new HighlyAvailable(cluster.workers, 'tika', tika({ namespace })),
    gotenberg: new HighlyAvailable(cluster.workers, 'gotenberg', gotenberg({ namespace })),
  };
  const office = { tika: readers.tika.serviceName, gotenberg: readers.gotenberg.serviceName };
  const consume = Volume.nfs('/usr/src/paperless/consume', { server: 'nas.example', path: '/scans' });
  const { plan } = new SinglePodFlexible(cluster.workers, 'paperless', {
    ...paperless({ host, namespace, consume, office, ...wiring }),
    dependsOn: [...needed, readers.tika, readers.gotenberg],
  });
  expect(app.build().findings).toEqual([]);
  expect((plan?.ask.main.env ?? []).flatMap(([name, { value }]) => (/TIKA|POLLING/.test(name) ? [`${name}=${value}`] : []))).toEqual([
    'PAPERLESS_CONSUMER_POLLING_INTERVAL=60',
    'PAPERLESS_TIKA_ENABLED=1',
    'PAPERLESS_TIKA_ENDPOINT=http://tika:9998',
    'PAPERLESS_TIKA_GOTENBERG_ENDPOINT=http://gotenberg:3000',
  ]);
});

test('vaultwarden lets nobody sign up, and its admin is in a Secret', () => {
  expect(put({ vaultwarden: vaultwarden({ host }) }).pod('vaultwarden').containers[0].env).toEqual([
    { name: 'DOMAIN', value: 'https://app.example' },
    { name: 'SIGNUPS_ALLOWED', value: 'false' },
    { name: 'ROCKET_PORT', value: '8080' },
    { name: 'ADMIN_TOKEN', valueFrom: { secretKeyRef: { name: 'vaultwarden', key: 'ADMIN_TOKEN' } } },
  ]);
});

test('syncthing is reached by browsers and by devices, each through a Service of its own', () => {
  const { object } = put({ syncthing: syncthing({ host, serviceType: ServiceType.LOAD_BALANCER }) });
  expect(object('Service', 'syncthing').spec).toMatchObject({ type: 'ClusterIP', ports: [{ name: 'http', port: 8384 }] });
  expect(object('Service', 'syncthing-sync', 'syncthing').spec).toMatchObject({
    type: 'LoadBalancer',
    ports: [
      { name: 'sync-tcp', port: 22000, protocol: 'TCP' },
      { name: 'sync-udp', port: 22000, protocol: 'UDP' },
    ],
  });
});

test('forgejo is reached by SSH at port 22, and keeps its keys beside its data', () => {
  const { object, pod } = put({ forgejo: forgejo({ host }) });
  expect(object('Service', 'forgejo').spec.ports).toMatchObject([{ name: 'http', port: 3000 }]);
  expect(object('Service', 'forgejo-ssh', 'forgejo').spec).toMatchObject({ type: 'ClusterIP', ports: [{ name: 'ssh', port: 22, targetPort: 'ssh' }] });
  expect(pod('forgejo').containers[0].env).toEqual(
    expect.arrayContaining([
      { name: 'GITEA_APP_INI', value: '/var/lib/gitea/conf/app.ini' },
      { name: 'FORGEJO__server__SSH_PORT', value: '22' },
    ]),
  );
  expect(pod('forgejo').containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(['/var/lib/gitea', '/tmp']);
});

test('miniflux writes nowhere, and may be highly available where its database is', () => {
  const { pod } = put({ miniflux: miniflux({ host, database }) });
  const [{ env, volumeMounts }] = pod('miniflux').containers;
  expect(volumeMounts).toBeUndefined();
  expect(env.slice(2, 4)).toEqual([
    { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'miniflux-database', key: 'POSTGRES_PASSWORD' } } },
    { name: 'DATABASE_URL', value: 'host=miniflux-database user=miniflux password=$(DATABASE_PASSWORD) dbname=miniflux sslmode=disable' },
  ]);
  const app = new App({ outdir: '/nowhere' });
  new HighlyAvailable(new Cluster(app, 'lab', { facts: LAB }).workers, 'miniflux', miniflux({ host, database }));
  expect(app.build().findings).toEqual([]);
});

test.each(APPS)('%s as a %s runs as a user and a group above 10000, unless its image does not', (name, _wanted, { security = {} }) => {
  expect(security.user).toBe({ paperless: 1000, forgejo: 1000 }[name]);
  expect(security.group).toBeUndefined();
});
