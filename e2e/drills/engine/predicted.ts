import { analyse } from '../../../lib/failures/analyse';
import { type Failure, FailureKind } from '../../../lib/failures/failure';
import { type FailureOutcome, Through } from '../../../lib/failures/outcome';
import type { Stage } from '../stage';

/** What the engine says of one failure. */
export interface Said {
  readonly failure: Failure;
  /** Nodes that the control plane does not hear of. */
  readonly silent: readonly string[];
  /** Those, or the one that is drained. */
  readonly met: readonly string[];
  /** By the name of the app: apps are alone in their namespaces. */
  readonly of: ReadonlyMap<string, FailureOutcome>;
}

/** What one app needs to be served, beside its own pods. */
export interface Needs {
  readonly apps: readonly string[];
  readonly entries: readonly string[];
}

export const short = (id: string): string => id.split('/')[1] ?? id;

/** The engine, asked about the cluster and the apps of a drill. */
export class Engine {
  private readonly analysis;

  constructor({ facts, plans }: Pick<Stage<unknown>, 'facts' | 'plans'>) {
    this.analysis = analyse(facts, plans, [], { kinds: Object.values(FailureKind) });
  }

  /** Asked about what is left when these nodes are gone for good. */
  static without({ facts, plans }: Pick<Stage<unknown>, 'facts' | 'plans'>, names: readonly string[]): Engine {
    return new Engine({ facts: { ...facts, nodes: facts.nodes.filter(({ name }) => !names.includes(name)) }, plans });
  }

  get apps(): readonly string[] {
    return this.analysis.apps.map(short);
  }

  says(id: string): Said {
    const { failures, apps, outcomes } = this.analysis;
    const number = failures.findIndex((it) => it.id === id);
    const failure = failures[number];
    if (failure === undefined) throw new Error(`there is no failure ${id}; there are ${failures.map((it) => it.id).join(', ')}`);
    const of = new Map(apps.map((app, index) => [short(app), outcomes[number]?.[index] as FailureOutcome]));
    const silent = failure.parts?.[0] ?? failure.dead;
    return { failure, silent, met: failure.kind === FailureKind.DRAIN ? [failure.name] : silent, of };
  }

  /** Apps that lose pods to others of higher priority. */
  sacrificed(id: string): readonly string[] {
    const { failures, room } = this.analysis;
    return [...(room[failures.findIndex((it) => it.id === id)]?.sacrificed.keys() ?? [])].map(short);
  }

  /** What a person is told to type, in order. */
  commands(id: string, app: string): readonly string[] {
    const { failures, apps, explain } = this.analysis;
    const explained = explain(
      failures.findIndex((it) => it.id === id),
      apps.findIndex((it) => short(it) === app),
    );
    return (explained?.steps ?? []).flatMap(({ command }) => command ?? []);
  }

  needs(app: string): Needs {
    const { dependencies, entries } = this.analysis.contributions;
    return {
      apps: dependencies.filter((it) => short(it.app) === app && it.onlyToStart !== true).map((it) => short(it.needs)),
      entries: entries.filter((it) => it.serves.some((id) => short(id) === app)).flatMap((it) => (it.app === undefined ? [] : [short(it.app)])),
    };
  }

  /** The nodes at whose addresses the way in to an app answers. */
  addresses(app: string): readonly string[] {
    return this.analysis.contributions.entries.filter((it) => it.serves.some((id) => short(id) === app)).flatMap((it) => it.nodes);
  }
}

/** Whether the failure has met what the outcome of an app is about: its own pods, or those of what it needs. Elsewhere the best case counts. */
export function isHit(said: Said, app: string, placeOf: (app: string) => readonly string[]): boolean {
  const { through, of } = said.of.get(app) ?? {};
  if (said.met.length === 0) return true;
  if (through === Through.ITSELF || of === undefined) return placeOf(app).some((node) => said.met.includes(node));
  return isHit(said, short(of), placeOf);
}
