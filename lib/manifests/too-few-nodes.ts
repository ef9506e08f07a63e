import { nodesNamed } from '../cluster/cluster';
import { Severity } from '../cluster/finding';
import { counted, listed } from '../cluster/names';
import type { Said } from '../cluster/rule';
import { type FewestPlaces, fewestPlaces, placeName } from './alone';
import type { ManifestRule } from './manifest-rule';
import { PodMaker } from './objects';
import { type Ceiling, lowestCeiling } from './skew';

const NEVER_START = 'so the others never start';
const NEVER_ENDS = 'so the first pod of a new version finds none and the rollout never ends';
const FEWER_PODS = 'run fewer pods, or let more nodes run them.';
const firstStop = (replicas: number) =>
  replicas === 1 ? 'use the strategy Recreate, or let more nodes run it.' : 'write maxUnavailable: 1, or let more nodes run them.';

export const TOO_FEW_NODES: ManifestRule = {
  code: 'MANIFEST-TOO-FEW-NODES',
  severity: Severity.ERROR,
  means:
    'pods that a required podAntiAffinity, a port of their node or a hard spread keeps off nodes, or zones, that have some, and too few of these for them, or for the next one of a rollout, which may also lack the hardware that the last one has',
  fix: 'run fewer pods, let more nodes run them, or let a rollout first stop one: `maxUnavailable: 1`, or `Recreate` for one pod',
  *check({ maker, plan, replicas, started, eligible, availabilityClass, spread: { alone, skews, together }, within }) {
    const nodes = nodesNamed(within, plan?.placement.value.nodes ?? eligible);
    if (plan === undefined || nodes.length === 0 || replicas < 1 || maker === PodMaker.DAEMON_SET) return;
    // Too few nodes for a port of a highly available one are HOST-PORT-CLASH.
    const scarce = fewestPlaces(
      alone.filter((one) => !one.isPort || availabilityClass === undefined),
      nodes,
    );
    const ceiling = lowestCeiling(skews, nodes);
    const few = [
      ...(scarce !== undefined && replicas > scarce.places.length ? [eachIn(replicas, scarce, NEVER_START, FEWER_PODS)] : []),
      ...(ceiling !== undefined && replicas > ceiling.pods ? [atMost(replicas, ceiling, NEVER_START, FEWER_PODS)] : []),
    ];
    yield* few;
    if (few.length === 0 && alone.every(({ isPort }) => !isPort) && started < replicas) yield bothWays(replicas, started, together.length > 0);
    const { recreate, maxUnavailable } = plan.rollout.value;
    if (maker !== PodMaker.DEPLOYMENT || recreate || maxUnavailable > 0) return;
    const across = fewestPlaces(
      // A port of the only node for one pod is ROLLING-SHARED.
      alone.filter((one) => one.acrossVersions && (replicas > 1 || !one.isPort)),
      nodes,
    );
    if (across !== undefined && replicas === across.places.length) yield eachIn(replicas, across, NEVER_ENDS, firstStop(replicas));
    const ofBoth = lowestCeiling(
      skews.filter((one) => one.acrossVersions),
      nodes,
    );
    if (ofBoth !== undefined && replicas === ofBoth.pods) yield atMost(replicas, ofBoth, NEVER_ENDS, firstStop(replicas));
  },
};

/** All in one place, and each in a place of its own. */
function bothWays(replicas: number, started: number, isAsked: boolean): Said {
  return {
    given: `${counted(replicas, 'pod')} that ${isAsked ? 'their required podAffinity' : 'a claim on the disk of one node'} keeps together`,
    allowed: `but they also keep off each other, so only ${started} ${started === 1 ? 'starts' : 'start'} for certain`,
    fix: 'Leave out one of the two, or run fewer pods.',
  };
}

function eachIn(replicas: number, { one, places }: FewestPlaces, so: string, fix: string): Said {
  const place = placeName(one);
  return {
    given: `${counted(replicas, 'pod')}, ${replicas === 1 ? '' : 'each '}${placedIn(place)} a ${place} of its own by ${one.by}`,
    allowed: `but only ${mayRun(place, places, replicas)}, ${so}`,
    fix: sentence(fix),
  };
}

function atMost(replicas: number, { skew, places, empty }: Ceiling, so: string, fix: string): Said {
  const place = placeName(skew);
  const because =
    empty.length > 0
      ? `${listed(empty)} ${empty.length === 1 ? 'counts, too, and stays' : 'count, too, and stay'} empty`
      : `it wants ${counted(skew.minDomains, place)} (minDomains)`;
  const honor = skew.policies.map((one) => `${one}: Honor`);
  return {
    given: `${counted(replicas, 'pod')}, at most ${skew.maxSkew} ${placedIn(place)} each ${place} by its topologySpreadConstraints, because ${because}`,
    allowed: `but only ${mayRun(place, places, replicas)}, ${so}`,
    fix: sentence(honor.length > 0 ? `write ${listed(honor)}, ${fix}` : empty.length === 0 ? `lower minDomains, ${fix}` : fix),
  };
}

function placedIn(place: string): string {
  return place === 'node' ? 'on' : 'in';
}

function mayRun(place: string, places: readonly string[], replicas: number): string {
  const them = replicas === 1 ? 'it' : 'them';
  const can = place === 'node' ? `may run ${them}` : `${places.length === 1 ? 'has' : 'have'} nodes for ${them}`;
  return `${counted(places.length, place)} (${listed(places)}) ${can}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
