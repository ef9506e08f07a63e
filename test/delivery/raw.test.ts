import { ApiObject, type ApiObjectProps } from 'cdk8s';
import {
  App,
  type ClaimOptions,
  Client,
  Cluster,
  Destination,
  DrbdStorage,
  HighlyAvailable,
  NodeAgent,
  Port,
  Probe,
  ScheduledJob,
  SinglePodFlexible,
  type SinglePodFlexibleProps,
  SinglePodPinned,
  Size,
  Volume,
} from '../../lib';
import { appProps, clusterProps, messages } from '../support';

interface Raw {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec?: unknown;
  readonly namespace?: string;
  readonly name?: string;
  readonly labels?: object;
}

/** After those of DRBD, where it is in use. */
const CLASSES = [
  { name: 'nfs', nodeLocal: false, attachable: false, readWriteMany: true },
  { name: 'local', nodeLocal: true },
];

/** What is said of objects beside apps in the namespace wiki. */
function said(fill: (cluster: Cluster) => void, ...objects: readonly Raw[]): string {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps({ storage: { classes: CLASSES } }), namespaces: { other: { external: true } } });
  fill(cluster);
  objects.forEach(({ namespace = 'wiki', name, labels, ...rest }, index) => {
    new ApiObject(cluster.workers, `raw-${index}`, {
      ...rest,
      metadata: { name: name ?? `raw-${index}`, namespace, ...(labels === undefined ? {} : { labels }) },
    } as ApiObjectProps);
  });
  return messages(app.build().findings);
}

const flexible =
  (props: Partial<SinglePodFlexibleProps> = {}) =>
  (cluster: Cluster): void => {
    new SinglePodFlexible(cluster.workers, 'wiki', appProps(props));
  };
const existing = (options: ClaimOptions) =>
  flexible({ volumes: [Volume.claim('/data', options)], accept: [{ code: 'FLEXIBLE-TWIN-WRITER', reason: 'it locks its files' }] });
const withData = (cluster: Cluster) => {
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  flexible({ volumes: [Volume.data('/data', { size: Size.gib(2) })] })(cluster);
};
const many = (cluster: Cluster) => {
  new HighlyAvailable(cluster.workers, 'wiki', appProps({ health: { readiness: Probe.exec('true') } }));
};
const budget = (spec: object, namespace?: string): Raw => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  spec,
  ...(namespace === undefined ? {} : { namespace }),
});
const NAME = 'app.kubernetes.io/name';
const WIKI = { matchLabels: { [NAME]: 'wiki' } };

describe('a budget beside an app', () => {
  test('is named, with the class that has its own reasons', () => {
    expect(said(flexible(), budget({ selector: WIKI, minAvailable: 1 }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a PodDisruptionBudget for wiki, but the class SinglePodFlexible decides its budget, and the promise depends on that.
                         Remove it, or change the app."
    `);
    expect(said(many, budget({ selector: WIKI, maxUnavailable: '100%' }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a PodDisruptionBudget for wiki, but the class HighlyAvailable decides its budget, and the promise depends on that.
                         Remove it, or change the app."
    `);
  });

  test.each<[string, object]>([
    ['without terms', {}],
    ['with a label of the class', { matchLabels: { 'cdk8s-availability/class': 'SinglePodFlexible' } }],
    ['In', { matchExpressions: [{ key: NAME, operator: 'In', values: ['other', 'wiki'] }] }],
    ['NotIn', { matchExpressions: [{ key: NAME, operator: 'NotIn', values: ['other'] }] }],
    ['NotIn a label that it does not have', { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] }],
    ['Exists', { matchExpressions: [{ key: NAME, operator: 'Exists' }] }],
    ['DoesNotExist', { ...WIKI, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }],
    ['terms that are no list', { matchExpressions: 'wiki' }],
    ['its own label', { matchLabels: { team: 'docs' } }],
  ])('is meant for it: %s', (_, selector) => {
    expect(said(flexible({ podLabels: { team: 'docs' } }), budget({ selector, minAvailable: 1 }))).toMatch(/^RAW-AGAINST-CLASS/);
  });

  test.each<[string, unknown]>([
    ['no selector', undefined],
    ['null', null],
    ['another label', { matchLabels: { app: 'other' } }],
    ['a label and another', { matchLabels: { [NAME]: 'wiki', tier: 'web' } }],
    ['In', { matchExpressions: [{ key: NAME, operator: 'In', values: ['other'] }] }],
    ['NotIn', { matchExpressions: [{ key: NAME, operator: 'NotIn', values: ['wiki'] }] }],
    ['Exists', { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }],
    ['DoesNotExist', { matchExpressions: [{ key: NAME, operator: 'DoesNotExist' }] }],
    ['a term too many', { ...WIKI, matchExpressions: [{ key: 'tier', operator: 'Exists' }] }],
    ['nothing in the list', { ...WIKI, matchExpressions: [null, { key: 'tier', operator: 'Is' }] }],
  ])('is not meant for it: %s', (_, selector) => {
    expect(said(flexible(), budget({ selector, minAvailable: 1 }))).toBe('');
  });

  test('is harmless in another namespace, for agents, and where it never blocks', () => {
    expect(said(flexible(), budget({ selector: WIKI, minAvailable: 1 }, 'other'))).toBe('');
    expect(said(flexible(), budget({ selector: WIKI, maxUnavailable: 1 }))).toBe('');
    expect(said(flexible(), budget({ selector: WIKI, minAvailable: 0 }))).toBe('');
    const { placement: _, ...props } = appProps();
    expect(said((cluster) => new NodeAgent(cluster.workers, 'wiki', props), budget({ selector: WIKI, minAvailable: 1 }))).toBe('');
  });
});

describe('what scales an app', () => {
  const scaler = (spec: object): Raw => ({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', spec });
  const keda = (spec: object): Raw => ({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', spec });
  const vertical = (spec: object): Raw => ({ apiVersion: 'autoscaling.k8s.io/v1', kind: 'VerticalPodAutoscaler', spec });

  test('is named', () => {
    expect(said(flexible(), scaler({ scaleTargetRef: { kind: 'Deployment', name: 'wiki' } }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a HorizontalPodAutoscaler for wiki, but the class SinglePodFlexible decides its replicas, and the promise depends on that.
                         Remove it, or change the app."
    `);
    expect(said(flexible(), keda({ scaleTargetRef: { name: 'wiki' } }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a ScaledObject for wiki, but the class SinglePodFlexible decides its replicas, and the promise depends on that.
                         Remove it, or change the app."
    `);
    expect(said(flexible(), vertical({ targetRef: { kind: 'Deployment', name: 'wiki' } }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a VerticalPodAutoscaler for wiki, but the class SinglePodFlexible decides its requests, and the promise depends on that.
                         Remove it, or change the app."
    `);
  });

  test('is not, if it scales something else, or only recommends', () => {
    expect(said(flexible(), scaler({ scaleTargetRef: { kind: 'StatefulSet', name: 'wiki' } }))).toBe('');
    expect(said(flexible(), scaler({ scaleTargetRef: null }), scaler({}))).toBe('');
    expect(said(flexible(), keda({ scaleTargetRef: { kind: 'Rollout', name: 'wiki' } }))).toBe('');
    expect(said(flexible(), vertical({ targetRef: { kind: 'Deployment', name: 'wiki' }, updatePolicy: { updateMode: 'Off' } }))).toBe('');
  });
});

describe('a workload beside an app', () => {
  const OWN = { [NAME]: 'wiki', 'app.kubernetes.io/instance': 'wiki' };
  const template = (labels: object, spec: object = {}) => ({ template: { metadata: { labels }, spec: { containers: [], ...spec } } });
  const deployment = (spec: object): Raw => ({ apiVersion: 'apps/v1', kind: 'Deployment', spec });

  test('is named if its pods have the labels of the app', () => {
    expect(said(flexible(), deployment(template({ ...OWN, tier: 'web' })))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a Deployment whose pods have the labels of wiki, but the Service, policy, spread and budget of an app select its pods by them, so these count as its own.
                         Give them other labels, or remove it."
    `);
    expect(said(flexible(), { apiVersion: 'v1', kind: 'Pod', labels: OWN, spec: { containers: [] } })).toContain('a Pod with the labels of wiki');
    expect(said(flexible(), { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: template(OWN) } } })).toContain('the labels of wiki');
  });

  test('is not if a label differs, elsewhere, or without pods', () => {
    expect(said(flexible(), deployment(template({ ...OWN, 'app.kubernetes.io/instance': 'other' })))).toBe('');
    expect(said(flexible(), deployment(template({ [NAME]: 'wiki' })))).toBe('');
    expect(said(flexible(), deployment({ replicas: 0, ...template(OWN) }))).toBe('');
    expect(said(flexible(), { ...deployment(template(OWN)), namespace: 'other' })).toBe('');
    expect(said(flexible(), { ...deployment({}), labels: OWN }, deployment({ template: null }), { apiVersion: 'batch/v1', kind: 'CronJob' })).toBe('');
  });

  const mounting = (...claims: readonly unknown[]) =>
    deployment(
      template({ app: 'backup' }, { volumes: [{ name: 'tmp', emptyDir: {} }, ...claims.map((claimName) => ({ persistentVolumeClaim: { claimName } }))] }),
    );
  const forOne = (cluster: Cluster) => {
    new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
    flexible({ volumes: [Volume.data('/data', { size: Size.gib(2), readWriteOncePod: true })] })(cluster);
  };
  const stateful = (cluster: Cluster) => {
    new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
    new HighlyAvailable(
      cluster.workers,
      'wiki',
      appProps({ health: { readiness: Probe.exec('true') }, volumes: [Volume.data('/data', { size: Size.gib(2) })] }),
    );
  };

  test('is named if it mounts a claim that is for one pod or one node', () => {
    expect(said(withData, mounting('wiki-data'))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a Deployment that mounts wiki-data of wiki, but it is ReadWriteOnce, so both write at once on one node, or the other waits for the volume.
                         Make it an app with Volume.shared, which runs beside the other, or mount another claim."
    `);
    expect(said(forOne, mounting('wiki-data'))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a Deployment that mounts wiki-data of wiki, but it is ReadWriteOncePod, so only one of the two has it, and the other waits.
                         Mount another claim."
    `);
    expect(said(stateful, mounting('data-wiki-1'))).toContain('a Deployment that mounts data-wiki-1 of wiki');
  });

  test('is not if it mounts another, one for many, or none', () => {
    expect(said(withData, mounting('other', null), mounting())).toBe('');
    expect(said(withData, { ...mounting('wiki-data'), namespace: 'other' })).toBe('');
    expect(said(stateful, mounting('data-wiki-9'))).toBe('');
    expect(
      said(flexible(), deployment(template({}, { volumes: 'many' })), deployment(template({}, { volumes: [null, 'x', { persistentVolumeClaim: null }] }))),
    ).toBe('');
    expect(said(existing({ claimName: 'old', readWriteMany: true, storageClass: 'nfs' }), mounting('old'))).toBe('');
  });

  const set = (name: string, template: string, spec: object = {}): Raw => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    name,
    spec: { template: { metadata: { labels: { app: name } }, spec: { containers: [] } }, volumeClaimTemplates: [{ metadata: { name: template } }], ...spec },
  });
  const named =
    (claimName: string, options: object = {}) =>
    (cluster: Cluster) => {
      new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
      flexible({ volumes: [Volume.data('/data', { size: Size.gib(2), claimName, ...options })] })(cluster);
    };

  test('is named if its templates make a claim that an app has', () => {
    expect(said(named('files-wiki-data-2'), set('wiki-data', 'files', { replicas: 3 }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a StatefulSet that mounts files-wiki-data-2 of wiki, but it is ReadWriteOnce, so both write at once on one node, or the other waits for the volume.
                         Make it an app with Volume.shared, which runs beside the other, or mount another claim."
    `);
    expect(said(named('files-wiki-data-0'), set('wiki-data', 'files'))).toContain('files-wiki-data-0 of wiki');
    expect(said(named('files-wiki-data-5'), set('wiki-data', 'files', { replicas: 2, ordinals: { start: 4 } }))).toContain('files-wiki-data-5 of wiki');
    const many = existing({ claimName: 'files-wiki-data-0', storageClass: 'local' });
    expect(said(many, set('wiki-data', 'files'))).toContain('files-wiki-data-0 of wiki');
  });

  test('is not if its templates make others', () => {
    for (const other of ['files-wiki-data-1', 'files-wiki-data', 'files-wiki-data-00', 'files-wiki-0'])
      expect(said(named(other), set('wiki-data', 'files'))).toBe('');
    expect(said(named('files-wiki-data-0'), set('wiki-data', 'files', { replicas: 0 }))).toBe('');
    expect(said(named('files-wiki-data-0'), set('wiki-data', 'files', { volumeClaimTemplates: [null, {}, 'x'] }))).toBe('');
    expect(said(named('files-wiki-data-0'), { ...set('wiki-data', 'files'), namespace: 'other' })).toBe('');
    expect(said(existing({ claimName: 'files-wiki-data-0', readWriteMany: true, storageClass: 'nfs' }), set('wiki-data', 'files'))).toBe('');
  });

  test('on the one node of the app may share an existing claim', () => {
    const pinned = (cluster: Cluster) => {
      new SinglePodPinned(cluster.workers, 'wiki', {
        ...appProps({ volumes: [Volume.claim('/data', { claimName: 'old', storageClass: 'local' })] }),
        placement: {},
        node: { name: 'w1', reason: 'its disk' },
      });
    };
    const on = (node: string) => deployment(template({}, { nodeName: node, volumes: [{ persistentVolumeClaim: { claimName: 'old' } }] }));
    expect(said(pinned, on('w1'))).toBe('');
    expect(said(pinned, on('w2'))).toContain('a Deployment that mounts old of wiki');
  });
});

describe('a claim outside of apps that an app mounts', () => {
  const claim = (spec: object, name = 'old'): Raw => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, spec });
  const requests = (storage: string) => ({ resources: { requests: { storage } } });
  const nfs = existing({ claimName: 'old', storageClass: 'nfs', readWriteMany: true, size: Size.gib(5) });

  test('is named if it has another class, mode or size than the app says', () => {
    expect(said(nfs, claim({ accessModes: ['ReadWriteOnce'], storageClassName: 'fast', ...requests('9Gi') }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a PersistentVolumeClaim with fast, ReadWriteOnce and 9Gi, but wiki says of it nfs, ReadWriteMany and 5Gi.
                         Say the same in both."
    `);
    expect(said(nfs, claim({ accessModes: ['ReadWriteMany'], storageClassName: '' }))).toContain('with no class, but wiki says of it nfs.');
    expect(said(nfs, claim(requests('4Gi')))).toContain('with 4Gi, but wiki says of it 5Gi.');
    expect(said(existing({ claimName: 'old', storageClass: 'nfs', readWriteMany: true, readOnly: true }), claim({ accessModes: ['ReadWriteOnce'] }))).toContain(
      'with ReadWriteOnce, but wiki says of it ReadWriteMany.',
    );
  });

  test('is not if it agrees, says nothing, or is another', () => {
    expect(said(nfs, claim({ accessModes: ['ReadWriteOnce', 'ReadWriteMany'], storageClassName: 'nfs', ...requests('5120Mi') }))).toBe('');
    expect(said(nfs, claim({}), { apiVersion: 'v1', kind: 'PersistentVolumeClaim' })).toBe('');
    expect(said(nfs, claim({ accessModes: ['ReadWriteOnce'] }, 'other'))).toBe('');
    expect(said(existing({ claimName: 'old', storageClass: 'nfs', readWriteMany: true, readOnly: true }), claim({ accessModes: ['ReadOnlyMany'] }))).toBe('');
  });
});

describe('a network policy beside that of an app', () => {
  const policy = (spec: object): Raw => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec });
  const closed = flexible({ network: { ports: [Port.http(80)], allowFrom: [], allowTo: [Destination.cidr('192.0.2.0/24')] } });
  const open = flexible({ network: { ports: [Port.http(80)] } });

  test('is named if it opens what the app closes', () => {
    expect(said(closed, policy({ podSelector: {}, ingress: [{}] }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a NetworkPolicy for wiki, but its allowFrom decides who may connect, and this lets in others.
                         Remove it, or change the app."
    `);
    expect(said(closed, policy({ podSelector: WIKI, policyTypes: ['Egress'], egress: [{}] }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a NetworkPolicy for wiki, but its allowTo decides what it may connect to, and this allows more.
                         Remove it, or change the app."
    `);
  });

  test('is named if it opens ports that the app does not', () => {
    const adminOf = (more: object = {}) => flexible({ network: { ports: [Port.http(80), Port.tcp(9000, 'admin').unexposed()], ...more } });
    const ingress = (...rules: readonly object[]) => policy({ podSelector: WIKI, ingress: rules });
    expect(said(adminOf(), ingress({}))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a NetworkPolicy for wiki, but its port admin is not exposed, and this opens it.
                         Remove it, or change the app."
    `);
    for (const port of [9000, 'admin', undefined]) expect(said(adminOf(), ingress({ ports: [{ port }] }))).toContain('but its port admin is not exposed');
    expect(said(adminOf(), ingress({ ports: [{ port: 8000, endPort: 9000 }], from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }))).toContain('port admin');
    expect(said(adminOf(), ingress({ ports: [{ port: 80 }, { port: 9000, protocol: 'UDP' }, { port: 8000, endPort: 8999 }, { port: 'http' }, null] }))).toBe(
      '',
    );
    const own = { podSelector: { matchLabels: { [NAME]: 'wiki', 'app.kubernetes.io/instance': 'wiki' } } };
    expect(said(adminOf(), ingress({ from: [own] }, null as unknown as object))).toBe('');
    expect(said(adminOf(), ingress({ from: [own, { podSelector: {} }] }))).toContain('port admin');
    expect(said(adminOf(), policy({ podSelector: { matchLabels: { app: 'other' } }, ingress: [{}] }))).toBe('');
  });

  test('is not if it closes, opens what is open, or is for others', () => {
    expect(said(closed, policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }))).toBe('');
    expect(said(closed, policy({ podSelector: {}, policyTypes: ['Egress'], ingress: [{}] }))).toBe('');
    expect(said(closed, policy({ podSelector: { matchLabels: { app: 'other' } }, ingress: [{}] }))).toBe('');
    expect(said(open, policy({ podSelector: {}, ingress: [{}], egress: [{}] }))).toBe('');
    expect(said(flexible({ network: { ports: [Port.http(80)], allowFrom: [Client.cidr('192.0.2.0/24')] } }), policy({ egress: [{}] }))).toBe('');
    const job = (cluster: Cluster) => new ScheduledJob(cluster.workers, 'wiki', { ...appProps(), schedule: '30 3 * * *' });
    expect(said(job, policy({ podSelector: {}, ingress: [{}] }))).toBe('');
  });
});

describe('a quota', () => {
  const quota = (hard: object, more: object = {}): Raw => ({ apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard, ...more } });

  test('that the apps of its namespace exceed is named', () => {
    expect(said(flexible(), quota({ pods: '0' }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a ResourceQuota of pods: 0, but the apps in its namespace need 1.
                         Remove it, or change the app."
    `);
    expect(said(flexible(), quota({ 'requests.cpu': '99m' }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a ResourceQuota of requests.cpu: 99m, but the apps in its namespace need 100m.
                         Remove it, or change the app."
    `);
    expect(said(flexible(), quota({ 'limits.memory': '255Mi' }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a ResourceQuota of limits.memory: 255Mi, but the apps in its namespace need 256Mi.
                         Remove it, or change the app."
    `);
    expect(said(flexible(), quota({ 'limits.cpu': '10' }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a ResourceQuota of limits.cpu, but apps have no CPU limit, so their pods are refused.
                         Remove it, or change the app."
    `);
    expect(said(withData, quota({ 'requests.storage': '1Gi' }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a ResourceQuota of requests.storage: 1Gi, but the apps in its namespace need 2Gi.
                         Remove it, or change the app."
    `);
  });

  test('counts the extra pod of a rollout', () => {
    expect(said(many, quota({ pods: 2 }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a ResourceQuota of pods: 2, but the apps in its namespace need 3.
                         Remove it, or change the app."
    `);
    expect(said(many, quota({ pods: 3 }))).toBe('');
  });

  test('for some pods only counts those', () => {
    const ofPriority = (operator: string, ...values: readonly string[]) => ({
      scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, ...(values.length > 0 ? { values } : {}) }] },
    });
    const none = (scope: object) => said(flexible(), quota({ pods: '0' }, scope)) === '';
    expect(said(flexible(), quota({ pods: '0' }, { scopes: ['NotTerminating', 'NotBestEffort'] }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a ResourceQuota of pods: 0, but the apps in its namespace need 1.
                         Remove it, or change the app."
    `);
    expect(none(ofPriority('In', 'availability-single-pod-flexible'))).toBe(false);
    expect(none(ofPriority('Exists'))).toBe(false);
    expect(none(ofPriority('NotIn', 'system-node-critical'))).toBe(false);
    expect(none(ofPriority('In', 'system-node-critical'))).toBe(true);
    expect(none(ofPriority('DoesNotExist'))).toBe(true);
    expect(none({ scopes: ['Terminating'] })).toBe(true);
    expect(none({ scopes: ['OfTomorrow'] })).toBe(true);
    expect(none({ scopes: ['NotBestEffort'], ...ofPriority('DoesNotExist') })).toBe(true);
  });

  test('that leaves enough, is elsewhere or for some pods only is not', () => {
    expect(
      said(withData, quota({ pods: 2, cpu: '200m', memory: '0.25Gi', 'limits.memory': '512Mi', 'requests.storage': '2Gi', persistentvolumeclaims: 1 })),
    ).toBe('');
    expect(said(flexible(), { ...quota({ pods: '0' }), namespace: 'other' })).toBe('');
    expect(said(flexible(), quota({ pods: '0' }, { scopes: ['BestEffort'] }))).toBe('');
    expect(said(flexible(), quota({ secrets: '0', 'requests.nvidia.com/gpu': 0, pods: 'none' }))).toBe('');
  });
});

describe('a limit range', () => {
  const range = (...limits: object[]): Raw => ({ apiVersion: 'v1', kind: 'LimitRange', spec: { limits } });
  const container = (limits: object) => range({ type: 'Container', ...limits });

  test('that changes or refuses the pods of an app is named', () => {
    expect(said(flexible(), container({ default: { cpu: '500m' } }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a LimitRange that gives containers a CPU limit, but apps have none, because it would slow them down while cores are idle.
                         Remove it, or change the app."
    `);
    expect(said(flexible(), container({ max: { cpu: '4' } }))).toContain('gives containers a CPU limit');
    expect(said(flexible(), container({ min: { memory: '1Gi' } }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a LimitRange with min memory: 1Gi for a Container, but wiki requests 128Mi, so it is refused.
                         Remove it, or change the app."
    `);
    expect(said(flexible(), container({ max: { memory: '200M' } }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a LimitRange with max memory: 200M for a Container, but wiki needs up to 256Mi, so it is refused.
                         Remove it, or change the app."
    `);
    expect(said(flexible(), container({ maxLimitRequestRatio: { memory: 1 } }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a LimitRange with maxLimitRequestRatio memory: 1 for a Container, but wiki requests 128Mi and has a limit of 256Mi, so it is refused.
                         Remove it, or change the app."
    `);
    expect(said(flexible(), range({ type: 'Pod', max: { cpu: '2' } }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a LimitRange with max cpu: 2 for a Pod, but wiki has no cpu limit, so it is refused.
                         Remove it, or change the app."
    `);
    expect(said(withData, range({ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } }))).toMatchInlineSnapshot(`
      "RAW-AGAINST-CLASS  lab/worker/raw-0: a LimitRange with max storage: 1Gi for a PersistentVolumeClaim, but wiki needs up to 2Gi, so it is refused.
                         Remove it, or change the app."
    `);
  });

  test('that fits, or has defaults for what apps say themselves, is not', () => {
    const fits = { min: { cpu: '100m', memory: '64Mi' }, max: { memory: '256Mi' }, default: { memory: '1Gi' }, defaultRequest: { cpu: '1', memory: '1Gi' } };
    expect(said(flexible(), range({ type: 'Container', ...fits, maxLimitRequestRatio: { memory: 2 } }, { type: 'Pod', min: { cpu: '50m' } }))).toBe('');
    expect(said(flexible(), range({ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } }, { type: 'Image', max: { storage: '1Gi' } }))).toBe('');
    expect(said(flexible(), { apiVersion: 'v1', kind: 'LimitRange', spec: { limits: {} } }, { apiVersion: 'v1', kind: 'LimitRange' })).toBe('');
  });
});

const raw = (apiVersion: string, kind: string, spec: object): Raw => ({ apiVersion, kind, spec });
const requesting = (requests: object) => ({ name: 'main', resources: { requests } });
test('workloads outside of apps count where they cannot fit', () => {
  const beside = (replicas: number, requests: object, limits: object = {}) =>
    said(flexible(), raw('apps/v1', 'Deployment', { replicas, template: { spec: { containers: [{ name: 'main', resources: { requests, limits } }] } } }));
  expect(beside(1, { memory: '30Gi', cpu: '250m' })).toMatchInlineSnapshot(`
    "RAW-BEYOND-NODES  lab/worker/raw-0: 30Gi of memory for one pod, but no node has that much.
                      Request less, or accept it with a reason."
  `);
  expect(beside(50, { memory: '1Gi' })).toMatchInlineSnapshot(`
    "RAW-BEYOND-NODES  lab/worker/raw-0: 50Gi of memory requested by 1 workload outside of apps, and 128Mi of memory by apps, but all nodes together have 28784Mi of memory.
                      Request less, add nodes, or accept it with a reason."
  `);
  expect(beside(1, {}, { cpu: '64' })).toContain('64 cores for one pod');
  expect(beside(2, { memory: '500Mi', cpu: '0.5' })).toBe('');
  expect(beside(2, { memory: 'much' })).toBe('');
});

describe('a workload outside of apps counts as the scheduler counts it', () => {
  const BIG = '30Gi';
  const template = (spec: object) => ({ template: { spec } });
  const pod = { containers: [requesting({ memory: BIG })] };

  test.each<[string, Raw]>([
    ['a pod', raw('v1', 'Pod', pod)],
    ['a job', raw('batch/v1', 'Job', template(pod))],
    ['a job at times', raw('batch/v1', 'CronJob', { jobTemplate: { spec: template(pod) } })],
    ['an old controller', raw('v1', 'ReplicationController', template(pod))],
    [
      'with a sidecar',
      raw('apps/v1', 'Deployment', template({ initContainers: [{ ...requesting({ memory: BIG }), restartPolicy: 'Always' }], containers: [] })),
    ],
    ['with an init container', raw('apps/v1', 'Deployment', template({ initContainers: [requesting({ memory: BIG })], containers: [] }))],
    ['for the pod as a whole', raw('apps/v1', 'Deployment', template({ resources: { requests: { memory: BIG } }, containers: [] }))],
  ])('%s', (_, object) => {
    expect(said(flexible(), object)).toContain('RAW-BEYOND-NODES  lab/worker/raw-0: 30Gi of memory for one pod, but no node has that much.');
  });

  const memories = (...gib: number[]) => gib.map((one) => requesting({ memory: `${one}Gi` }));

  test.each<[string, Raw]>([
    ['init containers one after the other', raw('v1', 'Pod', { initContainers: memories(4, 4, 4), containers: memories(4) })],
    ['jobs, which come and go', raw('batch/v1', 'Job', { parallelism: 50, ...template({ containers: memories(4) }) })],
    ['agents on nodes that they choose', raw('apps/v1', 'DaemonSet', template({ nodeSelector: { gpu: 'true' }, containers: memories(7) }))],
    ['what is no workload', raw('example.org/v1', 'Deployment', template(pod))],
    ['what cannot be read', raw('apps/v1', 'Deployment', { template: { spec: { containers: 'many' } } })],
    ['no spec', { apiVersion: 'apps/v1', kind: 'Deployment' }],
  ])('but not %s', (_, object) => {
    expect(said(flexible(), object)).toBe('');
  });

  test('agents count on each node that keeps nobody away', () => {
    expect(
      said(flexible(), raw('apps/v1', 'DaemonSet', template({ containers: memories(7) })), raw('apps/v1', 'DaemonSet', template({ containers: memories(7) }))),
    ).toMatchInlineSnapshot(`
      "RAW-BEYOND-NODES  lab/worker/raw-0: 42Gi of memory requested by 2 workloads outside of apps, and 128Mi of memory by apps, but all nodes together have 28784Mi of memory.
                        Request less, add nodes, or accept it with a reason."
    `);
  });
});
