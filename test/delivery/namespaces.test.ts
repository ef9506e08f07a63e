import { ApiObject, Testing } from 'cdk8s';
import { Allow, App, Cluster, SinglePodFlexible } from '../../lib';
import { type AnyAppProps, appProps, clusterProps, messages } from '../support';

interface Labelled {
  readonly kind: string;
  readonly metadata: { readonly labels: { readonly [key: string]: string } };
}

/** The level that is enforced in a namespace which these apps share. */
function levelOf(...apps: Partial<AnyAppProps>[]): string | undefined {
  const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps() });
  apps.forEach((overrides, index) => {
    new SinglePodFlexible(cluster.workers, `app-${index}`, appProps({ namespace: 'shared', ...overrides }));
  });
  const namespace = (Testing.synth(cluster.workers) as Labelled[]).find((one) => one.kind === 'Namespace');
  return namespace?.metadata.labels['pod-security.kubernetes.io/enforce'];
}

const REASON = 'a test';

test('a namespace that apps share has the level of the loosest container in it, in whatever order they come', () => {
  const rooted = { initContainers: [{ name: 'setup', security: { allow: [Allow.rootUser(REASON), Allow.capability('CHOWN', REASON)] } }] };
  const { image, resources } = appProps();
  const traced = { sidecars: [{ name: 'side', image, resources, security: { allow: [Allow.seccompUnconfined(REASON)] } }] };
  expect(levelOf({})).toBe('restricted');
  expect(levelOf(rooted)).toBe('baseline');
  expect(levelOf({}, rooted)).toBe('baseline');
  expect(levelOf({}, rooted, traced)).toBe('privileged');
  expect(levelOf(traced, rooted, {})).toBe('privileged');
});

test('no namespace of Kubernetes is made, nor missed: it made them itself', () => {
  const built = (...namespaces: string[]) => {
    const app = new App({ outdir: '/nowhere' });
    const { workers } = new Cluster(app, 'lab', { facts: clusterProps() });
    for (const namespace of namespaces) new ApiObject(workers, namespace, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'raw', namespace } });
    new SinglePodFlexible(workers, 'proxy', appProps({ namespace: 'kube-system' }));
    new SinglePodFlexible(workers, 'kubeview', appProps());
    const { files, findings } = app.build();
    return { said: messages(findings), made: [...files.keys()].filter((path) => path.includes('namespace')) };
  };
  expect(built('default', 'kube-system', 'kube-public', 'kube-node-lease')).toEqual({ said: '', made: ['lab/worker/namespace-kubeview.yaml'] });
  expect(built('kubeapps').said).toMatchInlineSnapshot(`
    "NAMESPACE-MISSING  lab/worker/kubeapps: an object in the namespace kubeapps, but nothing creates that namespace.
                       Add it to namespaces of the cluster: { 'kubeapps': { level: PodSecurityLevel.BASELINE } } creates it, { 'kubeapps': { external: true } } says that somebody else does."
  `);
});

test('rights in another namespace need it, and stand there', () => {
  const built = (...namespaces: string[]) => {
    const app = new App({ outdir: '/nowhere' });
    const { workers } = new Cluster(app, 'lab', { facts: clusterProps() });
    for (const namespace of namespaces) new SinglePodFlexible(workers, namespace, appProps());
    new SinglePodFlexible(workers, 'blog', appProps({ rbac: { rulesIn: { media: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }] } } }));
    return messages(app.build().findings);
  };
  expect(built('media')).toBe('');
  expect(built()).toMatchInlineSnapshot(`
    "NAMESPACE-MISSING  lab/worker/blog: an object in the namespace media, but nothing creates that namespace.
                       Add it to namespaces of the cluster: { 'media': { level: PodSecurityLevel.BASELINE } } creates it, { 'media': { external: true } } says that somebody else does."
  `);
});

describe('what is said of a namespace', () => {
  const built = (namespaces: NonNullable<ConstructorParameters<typeof Cluster>[2]['namespaces']>) => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps(), namespaces });
    new SinglePodFlexible(cluster.workers, 'blog', appProps());
    return { cluster, said: messages(app.build().findings) };
  };

  test('stands on it, beside its level', () => {
    const { cluster, said } = built({ blog: { labels: { team: 'home' }, annotations: { 'volsync.backube/privileged-movers': 'true' } } });
    expect(said).toBe('');
    expect((Testing.synth(cluster.workers) as Labelled[]).find((one) => one.kind === 'Namespace')?.metadata).toEqual({
      name: 'blog',
      labels: {
        'app.kubernetes.io/managed-by': 'cdk8s-availability',
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
        team: 'home',
      },
      annotations: { 'volsync.backube/privileged-movers': 'true' },
    });
  });

  test('is of one that there is, and leaves the level alone', () => {
    expect(built({ blgo: {}, blog: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }).said).toMatchInlineSnapshot(`
      "NAMESPACE-UNKNOWN  lab/namespaces/blgo: the namespace blgo, but the namespaces in use are blog.
                         Use one of them, or put an app into it.

      LABEL-INVALID  lab/namespaces/blog: the label pod-security.kubernetes.io/enforce, but the level follows from the pods in the namespace.
                     Set what an app needs in its security.allow, and level for pods that this program does not know."
    `);
  });
});
