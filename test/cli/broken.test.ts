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
  ['in a list that has others, too', 'apiVersion: v1\nkind: List\nitems:\n  - 3\n  - null\n  - [wiki]\n'],
  ['in a list in a list', 'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: List\n    items: [text]\n'],
  ['in a list of a kind', 'apiVersion: v1\nkind: PodList\nitems:\n  - 3\n'],
  ['a list whose items are none', 'apiVersion: v1\nkind: List\nitems: 5\n'],
  ['a list whose items are a map', 'apiVersion: apps/v1\nkind: DeploymentList\nmetadata: {}\nitems: { a: 1 }\n'],
  ['a list without items', 'apiVersion: v1\nkind: List\nmetadata: {}\n'],
  ['a key twice', 'apiVersion: v1\nkind: Pod\nkind: Pod\n'],
  ['a key twice in JSON', '{ "kind": "Pod",\n"kind": "Pod" }\n'],
  ['a key twice, without a value', 'spec:\n  node name : a\n  node name:\n'],
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
in a list that has others, too
  error MANIFEST-UNREADABLE x.yaml:5: the item 3 of a List, but its items are objects. Remove it, or write an object.
  error MANIFEST-UNREADABLE x.yaml:6: the item null of a List, but its items are objects. Remove it, or write an object.
  error MANIFEST-UNREADABLE x.yaml:7: the item ["wiki"] of a List, but its items are objects. Remove it, or write an object.
in a list in a list
  error MANIFEST-UNREADABLE x.yaml:5: the item "text" of a List, but its items are objects. Remove it, or write an object.
in a list of a kind
  error MANIFEST-UNREADABLE x.yaml:5: the item 3 of a List, but its items are objects. Remove it, or write an object.
a list whose items are none
  error MANIFEST-UNREADABLE x.yaml:2: 5 at items of a List, but a list has its objects there. Write them there, as a list.
a list whose items are a map
  error MANIFEST-UNREADABLE x.yaml:2: {"a":1} at items of a DeploymentList, but a list has its objects there. Write them there, as a list.
a list without items
  error MANIFEST-UNREADABLE x.yaml:2: nothing at items of a List, but a list has its objects there. Write them there, as a list.
a key twice
  error MANIFEST-UNREADABLE x.yaml:4: the key kind twice, but an object has each key once, and which of them counts is not said. Remove one of the two.
a key twice in JSON
  error MANIFEST-UNREADABLE x.yaml:3: the key kind twice, but an object has each key once, and which of them counts is not said. Remove one of the two.
a key twice, without a value
  error MANIFEST-UNREADABLE x.yaml:4: the key node name twice, but an object has each key once, and which of them counts is not said. Remove one of the two.
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
  ['a list of nothing', 'apiVersion: v1\nkind: List\nmetadata: {}\nitems:\n'],
  ['a list of a tool', 'apiVersion: lists.example.org/v1\nkind: AllowList\nitems: { a: 1 }\n'],
  ['a list without items', 'apiVersion: v1\nkind: PodList\nmetadata: {}\nitems: []\n'],
  ['a patch in JSON', '- op: replace\n  path: /spec\n'],
  ['nothing', '---\n'],
])('%s is left alone', (_, text) => {
  expect(parseObjects(text, 'x.yaml')).toEqual({ objects: [], findings: [] });
});

test('what is no object in a list keeps nothing else of it from being judged', () => {
  const { objects, findings } = parseObjects('apiVersion: v1\nkind: List\nitems:\n- 3\n- { apiVersion: v1, kind: Pod, metadata: { name: wiki } }\n', 'x.yaml');
  expect(objects.map(({ at }) => at)).toEqual(['x.yaml:5']);
  expect(findings.map(({ at }) => at)).toEqual(['x.yaml:4']);
});

test('a list that has itself among its items is refused, and an object with items of its own is at its first line', () => {
  const own = parseObjects('&a { apiVersion: v1, kind: List, items: [*a] }\n', 'x.yaml');
  expect(own.findings.map(({ given }) => given)).toEqual(['aliases that grow without end']);
  const { objects } = parseObjects('apiVersion: example.org/v1\nkind: Menu\nmetadata: { name: wiki }\nitems:\n- tea\n', 'x.yaml');
  expect(objects.map(({ at }) => at)).toEqual(['x.yaml:1']);
});
