import { parseAllDocuments } from 'yaml';
import {
  App,
  AvailabilityClass,
  Cluster,
  type ClusterFacts,
  DrbdStorage,
  type Finding,
  HighlyAvailable,
  type Node,
  NodeExporter,
  type Plan,
  SinglePodFlexible,
  SinglePodPinned,
} from '../../lib';
import { renderApp } from '../../lib/apps/render/render-app';
import { unitsBelow } from '../../lib/delivery/output';
import type { Analysis } from '../../lib/failures/analyse';
import type { Obj } from '../kinds';
import { type RandomApp, randomApps } from './apps';
import { type RandomCluster, randomCluster } from './cluster';
import { Dice } from './dice';

/** A cluster with apps that the control plane plays, and what is said of them. */
export interface Case<App extends PlayedApp = PlayedApp> {
  /** Of a case that was not drawn, only what chance is left to drivers. */
  readonly seed: number;
  /** Names its nodes and namespaces, so that many cases fit into one control plane. */
  readonly name: string;
  readonly facts: ClusterFacts;
  /** What really stands there: what the facts say, unless a proof has it otherwise. */
  readonly machines: readonly Node[];
  readonly findings: readonly Finding[];
  readonly apps: readonly App[];
  /** What each failure does to them. */
  readonly analysis: () => Analysis;
  /** What is there before the apps come: namespaces, classes, what runs on every node. */
  readonly ground: readonly Obj[];
}

/** A random cluster with its apps, what the library says of it, and the YAML as plain objects, refused or not. */
export interface JudgedCase extends Case<JudgedApp> {
  /** What it warns of, and was told to go on with. */
  readonly accepted: readonly Finding[];
}

/** An app with its decisions and its own objects, alone in its namespace. */
export interface PlayedApp extends Pick<RandomApp, 'name' | 'wave'> {
  /** What it is, for messages. */
  readonly availabilityClass: string;
  /** Undefined: nothing of it is said to run. */
  readonly plan: Plan | undefined;
  /** So many pods are enough for what is said of it after a loss. @default - all of them */
  readonly enough?: number;
  readonly objects: readonly Obj[];
}

/** An app of ours. */
export interface JudgedApp extends RandomApp, PlayedApp {
  readonly availabilityClass: AvailabilityClass;
  readonly plan: Plan;
}

const CONSTRUCTS = {
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: SinglePodFlexible,
  [AvailabilityClass.SINGLE_POD_PINNED]: SinglePodPinned,
  [AvailabilityClass.HIGHLY_AVAILABLE]: HighlyAvailable,
};

export function caseOf(seed: number, prefix = 's'): JudgedCase {
  const dice = new Dice(seed);
  const name = `${prefix}${seed}`;
  const props = randomCluster(dice, name);
  return judged(seed, name, props, randomApps(dice, props, name), dice.chance(0.25));
}

/** What the library says of a cluster and its apps, whoever thought them out. */
export function judged(seed: number, name: string, { drbd, ...facts }: RandomCluster, randoms: readonly RandomApp[], watched: boolean): JudgedCase {
  const app = new App({ outdir: 'unwritten' });
  const cluster = new Cluster(app, name, { facts });
  if (drbd !== undefined) new DrbdStorage(cluster.storage, 'drbd', drbd);
  if (watched) new NodeExporter(cluster.monitoring, 'node-exporter', { namespace: `${name}-watch` });
  const constructs = randoms.map((random) => ({ random, construct: new CONSTRUCTS[random.availabilityClass](cluster.workers, random.name, random.props) }));
  const { files, findings } = app.build();
  const written =
    findings.length > 0
      ? unitsBelow(app, () => false).flatMap((unit) => unit.manifests() as readonly unknown[] as readonly Obj[])
      : [...files]
          .filter(([path]) => path.endsWith('.yaml') && !path.endsWith('/kustomization.yaml'))
          .flatMap(([, bytes]) => parseAllDocuments(bytes.toString()).map((document) => document.toJS() as Obj));
  const apps = constructs.map(({ random, construct: { plan } }) => {
    if (plan === undefined) throw new Error(`${random.name} got no plan: ${findings.map((it) => `${it.code} ${it.given}`).join('; ')}`);
    const own = written.filter((it) => it.metadata.namespace === random.name);
    // What is refused is not rendered; here it is to be tried.
    const objects = own.length > 0 ? own : (renderApp(plan) as readonly unknown[] as readonly Obj[]);
    return { ...random, plan, objects };
  });
  return {
    seed,
    name,
    facts: cluster.facts,
    machines: cluster.facts.nodes,
    findings,
    accepted: cluster.verdict().accepted.map((it) => it.finding),
    apps,
    analysis: () => cluster.analysis,
    ground: written.filter((it) => !apps.some((app) => app.name === it.metadata.namespace)),
  };
}
