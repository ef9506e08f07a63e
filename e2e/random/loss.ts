import { identity } from '../../lib/availability/model/identity';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import { type Failure, FailureKind } from '../../lib/failures/failure';
import { type FailureOutcome, Place } from '../../lib/failures/outcome';
import type { Api } from '../api';
import { condition, type Of } from '../kinds';
import type { Case, PlayedApp } from './case';
import { Dice } from './dice';
import { podsOf, type Seen } from './stand-in';
import { Verdict, verdictOn } from './verdict';

/** Nodes that a case loses when all pods have their places, and what the engine says of each app then. */
export interface Loss {
  readonly one: Case;
  readonly failure: Failure;
  readonly says: ReadonlyMap<PlayedApp, FailureOutcome>;
}

/** What came of it for one app. */
export interface Fate {
  readonly app: PlayedApp;
  readonly place: Place;
  /** It lost pods that a new one replaces. */
  readonly lost: boolean;
  /** Why one of its pods has no node. Undefined: all have one. */
  readonly waits: string | undefined;
  /** Its pods that were on nodes which died, and all of them that had one. */
  readonly died: number;
  readonly had: number;
}

const LOST: readonly FailureKind[] = [FailureKind.NODE, FailureKind.ZONE, FailureKind.SITE];

/** One loss of each accepted case: of a node, a zone or a site. Undefined: nothing moves, whatever it loses. */
export function lossOf(one: Case): Loss | undefined {
  if (verdictOn(one) !== Verdict.ACCEPTED) return undefined;
  const { failures, apps, outcomes } = one.analysis();
  const losses = failures.flatMap((failure, number): Loss[] => {
    if (failure.sameAs !== undefined || !LOST.includes(failure.kind)) return [];
    const says = new Map(
      one.apps.flatMap((app) => {
        const outcome = app.plan && outcomes[number]?.[apps.indexOf(identity(app.plan))];
        return outcome === undefined ? [] : [[app, outcome.itself ?? outcome] as const];
      }),
    );
    return [...says.values()].some(({ place }) => place !== Place.NOT_NEEDED) ? [{ one, failure, says }] : [];
  });
  const dice = new Dice(one.seed);
  const some = [
    losses.filter(({ says }) => [...says.values()].some(({ place }) => place === Place.IMPOSSIBLE)),
    losses.filter(({ failure }) => failure.kind !== FailureKind.NODE),
    losses,
  ].find((those) => those === losses || (those.length > 0 && dice.chance(0.5)));
  return some === undefined || some.length === 0 ? undefined : dice.pick(some);
}

/** What the control plane makes of a dead node in the end: its taints, and new pods in place of those that are evicted. */
export async function lose(api: Api, loss: Loss, { pods }: Seen): Promise<void> {
  for (const name of loss.failure.dead) {
    const node = await api.get('Node', undefined, name);
    const taints = ['NoSchedule', 'NoExecute'].map((effect) => ({ key: 'node.kubernetes.io/unreachable', effect }));
    await api.patch({ apiVersion: 'v1', kind: 'Node', metadata: { name } }, { spec: { taints: [...(node?.spec?.taints ?? []), ...taints] } });
  }
  await Promise.all(pods.filter((it) => isLost(loss, it)).map((it) => api.remove(it, 0)));
}

/** A pod of a Deployment that does not stay on its dead node for ever: that of a StatefulSet keeps its name until its node is back. */
function isLost({ failure }: Loss, { metadata, spec }: Of<'Pod'>): boolean {
  const stays = (spec?.tolerations ?? []).some(
    (it) => it.key === 'node.kubernetes.io/unreachable' && it.effect === 'NoExecute' && it.tolerationSeconds === undefined,
  );
  return failure.dead.includes(spec?.nodeName ?? '') && metadata.ownerReferences?.[0]?.kind === 'ReplicaSet' && !stays;
}

export function fatesOf(loss: Loss, before: Seen, after: Seen): Fate[] {
  return [...loss.says].map(([app, { place }]) => {
    const waiting = waitingOf(app, after);
    const had = podsOf(app, before).flatMap(({ spec }) => spec?.nodeName ?? []);
    return {
      app,
      place,
      lost: podsOf(app, before).some((it) => isLost(loss, it)),
      waits: waiting && `${waiting.metadata.name} waits: ${condition(waiting, 'PodScheduled')?.message ?? 'the scheduler has said nothing'}`,
      died: had.filter((node) => loss.failure.dead.includes(node)).length,
      had: had.length,
    };
  });
}

/** One of its pods without a node. Undefined: enough have one. */
function waitingOf(app: PlayedApp, seen: Seen): Of<'Pod'> | undefined {
  const { plan, enough = plan?.replicas.value ?? 0 } = app;
  const pods = podsOf(app, seen);
  const placed = pods.filter((it) => it.spec?.nodeName !== undefined);
  return placed.length >= enough ? undefined : pods.find((it) => !placed.includes(it));
}

/** What the engine and the scheduler do not agree on, in words. What is proven holds from any start; impossible is a place for what was lost. */
export function lossDisagreements({ failure }: Loss, fates: readonly Fate[]): string[] {
  return fates.flatMap(({ app, place, lost, waits }) => {
    const said = `${failure.id}: ${app.name} (${app.availabilityClass}) has a place after that: ${place}, but`;
    if (place === Place.PROVEN && waits !== undefined) return [`${said} ${waits}`];
    return place === Place.IMPOSSIBLE && lost && waits === undefined ? [`${said} all its pods have one`] : [];
  });
}

/** Where more pods died than the engine says of the worst place for them. */
export function worseThanSaid({ failure, says }: Loss, fates: readonly Fate[]): string[] {
  return fates.flatMap(({ app, died, had }) => {
    const { kind, degraded } = says.get(app) ?? {};
    // Of who has not started yet nothing is promised.
    if (had < (app.plan?.replicas.value ?? 0)) return [];
    const most = kind === OutcomeKind.UNAFFECTED ? 0 : kind === OutcomeKind.DEGRADED ? (degraded?.share ?? 1) : 1;
    const said = `${failure.id}: ${app.name} (${app.availabilityClass}) is said to be ${kind}, losing at most ${Math.round(most * had)} of ${had} pods, but`;
    return died > Math.round(most * had) ? [`${said} ${died} were there`] : [];
  });
}

const OPPOSITE: Partial<Record<Place, Place>> = { [Place.PROVEN]: Place.IMPOSSIBLE, [Place.IMPOSSIBLE]: Place.PROVEN };

/** Whether the scheduler would contradict the opposite of all that the engine says for certain of what was lost. */
export function deniesOpposite(loss: Loss, fates: readonly Fate[]): boolean {
  const certain = fates.flatMap((it) => (it.lost && OPPOSITE[it.place] !== undefined ? [{ ...it, place: OPPOSITE[it.place] as Place }] : []));
  return lossDisagreements(loss, certain).length === certain.length;
}

/** What is counted of an app, in words. */
export function fateInWords({ failure, says }: Loss, { app, place, lost, waits }: Fate): string | undefined {
  if (lost && place !== Place.NOT_NEEDED) return `of places after the loss of a ${failure.kind}: ${place}, and ${waits === undefined ? 'found' : 'none'}`;
  if (lost || waits === undefined) return undefined;
  const kind = says.get(app)?.kind;
  return `of apps elsewhere: driven away, and said to be ${kind === OutcomeKind.UNAFFECTED ? 'unaffected' : 'perhaps down'}`;
}

/** Whether a pod waits of which the engine says that it finds a place. */
export function waitsInSpite({ says }: Loss, seen: Seen): boolean {
  return [...says].some(([app, { place }]) => place === Place.PROVEN && waitingOf(app, seen) !== undefined);
}
