import { formatInterval, type Interval } from '../../lib/availability/interval';
import { formatSeconds } from '../../lib/cluster/units';
import type { Processes } from '../processes';
import { Deadline } from '../until';
import { type Scene, Stage } from './stage';

/**
 * What a look at the cluster and a busy machine may add to a time, in seconds: a look each quarter of a second, some of them
 * late where four control planes share two cores. Everything else of a window is the model's.
 */
const SLACK = 2;

/** What the model says of one thing in a drill, and what was seen. */
export interface Row {
  readonly what: string;
  readonly predicted: string;
  readonly seen: string;
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
  private stages = 0;

  constructor(
    private readonly processes: Processes,
    private readonly pin: string,
    private readonly logs: string,
    readonly deadline: Deadline,
  ) {}

  /** Puts a scene on, and takes it down whatever happens. */
  async on<T>(scene: Scene<T>, act: (stage: Stage<T>) => Promise<void>): Promise<void> {
    this.stages += 1;
    const stage = await Stage.set(this.processes, this.pin, this.stages === 1 ? this.logs : `${this.logs}-${this.stages}`, scene);
    try {
      await act(stage);
    } finally {
      await stage.strike();
    }
  }

  /** A play whose rows do not count: to see that a broken thing is seen. */
  aside(): Play {
    return new Play(this.processes, this.pin, `${this.logs}-aside`, this.deadline);
  }

  /** Something that happens within a window of the model. `seen` is undefined when it did not happen in time. */
  within(what: string, window: Interval, seen: number | undefined): void {
    const predicted = formatInterval(window);
    if (seen === undefined) {
      this.rows.push({ what, predicted, seen: 'not seen', wrong: `it was not seen, and is predicted after ${predicted}` });
      return;
    }
    const outside = seen < window.min - SLACK || seen > window.max + SLACK;
    this.rows.push({
      what,
      predicted,
      seen: `${seen.toFixed(1)} s`,
      wrong: outside ? `it took ${seen.toFixed(1)} s, and ${predicted} is predicted` : undefined,
    });
  }

  /** Something that must not happen while it is watched. */
  never(what: string, watchedSeconds: number, seen: number | undefined): void {
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

  /** As `is`, for a number that must not be more. */
  atMost(what: string, predicted: number, seen: number): void {
    const wrong = seen > predicted ? `it is ${seen}, and at most ${predicted} is predicted` : undefined;
    this.rows.push({ what, predicted: `at most ${predicted}`, seen: `${seen}`, wrong });
  }

  /** As `is`, for a number that must not be less. */
  atLeast(what: string, predicted: number, seen: number): void {
    const wrong = seen < predicted ? `it is ${seen}, and at least ${predicted} is predicted` : undefined;
    this.rows.push({ what, predicted: `at least ${predicted}`, seen: `${seen}`, wrong });
  }
}

/** Until when something of the model may happen, seen from now. */
export const by = (window: Interval) => Deadline.after(window.max + SLACK);
