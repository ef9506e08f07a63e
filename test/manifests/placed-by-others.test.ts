import type { Manifest } from '../../lib/kubernetes/manifest';
import { worker } from '../support';
import { checking, type Fields, workload } from './support';

const { report, said } = checking({ nodes: ['w1', 'w2', 'w3'].map((name) => worker(name)) });
const blockOf = (pod: Fields) => said([workload(pod)]).split('\n\n')[0];

test('a pod that another scheduler places is only back if that works, and finds a place', () => {
  expect(blockOf({ schedulerName: 'slow' })).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 71 s to 2 min 7 s, if it finds a place
  failures   until repair: site home and power everywhere
             1 s to 37 s, if it finds a place: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  warning    MANIFEST-PLACED-BY-OTHERS: the scheduler slow, which is not that of Kubernetes, so its pods start, and are replaced, only while that works.
             Make sure that it survives what these pods should survive, or remove the field."
`);
  expect(blockOf({ schedulerName: 'default-scheduler' })).toBe(blockOf({}));
});

test('a pod with scheduling gates waits likewise for whoever opens them', () => {
  const [slow, gate] = ['the scheduler slow, which is not that of Kubernetes', 'the scheduling gate example.org/quota, which a controller has to open'];
  expect(blockOf({ schedulingGates: [{ name: 'example.org/quota' }] })).toBe(blockOf({ schedulerName: 'slow' })?.replace(slow, gate));
});

test('that a quota may keep pods from starting is said, and not counted', () => {
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'all', namespace: 'home' }, spec: { hard: { pods: '0' } } } as Manifest;
  expect(report([workload(), quota]).notCounted).toEqual([
    ...report([workload()]).notCounted,
    'ResourceQuotas are not counted: where one is used up, no pod starts in its namespace.',
  ]);
});
