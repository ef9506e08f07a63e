import { AvailabilityClass, isJobClass, OtherWorkload } from '../availability/ask/workload';
import { neededFirst } from '../availability/model/needed-first';
import { isDown } from '../availability/model/outcome';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { eachOnce } from './alike';
import { onAnotherServer } from './another-server';
import { type Chain, chained, inOrder, type Links } from './chain';
import { type StateLoss, stateLoss } from './cluster-state';
import { type AllContributions, type Contributions, type Entry, gathered, type SystemContributions } from './contribution';
import { type FailureWish, failuresOf } from './enumerate';
import { type Failure, FailureKind } from './failure';
import { houseContributions } from './house';
import { manyPods } from './many-pods';
import { namelessAfter } from './names';
import { onePod } from './one-pod';
import { agent, job } from './others';
import { dominating, type FailureOutcome, isPartlyUntilRepair, type Step, type Term, Through } from './outcome';
import { drained, upgraded } from './planned';
import { withoutPower } from './power';
import { clusterSteps, fixOf, stepsOf, wayInSteps } from './remedy';
import { restoreSteps } from './restore';
import { narrowed } from './room/narrow';
import { type RoomAfter, Rooms } from './room/room';
import { GONE, type Scene, sceneOf, silentIn } from './scene';
import { stopped } from './stops';
import { once, type Subject, subjectOf, type Whereabouts } from './subject';
import { numbersOf, terrainOf } from './terrain';
import { whileServerRestarts, withoutServerOfApi } from './without-api';

/** What each failure does to each app. */
export interface Analysis {
  readonly failures: readonly Failure[];
  /** `namespace/name`, in the order of the plans. */
  readonly apps: readonly string[];
  /** By failure, then by app, in their orders. */
  readonly outcomes: readonly (readonly FailureOutcome[])[];
  /** By failure: where lost pods go, and who finds no place. Undefined where everything is off. */
  readonly room: readonly (RoomAfter | undefined)[];
  readonly contributions: AllContributions;
  /** By failure: what becomes of the state of the cluster if what stopped never comes back. Undefined where a server that holds it goes on. */
  readonly stateLosses: readonly (StateLoss | undefined)[];
  /** By failure: what the cluster asks of a person, whatever the apps need. */
  readonly ofCluster: readonly (readonly Step[])[];
  /** More about one outcome, by the numbers of its failure and its app. */
  readonly explain: (failure: number, app: number) => Explanation | undefined;
}

/** Why an outcome is what it is, and what to do. */
export interface Explanation {
  /** The longest part of the time. Undefined where it is not down. */
  readonly dominating: Term | undefined;
  /** The cheapest change after which it is better. Undefined: none is known, or none is needed. */
  readonly fix: string | undefined;
  /** What a person has to do, in order. */
  readonly steps: readonly Step[];
}

/** What the systems in use hand to the engine. */
export function contributionsOf(systems: readonly SystemContributions[], facts: ClusterFacts, plans: readonly Plan[]): readonly Contributions[] {
  return systems.flatMap(({ contribute }) => contribute?.(facts, plans) ?? []);
}

/** What each failure does to each app, from facts, plans and what systems contribute. */
export function analyse(facts: ClusterFacts, plans: readonly Plan[], contributed: readonly Contributions[], wish: FailureWish = {}): Analysis {
  const contributions = gathered([...contributed, houseContributions(facts, plans)]);
  const terrain = terrainOf(facts, contributions);
  const places = new Map<string, Whereabouts>();
  const subjects = plans.map((plan) => subjectOf(plan, terrain, places));
  const apps = subjects.map(({ id }) => id);
  const chains = chainsOf(contributions, apps);
  const order = [...inOrder(chains)];
  const numberOf = new Map(apps.map((id, index) => [id, index]));
  const failures = failuresOf(facts, contributions, wish);
  const partOf = new Int8Array(facts.nodes.length);
  const rooms = new Rooms(plans, terrain, new Map(subjects.map((one) => [one.id, one])));
  const afterwards: (RoomAfter | undefined)[] = [];
  const headless: boolean[] = [];
  const kept = eachOnce();
  const outcomes = failures.map((failure) => {
    const scene = sceneOf(failure, terrain, partOf);
    headless.push(scene.controlPlane === undefined);
    const away = failure.kind === FailureKind.DRAIN ? numbersOf(terrain, [failure.name]) : silentIn(scene);
    const room = failure.kind === FailureKind.POWER ? undefined : rooms.after(scene, away);
    const drains = failure.kind === FailureKind.UPGRADE ? terrain.names.map((_, node) => rooms.after(scene, [node])) : undefined;
    const whole: FailureOutcome[] = [];
    const nameless = Array.from({ length: scene.parts }, (_, part) => namelessAfter(scene, part));
    const links: Links = { scene, ids: apps, outcomes: whole, ways: [], pods: new Map(), nameless, afterNames: new Map() };
    for (const app of order) {
      const [subject, chain] = [subjects[app], chains[app]];
      if (subject === undefined || chain === undefined) continue;
      const view = viewOf(subject, chain, scene, subjects);
      const own =
        drains === undefined
          ? alone(subject, chain, scene, subjects, chains, view)
          : whileServerRestarts(upgraded(subject, scene, drains), subject, chain, scene);
      whole[app] = kept(chained(subject, room === undefined ? own : narrowed(own, subject, room), chain, view, links));
    }
    afterwards.push(room);
    return whole;
  });
  const stepsFor = (failure: number, app: number, walked: ReadonlySet<number>): readonly Step[] => {
    const [outcome, subject, what] = [outcomes[failure]?.[app], subjects[app], failures[failure]];
    if (outcome === undefined || subject === undefined || what === undefined || walked.has(app)) return [];
    const all = new Set(walked).add(app);
    const needed = outcome.through === Through.NEEDED ? numberOf.get(outcome.of ?? '') : undefined;
    const waysIn = isDown(outcome.kind) ? waysInDown(outcome, chains[app], app) : [];
    return [
      // It is back with what it needs, and that is brought back like this.
      ...(needed === undefined ? [] : stepsFor(failure, needed, all)),
      // What fails in part once it is back is its own.
      ...(needed === undefined || isPartlyUntilRepair(outcome) ? stepsOf(outcome, subject, what, terrain, headless[failure] === true) : []),
      ...waysIn.flatMap(({ entry, app: other }) => {
        const door = subjects[other ?? -1];
        return door === undefined || other === undefined ? [] : [...stepsFor(failure, other, all), ...wayInSteps(entry.name, door, what)];
      }),
      ...restoreSteps(outcome, subject, what, facts),
    ];
  };
  const explain = (failure: number, app: number): Explanation | undefined => {
    const [outcome, subject, what] = [outcomes[failure]?.[app], subjects[app], failures[failure]];
    if (outcome === undefined || subject === undefined || what === undefined) return undefined;
    const steps = stepsFor(failure, app, new Set());
    const first = steps.length === 0 ? [] : onAnotherServer(what, facts, headless[failure] === true);
    return {
      dominating: dominating(outcome.terms),
      fix: fixOf(outcome, subject, what, terrain, headless[failure] === true),
      steps: [...new Map([...first, ...steps].map((one) => [`${one.text} ${one.command ?? ''}`, one])).values()],
    };
  };
  return {
    failures,
    apps,
    outcomes,
    room: afterwards,
    contributions,
    stateLosses: failures.map((failure) => stateLoss(failure, facts)),
    ofCluster: failures.map((failure, number) => clusterSteps(failure, terrain, headless[number] === true)),
    explain,
  };
}

/** Keeps the last analysis until something else is asked. */
export function keptAnalysis(): (facts: ClusterFacts, plans: readonly Plan[], systems: readonly SystemContributions[]) => Analysis {
  let last: { readonly facts: ClusterFacts; readonly plans: readonly Plan[]; readonly analysis: Analysis } | undefined;
  return (facts, plans, systems) => {
    if (last?.facts !== facts || last.plans !== plans) last = { facts, plans, analysis: analyse(facts, plans, contributionsOf(systems, facts, plans)) };
    return last.analysis;
  };
}

/** The way in through which it would be reached, and that is down, too; of a way in that is down, itself. */
function waysInDown({ wayInDown }: FailureOutcome, chain: Chain | undefined, app: number): Chain['entries'] {
  const { entries = [], doors = [] } = chain ?? {};
  return [...entries.filter(({ entry }) => entry.name === wayInDown), ...doors.map((entry) => ({ entry, app }))];
}

/** What a failure does to an app without what it needs. */
function alone(subject: Subject, chain: Chain, scene: Scene, subjects: readonly Subject[], chains: readonly Chain[], view: number): FailureOutcome {
  const { failure, terrain } = scene;
  switch (failure.kind) {
    case FailureKind.DRAIN:
      return drained(subject, scene, terrain.numberOf.get(failure.name) ?? -1);
    case FailureKind.POWER:
      return withoutPower(subject, neededBy(chain, chains, subjects), terrain);
    default:
      return withoutServerOfApi(ofNodes(subject, chain, scene, subjects, view), subject, chain, scene);
  }
}

function ofNodes(subject: Subject, chain: Chain, scene: Scene, subjects: readonly Subject[], view: number): FailureOutcome {
  if (isElsewhere(subject, scene)) return once(subject, 'elsewhere', () => unplanned(subject, scene, 0));
  if (subject.isAlikeAnywhere && scene.sorts !== undefined) return once(subject, sortFor(subject, scene, scene.sorts), () => unplanned(subject, scene, 0));
  return stopped(subject, chain, scene, subjects) ?? unplanned(subject, scene, view);
}

/** The apps that one needs, and those that they need, the first to come back first. */
function neededBy(chain: Chain, chains: readonly Chain[], subjects: readonly Subject[]): readonly Subject[] {
  const next = ({ needs }: Pick<Chain, 'needs'>) => needs.map(({ app }) => app);
  return [...neededFirst(next(chain), (app) => next(chains[app] ?? { needs: [] }))].flatMap((app) => subjects[app] ?? []);
}

/** The crashes of those of its nodes that crash. */
function sortFor({ has }: Subject, { dead }: Scene, sorts: readonly string[]): string {
  return sorts.filter((_, index) => has[dead[index] as number] === 1).join();
}

/** Whether nodes crash that have nothing of it. */
function isElsewhere({ touchedBy, workload }: Subject, { parts, dead, controlPlane }: Scene): boolean {
  // Runs of jobs are created by the control plane, wherever they are.
  if (controlPlane === undefined && isJobClass(workload)) return false;
  return parts === 1 && dead.length > 0 && dead.every((node) => touchedBy[node] === 0);
}

/** What dead nodes and cut networks do to its pods. */
function unplanned(subject: Subject, scene: Scene, view: number): FailureOutcome {
  if (isJobClass(subject.workload)) return job(subject, scene, view);
  switch (subject.workload) {
    case OtherWorkload.NODE_AGENT:
      return agent(subject, scene);
    case AvailabilityClass.HIGHLY_AVAILABLE:
      return manyPods(subject, scene, view);
    default:
      return onePod(subject, scene, view);
  }
}

/**
 * The part of the network from which an app is seen: that of its way in, where its traffic arrives and its pods are, or else where the
 * control plane goes on. A way in is seen from there itself.
 */
function viewOf(subject: Subject, { entries, doors }: Chain, { partOf, parts, controlPlane, largest, terrain }: Scene, subjects: readonly Subject[]): number {
  if (parts === 1) return 0;
  const ways = [
    ...doors.map((entry) => ({ entry, through: subject })),
    ...entries.map(({ entry, app }) => ({ entry, through: app === undefined ? undefined : subjects[app] })),
  ];
  const at = ways.flatMap(({ entry, through }) => {
    const pods = through === undefined ? undefined : new Set(through.nodes.map((node) => partOf[node]));
    return numbersOf(terrain, entry.nodes)
      .map((node) => partOf[node] ?? GONE)
      .filter((part) => part !== GONE && pods?.has(part) !== false);
  });
  const seat = controlPlane !== undefined && controlPlane >= 0 ? controlPlane : largest;
  return at.length === 0 || at.includes(seat) ? seat : (at[0] ?? seat);
}

function chainsOf({ dependencies, entries }: AllContributions, apps: readonly string[]): readonly Chain[] {
  const numberOf = new Map(apps.map((id, index) => [id, index]));
  const chains = apps.map(() => ({ needs: [] as Chain['needs'][number][], entries: [] as Chain['entries'][number][], doors: [] as Entry[] }));
  for (const { app, needs, onlyToStart = false } of dependencies) {
    const other = numberOf.get(needs);
    if (other !== undefined) chains[numberOf.get(app) ?? -1]?.needs.push({ app: other, onlyToStart });
  }
  for (const entry of entries) {
    const app = entry.app === undefined ? undefined : numberOf.get(entry.app);
    if (app !== undefined) chains[app]?.doors.push(entry);
    for (const id of entry.serves) chains[numberOf.get(id) ?? -1]?.entries.push({ entry, app });
  }
  return chains;
}
