import { type ClusterFacts, roundTripSeconds } from '../cluster';
import { Datastore, Distribution } from '../control-plane';
import { Severity } from '../finding';
import type { FactsRule } from '../rule';
import { SYNCHRONOUS_ROUND_TRIP_SECONDS } from '../site';
import { formatSeconds } from '../units';
import { onOwnServers, serverNodes } from './control-plane-rules';

/** Servers with embedded etcd, and the time between them where a link says it. */
function* roundTrips(facts: ClusterFacts): Iterable<{ readonly given: string; readonly seconds: number }> {
  if (facts.controlPlane.datastore !== Datastore.EMBEDDED_ETCD) return;
  const servers = serverNodes(facts);
  for (const [index, one] of servers.entries()) {
    for (const other of servers.slice(index + 1)) {
      const seconds = roundTripSeconds(facts, one.site, other.site);
      if (seconds !== undefined) yield { given: `etcd on ${one.name} and ${other.name}, ${formatSeconds(seconds)} apart`, seconds };
    }
  }
}

function etcdTimers({ controlPlane: { etcd, distribution } }: ClusterFacts): { readonly heartbeat: number; readonly election: number } {
  // K3s starts etcd with its own timers (k3s-io/k3s, pkg/etcd/etcd.go, HeartbeatInterval and ElectionTimeout).
  const [heartbeat, election] = distribution === Distribution.K3S ? [0.5, 5] : [0.1, 1];
  return { heartbeat: etcd?.heartbeat?.seconds ?? heartbeat, election: etcd?.electionTimeout?.seconds ?? election };
}

/** Round trips that an election must take at least, and heartbeats. Source: etcd.io/docs/v3.6/tuning. */
const ROUND_TRIPS_IN_ELECTION = 10;
/** With less, etcd does not start (etcd, server/embed/config.go, Validate). */
const HEARTBEATS_IN_ELECTION = 5;
const MOST_ELECTION_SECONDS = 50;

/** In microseconds: 10 times 70 ms is not more than 700 ms. */
function isAtLeast(seconds: number, count: number, each: number): boolean {
  return Math.round(seconds * 1e6) >= Math.round(count * each * 1e6);
}

const ETCD_LATENCY = onOwnServers({
  code: 'CONTROL-ETCD-LATENCY',
  severity: Severity.WARNING,
  means: 'etcd members that are 10 ms or more apart',
  fix: 'keep all servers in one place, or accept it',
  *check(facts) {
    const { heartbeat, election } = etcdTimers(facts);
    for (const { given, seconds } of roundTrips(facts))
      if (seconds >= SYNCHRONOUS_ROUND_TRIP_SECONDS && isAtLeast(election, ROUND_TRIPS_IN_ELECTION, seconds))
        yield {
          given,
          allowed: `and every change of the cluster waits that long; etcd bears it with a heartbeat of about that (here ${formatSeconds(heartbeat)}) and an election timeout of at least ${formatSeconds(ROUND_TRIPS_IN_ELECTION * seconds)} (here ${formatSeconds(election)}), and this library advises less than ${formatSeconds(SYNCHRONOUS_ROUND_TRIP_SECONDS)}`,
          fix: 'Keep all servers in one place, or accept it with a reason.',
        };
  },
});

const ETCD_TIMERS = onOwnServers({
  code: 'CONTROL-ETCD-TIMERS',
  severity: Severity.ERROR,
  means: 'an election timeout of etcd below 10 round trips between its members, or timers with which it does not start',
  fix: 'keep all servers in one place, or raise `controlPlane.etcd.electionTimeout`',
  *check(facts) {
    if (facts.controlPlane.datastore !== Datastore.EMBEDDED_ETCD) return;
    const { heartbeat, election } = etcdTimers(facts);
    const timers = `a heartbeat of ${formatSeconds(heartbeat)} and an election timeout of ${formatSeconds(election)}`;
    if (!(heartbeat > 0 && isAtLeast(election, HEARTBEATS_IN_ELECTION, heartbeat) && election <= MOST_ELECTION_SECONDS)) {
      yield {
        given: timers,
        allowed: `but etcd only starts with an election timeout of at least ${HEARTBEATS_IN_ELECTION} heartbeats and at most ${MOST_ELECTION_SECONDS} s`,
        fix: 'Set controlPlane.etcd to the flags of etcd, or leave it out for its defaults.',
      };
      return;
    }
    for (const { given, seconds } of roundTrips(facts))
      if (!isAtLeast(election, ROUND_TRIPS_IN_ELECTION, seconds))
        yield {
          given,
          allowed: `but an election timeout of ${formatSeconds(election)} is less than ${ROUND_TRIPS_IN_ELECTION} round trips (${formatSeconds(ROUND_TRIPS_IN_ELECTION * seconds)}), so that a slow answer counts as a dead leader`,
          fix: 'Keep all servers in one place, or start etcd on each with a longer --election-timeout and say so in controlPlane.etcd.',
        };
  },
});

/** How far members of etcd may be apart. */
export const ETCD_RULES: readonly FactsRule[] = [ETCD_LATENCY, ETCD_TIMERS];
