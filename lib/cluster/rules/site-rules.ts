import { type ClusterFacts, type Node, roundTripSeconds } from '../cluster';
import { type FactsRule, onFacts } from '../facts-rule';
import { Severity } from '../finding';
import { duplicates, listed } from '../names';
import type { RuleRecord } from '../rule';

/** A missing link between two sites. */
export const LINK_MISSING: RuleRecord = {
  code: 'LINK-MISSING',
  severity: Severity.ERROR,
  means: 'copies or etcd members in two sites without a link between them',
  fix: 'add the link, with the time that `ping` prints',
};

const DUPLICATE = onFacts({
  code: 'SITE-DUPLICATE',
  severity: Severity.ERROR,
  means: 'two sites with one name',
  fix: 'rename one',
  *check({ sites }) {
    for (const name of duplicates(sites.map((site) => site.name)))
      yield { path: `sites/${name}`, given: `two sites named ${name}`, allowed: 'but each site needs its own name', fix: 'Rename one of them.' };
  },
});

const LINK_SITE_UNKNOWN = onFacts({
  code: 'LINK-SITE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a link to a site that is not declared',
  fix: 'declare the site, or use a declared one',
  *check({ sites, links }) {
    const names = sites.map((site) => site.name);
    for (const { from, to } of links)
      for (const end of [from, to])
        if (!names.includes(end))
          yield {
            path: `links/${from}-${to}`,
            given: `the site ${end}`,
            allowed: `but the sites are ${listed(names)}`,
            fix: 'Declare it in sites, or use one of them.',
          };
  },
});

const LINK_WITHIN_SITE = onFacts({
  code: 'LINK-WITHIN-SITE',
  severity: Severity.ERROR,
  means: 'a link with both ends in one site',
  fix: 'remove the link',
  *check({ links }) {
    for (const { from, to } of links)
      if (from === to) yield { path: `links/${from}-${to}`, given: 'both ends in one site', allowed: 'but a link joins two sites', fix: 'Remove the link.' };
  },
});

const LINK_ROUND_TRIP = onFacts({
  code: 'LINK-ROUND-TRIP',
  severity: Severity.ERROR,
  means: 'a round trip of 0, or of 10 s or more',
  fix: 'use the time that `ping` prints',
  *check({ links }) {
    for (const { from, to, roundTrip } of links)
      if (!(roundTrip.seconds > 0 && roundTrip.seconds < 10))
        yield {
          path: `links/${from}-${to}`,
          given: `a round trip of ${roundTrip}`,
          allowed: 'but a round trip is more than 0 and less than 10 s',
          fix: 'Use the time that ping prints.',
        };
  },
});

const FATE_NODE_UNKNOWN = onFacts({
  code: 'FATE-NODE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a shared fate of a node that does not exist',
  fix: 'use a node that exists',
  *check({ nodes, sharedFates }) {
    const names = new Set(nodes.map((node) => node.name));
    for (const fate of sharedFates)
      for (const name of fate.nodes)
        if (!names.has(name))
          yield { path: `sharedFates/${fate.name}`, given: `the node ${name}`, allowed: `but the nodes are ${listed([...names])}`, fix: 'Use one of them.' };
  },
});

/** Kubernetes spreads pods by the label of the zone alone, and so does LINSTOR. */
const ZONE_IN_TWO_SITES = onFacts({
  code: 'ZONE-IN-TWO-SITES',
  severity: Severity.WARNING,
  means: 'zones of two sites with one name, which Kubernetes and storage count as one zone',
  fix: 'rename one, or accept it',
  *check({ nodes }) {
    for (const zone of [...new Set(nodes.map((node) => node.zone))].sort()) {
      const sites = [...new Set(nodes.filter((node) => node.zone === zone).map(({ site }) => site))].sort();
      if (sites.length < 2) continue;
      yield {
        path: `sites/${sites[1]}`,
        given: `the zone ${zone} in ${listed(sites)}`,
        allowed: 'but they have one label, and count as one zone: pods and copies that should be apart may be in one site',
        fix: `Give each its own name, such as ${sites[1]}-${zone}, in the facts and as topology.kubernetes.io/zone, or accept it with a reason.`,
      };
    }
  },
});

/** Nodes in sites between which no link is declared, one pair of nodes per pair of sites. */
export function unlinkedPairs(facts: ClusterFacts, nodes: readonly Node[]): [Node, Node][] {
  const pairs = new Map<string, [Node, Node]>();
  for (const [index, one] of nodes.entries()) {
    for (const other of nodes.slice(index + 1)) {
      if (roundTripSeconds(facts, one.site, other.site) === undefined) pairs.set([one.site, other.site].sort().join('-'), [one, other]);
    }
  }
  return [...pairs.values()];
}

/** Rules about sites, links and shared fates. */
export const SITE_RULES: readonly FactsRule[] = [DUPLICATE, LINK_SITE_UNKNOWN, LINK_WITHIN_SITE, LINK_ROUND_TRIP, FATE_NODE_UNKNOWN, ZONE_IN_TWO_SITES];
