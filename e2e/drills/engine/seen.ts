import { OutcomeKind } from '../../../lib/availability/model/outcome';
import { servingPods } from '../../../lib/availability/placement/shares';
import type { Stage } from '../stage';
import { appAt, type Moment } from '../timeline';
import type { Engine } from './predicted';

/** What happened to an app, until it was looked at last. */
export interface Seen {
  readonly kind: OutcomeKind;
  /** Seconds from the failure until it served again. */
  readonly after?: number;
  /** The most requests of all that failed while others were served. */
  readonly share: number;
  /** Seconds from the failure until none failed any more; undefined: some still do. */
  readonly whole?: number;
}

/** Apps as their clients see them: with what they need, and through their ways in. */
export class Clients {
  constructor(
    private readonly stage: Stage<unknown>,
    private readonly engine: Engine,
  ) {}

  serves(moment: Moment, app: string): boolean {
    const { apps, entries } = this.engine.needs(app);
    const reached = entries.length === 0 || entries.some((it) => this.serves(moment, it));
    return appAt(moment, app).serving >= this.needed(app) && reached && apps.every((it) => this.serves(moment, it));
  }

  /** The share of requests that go where nobody answers: to dead pods that are endpoints still, or to addresses of dead nodes. */
  failing(moment: Moment, app: string, silent: readonly string[]): number {
    const { serving, endpoints } = appAt(moment, app);
    const addresses = this.engine.addresses(app);
    const dead = addresses.filter((it) => silent.includes(it)).length / Math.max(1, addresses.length);
    return Math.max(dead, endpoints.length === 0 ? 0 : 1 - serving / endpoints.length);
  }

  /** What an app has been through since then, with these nodes gone. */
  seen(app: string, from: number, silent: readonly string[]): Seen {
    const moments = this.stage.timeline.since(from);
    const shares = moments.map((it) => this.failing(it, app, silent));
    const share = Math.max(...shares);
    const lastFailing = moments.filter((_, index) => (shares[index] ?? 0) > 0).at(-1);
    const next = moments.find((it) => lastFailing !== undefined && it.at > lastFailing.at);
    const whole = lastFailing === undefined ? { whole: 0 } : next === undefined ? {} : { whole: next.at - from };
    const gone = moments.find((it) => !this.serves(it, app));
    if (gone === undefined) return { kind: share > 0 ? OutcomeKind.DEGRADED : OutcomeKind.UNAFFECTED, share, ...whole };
    const back = moments.find((it) => it.at > gone.at && this.serves(it, app));
    if (back === undefined) return { kind: OutcomeKind.DOWN_UNTIL_REPAIR, share, ...whole };
    return { kind: OutcomeKind.FAILS_OVER, after: back.at - from, share, ...whole };
  }

  private needed(app: string): number {
    const plan = this.stage.plans.find(({ ask }) => ask.name === app);
    if (plan === undefined) throw new Error(`there is no plan for ${app}`);
    return servingPods(plan.replicas.value, plan.ask.majority);
  }
}
