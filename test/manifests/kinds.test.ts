import type { Manifest } from '../../lib/kubernetes/manifest';
import { controlPlane } from '../support';
import { checking, workload } from './support';

const { report } = checking({});
const named = (apiVersion: string, kind: string, spec: object = {}) => ({ apiVersion, kind, metadata: { name: 'wiki', namespace: 'home' }, spec }) as Manifest;
const refused = (object: Manifest, version = '1.33.4') =>
  report([object], { controlPlane: controlPlane({ version }) }).findings.filter(
    ({ code, given }) => code === 'MANIFEST-REFUSED' && / at (apiVersion|kind)$/.test(given),
  );

test('a kind or an API version that the API server does not have is an error, which says what it has today', () => {
  const seen = (
    [
      ['apps/v1', 'deployment'],
      ['apps/v1', 'Deploymnet'],
      ['apps/v1', 'Workload'],
      ['v1', 'Deployment'],
      ['apps/v2', 'Deployment'],
      ['app/v1', 'StatefulSet'],
      ['batch/v2alpha1', 'CronJob'],
      ['policy/v2', 'Budget'],
      ['extensions/v1beta1', 'Deployment'],
      ['extensions/v1beta1', 'Ingress'],
      ['apps/v1beta1', 'StatefulSet'],
      ['apps/v1beta2', 'Deployment'],
      ['networking.k8s.io/v1beta1', 'Ingress'],
      ['batch/v1beta1', 'CronJob'],
      ['policy/v1beta1', 'PodDisruptionBudget'],
      ['policy/v1beta1', 'PodSecurityPolicy'],
      ['autoscaling/v2beta2', 'HorizontalPodAutoscaler'],
      ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema'],
    ] as const
  ).map(([apiVersion, kind]) =>
    [`${apiVersion} ${kind}`, ...refused(named(apiVersion, kind)).map(({ given, allowed, fix }) => `${given}, ${allowed}. ${fix}`)].join('\n  '),
  );
  expect(`\n${seen.join('\n')}\n`).toMatchInlineSnapshot(`
"
apps/v1 deployment
  "deployment" at kind, but the API server wants a kind of apps/v1, and refuses this. Write Deployment.
apps/v1 Deploymnet
  "Deploymnet" at kind, but the API server wants a kind of apps/v1, and refuses this. Write Deployment.
apps/v1 Workload
  "Workload" at kind, but the API server wants a kind of apps/v1, and refuses this. Correct it: kubectl api-resources shows them.
v1 Deployment
  "v1" at apiVersion, but the API server wants apps/v1 for Deployment, and refuses this. Write apps/v1, with its fields: kubectl explain shows them.
apps/v2 Deployment
  "apps/v2" at apiVersion, but the API server wants apps/v1 for Deployment, and refuses this. Write apps/v1, with its fields: kubectl explain shows them.
app/v1 StatefulSet
  "app/v1" at apiVersion, but the API server wants apps/v1 for StatefulSet, and refuses this. Write apps/v1, with its fields: kubectl explain shows them.
batch/v2alpha1 CronJob
  "batch/v2alpha1" at apiVersion, but the API server wants batch/v1 for CronJob, and refuses this. Write batch/v1, with its fields: kubectl explain shows them.
policy/v2 Budget
  "policy/v2" at apiVersion, but the API server wants an API version that it has, and refuses this. Correct it: kubectl api-resources shows them.
extensions/v1beta1 Deployment
  "extensions/v1beta1" at apiVersion, but the API server wants apps/v1 for Deployment (Kubernetes 1.16 removed this version), and refuses this. Write apps/v1, with its fields: kubectl explain shows them.
extensions/v1beta1 Ingress
  "extensions/v1beta1" at apiVersion, but the API server wants networking.k8s.io/v1 for Ingress (Kubernetes 1.22 removed this version), and refuses this. Write networking.k8s.io/v1, with its fields: kubectl explain shows them.
apps/v1beta1 StatefulSet
  "apps/v1beta1" at apiVersion, but the API server wants apps/v1 for StatefulSet (Kubernetes 1.16 removed this version), and refuses this. Write apps/v1, with its fields: kubectl explain shows them.
apps/v1beta2 Deployment
  "apps/v1beta2" at apiVersion, but the API server wants apps/v1 for Deployment (Kubernetes 1.16 removed this version), and refuses this. Write apps/v1, with its fields: kubectl explain shows them.
networking.k8s.io/v1beta1 Ingress
  "networking.k8s.io/v1beta1" at apiVersion, but the API server wants networking.k8s.io/v1 for Ingress (Kubernetes 1.22 removed this version), and refuses this. Write networking.k8s.io/v1, with its fields: kubectl explain shows them.
batch/v1beta1 CronJob
  "batch/v1beta1" at apiVersion, but the API server wants batch/v1 for CronJob (Kubernetes 1.25 removed this version), and refuses this. Write batch/v1, with its fields: kubectl explain shows them.
policy/v1beta1 PodDisruptionBudget
  "policy/v1beta1" at apiVersion, but the API server wants policy/v1 for PodDisruptionBudget (Kubernetes 1.25 removed this version), and refuses this. Write policy/v1, with its fields: kubectl explain shows them.
policy/v1beta1 PodSecurityPolicy
  "policy/v1beta1" at apiVersion, but the API server wants no PodSecurityPolicy at all (Kubernetes 1.25 removed this version), and refuses this. Remove it.
autoscaling/v2beta2 HorizontalPodAutoscaler
  "autoscaling/v2beta2" at apiVersion, but the API server wants autoscaling/v2 for HorizontalPodAutoscaler (Kubernetes 1.26 removed this version), and refuses this. Write autoscaling/v2, with its fields: kubectl explain shows them.
flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema
  "flowcontrol.apiserver.k8s.io/v1beta3" at apiVersion, but the API server wants flowcontrol.apiserver.k8s.io/v1 for FlowSchema (Kubernetes 1.32 removed this version), and refuses this. Write flowcontrol.apiserver.k8s.io/v1, with its fields: kubectl explain shows them.
"
`);
});

test.each([
  ['of Kubernetes', 'v1', 'ConfigMap'],
  ['of an older API version that is still there', 'autoscaling/v1', 'HorizontalPodAutoscaler'],
  ['of an API version that others may have', 'resource.k8s.io/v1beta1', 'ResourceClaim'],
  ['of another group', 'gateway.networking.k8s.io/v1', 'Deployment'],
  ['of an operator', 'postgresql.cnpg.io/v1', 'Cluster'],
  ['that Flux fills in later', `$\{API}`, 'Deployment'],
])('a kind %s is none', (_, apiVersion, kind) => {
  expect(refused(named(apiVersion, kind))).toEqual([]);
});

test('an API version is gone from the minor on that removed it, and of what is newer than this library nothing is known', () => {
  const budget = named('policy/v1beta1', 'PodDisruptionBudget');
  expect(['1.24.9', '1.25.0', '1.99.0'].map((version) => refused(budget, version).length)).toEqual([0, 1, 1]);
  expect(['1.36.0', '1.37.0'].map((version) => refused(named('apps/v2', 'Deployment'), version).length)).toEqual([1, 0]);
});

test('a workload of an API version that is gone has no class and no outcome', () => {
  const { workloads } = report([{ ...workload(), apiVersion: 'apps/v1beta2' }]);
  expect(workloads.map(({ availabilityClass, nodeDies, inShort }) => ({ availabilityClass, nodeDies, inShort }))).toEqual([{ inShort: 'refused' }]);
});

test.each(['extensions/v1beta1', 'app/v1'])('a Deployment of %s is no kind of an operator', (apiVersion) => {
  expect(report([{ ...workload(), apiVersion }]).findings.filter(({ code }) => code === 'MANIFEST-KIND-UNKNOWN')).toEqual([]);
});
