import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { Deployment, Ingress, IngressBackend, type Service } from 'cdk8s-plus-28';
import { HighlyAvailable, Image, Port, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { RESOURCES, refusalOf } from '../support';

const props = { image: Image.of('ghcr.io/example/app', '1.0.0'), resources: RESOURCES };

test('in a chart of their own, the classes decide what needs no facts, and say on the pods what nobody checked', () => {
  const chart = new Chart(Testing.app(), 'mine', { namespace: 'mine' });
  new SinglePodFlexible(chart, 'wiki', { ...props, volumes: [Volume.data('/data', { size: Size.gib(1) })] });
  new SinglePodPinned(chart, 'radio', { ...props, node: { name: 'attic', reason: 'the antenna is there' } });
  new HighlyAvailable(chart, 'site', { ...props, network: { ports: [Port.http(8080)] } });
  expect(Testing.synth(chart)).toMatchSnapshot();
});

test('what stands against an app stops the synthesis of a chart, with its place and its fix', () => {
  const chart = new Chart(Testing.app(), 'mine');
  new SinglePodFlexible(chart, 'wiki', { ...props, image: Image.of('ghcr.io/example/app', 'latest') });
  new SinglePodPinned(chart, 'radio', props);
  expect(refusalOf(() => Testing.synth(chart))).toBe(`Validation failed with the following errors:
  [mine/wiki] IMAGE-UNPINNED  mine/wiki: the image ghcr.io/example/app:latest, but latest moves, so nodes may run different images.
                Use a version, or add the digest.
  [mine/radio] PINNED-WITHOUT-NODE  mine/radio: neither a node nor a device, but a pinned app is bound to one.
                     Name the node with a reason, add a Volume.device, or make the app a SinglePodFlexible.`);
});

test('the namespace of a chart is not stamped on what lives outside namespaces', () => {
  const chart = new Chart(Testing.app(), 'mine', { namespace: 'mine' });
  new SinglePodFlexible(chart, 'wiki', { ...props, rbac: { clusterRules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }] } });
  const scoped = (Testing.synth(chart) as { kind: string; metadata: { namespace?: string } }[]).map((one) => `${one.kind} ${one.metadata.namespace ?? '-'}`);
  expect(scoped).toEqual(['ServiceAccount mine', 'ClusterRole -', 'ClusterRoleBinding -', 'Deployment mine', 'NetworkPolicy mine']);
});

test('a patch of cdk8s on one of our objects keeps plain numbers, and fields that are newer than the generated types', () => {
  const chart = new Chart(Testing.app(), 'mine');
  const app = new SinglePodFlexible(chart, 'wiki', props);
  const deployment = app.object('Deployment');
  deployment.addJsonPatch(JsonPatch.add('/spec/minReadySeconds', 5), JsonPatch.add('/spec/template/spec/hostnameOverride', 'wiki.home.example'));
  const [object] = Testing.synth(chart) as { spec: { minReadySeconds: number; template: { spec: { hostnameOverride: string } } } }[];
  expect(object?.spec.template.spec.hostnameOverride).toBe('wiki.home.example');
  expect(object?.spec.minReadySeconds).toBe(5);
});

test('objects of cdk8s-plus live beside ours, and can point at our Services', () => {
  const app = new App({ outdir: '/nowhere' });
  const chart = new Chart(app, 'mine');
  new HighlyAvailable(chart, 'site', { ...props, network: { ports: [Port.http(8080)] } });
  const theirs = new Deployment(chart, 'theirs', { containers: [{ image: 'ghcr.io/example/theirs:1', portNumber: 80 }] });
  new Ingress(chart, 'way-in', { defaultBackend: IngressBackend.fromService(theirs.exposeViaService({ ports: [{ port: 80 }] }) as Service) });
  const kinds = (Testing.synth(chart) as { kind: string }[]).map((one) => one.kind);
  expect(kinds.sort()).toEqual(['Deployment', 'Deployment', 'Ingress', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'Service']);
});

test('asked twice, a chart answers the same', () => {
  const chart = new Chart(Testing.app(), 'mine');
  new HighlyAvailable(chart, 'site', { ...props, network: { ports: [Port.http(8080)] } });
  expect(Testing.synth(chart)).toEqual(Testing.synth(chart));
});
