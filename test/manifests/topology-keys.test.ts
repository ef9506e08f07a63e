import { control, type LabProps, worker } from '../support';
import { checking, type Fields, workload } from './support';

const RACK = 'example.org/rack';
const LABELS = { labelSelector: { matchLabels: { app: 'wiki' } } };
const { report, said } = checking({ nodes: [worker('w1'), worker('w2'), worker('w3'), control('c1')] }, ['MANIFEST-WITHOUT-BUDGET']);

const spread = (topologyKey: string, whenUnsatisfiable = 'DoNotSchedule'): Fields => ({
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey, whenUnsatisfiable, ...LABELS }],
});
const follows = (topologyKey: string): Fields => ({
  affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...LABELS, topologyKey }] } },
});
const EACH: readonly (readonly [string, (topologyKey: string) => Fields])[] = [
  ['a hard spread', spread],
  ['a required podAffinity', follows],
];

/** The nodes of two pods, and what is said of the labels of these. */
function placed(pod: Fields, overrides: LabProps = {}) {
  const { workloads, findings } = report([workload(pod, { replicas: 2 })], overrides);
  const ofLabels = findings.filter(({ code }) => code === 'NODE-OUT-OF-REACH' || code === 'MANIFEST-LABEL-UNKNOWN');
  return { nodes: workloads[0]?.nodes, codes: ofLabels.map(({ code, given }) => `${code}: ${given}`) };
}

test('pods with a hard spread over a label that no node has never start', () => {
  expect(said([workload(spread(RACK), { replicas: 2 })])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      none: 2 pods that nothing keeps on different nodes: all may be on the one that dies
  node dies  nothing runs
  error      NODE-OUT-OF-REACH: nodes with example.org/rack, but no node is left for it (no node has what it asks for, or all that do have taints against it).
             Let another node run it (node selector, affinity, tolerations), use storage or hardware that one of these has, or correct the facts.
  warning    MANIFEST-TOGETHER: 2 pods that nothing keeps on different nodes: all may be on the one that dies, so the death of one node can take them all.
             Add a topologySpreadConstraint on kubernetes.io/hostname with whenUnsatisfiable: DoNotSchedule, nodeTaintsPolicy: Honor and matchLabelKeys: [pod-template-hash].

1 workload: 1 error, 1 warning.
"
`);
});

describe.each(EACH)('%s', (_, over) => {
  test('leaves no node, if none has its label', () => {
    expect(placed(over(RACK))).toEqual({ nodes: [], codes: [`NODE-OUT-OF-REACH: nodes with ${RACK}`] });
  });

  test('leaves no node, if none of those that are selected has its label, and both are told', () => {
    const nodes = [worker('w1', { labels: { [RACK]: 'a' } }), worker('w2'), control('c1')];
    const onW2 = { nodeSelector: { 'kubernetes.io/hostname': 'w2' } };
    expect(placed({ ...over(RACK), ...onW2 }, { nodes })).toEqual({
      nodes: [],
      codes: [`NODE-OUT-OF-REACH: nodes with kubernetes.io/hostname=w2 and ${RACK}`],
    });
    expect(placed(over(RACK), { nodes })).toEqual({ nodes: ['w1'], codes: [] });
  });

  test('leaves each node, if no facts can have its label, and says so as of a selector', () => {
    expect(placed(over('topology.ebs.csi.aws.com/zone'))).toEqual({
      nodes: ['w1', 'w2', 'w3'],
      codes: ['MANIFEST-LABEL-UNKNOWN: nodes with topology.ebs.csi.aws.com/zone'],
    });
  });

  test.each(['kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'kubernetes.io/os', 'kubernetes.io/arch'])('knows that each node has %s', (key) => {
    expect(placed(over(key))).toEqual({ nodes: ['w1', 'w2', 'w3'], codes: [] });
  });

  test('keeps nothing from a node that it names itself: the scheduler is not asked', () => {
    expect(placed({ ...over(RACK), nodeName: 'w1' })).toEqual({ nodes: ['w1'], codes: [] });
  });
});

test('a spread that only wishes leaves each node', () => {
  expect(placed(spread(RACK, 'ScheduleAnyway'))).toEqual({ nodes: ['w1', 'w2', 'w3'], codes: [] });
});
