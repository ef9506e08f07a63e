import type { ClusterFacts, Node } from '../cluster/cluster';
import { grouped } from '../cluster/grouped';
import type { Link } from '../cluster/site';
import { type AllContributions, MoverTask, VoteStops } from './contribution';
import { type Failure, FailureKind } from './failure';

/** What of it to enumerate. */
export interface FailureWish {
  /** @default - all kinds, except each two nodes at once */
  readonly kinds?: readonly FailureKind[];
}

/** Everything that may fail, in an order that does not depend on that of the facts. */
export function failuresOf(
  facts: ClusterFacts,
  contributions: AllContributions,
  { kinds = Object.values(FailureKind).filter((kind) => kind !== FailureKind.PAIR) }: FailureWish = {},
): readonly Failure[] {
  const { nodes } = facts;
  const names = nodes.map(({ name }) => name);
  const all: Failure[] = [
    ...names.map((name) => crash(FailureKind.NODE, name, [name])),
    ...zones(facts).map(([name, inside]) => crash(FailureKind.ZONE, name, inside)),
    ...facts.sites.map(({ name }) => crash(FailureKind.SITE, name, namesOf(nodes.filter(({ site }) => site === name)))),
    ...facts.sharedFates.map(({ name, nodes: inside }) => crash(FailureKind.FATE, name, inside)),
    ...cutLinks(facts),
    ...controlPlanes(facts, contributions),
    ...contributions.entries.map(({ name }) => stop(FailureKind.ENTRY, name)),
    ...contributions.movers.map(({ name, task }) => stop(task === MoverTask.NAMES ? FailureKind.NAMES : FailureKind.MOVER, name)),
    ...(kinds.includes(FailureKind.PAIR)
      ? names.flatMap((one, index) => names.slice(index + 1).map((other) => crash(FailureKind.PAIR, `${one}+${other}`, [one, other])))
      : []),
    ...names.map((name) => crash(FailureKind.DRAIN, name, [])),
    ...(names.length === 0 ? [] : [crash(FailureKind.UPGRADE, 'all nodes', []), crash(FailureKind.POWER, 'all nodes', names)]),
  ];
  return withTwins(all.filter(({ kind, dead }) => kinds.includes(kind) && (dead.length > 0 || (kind !== FailureKind.SITE && kind !== FailureKind.FATE))));
}

function crash(kind: FailureKind, name: string, dead: readonly string[]): Failure {
  return { id: `${kind}:${name}`, kind, name, dead };
}

function stop(kind: FailureKind, name: string): Failure {
  return { ...crash(kind, name, []), stops: name };
}

function namesOf(nodes: readonly Node[]): readonly string[] {
  return nodes.map(({ name }) => name);
}

/** The zones that are a part of a site. */
function zones({ nodes }: ClusterFacts): readonly (readonly [string, readonly string[]])[] {
  const bySite = grouped(nodes.map((node) => [node.site, node] as const));
  return [...bySite]
    .flatMap(([site, inSite]) => {
      const inZones = [...grouped(inSite.map(({ zone, name }) => [zone, name] as const))];
      return inZones.length === 1 ? [] : inZones.map(([zone, names]) => [`${site}/${zone}`, names] as const);
    })
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Each link, once. Where both ends still see a third site, only the traffic between them stops. */
function cutLinks(facts: ClusterFacts): readonly Failure[] {
  const { nodes, sites } = facts;
  const ends = ({ from, to }: Link) => [from, to].sort() as [string, string];
  const links = new Map(facts.links.map((link) => [ends(link).join(' '), ends(link)]));
  return [...links.values()].sort().flatMap((cut): Failure[] => {
    const name = cut.join('–');
    const failure = { ...crash(FailureKind.LINK, name, []), id: `${FailureKind.LINK}:${cut.join('+')}` };
    // A site of whose links nothing is known sees all the others.
    const unknown = sites.filter(({ name: site }) => ![...links.values()].some((link) => link.includes(site))).map((site) => site.name);
    const others = [...[...links.values()].filter((link) => link !== cut), ...unknown.flatMap((site) => cut.map((end) => [site, end] as const))];
    const near = reached(cut[0], others);
    if (near.has(cut[1])) return [{ ...failure, between: cut }];
    const parts = [nodes.filter(({ site }) => near.has(site)), nodes.filter(({ site }) => !near.has(site))].map(namesOf);
    return parts.some((part) => part.length === 0) ? [] : [{ ...failure, parts }];
  });
}

function reached(from: string, links: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const seen = new Set([from]);
  for (const site of seen) for (const link of links) if (link.includes(site)) for (const end of link) seen.add(end);
  return seen;
}

function controlPlanes({ controlPlane }: ClusterFacts, { votes }: AllContributions): readonly Failure[] {
  const groups = votes.filter(({ stops }) => stops === VoteStops.CONTROL_PLANE);
  const { address } = controlPlane.apiEndpoint;
  return [...groups.map(({ name }) => stop(FailureKind.CONTROL_PLANE, name)), ...(address === '' ? [] : [stop(FailureKind.API, address)])];
}

/** A site with one node, or a provider that is one site, takes the same nodes as a failure before it. */
function withTwins(failures: readonly Failure[]): readonly Failure[] {
  const first = new Map<string, string>();
  return failures.map((failure) => {
    // A loss of all power does more: whatever had a quorum lost it.
    if (failure.dead.length === 0 || failure.kind === FailureKind.POWER) return failure;
    const key = [...failure.dead].sort().join(' ');
    const sameAs = first.get(key);
    if (sameAs === undefined) first.set(key, failure.id);
    return sameAs === undefined ? failure : { ...failure, sameAs };
  });
}
