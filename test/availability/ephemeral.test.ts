import { SinglePodFlexible } from '../../lib';
import { Volume } from '../../lib/availability/ask/volume/volume';
import type { EphemeralOptions } from '../../lib/availability/ask/volume/volume-options';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { NodeRole } from '../../lib/cluster/node';
import { Duration, Size } from '../../lib/cluster/units';
import { lab } from '../lab';
import { type AnyAppProps, appProps, facts, factsOf, messages, messagesOf, planOf, worker } from '../support';

const FLEXIBLE = AvailabilityClass.SINGLE_POD_FLEXIBLE;
const HA = AvailabilityClass.HIGHLY_AVAILABLE;
const PINNED = AvailabilityClass.SINGLE_POD_PINNED;
const room = (options: Partial<EphemeralOptions> = {}): Partial<AnyAppProps> => ({
  volumes: [Volume.ephemeral('/films', { size: Size.gib(10), ...options })],
});
const THREE = factsOf([worker('w1'), worker('w2'), worker('w3', { roles: [NodeRole.WORKER], pools: [] })]);

describe('a volume that ends with the pod', () => {
  test('loses no data and holds no pod back, wherever it is', () => {
    const objective = { rto: Duration.minutes(5), rpo: Duration.seconds(0) };
    for (const storageClass of ['drbd-local', 'drbd-replicated']) expect(messagesOf(FLEXIBLE, { ...room({ storageClass }), objective })).toBe('');
    expect(planOf(FLEXIBLE, room()).volumeTie).toBe('none');
  });

  test('is attached when the pod moves, and nobody knows how long it takes to make', () => {
    const classes = [
      { name: 'longhorn', nodeLocal: false },
      { name: 'mounted', nodeLocal: false, attachable: false },
    ];
    const given = factsOf([worker('w1'), worker('w2')], { storage: { classes } });
    const partsOf = (props: Partial<AnyAppProps>, availabilityClass = FLEXIBLE) => {
      const { outcome } = planOf(availabilityClass, props, given);
      return [outcome?.terms?.find(({ name }) => name === 'attach')?.time.max, outcome?.why.split('; ').slice(1).join('; ')];
    };
    const unknown = 'plus the unknown time to make a new volume for /films';
    expect(partsOf(room({ storageClass: 'longhorn' }))).toEqual([15, unknown]);
    expect(partsOf(room({ storageClass: 'mounted' }))).toEqual([undefined, unknown]);
    expect(partsOf({})).toEqual([undefined, '']);
    const majority = { majority: true, replicas: Replicas.two('there are two nodes') };
    expect(partsOf({ ...majority, ...room({ storageClass: 'longhorn' }) }, HA)).toEqual([15, unknown]);
    const { value } = planOf(FLEXIBLE, { ...room({ storageClass: 'longhorn' }), objective: { rto: Duration.seconds(120) } }, given).toleration;
    expect(value).toBe(120 - 60 - 15 - 37);
  });

  test('is made for each pod, on the node-local class', () => {
    const cluster = lab();
    const app = new SinglePodFlexible(cluster.workers, 'films', appProps(room({ labels: { kept: 'no' }, annotations: { a: 'b' } })));
    expect(app.objects.map(({ kind }) => kind)).not.toContain('PersistentVolumeClaim');
    expect(app.object('Deployment').toJson().spec.template.spec.volumes).toEqual([
      {
        name: 'films',
        ephemeral: {
          volumeClaimTemplate: {
            metadata: { labels: { kept: 'no', 'app.kubernetes.io/name': 'films', 'app.kubernetes.io/instance': 'films' }, annotations: { a: 'b' } },
            spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'drbd-local', resources: { requests: { storage: '10Gi' } } },
          },
        },
      },
    ]);
  });

  test('needs a node where its class can be mounted', () => {
    expect(planOf(FLEXIBLE, room(), THREE).placement.value.nodes).toEqual(['w1', 'w2']);
    expect(messagesOf(PINNED, { ...room(), node: { name: 'w1', reason: 'a test' } }, THREE)).toBe('');
    expect(messagesOf(PINNED, { ...room(), node: { name: 'w3', reason: 'a test' } }, THREE)).toMatchInlineSnapshot(`
      "PINNED-STORAGE-ELSEWHERE  lab/worker/blog: /films on drbd-local, but w3 cannot mount it, only w1 and w2.
                                Use another storage class, or give the node the pool."
    `);
  });

  test('needs a class that the cluster has, with room for it', () => {
    const said = (options: Partial<EphemeralOptions>, given = facts()) => messages(checkApps([planOf(FLEXIBLE, room(options), given)], given));
    expect(said({})).toBe('');
    expect(said({ storageClass: 'nonsense' })).toMatchInlineSnapshot(`
      "STORAGE-CLASS-UNKNOWN  lab/worker/blog: the storage class nonsense, but the facts do not declare it.
                             Declare it in storage.classes, or leave it out."
    `);
    expect(said({}, facts({ storage: {} }))).toMatchInlineSnapshot(`
      "STORAGE-MISSING  lab/worker/blog: data at /films, but the cluster declares no storage for it.
                       Put a storage into cluster.storage before the app, or declare a class in storage.classes."
    `);
    expect(said({ size: Size.gib(400) })).toMatchInlineSnapshot(`
      "CLAIMS-BEYOND-POOL  lab/worker/blog: 400Gi at /films in 1 full copy, but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.
                          Make the volume smaller, or the pools of the smaller nodes bigger."
    `);
    expect(messagesOf(FLEXIBLE, room({ size: Size.bytes(1) }))).toMatchInlineSnapshot(`
      "VOLUME-SIZE  lab/worker/blog: 1 for /films, but a volume has at least 1Mi and less than 1Pi.
                   Set the size that it needs."
    `);
  });
});
