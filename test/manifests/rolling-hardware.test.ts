import { messages, worker } from '../support';
import { CONTAINER, checking, type Fields, RESOURCES, workload } from './support';

const GPU = 'nvidia.com/gpu';
const { report } = checking({});
/** Nodes with so many each. */
const nodes = (...gpus: readonly number[]) => ({
  nodes: gpus.map((count, index) => worker(`w${index + 1}`, count === 0 ? {} : { extendedResources: { [GPU]: count } })),
});
const container = (count: number, more: Fields = {}) => ({ ...CONTAINER, resources: { ...RESOURCES, limits: { ...RESOURCES.limits, [GPU]: count } }, ...more });
const asking = (count: number, spec: Fields = {}, name = 'wiki', more: Fields = {}) => {
  const object = workload({ containers: [container(count, more)] }, { strategy: { type: 'RollingUpdate' }, ...spec });
  return { ...object, metadata: { ...object.metadata, name } };
};
const codes = ['MANIFEST-TOO-FEW-NODES', 'ROLLING-WITHOUT-PROBE'];
const said = (gpus: readonly number[], ...objects: readonly ReturnType<typeof asking>[]) =>
  messages(report(objects, nodes(...gpus)).findings.filter(({ code }) => codes.includes(code)));

test('a rollout whose next pod waits for the hardware of the last one never ends', () => {
  expect(said([1, 0], asking(1))).toMatchInlineSnapshot(`
"MANIFEST-TOO-FEW-NODES  home/Deployment/wiki: 1 pod with 1 nvidia.com/gpu, but w1 has not enough of it for one more while it runs, so the first pod of a new version finds none and the rollout never ends.
                        Use the strategy Recreate, so that a pod ends first, or give a node more of it."
`);
  expect(said([2, 1], asking(1, { replicas: 3 }))).toMatchInlineSnapshot(`
"MANIFEST-TOO-FEW-NODES  home/Deployment/wiki: 3 pods, each with 1 nvidia.com/gpu, but w1 and w2 have not enough of it for one more while they run, so the first pod of a new version finds none and the rollout never ends.
                        Write maxUnavailable: 1, so that a pod ends first, or give a node more of it."
`);
  expect(said([3, 3], asking(2, { replicas: 2 }))).toMatchInlineSnapshot(`
"MANIFEST-TOO-FEW-NODES  home/Deployment/wiki: 2 pods, each with 2 nvidia.com/gpu, but w1 and w2 have not enough of it for one more while they run, so the first pod of a new version finds none and the rollout never ends.
                        Write maxUnavailable: 1, so that a pod ends first, or give a node more of it."
`);
});

test('so does one whose next pod waits for what others have', () => {
  expect(said([1, 1], asking(1), asking(1, { strategy: { type: 'Recreate' } }, 'blog'))).toMatchInlineSnapshot(`
"MANIFEST-TOO-FEW-NODES  home/Deployment/wiki: 1 pod with 1 nvidia.com/gpu, but w1 and w2 have not enough of it for one more while all of these workloads run, so the first pod of a new version finds none and the rollout never ends.
                        Use the strategy Recreate, so that a pod ends first, or give a node more of it."
`);
});

test('of such a rollout nothing is said of a probe, because the last pod does not end', () => {
  const unprobed = asking(1, {}, 'wiki', { readinessProbe: undefined });
  expect(said([1], unprobed)).not.toContain('ROLLING-WITHOUT-PROBE');
  expect(said([2], unprobed)).toContain('ROLLING-WITHOUT-PROBE');
});

test.each([
  ['that has one more', [2, 0], [asking(1)]],
  ['whose other node has one', [1, 1], [asking(1)]],
  ['that first ends the last pod', [1], [asking(1, { strategy: { type: 'Recreate' } })]],
  ['that may miss a pod', [2], [asking(1, { replicas: 2, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } } })]],
  ['without hardware', [1], [workload({}, { strategy: { type: 'RollingUpdate' } })]],
] as const)('one %s ends', (_, gpus, objects) => {
  expect(said(gpus, ...(objects as readonly ReturnType<typeof asking>[]))).toBe('');
});
