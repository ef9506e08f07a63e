import { asJunit } from '../../lib/cli/check/junit';
import { asMarkdown } from '../../lib/cli/check/markdown';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { control, type LabProps, worker } from '../support';
import { CONTAINER, checking, type Fields, workload } from './support';

/** One worker with room for one of the big pods. */
const ONE: LabProps = { nodes: [worker('w1'), control('c1')] };
const SKIPPED = ['FLEXIBLE-NOWHERE-TO-GO'];
const { report, said } = checking(ONE, SKIPPED);

const named = (name: string, object: Manifest): Manifest => ({ ...object, metadata: { ...object.metadata, name } }) as Manifest;
const NO_SELECTOR: Fields = { selector: undefined };
const refused = named('refused', workload({}, NO_SELECTOR));
const big = { containers: [{ ...CONTAINER, resources: { requests: { cpu: '100m', memory: '5Gi' }, limits: { memory: '5Gi' } } }] };

test('a workload that the API server refuses has no class and no outcome, and says why', () => {
  expect(said([refused, workload()])).toMatchInlineSnapshot(`
"home/Deployment/refused
  refused    the API server refuses its spec.selector: it never runs, and one that is there already stays as it is
  error      MANIFEST-REFUSED: nothing at spec.selector, but the API server wants labels of its pods, and refuses this.
             Write them under matchLabels.

home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  down until repair
  failures   until repair: site home, drain of w1, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns

2 workloads: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  expect(report([refused]).workloads).toMatchInlineSnapshot(`
[
  {
    "inShort": "refused",
    "kind": "Deployment",
    "name": "refused",
    "namespace": "home",
    "nodes": [],
    "path": "home/Deployment/refused",
    "refused": true,
    "why": "the API server refuses its spec.selector: it never runs, and one that is there already stays as it is",
  },
]
`);
  expect(report([refused]).failures).toEqual([]);
});

test('so it is told in Markdown and in JUnit', () => {
  expect(asMarkdown(report([refused, workload()]))).toMatchInlineSnapshot(`
"# What failures do to these workloads

2 workloads: 1 error.

| workload | class | its node dies | why |
| --- | --- | --- | --- |
| \`home/Deployment/refused\` | refused | – | the API server refuses its spec.selector: it never runs, and one that is there already stays as it is |
| \`home/Deployment/wiki\` | SinglePodFlexible | down until repair | one pod that may run on another node |

## Other failures

| workload | what they do |
| --- | --- |
| \`home/Deployment/wiki\` | until repair: site home, drain of w1, upgrade of all nodes and power everywhere; degraded until repaired: cluster DNS coredns |

Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.

## Findings

|  | code | where | what | how to fix it |
| --- | --- | --- | --- | --- |
| error | \`MANIFEST-REFUSED\` | \`home/Deployment/refused\` | home/Deployment/refused: nothing at spec.selector, but the API server wants labels of its pods, and refuses this. | Write them under matchLabels. |
"
`);
  expect(asJunit(report([refused]))).toMatchInlineSnapshot(`
"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdk8s-availability" tests="1" failures="1">
  <testsuite name="check" tests="1" failures="1">
    <testcase classname="check" name="home/Deployment/refused">
      <failure type="MANIFEST-REFUSED" message="MANIFEST-REFUSED: nothing at spec.selector, but the API server wants labels of its pods, and refuses this. Write them under matchLabels.">MANIFEST-REFUSED: nothing at spec.selector, but the API server wants labels of its pods, and refuses this. Write them under matchLabels.</failure>
      <system-out>refused: the API server refuses its spec.selector: it never runs, and one that is there already stays as it is</system-out>
    </testcase>
  </testsuite>
</testsuites>
"
`);
});

test('what else is wrong with it is told at once', () => {
  const unpinned = workload({ containers: [{ ...CONTAINER, image: 'ghcr.io/example/wiki' }] }, NO_SELECTOR);
  expect(report([unpinned]).findings.map(({ code }) => code)).toEqual(['MANIFEST-REFUSED', 'IMAGE-UNPINNED']);
});

test.each([
  ['a number of pods that is none', workload({}, { replicas: 3_000_000_000 })],
  ['no containers', workload({ containers: [] }, { replicas: -1 })],
  ['a container that is refused', workload({ containers: [{ image: 'ghcr.io/example/wiki' }] }, { replicas: 2 })],
  ['no template', { ...workload(), spec: {} } as Manifest],
])('of one with %s no outcome is told, and nothing of what is refused', (_, object) => {
  expect(new Set(report([object]).findings.map(({ code }) => code))).toEqual(new Set(['MANIFEST-REFUSED']));
});

test('it takes no room of others', () => {
  const both = (spec: Fields) => report([named('other', workload(big, spec)), workload(big)]).findings.map(({ code }) => code);
  expect(both({})).toContain('CAPACITY-EXCEEDED');
  expect(both(NO_SELECTOR)).toEqual(['MANIFEST-REFUSED']);
});

test('a budget that is refused keeps nobody, and a workload that is refused counts in no budget', () => {
  const budget = (spec: Fields) =>
    ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'wiki', namespace: 'home' },
      spec: { selector: { matchLabels: { app: 'wiki' } }, ...spec },
    }) as Manifest;
  const drained = (...objects: readonly Manifest[]) =>
    checking({})
      .report(objects)
      .failures.find(({ id }) => id === 'drain:w1')
      ?.effects.map(({ why }) => why);
  expect(drained(workload(), budget({ minAvailable: 1 }))).toEqual(['its budget lets no drain evict a pod: the drain waits for ever']);
  expect(drained(workload(), refused, budget({ minAvailable: 1 }))).toEqual(['its budget lets no drain evict a pod: the drain waits for ever']);
  expect(drained(workload(), budget({ minAvailable: 1, maxUnavailable: 1 }))).toEqual(['start 1 s to 37 s']);
});

test('of a StatefulSet only the pods may be refused, and then an update may take one that runs', () => {
  const bad = workload({ containers: [{ ...CONTAINER, image: undefined }] }, {}, 'StatefulSet');
  expect(report([bad]).workloads.map(({ why }) => why)).toMatchInlineSnapshot(`
[
  "the API server refuses its spec.template.spec.containers[0].image, or the pods that are made of it: none ever starts, and an update may end one that is there already",
]
`);
});

test('who skips that rule knows better: the workload is judged like any other', () => {
  expect(checking(ONE, ['MANIFEST-REFUSED']).report([refused]).workloads[0]?.availabilityClass).toBe('SinglePodFlexible');
});
