import type { Manifest } from '../../lib/kubernetes/manifest';
import { control, worker } from '../support';
import { CONTAINER, checking, type Fields, workload } from './support';

const HOSTNAME = 'kubernetes.io/hostname';
const { report, said } = checking({ nodes: [worker('w1'), worker('w2'), control('c1')] });

const listening = (more: Fields = {}): Fields => ({ containers: [{ ...CONTAINER, ports: [{ containerPort: 8080, hostPort: 80, ...more }] }] });
const onW1 = { nodeSelector: { [HOSTNAME]: 'w1' } };
const term = (more: Fields = {}) => ({ topologyKey: HOSTNAME, labelSelector: { matchLabels: { app: 'agent' } }, ...more });
const away = (more: Fields = {}): Fields => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(more)] } } });

/** A DaemonSet of other pods. */
function agent(pod: Fields = {}): Manifest {
  const labels = { app: 'agent' };
  const template = { metadata: { labels }, spec: { containers: [CONTAINER], ...pod } };
  return {
    ...workload({}, {}, 'DaemonSet'),
    metadata: { name: 'agent', namespace: 'home' },
    spec: { selector: { matchLabels: labels }, template },
  } as Manifest;
}

const nodesOf = (...objects: readonly Manifest[]) => report(objects).workloads.find(({ name }) => name === 'wiki')?.nodes;

test('a port that a DaemonSet has on each node leaves no node to others', () => {
  expect(said([workload(listening()), agent(listening())])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  nothing runs
  error      NODE-OUT-OF-REACH: nodes with the port 80/TCP free, which home/DaemonSet/agent has, but no node is left for it (no node has what it asks for, or all that do have taints against it).
             Let another node run it (node selector, affinity, tolerations), use storage or hardware that one of these has, or correct the facts.

home/DaemonSet/agent
  class      NodeAgent: a DaemonSet: one pod on each of its nodes
  node dies  down and back with its node

2 workloads: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
});

test.each<[string, Fields, Fields, readonly string[]]>([
  ['a port that a DaemonSet has there', listening(), { ...listening(), ...onW1 }, ['w2']],
  ['no port, if the DaemonSet has it by another protocol', listening({ protocol: 'UDP' }), listening(), ['w1', 'w2']],
  ['pods of a DaemonSet that these avoid', away(), onW1, ['w2']],
  ['pods of a DaemonSet that these avoid on each node', away(), {}, []],
  ['no pods that these avoid in another namespace only', away({ namespaces: ['other'] }), {}, ['w1', 'w2']],
  ['no pods that these avoid, if nobody knows where the DaemonSet is', away(), { nodeSelector: { 'node.kubernetes.io/instance-type': 'x' } }, ['w1', 'w2']],
  ['no pods that these avoid, if they name their node', { ...away(), nodeName: 'w1' }, {}, ['w1']],
])('a node is left out for %s', (_, pod, ofAgent, nodes) => {
  expect(nodesOf(workload(pod), agent(ofAgent))).toEqual(nodes);
});
