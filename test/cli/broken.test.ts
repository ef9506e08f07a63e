import { parseObjects } from '../../lib/cli/check/parse';

const BROKEN = [
  ['without an apiVersion', 'kind: Deployment\nmetadata: { name: wiki }\n'],
  ['without an apiVersion or metadata', 'kind: Deployment\nspec: {}\n'],
  ['without a kind', 'apiVersion: apps/v1\nmetadata: { name: wiki }\n'],
  ['with a kind that is no text', 'apiVersion: apps/v1\nkind: null\nmetadata: { name: wiki }\n'],
  ['without metadata', 'apiVersion: apps/v1\nkind: Deployment\nspec: {}\n'],
  ['without a name', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { labels: {} }\n'],
  ['with an empty name', 'apiVersion: v1\nkind: Endpoints\nmetadata:\n  name:\n'],
  ['with a number for a name', 'apiVersion: v1\nkind: Service\nmetadata: { name: 12 }\n'],
  ['with generateName', 'apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: once- }\n'],
  ['in a list', 'apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: Pod, spec: {} }]\n'],
  ['of another group', 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { namespace: home }\n'],
  ['of an API version that is gone', 'apiVersion: extensions/v1beta1\nkind: Deployment\nspec: {}\n'],
];

test('an object without what each has is an error, with file and line', () => {
  const seen = BROKEN.map(([what, text]) => {
    const { findings, objects } = parseObjects(`# first\n${text}`, 'x.yaml');
    expect(objects).toEqual([]);
    return [what, ...findings.map(({ code, severity, at, given, allowed, fix }) => `${severity} ${code} ${at}: ${given}, ${allowed}. ${fix}`)].join('\n  ');
  });
  expect(`\n${seen.join('\n')}\n`).toMatchInlineSnapshot(`
"
without an apiVersion
  error MANIFEST-UNREADABLE x.yaml:2: the Deployment wiki without an apiVersion, but the API server takes no object without it, and it was not judged. Write it: apps/v1.
without an apiVersion or metadata
  error MANIFEST-UNREADABLE x.yaml:2: a Deployment without an apiVersion, but the API server takes no object without it, and it was not judged. Write it: apps/v1.
without a kind
  error MANIFEST-UNREADABLE x.yaml:2: an object of apps/v1 without a kind, but the API server takes no object without it, and it was not judged. Write it, such as kind: Deployment.
with a kind that is no text
  error MANIFEST-UNREADABLE x.yaml:2: an object of apps/v1 without a kind, but the API server takes no object without it, and it was not judged. Write it, such as kind: Deployment.
without metadata
  error MANIFEST-UNREADABLE x.yaml:2: a Deployment without a name, but the API server takes no object without it, and it was not judged. Write it: metadata.name.
without a name
  error MANIFEST-UNREADABLE x.yaml:2: a Deployment without a name, but the API server takes no object without it, and it was not judged. Write it: metadata.name.
with an empty name
  error MANIFEST-UNREADABLE x.yaml:2: an Endpoints without a name, but the API server takes no object without it, and it was not judged. Write it: metadata.name.
with a number for a name
  error MANIFEST-UNREADABLE x.yaml:2: a Service with the name 12, which is no text, but the API server refuses it, and it was not judged. Write it in quotes.
with generateName
  error MANIFEST-UNREADABLE x.yaml:2: a Job with generateName instead of a name, but kubectl apply and Flux refuse it, and it was not judged. Give it a name.
in a list
  error MANIFEST-UNREADABLE x.yaml:4: a Pod without a name, but the API server takes no object without it, and it was not judged. Write it: metadata.name.
of another group
  error MANIFEST-UNREADABLE x.yaml:2: a HelmRelease without a name, but the API server takes no object without it, and it was not judged. Write it: metadata.name.
of an API version that is gone
  error MANIFEST-UNREADABLE x.yaml:2: a Deployment without a name, but the API server takes no object without it, and it was not judged. Write it: metadata.name.
"
`);
});

test.each([
  ['values of a chart', 'image: x\nreplicas: 1\n'],
  ['values with a kind', 'kind: DaemonSet\nimage: x\n'],
  ['Chart.yaml', 'apiVersion: v2\nname: wiki\nversion: 1.0.0\n'],
  ['the index of a chart repository', 'apiVersion: v1\nentries: {}\n'],
  ['a kustomization', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: { annotations: {} }\nresources: []\n'],
  ['a kustomization that leaves out its apiVersion', 'kind: Kustomization\nresources: []\n'],
  ['a kubeconfig', 'apiVersion: v1\nkind: Config\nclusters: []\n'],
  ['the file of a tool', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: []\n'],
  ['the file of a tool with a group of one word', 'apiVersion: skaffold/v4beta11\nkind: Config\nbuild: {}\n'],
  ['a list without items', 'apiVersion: v1\nkind: PodList\nmetadata: {}\nitems: []\n'],
  ['a patch in JSON', '- op: replace\n  path: /spec\n'],
  ['nothing', '---\n'],
])('%s is left alone', (_, text) => {
  expect(parseObjects(text, 'x.yaml')).toEqual({ objects: [], findings: [] });
});
