import { App, Cluster, DrbdStorage, Monitoring, PiraeusOperator, SinglePodFlexible, SinglePodPinned, Size, TaintEffect, Volume } from '../../lib';
import { homelab } from '../../main';
import { appProps } from '../support';

/** The same data with every list the other way round. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed).reverse() as T;
  // Units and the like stay what they are.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, reversed(part)])) as T;
}

function built(facts: typeof homelab): Map<string, string> {
  const app = new App({ outdir: '/nowhere' });
  const home = new Cluster(app, 'homelab', { facts, flux: { url: 'https://git.example/homelab.git' } });
  new PiraeusOperator(home.operators, 'piraeus');
  new DrbdStorage(home.storage, 'drbd', { pool: 'nvme', acceptSlowWrites: 'a test', failOverUnsafePods: 'a test' });
  new Monitoring(home.monitoring, 'stack', { grafana: { secretName: 'grafana' } });
  new SinglePodFlexible(home.workers, 'wiki', appProps({ volumes: [Volume.data('/data', { size: Size.gib(1) })] }));
  new SinglePodPinned(home.workers, 'radio', { ...appProps(), node: { name: 'mirror', reason: 'a test' } });
  const { files, findings } = app.build();
  expect(findings).toEqual([]);
  return new Map([...files].map(([path, bytes]) => [path, `${bytes}`]));
}

test('the same facts in another order are the same bytes, those of the report too', () => {
  const accept = [...(homelab.accept ?? []), { code: 'MONITORING-NO-HEARTBEAT', reason: 'a test' } as const];
  const classes = [...(homelab.storage?.classes ?? []), { name: 'fast-local', nodeLocal: true }];
  const taints = ['b', 'a'].map((value) => ({ key: `example.com/${value}`, value, effect: TaintEffect.PREFER_NO_SCHEDULE }));
  const nodes = homelab.nodes.map((node) => (node.name === 'prod' ? { ...node, taints: [...(node.taints ?? []), ...taints] } : node));
  const facts = { ...homelab, nodes, accept, storage: { ...homelab.storage, classes } };
  // The first class is the default: their order is a fact.
  const other = { ...reversed(facts), storage: facts.storage };
  expect(built(other)).toEqual(built(facts));
});
