import { Testing } from 'cdk8s';
import { Allow, App, Cluster, SinglePodFlexible } from '../../lib';
import { type AnyAppProps, appProps, clusterProps } from '../support';

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
