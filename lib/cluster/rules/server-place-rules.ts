import { type ClusterFacts, type Node, roundTripSeconds } from '../cluster';
import { Datastore } from '../control-plane';
import type { FactsRule } from '../facts-rule';
import { Severity } from '../finding';
import { counted } from '../names';
import { SYNCHRONOUS_ROUND_TRIP_SECONDS } from '../site';
import { onOwnServers, serverNodes } from './control-plane-rules';

/** What fails as a whole, the bigger first: a site that is one zone is told once. */
const PARTS = ['site', 'zone'] as const;
type Part = (typeof PARTS)[number];

/** Whether etcd could have a member in each of three such parts, this one among them. */
function hasThree(part: Part, first: Node, facts: ClusterFacts): boolean {
  const isNear = (one: Node, other: Node) => (roundTripSeconds(facts, one.site, other.site) ?? Number.POSITIVE_INFINITY) < SYNCHRONOUS_ROUND_TRIP_SECONDS;
  const places = new Map(facts.nodes.filter((node) => node[part] !== first[part] && isNear(first, node)).map((node) => [node[part], node]));
  return [...places.values()].some((one) => [...places.values()].some((other) => one[part] !== other[part] && isNear(one, other)));
}

/** With all servers in one of two places nobody claims more; three places could have one each, and servers in two sound as if they did. */
const ZONE_LOSS = onOwnServers({
  code: 'CONTROL-ZONE-LOSS',
  severity: Severity.WARNING,
  means: 'a zone or site whose failure takes the majority of the servers, although there are servers elsewhere, or three that could have one each',
  fix: 'put servers into three zones, none with the majority, or accept it',
  *check(facts) {
    const servers = serverNodes(facts);
    const needed = Math.floor(servers.length / 2) + 1;
    if (facts.controlPlane.datastore !== Datastore.EMBEDDED_ETCD || servers.length < 3) return;
    for (const part of PARTS) {
      const names = [...new Set(servers.map((node) => node[part]))];
      const inside = names.map((name) => servers.filter((node) => node[part] === name)).find(({ length }) => length >= needed);
      const first = inside?.[0];
      if (inside === undefined || first === undefined) continue;
      if (names.length === 1 && !hasThree(part, first, facts)) continue;
      // CONTROL-SHARED-FATE reports what is declared as one fate.
      if (facts.sharedFates.some((fate) => inside.every(({ name }) => fate.nodes.includes(name)))) return;
      yield {
        given: `the ${part} ${first[part]} holds ${inside.length} of ${servers.length} servers`,
        allowed: `but etcd needs ${needed}: when all of that fails, nothing moves, heals or changes elsewhere either`,
        fix: `${names.length === 1 ? 'Put servers' : `Put all servers into one ${part}, which is as good, or`} into three ${part}s or more, at most ${counted(servers.length - needed, 'server')} into each, or accept it with a reason.`,
      };
      return;
    }
  },
});

/** Rules about where the servers of the control plane are. */
export const SERVER_PLACE_RULES: readonly FactsRule[] = [ZONE_LOSS];
