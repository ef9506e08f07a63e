import { Allow, DataSource, EnvFrom, EnvValue, Image, Mount, MountPropagation, PodSecurityLevel, Size, Volume } from '../../lib';
import { renderApp } from '../../lib/apps/render/render-app';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { appsReport } from '../../lib/availability/report/report';
import { type AnyAppProps, controlPlane, facts, messagesOf, planOf, RESOURCES } from '../support';

const { SINGLE_POD_FLEXIBLE: FLEXIBLE, HIGHLY_AVAILABLE } = AvailabilityClass;
const ONE = Size.gib(1);
const modules = Volume.hostPath('/lib/modules', { readOnly: true, onEveryNode: 'each kernel brings its own' });

function said(overrides: Partial<AnyAppProps>, given = facts()): string {
  return messagesOf(FLEXIBLE, overrides, given);
}

describe('a path that is the same on every node', () => {
  test('binds nobody', () => {
    expect(said({ volumes: [modules] })).toBe('');
    expect(messagesOf(HIGHLY_AVAILABLE, { volumes: [modules] })).not.toContain('HA-BOUND-TO-NODE');
    expect(planOf(FLEXIBLE, { volumes: [modules] }).volumeTie).toBe(VolumeTie.NONE);
  });

  test('needs the level privileged all the same', () => {
    expect(planOf(FLEXIBLE, { volumes: [modules] }).securityLevel.value).toBe(PodSecurityLevel.PRIVILEGED);
  });

  test('stands in the report with its reason', () => {
    const [app] = appsReport(facts(), [planOf(FLEXIBLE, { volumes: [modules] })], [], [], []).apps;
    expect(app?.allowances).toEqual([{ what: '/lib/modules of every node', reason: 'each kernel brings its own' }]);
    expect(said({ volumes: [Volume.hostPath('/lib/modules', { onEveryNode: ' ' })] })).toMatchInlineSnapshot(`
      "ALLOW-WITHOUT-REASON  lab/worker/blog: /lib/modules on every node without a reason, but the report must say why it is the same everywhere.
                            Add a reason."
    `);
  });

  // The controller moves pods whose volumes it can fence: DRBD, and what ends with the pod. It does not ask what a host path is for.
  test('keeps the high-availability controller of DRBD away, though it is the same on every node', () => {
    expect(said({ volumes: [modules, Volume.data('/data', { size: ONE })] })).toMatchInlineSnapshot(`
      "FLEXIBLE-FAILOVER-EXEMPT  lab/worker/blog: /lib/modules together with replicated data, and the high-availability controller of DRBD does not move pods with such volumes: when the node dies, the app stays down until a person acts.
                                Set failOverUnsafePods of DrbdStorage with the reason why two pods at once do no harm, remove the volume, or accept it with a reason."
    `);
  });
});

describe('an image as a volume', () => {
  const plugins = Volume.image('/plugins', Image.of('ghcr.io/example/plugins', '1.0.0'));

  test('is pinned like any image', () => {
    expect(said({ volumes: [Volume.image('/plugins', Image.of('ghcr.io/example/plugins', 'latest'))] })).toMatchInlineSnapshot(`
      "IMAGE-UNPINNED  lab/worker/blog: the image at /plugins ghcr.io/example/plugins:latest, but latest moves, so nodes may run different images.
                      Use a version, or add the digest."
    `);
  });

  test('needs no looser level, but a Kubernetes that knows it', () => {
    expect(planOf(FLEXIBLE, { volumes: [plugins] }).securityLevel.value).toBe(PodSecurityLevel.RESTRICTED);
    expect(said({ volumes: [plugins] }, facts({ controlPlane: controlPlane({ version: '1.34.2' }) }))).toMatchInlineSnapshot(`
      "KUBERNETES-TOO-OLD  lab/worker/blog: an image as a volume, but the cluster has Kubernetes 1.34.2, and 1.35 is the first that has it on by default.
                          Upgrade the cluster, or remove it."
    `);
    expect(said({ volumes: [plugins] })).toBe('');
  });
});

describe('what several pods write', () => {
  test('a volume of a CSI driver is written over the network', () => {
    const scans = (readOnly: boolean) => Volume.csi('/scans', { driver: 'smb.csi.k8s.io', readOnly });
    expect(planOf(FLEXIBLE, { volumes: [scans(false)] }).volumeTie).toBe(VolumeTie.UNATTACHED);
    expect(said({ volumes: [scans(false)] })).toMatchInlineSnapshot(`
      "FLEXIBLE-TWIN-WRITER  lab/worker/blog: /scans over the network, and while a node is cut off but alive, its pod keeps writing there next to its replacement.
                            Keep data on replicated volumes, such as those of DRBD, if two writers would damage it, mount it read-only, or accept it with the reason why they do no damage."
    `);
    expect(said({ volumes: [scans(true)] })).toBe('');
  });

  test('a claim for many is too, and holds no pod on a dead node', () => {
    const media = (readOnly: boolean) => Volume.claim('/media', { claimName: 'media', readWriteMany: true, readOnly });
    expect(planOf(FLEXIBLE, { volumes: [media(false)] }).volumeTie).toBe(VolumeTie.UNATTACHED);
    expect(said({ volumes: [media(false)] })).toMatchInlineSnapshot(`
      "FLEXIBLE-TWIN-WRITER  lab/worker/blog: /media over the network, and while a node is cut off but alive, its pod keeps writing there next to its replacement.
                            Keep data on replicated volumes, such as those of DRBD, if two writers would damage it, mount it read-only, or accept it with the reason why they do no damage."
    `);
    expect(said({ volumes: [media(true)] })).toBe('');
  });
});

describe('mounts that others see', () => {
  const films = Volume.scratch('/films', ONE).unmounted();
  const both = Mount.of(films, undefined, { propagation: MountPropagation.BIDIRECTIONAL });
  const sidecar = { name: 'rclone', image: Image.of('docker.io/rclone/rclone', '1.71.2'), resources: RESOURCES, mounts: [both] };

  test('are made by privileged containers', () => {
    expect(said({ volumes: [films], sidecars: [sidecar] })).toMatchInlineSnapshot(`
      "MOUNT-PROPAGATION  lab/worker/blog: MountPropagation.BIDIRECTIONAL at /films of rclone, but only a privileged container may propagate mounts to the node.
                         Add Allow.privileged(reason), or use MountPropagation.HOST_TO_CONTAINER."
    `);
    expect(said({ volumes: [films], sidecars: [{ ...sidecar, security: { allow: [Allow.privileged('it mounts')] } }] })).toBe('');
  });

  test('are seen by any', () => {
    expect(said({ volumes: [films], mounts: [Mount.of(films, undefined, { propagation: MountPropagation.HOST_TO_CONTAINER })] })).toBe('');
  });
});

describe('names, modes, labels', () => {
  test('long paths that begin alike are told apart by a name', () => {
    const deep = (end: string) => Volume.scratch(`/config/Library/Application Support/Plex Media Server/${end}`, ONE);
    expect(said({ volumes: [deep('Cache'), deep('Logs')] })).toMatchInlineSnapshot(`
      "VOLUME-NAME-CLASH  lab/worker/blog: two volumes that would both be named config-library-application-support-plex-media-serv, but each volume needs its own name.
                         Name one of them with named(…), or use another path."
    `);
    expect(said({ volumes: [deep('Cache').named('cache'), deep('Logs').named('logs')] })).toBe('');
  });

  test('a mode is permission bits', () => {
    expect(said({ volumes: [Volume.configFile('/run.sh', 'exit 0', 755)] })).toMatchInlineSnapshot(`
      "VOLUME-MODE  lab/worker/blog: the mode 755 for /run.sh, but permission bits are 0 to 0o777.
                   Write it with the prefix 0o."
    `);
  });

  test('labels and annotations of a claim are what Kubernetes takes, and none of ours', () => {
    const labels = { 'app.kubernetes.io/name': 'x' };
    expect(said({ volumes: [Volume.data('/data', { size: ONE, labels, annotations: { 'a b': 'c' } })] })).toMatchInlineSnapshot(`
      "LABEL-INVALID  lab/worker/blog: the label app.kubernetes.io/name, but selectors and the model rely on labels with that prefix.
                     Use your own prefix.

      LABEL-INVALID  lab/worker/blog: the annotation a b, but Kubernetes accepts at most 63 letters, digits, "-", "_" and ".".
                     Correct the key."
    `);
  });

  test('what a claim is filled from has a name', () => {
    expect(said({ volumes: [Volume.data('/data', { size: ONE, source: DataSource.snapshot('Monday') })] })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/blog: the VolumeSnapshot "Monday", but Kubernetes accepts a-z, 0-9, "-" and ".".
                    Use its name in the cluster."
    `);
  });

  test('a claim for each pod has them too', () => {
    const source = DataSource.snapshot('monday');
    const volumes = [Volume.data('/data', { size: ONE, labels: { a: 'b' }, annotations: { c: 'd' }, source })];
    const [template] = renderApp(planOf(HIGHLY_AVAILABLE, { volumes })).flatMap(
      ({ spec }) => (spec as { readonly volumeClaimTemplates?: readonly object[] }).volumeClaimTemplates ?? [],
    );
    expect(template).toMatchObject({
      metadata: { labels: { a: 'b', 'app.kubernetes.io/name': 'blog' }, annotations: { c: 'd' } },
      spec: { dataSourceRef: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'monday' } },
    });
  });

  test('what must exist stands in the report', () => {
    const volumes = [
      Volume.configMap('/certs', { configMapName: 'house-ca' }),
      Volume.secret('/key.pem', { secretName: 'tls', file: 'tls.key' }),
      Volume.csi('/scans', { driver: 'smb.csi.k8s.io', secretName: 'nas' }),
      Volume.data('/data', { size: ONE, source: DataSource.snapshot('monday') }),
    ];
    const optional = {
      env: { KEY: EnvValue.fromSecret({ secretName: 'perhaps', key: 'key' }).optional() },
      envFrom: [EnvFrom.configMap('perhaps').optional()],
    };
    expect(
      appsReport(facts(), [planOf(FLEXIBLE, { ...optional, volumes: [Volume.secret('/s', { secretName: 'perhaps', optional: true })] })], [], [], []).needs,
    ).toEqual([]);
    const { needs } = appsReport(facts(), [planOf(FLEXIBLE, { volumes, imagePullSecrets: ['registry'], rbac: { serviceAccount: 'robot' } })], [], [], []);
    expect(needs.map(({ kind, name, keys }) => `${kind} ${name} ${keys.join()}`)).toEqual([
      'ConfigMap house-ca ',
      'Secret tls tls.key',
      'Secret nas ',
      'VolumeSnapshot monday ',
      'ServiceAccount robot ',
      'Secret registry .dockerconfigjson',
    ]);
  });
});
