import { formatInterval, type Interval } from '../../lib/availability/model/interval';
import { formatSeconds } from '../../lib/cluster/units';
import type { Processes } from '../processes';
import { Deadline } from '../until';
import { LATE_SECONDS, NOISE } from './kubelet-times';
import { missedLook } from './missed-look';
import { type Scene, Stage } from './stage';

/** What the model says of one thing in a drill, and what was seen. */
export interface Row {
  readonly what: string;
  readonly predicted: string;
  /** The same with the times that the stand-in is known to take, where it is a time. */
  readonly played?: string;
  readonly seen: string;
  /** It is what a failure does to an app. */
  readonly isOutcome?: boolean;
  /** Undefined: as predicted. */
  readonly wrong: string | undefined;
}

/** A failure that is played on a cluster of its own, and compared with what the model says of it. */
export interface Drill {
  readonly name: string;
  /** Cluster, apps and failure, for the table. */
  readonly what: string;
  /** Part of what CI runs. */
  readonly quick: boolean;
  /** Ends it when it hangs. */
  readonly seconds: number;
  readonly play: (play: Play) => Promise<void>;
}

/** One run of a drill. */
export class Play {
  readonly rows: Row[] = [];
  /** Seconds that a look which the controller missed has cost a stage of it; undefined: none. */
  missedSeconds: number | undefined;
  private stages = 0;
  private asides: Play[] = [];
  private stage: Stage<unknown> | undefined;
  private abandoned = false;

  constructor(
    private readonly processes: Processes,
    private readonly pin: string,
    private readonly logs: string,
  ) {}

  /** Puts a scene on, and takes it down whatever happens. */
  async on<T>(scene: Scene<T>, act: (stage: Stage<T>) => Promise<void>): Promise<void> {
    this.mustGoOn();
    this.stages += 1;
    const stage = await Stage.set(this.processes, this.pin, this.stages === 1 ? this.logs : `${this.logs}-${this.stages}`, scene);
    this.stage = stage;
    try {
      this.mustGoOn();
      await act(stage);
      // What was seen counts only if it was looked at to the end.
      stage.timeline.mustSee();
    } finally {
      this.stage = undefined;
      this.missedSeconds ??= missedLook(stage.timeline.moments, stage.facts.timing);
      await stage.strike();
    }
  }

  /** A play whose rows do not count: to see that a broken thing is seen. */
  aside(): Play {
    const play = new Play(this.processes, this.pin, `${this.logs}-aside-${this.asides.length + 1}`);
    this.asides.push(play);
    return play;
  }

  /** Takes down what stands, so that a play that hangs does not go on. */
  async abandon(): Promise<void> {
    this.abandoned = true;
    await Promise.all([this.stage?.strike(), ...this.asides.map((it) => it.abandon())]);
  }

  private mustGoOn(): void {
    if (this.abandoned) throw new Error('the play was abandoned');
  }

  /**
   * Something that happens within a window of the model. `seen` is undefined when it did not happen in time.
   *
   * @param played the narrower window that follows when containers and volumes take what they take here: a wrong model
   *   must not hide behind the room that it leaves for slow ones
   */
  within(what: string, window: Interval, seen: number | undefined, played?: Interval): void {
    const predicted = formatInterval(window);
    const narrow = played === undefined ? {} : { played: formatInterval(played) };
    if (seen === undefined) {
      this.rows.push({ what, predicted, ...narrow, seen: 'not seen', wrong: `it was not seen, and is predicted after ${predicted}` });
      return;
    }
    const outside = ({ min, max }: Interval) => seen < min - NOISE || seen > max + NOISE;
    const took = `it took ${seen.toFixed(1)} s, and ${predicted} is predicted`;
    const late = played !== undefined && outside(played) ? `it took ${seen.toFixed(1)} s, and ${formatInterval(played)} is predicted as played` : undefined;
    this.rows.push({ what, predicted, ...narrow, seen: `${seen.toFixed(1)} s`, wrong: outside(window) ? took : late });
  }

  /** What a failure does to an app. */
  outcome(row: Omit<Row, 'isOutcome'>): void {
    this.rows.push({ ...row, isOutcome: true });
  }

  /** Something that must not happen while it is watched, which must be for as long as it would take if it happened. */
  never(what: string, watchedSeconds: number, neededSeconds: number, seen: number | undefined): void {
    if (!(watchedSeconds >= neededSeconds)) throw new Error(`${what}: watched for ${watchedSeconds} s, which says nothing before ${neededSeconds} s`);
    const predicted = formatSeconds(Number.POSITIVE_INFINITY);
    const wrong = seen === undefined ? undefined : `it happened after ${seen.toFixed(1)} s, and must never`;
    this.rows.push({ what, predicted, seen: seen === undefined ? `not within ${formatSeconds(Math.floor(watchedSeconds))}` : `${seen.toFixed(1)} s`, wrong });
  }

  /** Something that holds all the time, or in the end. */
  is(what: string, predicted: string | number, seen: string | number): void {
    this.rows.push({
      what,
      predicted: `${predicted}`,
      seen: `${seen}`,
      wrong: predicted === seen ? undefined : `it is ${seen}, and ${predicted} is predicted`,
    });
  }

  /** As `is`, for what is so or is not; then it says what is instead. */
  holds(what: string, so: boolean, otherwise: string): void {
    this.is(what, 'yes', so ? 'yes' : `no: ${otherwise}`);
  }

  /** As `is`, for a number that must not be more. */
  atMost(what: string, predicted: number, seen: number): void {
    const wrong = !(seen <= predicted) ? `it is ${seen}, and at most ${predicted} is predicted` : undefined;
    this.rows.push({ what, predicted: `at most ${predicted}`, seen: `${seen}`, wrong });
  }

  /** As `is`, for a number that must not be less. */
  atLeast(what: string, predicted: number, seen: number): void {
    const wrong = !(seen >= predicted && Number.isFinite(seen)) ? `it is ${seen}, and at least ${predicted} is predicted` : undefined;
    this.rows.push({ what, predicted: `at least ${predicted}`, seen: `${seen}`, wrong });
  }
}

/** Until when something of the model is waited for, seen from now: longer than it may take, so that a late one is measured. */
export const by = (window: Interval) => Deadline.after(window.max + NOISE + LATE_SECONDS);
