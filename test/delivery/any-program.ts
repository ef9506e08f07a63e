import { join } from 'node:path';
import { ApiObject, Chart, Helm, Include } from 'cdk8s';
import { Construct } from 'constructs';
import {
  App,
  Cluster,
  type ClusterProps,
  DrbdStorage,
  ExternalService,
  HighlyAvailable,
  IngressClass,
  Monitoring,
  NodeAgent,
  NodeRole,
  OneOffJob,
  PiraeusOperator,
  PodSecurityLevel,
  Port,
  PriorityClasses,
  Probe,
  ScheduledJob,
  SinglePodFlexible,
  SinglePodPinned,
  Size,
  TRAEFIK_CONTROLLER,
  Volume,
} from '../../lib';
import { type AnyAppProps, appProps, clusterProps, worker } from '../support';
import { oddEnd, oddJobProps, oddProps } from './odd-values';

const FLUX = { url: 'https://git.example/lab.git', path: '.' };
/** For what Monitoring keeps. */
const LOCAL = { storage: { classes: [{ name: 'local-path', nodeLocal: true }] } };
const ROLLING = { rollingUpdate: { reason: 'a test' }, network: { ports: [Port.http(80)] } };
const ON_WORKERS = { placement: { role: NodeRole.WORKER } };

/** Namespaces that a program says something of. */
export const SPACES = Object.fromEntries([0, 1, 2].map((one) => [`space-${one}`, { level: PodSecurityLevel.BASELINE }]));

/** A small generator of numbers: the same seed draws the same program. */
function dice(seed: number): Roll {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

/** An object in a namespace, and sometimes the namespace in another place. */
function configMap(scope: Construct, name: string, namespace: string): void {
  new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });
}

type Roll = (below: number) => number;
/** Makes something else of the props of an app. */
export type Spoil = (props: AnyAppProps, roll: Roll) => AnyAppProps;
type Maker = (scope: Construct, id: string, namespace: { readonly namespace?: string }, roll: Roll, spoil: Spoil) => void;

/** What a program puts into a chart. */
const MAKERS: readonly Maker[] = [
  (scope, id, space) => new SinglePodFlexible(scope, id, appProps({ ...ON_WORKERS, ...space, network: { ports: [Port.http(80)] } })),
  (scope, id, space) => new SinglePodFlexible(scope, id, appProps({ ...ON_WORKERS, ...space, volumes: [Volume.data('/data', { size: Size.mib(64) })] })),
  (scope, id, space) => new HighlyAvailable(scope, id, appProps({ ...ON_WORKERS, ...space, health: { readiness: Probe.exec('true') } })),
  (scope, id, space) => new SinglePodPinned(scope, id, { ...appProps({ ...ON_WORKERS, ...space }), node: { name: 'w1', reason: 'a test' } }),
  (scope, id, space) => new NodeAgent(scope, id, appProps(space)),
  (scope, id, space) => new ScheduledJob(scope, id, { ...appProps({ ...ON_WORKERS, ...space }), schedule: '30 3 * * *' }),
  (scope, id, space, roll) => new OneOffJob(scope, id, { ...appProps({ ...ON_WORKERS, ...space }), ...(roll(2) === 0 ? { retries: roll(3) } : {}) }),
  (scope, id, space) => new SinglePodFlexible(scope, id, appProps({ ...ON_WORKERS, ...space, ...ROLLING })),
  (scope, id, space, roll, spoil) =>
    new SinglePodFlexible(scope, `${id}${oddEnd(roll)}`, spoil(appProps({ ...ON_WORKERS, ...space, ...oddProps(roll) }), roll)),
  (scope, id, space, roll, spoil) =>
    new ScheduledJob(scope, id, { ...spoil(appProps({ ...ON_WORKERS, ...space, ...oddJobProps(roll) }), roll), schedule: '30 3 * * *' }),
  (scope, id) => new ExternalService(scope, id, { addresses: ['192.0.2.7'], ports: [Port.http(80)] }),
  (scope, id) => new IngressClass(scope, id, { controller: TRAEFIK_CONTROLLER }),
  (scope, id, { namespace = 'space-0' }) => configMap(scope, id, namespace),
  (scope, id) => {
    new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `raw-${id}` } });
    configMap(scope.node.scopes.find(Chart.isChart) ?? scope, `in-${id}`, `raw-${id}`);
  },
];

/** Charts, constructs, apps and objects in each other, at random, with dependencies and waits. */
function grow(cluster: Cluster, roll: Roll, prefix: string, { steps, isRich, spoil }: Draw): void {
  const places: Construct[] = [cluster.workers, cluster.control, cluster.storage, cluster.operators, cluster.monitoring];
  const pick = <T>(list: readonly T[]) => list[roll(list.length)] as T;
  const charts: Chart[] = [];
  for (let step = 0; step < steps; step += 1) {
    const scope = roll(4) === 0 ? cluster : pick(places);
    const inChart = scope.node.scopes.some((one) => Chart.isChart(one));
    const kind = roll(6);
    if (kind === 0) charts.push(new Chart(scope, `Chart${step}`, roll(2) === 0 ? {} : { namespace: `space-${roll(3)}` }));
    else if (kind === 1) places.push(new Construct(scope, `group-${step}`));
    else if (inChart) pick(MAKERS)(scope, `${prefix}-${step}`, roll(2) === 0 ? { namespace: `space-${roll(3)}` } : {}, roll, spoil);
    places.push(...charts.slice(-1));
  }
  for (const space of Object.keys(SPACES)) configMap(pick([cluster.workers, cluster.storage, cluster.monitoring]), `of-${space}`, space);
  if (isRich && roll(3) === 0) new Include(pick([cluster.workers, cluster.operators, ...charts]), 'vendor', { url: join(__dirname, 'vendor.yaml') });
  if (isRich && roll(3) === 0)
    new Helm(pick([cluster.workers, cluster.operators, ...charts]), 'chart', { chart: 'shop', helmExecutable: join(__dirname, 'helm.sh') });
  if (roll(2) === 0) {
    new SinglePodFlexible(pick([cluster.workers, cluster.control]), `${prefix}-server`, appProps({ ...ON_WORKERS, network: { ports: [Port.http(80)] } }));
    const waiting = { initContainers: [{ name: 'wait', waitsFor: [{ name: `${prefix}-server` }] }] };
    new SinglePodFlexible(pick([cluster.workers, cluster.monitoring, cluster.storage]), `${prefix}-client`, appProps({ ...ON_WORKERS, ...waiting }));
  }
  if (charts.length > 1 && roll(2) === 0) pick(charts).node.addDependency(pick(charts));
}

/** The folder of a chart outside of all clusters. */
export const PLAIN = 'plain';

/** Apps and jobs with the priorities of their classes, where no cluster has them. */
function growPlain(app: App): void {
  const chart = new Chart(app, PLAIN, { namespace: PLAIN });
  new PriorityClasses(chart, 'priorities');
  new SinglePodFlexible(chart, 'plain-pages', appProps(ROLLING));
  new OneOffJob(chart, 'plain-import', appProps());
}

/** How much a program says, and what is made of it. */
export interface Draw {
  /** How often something is added to a cluster. */
  readonly steps: number;
  /** Whether some have Monitoring, or objects that cdk8s reads in another process: each takes as long as ten others. */
  readonly isRich: boolean;
  readonly spoil: Spoil;
  readonly outdir: string;
}

const WHOLE: Draw = { steps: 16, isRich: true, spoil: (props) => props, outdir: '/nowhere' };

/** A program with one to three clusters, of which two are below constructs: one with the name of the first, and one beside it. */
export function anyProgram(seed: number, draw = WHOLE): App {
  const roll = dice(seed);
  const app = new App({ outdir: draw.outdir });
  const isWatched = roll(4) === 0 && draw.isRich;
  const accept = [...(clusterProps().accept ?? []), ...(isWatched ? [{ code: 'MONITORING-NO-HEARTBEAT', reason: 'a test' } as const] : [])];
  const nodes = [...clusterProps().nodes, worker('m1', { roles: [NodeRole.MONITORING] })];
  const props: ClusterProps = { facts: clusterProps({ accept, nodes, ...LOCAL }), flux: FLUX, namespaces: SPACES };
  const below = (scope: Construct, ids: readonly string[]) => ids.map((id) => new Cluster(scope, id, { ...props, facts: clusterProps() }));
  const clusters = [new Cluster(app, 'lab', props), ...below(new Construct(app, 'europe'), ['lab', 'other'].slice(0, Math.max(0, roll(6) - 3)))];
  clusters.forEach((cluster, index) => {
    if (roll(2) === 0) new PiraeusOperator(cluster.operators, 'piraeus');
    new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
    if (index === 0 && isWatched) new Monitoring(cluster.monitoring, 'stack', { grafana: { secretName: 'grafana' } });
    grow(cluster, roll, `app${index}`, draw);
  });
  if (roll(3) === 0) growPlain(app);
  return app;
}
