import { type ClusterFacts, roundTripSeconds } from '../cluster';
import { Datastore, Distribution } from '../control-plane';
import type { FactsRule } from '../facts-rule';
import { Severity } from '../finding';
import { SYNCHRONOUS_ROUND_TRIP_SECONDS } from '../site';
import { formatSeconds } from '../units';
import { onOwnServers, serverNodes } from './control-plane-rules';

/** Two servers with embedded etcd, and the time between them where a link says it. */
interface Pair {
  readonly names: string;
  readonly seconds: number;
}

function pairsOf(facts: ClusterFacts): Pair[] {
  if (facts.controlPlane.datastore !== Datastore.EMBEDDED_ETCD) return [];
  const servers = serverNodes(facts);
  return servers.flatMap((one, index) =>
    servers.slice(index + 1).flatMap((other) => {
      const seconds = roundTripSeconds(facts, one.site, other.site);
      return seconds === undefined ? [] : [{ names: `${one.name} and ${other.name}`, seconds }];
    }),
  );
}

/** `etcd on c1 and c2, and on c1 and c3, up to 25 ms apart` */
function apart(pairs: readonly Pair[], most: number): string {
  const upTo = pairs.every(({ seconds }) => seconds === most) ? '' : 'up to ';
  return `etcd on ${pairs.map(({ names }) => names).join(', and on ')}, ${upTo}${formatSeconds(most)} apart`;
}

function etcdTimers({ controlPlane: { etcd, distribution } }: ClusterFacts): { readonly heartbeat: number; readonly election: number } {
  // K3s starts etcd with its own timers (k3s-io/k3s, pkg/etcd/etcd.go, HeartbeatInterval and ElectionTimeout).
  const [heartbeat, election] = distribution === Distribution.K3S ? [0.5, 5] : [0.1, 1];
  return { heartbeat: etcd?.heartbeat?.seconds ?? heartbeat, election: etcd?.electionTimeout?.seconds ?? election };
}

/** Round trips that an election should take at least. Source: etcd.io/docs/v3.6/tuning. */
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
    const pairs = pairsOf(facts).filter(({ seconds }) => seconds >= SYNCHRONOUS_ROUND_TRIP_SECONDS && seconds < election);
    if (pairs.length === 0) return;
    const most = Math.max(...pairs.map(({ seconds }) => seconds));
    const given = apart(pairs, most);
    const least = formatSeconds(ROUND_TRIPS_IN_ELECTION * most);
    if (isAtLeast(election, ROUND_TRIPS_IN_ELECTION, most))
      yield {
        given,
        allowed: `and every change of the cluster waits that long; etcd bears it with a heartbeat of about that (here ${formatSeconds(heartbeat)}) and an election timeout of at least ${least} (here ${formatSeconds(election)}), and this library advises less than ${formatSeconds(SYNCHRONOUS_ROUND_TRIP_SECONDS)}`,
        fix: 'Keep all servers in one place, or accept it with a reason.',
      };
    else
      yield {
        given,
        allowed: `and an election timeout of ${formatSeconds(election)} is less than the ${ROUND_TRIPS_IN_ELECTION} round trips (${least}) that etcd advises, so that a few slow answers count as a dead leader`,
        fix: 'Keep all servers in one place, start etcd on each with a longer --election-timeout and say so in controlPlane.etcd, or accept it with a reason.',
      };
  },
});

const ETCD_TIMERS = onOwnServers({
  code: 'CONTROL-ETCD-TIMERS',
  severity: Severity.ERROR,
  means: 'an election timeout of etcd that is over before members can answer, or timers with which it does not start',
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
    const pairs = pairsOf(facts).filter(({ seconds }) => seconds >= election);
    if (pairs.length > 0)
      yield {
        given: apart(pairs, Math.max(...pairs.map(({ seconds }) => seconds))),
        allowed: `but an election timeout of ${formatSeconds(election)} is over before an answer can come, so that they never agree on a leader`,
        fix: 'Keep all servers in one place, or start etcd on each with a longer --election-timeout and say so in controlPlane.etcd.',
      };
  },
});

const ETCD_UNUSED = onOwnServers({
  code: 'CONTROL-ETCD-UNUSED',
  severity: Severity.ERROR,
  means: 'timers of etcd, and a datastore that is not embedded etcd',
  fix: 'remove `controlPlane.etcd`, or correct the datastore',
  *check({ controlPlane: { etcd, datastore } }) {
    if (etcd !== undefined && datastore !== Datastore.EMBEDDED_ETCD)
      yield {
        given: `etcd, and the datastore ${datastore}`,
        allowed: 'but only embedded etcd has these timers',
        fix: 'Remove controlPlane.etcd, or correct the datastore.',
      };
  },
});

/** How far members of etcd may be apart. */
export const ETCD_RULES: readonly FactsRule[] = [ETCD_LATENCY, ETCD_TIMERS, ETCD_UNUSED];
