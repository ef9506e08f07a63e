import { VolumeTie } from '../../../lib/availability/ask/volume/traits';
import { attach, detection, volumeRelease } from '../../../lib/availability/failure/timing';
import { formatInterval, type Interval, sum } from '../../../lib/availability/model/interval';
import { isDown, OutcomeKind } from '../../../lib/availability/model/outcome';
import { VolumeRelease } from '../../../lib/availability/model/release';
import { type FailureOutcome, harm, Through } from '../../../lib/failures/outcome';
import { STARTS } from '../cluster';
import { watchFor } from '../comes-back';
import { by, type Play, type Row } from '../drill';
import { asPlayed, NOISE, PLAYED_ATTACH, PLAYED_START, RESYNC, SCHEDULER_RETRY } from '../kubelet-times';
import type { Stage } from '../stage';
import { appAt, type Moment } from '../timeline';
import { FIRST, KINDS, MANY_ON, SINGLE } from './cast';
import { Engine, isHit, type Said } from './predicted';
import { Clients, type Seen } from './seen';

/** A failure that is played, and all that the engine says of it held against what is seen. */
export interface Failing {
  readonly id: string;
  readonly strike: () => void | Promise<void>;
  readonly repair: () => Promise<void>;
  /** Nobody says that the dead nodes are off, before they are back. @default false */
  readonly nobodyActs?: boolean;
  /** How long what never comes back is watched. @default - as long as it would take if it came */
  readonly watchSeconds?: number;
  /** Rows for more than the outcomes, before the repair. @default - none */
  readonly also?: (from: number) => Promise<void>;
}

/** So much longer than it would take is watched what never comes. */
const MORE_SECONDS = 10;
const OUT_OF_SERVICE = { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' };

/** The engine beside the cluster that it speaks of, for one failure after the other. */
export class Trial {
  readonly engine: Engine;
  readonly clients: Clients;

  constructor(
    private readonly play: Play,
    readonly stage: Stage<unknown>,
  ) {
    this.engine = new Engine(stage);
    this.clients = new Clients(stage, this.engine);
  }

  async fails({ id, strike, repair, nobodyActs = false, watchSeconds, also }: Failing): Promise<void> {
    const { stage, play } = this;
    const said = this.engine.says(id);
    await this.gather();
    const from = stage.timeline.now;
    const before = stage.timeline.at(from);
    await strike();
    const expected = new Map(this.engine.apps.map((app) => [app, this.expected(said, app, before)]));
    await this.watch(said, expected, from, watchSeconds);
    const seen = new Map(this.engine.apps.map((app) => [app, this.clients.seen(app, from, said.silent)]));
    const watched = stage.timeline.now - from;
    await also?.(from);
    const waits = [...expected].filter(([, { kind }]) => kind === OutcomeKind.DOWN_UNTIL_ACTION).map(([app]) => app);
    const acted = said.failure.dead.length === 0 || nobodyActs ? new Set<string>() : await this.personActs(said.failure.dead, seen, waits);
    for (const [app, { kind }] of expected) this.compare(said, app, kind, { ...this.named(app, seen, acted), watched });
    await repair();
    const repaired = stage.timeline.now;
    const window = sum({ min: 0, max: stage.facts.timing.monitorPeriod }, SCHEDULER_RETRY, RESYNC, attach(VolumeTie.ATTACHED), STARTS);
    const all = await stage.timeline.first(repaired, by(window), (it) => this.engine.apps.every((app) => this.clients.serves(it, app)));
    play.within(`${id}: after the repair every app serves`, { min: 0, max: window.max }, all === undefined ? undefined : all.at - repaired);
  }

  /** All pods are where they were in the beginning, for the next failure. */
  private async gather(): Promise<void> {
    const { stage } = this;
    await stage.settled(90);
    await this.gatherOn([FIRST], SINGLE);
    await this.gatherOn(
      MANY_ON,
      this.engine.apps.filter((app) => !SINGLE.includes(app)),
    );
  }

  private async gatherOn(nodes: readonly string[], apps: readonly string[]): Promise<void> {
    const { stage } = this;
    const pods = (await stage.api.list('Pod')).filter((it) => apps.includes(it.metadata.labels?.['app.kubernetes.io/name'] ?? ''));
    const moved = pods.filter((it) => it.metadata.deletionTimestamp === undefined && !nodes.includes(it.spec?.nodeName ?? ''));
    if (moved.length === 0) return;
    await stage.only(nodes, async () => {
      for (const pod of moved) await stage.api.remove(pod);
    });
    await stage.settled(90);
  }

  /** The kind that the engine predicts for where the pods really are. */
  private expected(said: Said, app: string, before: Moment): { readonly outcome: FailureOutcome; readonly kind: OutcomeKind } {
    const outcome = said.of.get(app) as FailureOutcome;
    const placeOf = (name: string) => appAt(before, name).pods.map((it) => it.node ?? '');
    const places = placeOf(app);
    const hit = isHit(said, app, placeOf);
    const otherwise = hit ? outcome.kind : outcome.atBest;
    // Of several pods it counts where they are, unless it is down because of what it needs.
    if (places.length === 1 || said.met.length === 0 || (hit && outcome.through !== Through.ITSELF)) return { outcome, kind: otherwise };
    const rest = places.filter((node) => !said.silent.includes(node)).length;
    if (rest === 0) return { outcome, kind: outcome.kind };
    const kind = rest < places.length ? OutcomeKind.DEGRADED : OutcomeKind.UNAFFECTED;
    const isSaid = harm(kind) <= harm(outcome.kind) && harm(kind) >= harm(outcome.atBest);
    return { outcome, kind: isSaid ? kind : otherwise };
  }

  /** Until whatever comes back by itself is back, and until what never does would be. */
  private async watch(
    said: Said,
    expected: ReadonlyMap<string, { outcome: FailureOutcome; kind: OutcomeKind }>,
    from: number,
    seconds?: number,
  ): Promise<void> {
    const { stage, clients } = this;
    const backs = [...expected].filter(([, { kind }]) => kind === OutcomeKind.FAILS_OVER);
    for (const [app, { outcome }] of backs) {
      const gone = await stage.timeline.first(from, by({ min: 0, max: NOISE }), (it) => !clients.serves(it, app));
      if (gone !== undefined)
        await stage.timeline.first(gone.at, by({ min: 0, max: from + outcome.rto.max - stage.timeline.now }), (it) => clients.serves(it, app));
    }
    const { timing } = stage.facts;
    const needed = sum(
      detection(timing),
      { min: 0, max: Math.max(0, said.silent.length - 1) / timing.evictionRate },
      { min: 0, max: 10 },
      PLAYED_ATTACH,
      PLAYED_START,
    ).max;
    const long = said.silent.length === 0 ? 0 : needed;
    await watchFor(stage, from, seconds ?? long + MORE_SECONDS);
  }

  /** A person says that the nodes are off; which apps come back from that. */
  private async personActs(dead: readonly string[], seen: ReadonlyMap<string, Seen>, waits: readonly string[]): Promise<ReadonlySet<string>> {
    const { stage, clients } = this;
    const down = [...seen].filter(([, it]) => isDown(it.kind)).map(([app]) => app);
    if (down.length === 0) return new Set();
    await sayOff(stage, dead);
    const acted = stage.timeline.now;
    const { timing } = stage.facts;
    const release = volumeRelease(timing, VolumeTie.ATTACHED, VolumeRelease.OUT_OF_SERVICE);
    const window = sum(release, SCHEDULER_RETRY, PLAYED_ATTACH, PLAYED_START);
    await stage.timeline.first(acted, by(window), (it) => waits.every((app) => clients.serves(it, app)));
    await watchFor(stage, stage.timeline.now, MORE_SECONDS);
    const now = stage.timeline.at(stage.timeline.now);
    for (const name of dead) {
      const node = await stage.api.get('Node', undefined, name);
      await stage.patchNode(name, { spec: { taints: (node?.spec?.taints ?? []).filter(({ key }) => key !== OUT_OF_SERVICE.key) } });
    }
    return new Set(down.filter((app) => clients.serves(now, app)));
  }

  private named(app: string, seen: ReadonlyMap<string, Seen>, acted: ReadonlySet<string>): Seen {
    const one = seen.get(app) as Seen;
    return acted.has(app) ? { ...one, kind: OutcomeKind.DOWN_UNTIL_ACTION } : one;
  }

  private compare(said: Said, app: string, kind: OutcomeKind, seen: Seen & { readonly watched: number }): void {
    const outcome = said.of.get(app) as FailureOutcome;
    const what = `${said.failure.id}: ${app} (${KINDS[app] ?? app})`;
    this.play.outcome(rowOf(what, outcome, kind, seen));
  }
}

/** A person says that nodes are off. */
export async function sayOff(stage: Stage<unknown>, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const node = await stage.api.get('Node', undefined, name);
    await stage.patchNode(name, { spec: { taints: [...(node?.spec?.taints ?? []), OUT_OF_SERVICE] } });
  }
}

/** One row: the kind, and the time where there is one. */
export function rowOf(what: string, { rto, terms, degraded }: FailureOutcome, kind: OutcomeKind, seen: Seen & { readonly watched?: number }): Row {
  const isTimed = kind === OutcomeKind.FAILS_OVER;
  const played = isTimed ? asPlayed({ terms, total: rto }) : undefined;
  const predicted = isTimed ? `${kind}, ${formatInterval(rto)}` : kind === OutcomeKind.DEGRADED ? `${kind}${inShares(degraded)}` : kind;
  return {
    what,
    predicted,
    ...(played === undefined ? {} : { played: formatInterval(played) }),
    seen: inWords(seen),
    wrong: seen.kind === kind ? late(seen, { isTimed, rto, played, degraded }) : `${inWords(seen)}, and ${predicted} is predicted`,
  };
}

interface Windows extends Pick<FailureOutcome, 'rto' | 'degraded'> {
  readonly isTimed: boolean;
  readonly played: Interval | undefined;
}

/** What is wrong about the time, or about the share of requests. */
function late(seen: Seen, { isTimed, rto, played, degraded }: Windows): string | undefined {
  const outside = (value: number, { min, max }: Interval) => value < min - NOISE || value > max + NOISE;
  if (isTimed) {
    const after = seen.after ?? Number.NaN;
    if (!(after >= 0) || outside(after, rto)) return `it took ${after.toFixed(1)} s, and ${formatInterval(rto)} is predicted`;
    if (played !== undefined && outside(after, played)) return `it took ${after.toFixed(1)} s, and ${formatInterval(played)} is predicted as played`;
  }
  if (seen.kind !== OutcomeKind.DEGRADED || degraded === undefined) return undefined;
  if (degraded.share !== undefined && seen.share > degraded.share + 0.01)
    return `${inWords(seen)}, and at most ${percent(degraded.share)} of requests are predicted to fail`;
  if (degraded.time.max === Number.POSITIVE_INFINITY) return seen.whole === undefined ? undefined : `requests failed for ${seen.whole.toFixed(1)} s only`;
  return seen.whole === undefined || outside(seen.whole, degraded.time) ? `${inWords(seen)}, and ${formatInterval(degraded.time)} is predicted` : undefined;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

function inShares(degraded: FailureOutcome['degraded']): string {
  if (degraded === undefined) return '';
  const share = degraded.share === undefined ? '' : `, at most ${percent(degraded.share)} of requests`;
  return `${share}, ${formatInterval(degraded.time)}`;
}

function inWords({ kind, after, share, whole, watched }: Seen & { readonly watched?: number }): string {
  if (after !== undefined) return `${kind}, ${after.toFixed(1)} s`;
  if (isDown(kind)) return `${kind}${watched === undefined ? '' : `, watched for ${watched.toFixed(0)} s`}`;
  if (kind === OutcomeKind.DEGRADED)
    return `${kind}, ${percent(share)} of requests, ${whole === undefined ? 'as long as it was watched' : `${whole.toFixed(1)} s`}`;
  return kind;
}
