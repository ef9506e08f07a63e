import type { Manifest } from '../../lib/kubernetes/manifest';
import { control, type LabProps, worker } from '../support';
import { checking, type Fields } from './support';

/** Shapes that people and charts write, and that once led to a false error or a misleading text. */

const RESOURCES = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } };
const CONTAINER = { name: 'gallery', image: 'ghcr.io/example/gallery:1.2.3', readinessProbe: { tcpSocket: { port: 80 } }, resources: RESOURCES };
const CLASSES = { clusterDefault: 'block', classes: [{ name: 'block', nodeLocal: false }] };

function made(apiVersion: string, kind: string, name: string, rest: Fields, metadata: Fields = {}): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: 'home', ...metadata }, ...rest } as Manifest;
}

function app(pod: Fields = {}, spec: Fields = {}, kind = 'Deployment'): Manifest {
  const labels = { app: 'gallery' };
  const template = { metadata: { labels }, spec: { containers: [CONTAINER], ...pod } };
  return made('apps/v1', kind, 'gallery', { spec: { selector: { matchLabels: labels }, ...spec, template } });
}

const RECREATE = { strategy: { type: 'Recreate' } };
const MOUNTED = {
  volumes: [{ name: 'photos', persistentVolumeClaim: { claimName: 'photos' } }],
  containers: [{ ...CONTAINER, volumeMounts: [{ name: 'photos', mountPath: '/photos' }] }],
};

const { report, said } = checking({ storage: CLASSES }, ['MANIFEST-WAITS-LONG', 'MANIFEST-WITHOUT-BUDGET']);

function codes(objects: readonly Manifest[], overrides: LabProps = {}): readonly string[] {
  return report(objects, overrides).findings.map(({ severity, code }) => `${severity} ${code}`);
}

describe('a volume that somebody wrote by hand', () => {
  const claim = (spec: Fields = {}) =>
    made('v1', 'PersistentVolumeClaim', 'photos', {
      spec: { storageClassName: 'by-hand', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } }, ...spec },
    });
  const volume = (spec: Fields = {}, labels: Fields = {}) =>
    made(
      'v1',
      'PersistentVolume',
      'disk',
      {
        spec: {
          storageClassName: 'by-hand',
          accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
          capacity: { storage: '20Gi' },
          hostPath: { path: '/srv/photos' },
          ...spec,
        },
      },
      { namespace: undefined, labels },
    );
  const UNKNOWN = 'error STORAGE-CLASS-UNKNOWN';

  test('is bound by the name of its class alone, which no StorageClass needs to have', () => {
    expect(said([app(MOUNTED, RECREATE), claim(), volume()])).toMatchInlineSnapshot(`
"home/Deployment/gallery
  class      SinglePodFlexible: one pod that may run on another node, without its data in /srv/photos
  node dies  back after 5 min 41 s to 6 min 37 s
  failures   until repair: site home and power everywhere
             1 s to 37 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  warning    MANIFEST-DATA-ELSEWHERE: the host path /srv/photos, but nothing keeps a pod on the node with that data: on another one it begins with other data, or with none, and this data stays behind.
             Use storage that other nodes reach, or ask for the node by name (nodeSelector kubernetes.io/hostname).

1 workload: 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('keeps its pod on its node only if it names that: a host path alone does not', () => {
    const required = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['w1'] }] }] };
    const ofVolume = (spec: Fields) => codes([app(MOUNTED, RECREATE), claim(), volume(spec)]);
    expect(ofVolume({ nodeAffinity: { required } })).toEqual(['warning MANIFEST-PINNED-IN-TRUTH']);
    expect(ofVolume({ hostPath: undefined, local: { path: '/srv/photos' }, nodeAffinity: { required } })).toEqual(['warning MANIFEST-PINNED-IN-TRUTH']);
    expect(ofVolume({})).toEqual(['warning MANIFEST-DATA-ELSEWHERE']);
  });

  test('is not bound if it is too small, of another class, of other access modes, without the labels, or for another claim', () => {
    const isUnknown = (...objects: readonly Manifest[]) => codes([app(MOUNTED, RECREATE), ...objects]).includes(UNKNOWN);
    const selector = { selector: { matchLabels: { disk: 'photos' } } };
    expect([
      isUnknown(claim(), volume()),
      isUnknown(claim(), volume({ capacity: { storage: '5Gi' } })),
      isUnknown(claim(), volume({ storageClassName: 'other' })),
      isUnknown(claim({ accessModes: ['ReadOnlyMany'] }), volume()),
      isUnknown(claim(selector), volume()),
      isUnknown(claim(selector), volume({}, { disk: 'photos' })),
      isUnknown(claim(), volume({ claimRef: { name: 'other', namespace: 'home' } })),
      isUnknown(claim({ volumeMode: 'Block' }), volume()),
    ]).toEqual([false, true, true, true, true, false, true, true]);
  });

  test('without a class is for a claim that asks for none', () => {
    const none = [app(MOUNTED, RECREATE), claim({ storageClassName: '' })];
    expect(codes([...none, volume({ storageClassName: undefined })])).toEqual(['warning MANIFEST-DATA-ELSEWHERE']);
    expect(codes([...none, volume()])).toEqual(['note MANIFEST-CLAIM-UNKNOWN', 'warning FLEXIBLE-STUCK-VOLUME']);
  });
});

describe('what makes a promise weaker than it sounds, although Kubernetes runs it', () => {
  const { resources: _own, ...bare } = CONTAINER;
  const sloppy = app({
    containers: [
      { ...bare, image: 'ghcr.io/example/gallery', env: [{ name: 'DB_PASSWORD', value: 'hunter2hunter2' }] },
      { ...bare, name: 'exporter' },
    ],
    initContainers: [{ ...bare, name: 'migrate', readinessProbe: undefined }],
  });

  test('is a warning, once for all containers, by their names', () => {
    expect(said([sloppy])).toMatchInlineSnapshot(`
"home/Deployment/gallery
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 5 min 41 s to 6 min 37 s
  failures   until repair: site home and power everywhere
             1 s to 37 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  warning    RESOURCES-MISSING: no requests of gallery and exporter, but the scheduler places pods by their requests, and counts these as nothing.
             Set resources.requests of cpu and memory.
  warning    RESOURCES-WITHOUT-LIMIT: no memory limit for gallery, exporter and migrate, but without one each can use up the memory of the whole node.
             Set resources.limits.memory.
  warning    IMAGE-UNPINNED: the image ghcr.io/example/gallery without a tag, but that means latest: each restart may run another image.
             Use a version, or add the digest.
  warning    SECRET-IN-ENV: a value for DB_PASSWORD, but this value would end up in Git.
             Take it from a Secret (valueFrom.secretKeyRef).

1 workload: 4 warnings.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('can be accepted', () => {
    const accept = (['IMAGE-UNPINNED', 'RESOURCES-MISSING', 'RESOURCES-WITHOUT-LIMIT', 'SECRET-IN-ENV'] as const).map((code) => ({ code, reason: 'later' }));
    expect(codes([sloppy], { accept })).toEqual([]);
  });

  test('is nothing where a LimitRange of the namespace sets it', () => {
    const range = (limits: Fields, metadata: Fields = {}) =>
      made('v1', 'LimitRange', 'usual', { spec: { limits: [{ type: 'Container', ...limits }] } }, metadata);
    const plain = app({ containers: [bare] });
    const both = { defaultRequest: { cpu: '10m', memory: '32Mi' }, default: { memory: '64Mi' } };
    expect([
      codes([plain, range(both)]),
      codes([plain, range({ default: { cpu: '1', memory: '64Mi' } })]),
      codes([plain, range({ defaultRequest: both.defaultRequest })]),
      codes([plain, range(both, { namespace: 'elsewhere' })]),
      codes([plain, range({ ...both, type: 'Pod' })]),
      codes([plain, range({ defaultRequest: { cpu: '99', memory: '32Mi' }, default: { memory: '64Mi' } })]),
    ]).toEqual([
      [],
      [],
      ['warning RESOURCES-WITHOUT-LIMIT'],
      ['warning RESOURCES-MISSING', 'warning RESOURCES-WITHOUT-LIMIT'],
      ['warning RESOURCES-MISSING', 'warning RESOURCES-WITHOUT-LIMIT'],
      ['error FIT-NO-NODE'],
    ]);
  });

  test('is a schedule whose runs may overlap by the default of Kubernetes', () => {
    const template = { metadata: { labels: {} }, spec: { ...MOUNTED, restartPolicy: 'Never' } };
    const job = made('batch/v1', 'CronJob', 'backup', { spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template } } } });
    const claim = made('v1', 'PersistentVolumeClaim', 'photos', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } });
    expect(codes([job, claim])).toEqual(['warning JOB-TWO-WRITERS']);
  });
});

describe('claims', () => {
  test('that are not among the objects are told together', () => {
    const volumes = ['photos', 'thumbs'].map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } }));
    expect(said([app({ ...MOUNTED, volumes }, RECREATE)])).toMatchInlineSnapshot(`
"home/Deployment/gallery
  class      SinglePodFlexible: one pod that may run on another node
  node dies  down until a person acts
  failures   until repair: site home and power everywhere
             2 s to 82 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  warning    FLEXIBLE-STUCK-VOLUME: an attached volume on 3 nodes that no agent fences (w1, w2 and w3), and Kubernetes never detaches a volume from a dead node by itself: the app stays down until a person acts.
             If its storage frees volumes of dead nodes, say so in the facts (release of the class). Otherwise fence the nodes, or use storage that does.
  note       MANIFEST-CLAIM-UNKNOWN: the claims photos and thumbs, which are not among these objects: they count as ones that nothing takes from a dead node.
             Pass their objects, too, or describe them in storage.volumes of the facts.

1 workload: 1 warning, 1 note.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
The facts do not say where the data of home/Deployment/gallery is: whether a failure loses it is not known.
"
`);
  });

  const claim = made('v1', 'PersistentVolumeClaim', 'photos', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } });

  test('that nothing takes from a dead node keep the app down: it waits for no default, and one warning says why', () => {
    const all = (kind: string) => checking({ storage: CLASSES }).report([app(MOUNTED, kind === 'Deployment' ? RECREATE : {}, kind), claim]);
    expect(['Deployment', 'StatefulSet'].map((kind) => all(kind).findings.map(({ code }) => code))).toEqual([
      ['FLEXIBLE-STUCK-VOLUME'],
      ['FLEXIBLE-STUCK-VOLUME'],
    ]);
  });
});

test('what asks for a label that no node has is told which, and nothing else of where it runs', () => {
  const claim = made('v1', 'PersistentVolumeClaim', 'photos', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } });
  const liked = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }] };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: liked } };
  expect(said([app({ ...MOUNTED, affinity, nodeSelector: { 'topology.kubernetes.io/zone': 'loft' } }, RECREATE), claim])).toMatchInlineSnapshot(`
"home/Deployment/gallery
  class      SinglePodFlexible: one pod that may run on another node
  node dies  nothing runs
  error      NODE-OUT-OF-REACH: nodes with topology.kubernetes.io/zone=loft and disk, but no node is left for it (no node has what it asks for, or all that do have taints against it).
             Let another node run it (node selector, affinity, tolerations), use storage or hardware that one of these has, or correct the facts.

1 workload: 1 error.
"
`);
});

test('a test of a chart is no workload: it runs when somebody asks for it', () => {
  const pod = (hook: string) =>
    made('v1', 'Pod', 'probe', { spec: { containers: [CONTAINER], restartPolicy: 'Never' } }, { annotations: { 'helm.sh/hook': hook } });
  expect(['test', 'test-success', 'pre-install', 'post-install, test'].map((hook) => report([pod(hook)]).workloads.length)).toEqual([0, 0, 1, 1]);
});

test('a Kustomization of Flux makes no pods of its own, a HelmRelease does', () => {
  const one = (apiVersion: string, kind: string, name: string) => made(apiVersion, kind, name, { spec: {} });
  const releases = ['a', 'b'].map((name) => one('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name));
  expect(said([one('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'apps'), ...releases])).toMatchInlineSnapshot(`
"note       MANIFEST-KIND-UNKNOWN  HelmRelease (helm.toolkit.fluxcd.io): 2 objects, but the pods that an operator makes of them are not in them: they were not judged.
                                  Pass what the operator makes, too: helm template, or kubectl get deployments,statefulsets -A -o yaml.

0 workloads: 1 note.
"
`);
});

describe('pods that a required podAntiAffinity keeps on nodes of their own', () => {
  const nodes = [worker('w1'), worker('w2'), control('c1')];
  const term = (fields: Fields = {}) => ({ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'gallery' } }, ...fields });
  const alone = (fields: Fields = {}) => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(fields)] } } });
  const FEW = 'error MANIFEST-TOO-FEW-NODES';
  const isTooFew = (pod: Fields, spec: Fields, kind?: string) => codes([app(pod, spec, kind)], { nodes }).includes(FEW);

  test('need as many nodes', () => {
    expect(said([app(alone(), { replicas: 3 }, 'StatefulSet')], { nodes })).toMatchInlineSnapshot(`
"home/StatefulSet/gallery
  class      HighlyAvailable: 3 pods, kept on different nodes by its required podAntiAffinity
  node dies  keeps running
  failures   until repair: site home and power everywhere
             1 s to 67 s, if it finds a place: upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 3 pods, each on a node of its own by its required podAntiAffinity, but only 2 nodes (w1 and w2) may run them, so the others never start.
             Run fewer pods, or let more nodes run them.
  note       MANIFEST-IN-ORDER: pods that start in order (podManagementPolicy: OrderedReady, the default), but while the pod of a dead node is not ready again, no pod with a higher number that is lost or evicted starts again, and no rollout goes on.
             If the app does not need the order, write podManagementPolicy: Parallel. Kubernetes cannot change it: first kubectl delete statefulset --cascade=orphan, which keeps the pods.

1 workload: 1 error, 1 note.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('need one more for a rollout that stops none of them first', () => {
    const stopping = (maxUnavailable: number | string) => ({ replicas: 2, strategy: { rollingUpdate: { maxUnavailable } } });
    expect(said([app(alone(), { replicas: 2 })], { nodes })).toMatchInlineSnapshot(`
"home/Deployment/gallery
  class      HighlyAvailable: 2 pods, kept on different nodes by its required podAntiAffinity
  node dies  keeps running
  failures   until repair: site home and power everywhere
             1 s to 37 s, if it finds a place: upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 2 pods, each on a node of its own by its required podAntiAffinity, but only 2 nodes (w1 and w2) may run them, so the first pod of a new version finds none and the rollout never ends.
             Write maxUnavailable: 1, or let more nodes run them.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
    expect([
      isTooFew(alone(), stopping(0)),
      isTooFew(alone(), stopping(1)),
      isTooFew(alone(), stopping('50%')),
      isTooFew(alone(), { replicas: 2, ...RECREATE }),
      isTooFew(alone({ matchLabelKeys: ['pod-template-hash'] }), stopping(0)),
      isTooFew(alone({ matchLabelKeys: ['pod-template-hash'] }), { replicas: 3 }),
      isTooFew(alone({ topologyKey: 'example.org/rack' }), { replicas: 3 }),
      isTooFew(alone(), { replicas: 2 }, 'StatefulSet'),
      isTooFew({}, { replicas: 3 }),
    ]).toEqual([true, false, false, false, false, true, false, false, false]);
  });
});
