import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import type { ClusterFactsProps } from '../../lib/cluster/cluster';
import { resolveFacts } from '../../lib/cluster/resolve';
import { Duration, Size } from '../../lib/cluster/units';
import { MoverTask, VoteRule, VoteStops } from '../../lib/failures/contribution';
import { FailureKind } from '../../lib/failures/failure';
import type { System } from '../../lib/kubernetes/system';
import { clusterProps, control, planOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf, under } from './support';

/** A storage that nobody ever heard of: three copies, two of which must be there, and a manager that moves volumes. */
const BLOCKS: System = {
  name: 'Blocks',
  storageClasses: ({ nodes }) => [
    {
      name: 'blocks',
      nodeLocal: false,
      attachable: true,
      readWriteMany: false,
      nodes: nodes.filter(({ name }) => name.startsWith('w')).map(({ name }) => name),
      copies: 3,
      pool: undefined,
      dataLossSeconds: 0,
      release: { by: 'the manager of Blocks', step: 'Blocks', earliestSeconds: 10, withinSeconds: 60, unsafePods: true },
      madeBy: 'Blocks',
      why: 'three copies',
    },
  ],
  contribute: ({ nodes }) => {
    const holders = nodes.map(({ name }) => name).filter((name) => name.startsWith('w'));
    return {
      votes: [{ name: 'blocks', rule: VoteRule.MAJORITY, stops: VoteStops.WRITES, voters: holders.map((node) => ({ node })) }],
      data: [{ storageClass: 'blocks', holders, copies: 3, votes: 'blocks', movers: ['blocks-manager'] }],
      movers: [{ name: 'blocks-manager', task: MoverTask.VOLUMES, nodes: ['w1', 'w2', 'w3'] }],
    };
  },
};

test('a system that states facts and contributions is judged like any other', () => {
  const facts = resolveFacts('lab', clusterProps(), [BLOCKS]);
  const plan = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { volumes: [Volume.data('/db', { size: Size.gib(1) })] }, facts);
  const analysis = analysisOf(facts, [plan], [BLOCKS], { kinds: Object.values(FailureKind) });
  expect(under(analysis, 'blog/blog', (id) => /^(node|pair|site|control-plane|mover):/.test(id))).toMatchInlineSnapshot(`
"node:c1: unaffected
node:w1: fails over in 12 s to 112 s; at best unaffected
node:w2: fails over in 12 s to 112 s; at best unaffected
node:w3: fails over in 12 s to 112 s; at best unaffected
site:home: down until repair
control-plane:sqlite: unaffected
mover:blocks-manager: unaffected
pair:c1+w1: down until repair; at best unaffected
pair:c1+w2: down until repair; at best unaffected
pair:c1+w3: down until repair; at best unaffected
pair:w1+w2: down until a person acts
pair:w1+w3: down until a person acts
pair:w2+w3: down until a person acts"
`);
});

describe('a manager of volumes that has no node left', () => {
  /** The manager runs only there. */
  const on = (nodes: readonly string[]): System => ({
    ...BLOCKS,
    contribute: (given, plans) => ({ ...BLOCKS.contribute?.(given, plans), movers: [{ name: 'blocks-manager', task: MoverTask.VOLUMES, nodes }] }),
  });
  const seen = (system: System, failures: RegExp, props: Partial<ClusterFactsProps> = {}) => {
    const facts = resolveFacts('lab', clusterProps(props), [system]);
    const plan = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { volumes: [Volume.data('/db', { size: Size.gib(1) })] }, facts);
    const analysis = analysisOf(facts, [plan], [system], { kinds: Object.values(FailureKind) });
    return analysis.failures.flatMap(({ id }) => {
      const outcome = outcomeOf(analysis, id, 'blog/blog');
      return failures.test(id) ? [`${id}: ${inWords(outcome)}: ${outcome.why}`] : [];
    });
  };

  test('moves nothing: where no pod lives on, a person who decides on the data is of no use', () => {
    expect(seen(on(['w1', 'w2']), /^(node:w|pair:w1.w2|pair:w2)/)).toMatchInlineSnapshot(`
[
  "node:w1: fails over in 12 s to 112 s; at best unaffected: Blocks 10 s to 60 s, attach 1 s to 15 s, start 1 s to 37 s",
  "node:w2: fails over in 12 s to 112 s; at best unaffected: Blocks 10 s to 60 s, attach 1 s to 15 s, start 1 s to 37 s",
  "node:w3: fails over in 12 s to 112 s; at best unaffected: Blocks 10 s to 60 s, attach 1 s to 15 s, start 1 s to 37 s",
  "pair:w1+w2: down until a person acts; at best down until repair: its pod runs on, but its writes wait: too few votes on its data are left",
  "pair:w2+w3: down until a person acts: too few votes on its data are left: a copy lives, and nobody may write it until a person decides that",
]
`);
    expect(seen(on([]), /^(node:w1|pair:w1.w2)/)).toMatchInlineSnapshot(`
[
  "node:w1: down until repair; at best unaffected: blocks-manager, which moves its volume, has no node left: down until one is back",
  "pair:w1+w2: down until a person acts; at best down until repair: its pod runs on, but its writes wait: too few votes on its data are left",
]
`);
  });

  test('moves nothing to where it cannot run after a cut', () => {
    const nodes = [worker('w1', { site: 'attic' }), worker('w2'), worker('w3'), control('c1')];
    const cut = { nodes, links: [{ from: 'attic', to: 'home', roundTrip: Duration.millis(2) }] };
    expect([...seen(on(['w1']), /^link/, cut), ...seen(on(['w2']), /^link/, cut)]).toMatchInlineSnapshot(`
[
  "link:attic+home: down until repair; at best unaffected: its pod runs on at attic, and its writes wait until the network is back",
  "link:attic+home: fails over in 12 s to 112 s; at best unaffected: Blocks 10 s to 60 s, attach 1 s to 15 s, start 1 s to 37 s; the first one cannot write any more",
]
`);
  });
});
