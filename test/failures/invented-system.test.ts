import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { resolveFacts } from '../../lib/cluster/resolve';
import { Size } from '../../lib/cluster/units';
import { MoverTask, VoteRule, VoteStops } from '../../lib/failures/contribution';
import { FailureKind } from '../../lib/failures/failure';
import type { System } from '../../lib/kubernetes/system';
import { clusterProps, planOf } from '../support';
import { analysisOf, under } from './support';

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
