import { NEVER } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { listed } from '../cluster/names';
import type { Chain } from './chain';
import type { FailureOutcome } from './outcome';
import { degraded, unaffected, untilRepair } from './say';
import type { Scene } from './scene';
import { mostOf, type Subject } from './subject';
import { numbersOf, type Terrain } from './terrain';

/** How the pods of two apps may lie at two sites that do not reach each other. */
enum Apart {
  NOT,
  /** Some of one do not reach some of the other. */
  PARTLY,
  /** In the worst places none of one reaches any of the other. */
  PERHAPS,
  /** Wherever they are, none does. */
  SURELY,
}

/** Two sites see a third one, and not each other: nodes are heard of, nothing moves, and what goes from one to the other is lost. */
export function across(
  subject: Subject,
  { entries, needs }: Chain,
  { terrain }: Scene,
  between: readonly [string, string],
  subjects: readonly Subject[],
): FailureOutcome {
  const siteOf = (node: number) => terrain.facts.nodes[node]?.site;
  const lost = `what goes between ${listed(between)} does not arrive`;
  const apart = (app: number | undefined) => {
    const other = app === undefined ? undefined : subjects[app];
    return other === undefined || other.mover === subject.mover ? Apart.NOT : apartOver(subject, other, between, terrain);
  };
  const needed = needs.filter(({ onlyToStart }) => !onlyToStart).map(({ app }) => ({ app, how: apart(app) }));
  const ways = entries.map(({ entry, app }) => ({ entry, how: apart(app) }));
  const missing = needed.filter(({ how }) => how >= Apart.PERHAPS);
  // Through one way in that reaches it, it serves.
  const isUnreached = ways.length > 0 && ways.every(({ how }) => how >= Apart.PERHAPS);
  if (missing.length > 0 || isUnreached) {
    const names = [...missing.map(({ app }) => `${subjects[app]?.id}, which it needs,`), ...(isUnreached ? [`${ways[0]?.entry.name}, the way in,`] : [])];
    const isSure = missing.some(({ how }) => how === Apart.SURELY) || (isUnreached && ways.every(({ how }) => how === Apart.SURELY));
    const where = `${isSure ? (names.length > 1 ? 'are' : 'is') : 'may be'} at the other site`;
    const down = untilRepair(`${listed(names)} ${where}, and ${lost}`);
    return isSure ? down : { ...down, atBest: OutcomeKind.UNAFFECTED };
  }
  const isAcross = (nodes: readonly number[]) => between.every((site) => nodes.some((node) => siteOf(node) === site));
  const asked = [...subject.nodes, ...entries.flatMap(({ entry }) => numbersOf(terrain, entry.nodes))];
  const copies = subject.held.flatMap(({ set }) => numbersOf(terrain, set.holders ?? []));
  const partly = (why: string, share?: number) => ({ ...degraded(why, share, NEVER), atBest: OutcomeKind.UNAFFECTED });
  if ([...needed, ...ways].some(({ how }) => how === Apart.PARTLY)) return partly(`${lost}, so that some of the pods that need each other do not meet`);
  if (isAcross(asked)) return partly(`${lost}, and copies of data wait there`);
  return isAcross([...asked, ...copies])
    ? partly(`it serves on, and copies of its data wait between ${listed(between)}`, 0)
    : unaffected('nothing of it is on both sides');
}

function apartOver(one: Subject, other: Subject, [from, to]: readonly [string, string], terrain: Terrain): Apart {
  const siteOf = (node: number) => terrain.facts.nodes[node]?.site;
  const nodesAt = ({ nodes }: Subject, site: string) => nodes.filter((node) => siteOf(node) === site);
  const at = (app: Subject, site: string) => nodesAt(app, site).length;
  const isOnly = (app: Subject, site: string) => app.nodes.length > 0 && at(app, site) === app.nodes.length;
  const mayBeOnly = (app: Subject, site: string) => at(app, site) > 0 && mostOf(app, nodesAt(app, site), terrain) === app.plan.replicas.value;
  const ways = [
    [from, to],
    [to, from],
  ] as const;
  if (ways.some(([here, there]) => isOnly(one, here) && isOnly(other, there))) return Apart.SURELY;
  if (ways.some(([here, there]) => mayBeOnly(one, here) && mayBeOnly(other, there))) return Apart.PERHAPS;
  return ways.some(([here, there]) => at(one, here) > 0 && at(other, there) > 0) ? Apart.PARTLY : Apart.NOT;
}
