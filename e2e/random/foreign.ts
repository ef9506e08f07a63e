import { analysed } from '../../lib/cli/check/failures';
import { resolveFacts } from '../../lib/cluster/resolve';
import type { Analysis } from '../../lib/failures/analyse';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { judgeReadings } from '../../lib/manifests/judge';
import { readManifests } from '../../lib/manifests/read';
import type { Reading } from '../../lib/manifests/reading';
import { condition } from '../kinds';
import type { Case, PlayedApp } from './case';
import { randomCluster } from './cluster';
import { Dice } from './dice';
import { podsOf, type Seen } from './stand-in';
import { PRIORITIES, randomWritten, type Written } from './written';

/** A workload that somebody wrote, and what `check` reads of it. */
interface ForeignApp extends PlayedApp {
  readonly reading: Reading;
}

/** A random cluster with workloads that others wrote. */
export type ForeignCase = Case<ForeignApp>;

export function foreignCase(seed: number): ForeignCase {
  const dice = new Dice(seed);
  const name = `f${seed}`;
  const { drbd, ...props } = randomCluster(dice, name);
  const facts = resolveFacts(name, props);
  const all = randomWritten(dice, facts, name);
  const objects = all.flatMap((one) => one.objects);
  const placed = [...PRIORITIES, ...objects].map((object) => ({ object: object as unknown as Manifest, at: undefined }));
  const { readings } = judgeReadings(readManifests(placed, facts), facts);
  const { readings: running, plans, analysis } = analysed(readings, facts, []);
  return {
    seed,
    name,
    facts,
    machines: facts.nodes,
    findings: [],
    apps: all.map(({ namespace, kind, objects: own }): ForeignApp => {
      const reading = readings.find(({ path }) => path === `${namespace}/${kind}/it`) as Reading;
      const availabilityClass = reading.availabilityClass ?? `${kind} without a class`;
      const plan = plans[running.indexOf(reading)];
      // A spread that counts dead nodes as empty lets fewer onto those that are left: it serves with one.
      const spreads = reading.spread.spread.some(({ hard }) => hard);
      return { name: namespace, availabilityClass, wave: 0, plan, ...(spreads ? { enough: 1 } : {}), objects: own, reading };
    }),
    analysis: (): Analysis => analysis,
    ground: groundOf(all),
  };
}

function groundOf(all: readonly Written[]) {
  return [...PRIORITIES, ...all.map(({ namespace }) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }))];
}

/** Why a pod may wait although its own workload would let it start: others have the room or the port, or are where it must not be. */
const OF_OTHERS = /Insufficient|Too many pods|free ports|volume/;

/** What `check` reads of a workload and the scheduler does otherwise, before anything fails. */
export function misread({ apps }: ForeignCase, seen: Seen): string[] {
  return apps.flatMap((app) => {
    const { reading, name, plan } = app;
    const said = `${name} (${app.availabilityClass}):`;
    const pods = podsOf(app, seen);
    const placed = pods.flatMap((pod) => pod.spec?.nodeName ?? []);
    const allowed = plan?.placement.value.nodes ?? reading.eligible;
    const started = allowed.length === 0 ? 0 : reading.started;
    const astray = placed
      .filter((node) => !allowed.includes(node))
      .map((node) => `${said} a pod is on ${node}, and check names ${allowed.join(', ') || 'no node'}`);
    // Of pods that keep together, the place that the first one chooses may take more than the worst one.
    const most = reading.spread.together.length > 0 ? reading.replicas : started;
    const more = placed.length > most ? [`${said} ${placed.length} pods have a node, and check says that ${started} start`] : [];
    const waits = pods
      .filter((pod) => pod.spec?.nodeName === undefined)
      .map((pod) => condition(pod, 'PodScheduled')?.message ?? 'the scheduler has said nothing')
      .filter((why) => !OF_OTHERS.test(why));
    const fewer =
      waits.length > 0 && started >= reading.replicas ? [`${said} check says that all ${reading.replicas} pods start, and one waits: ${waits[0]}`] : [];
    return [...astray, ...more, ...fewer];
  });
}
