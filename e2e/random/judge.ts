import type { Finding } from '../../lib';
import { nodesWithRoom } from '../../lib/availability/placement/placement';
import { podRoom } from '../../lib/availability/placement/room';
import { condition, type Of } from '../kinds';
import type { JudgedApp, JudgedCase } from './case';
import { flexibleSpread, zonesUsed } from './spread';
import { podsOf, type Seen } from './stand-in';
import { Verdict, verdictOn, wantsOf } from './verdict';

/** What the library and the control plane do not agree on, in words. */
export function disagreements(one: JudgedCase, seen: Seen): string[] {
  switch (verdictOn(one)) {
    case Verdict.ACCEPTED:
      return [
        ...seen.complaints,
        ...unwatched(one, seen),
        ...one.apps.flatMap((app) => brokenPromises(one, app, podsOf(app, seen))),
        ...spreads(one, seen).filter((it) => it !== ''),
      ];
    case Verdict.REFUSED:
      return wantsOf(one.findings).flatMap((it) => needless(one, it, seen));
    case Verdict.UNSURE:
    case Verdict.OTHER:
      return [];
  }
}

/** Apps of which a pod waits because others have the room or the nodes that it needs. */
export function crowdedOut(one: JudgedCase, seen: Seen): string[] {
  const crowded = (pod: Of<'Pod'>) => NO_PLACE.test(waitsFor(one, pod) ?? '');
  return one.apps.filter((app) => podsOf(app, seen).some(crowded)).map((app) => app.name);
}

/** Whether each pod has a place on which it can start. */
export function allStarted(one: JudgedCase, seen: Seen): boolean {
  if (unwatched(one, seen).length > 0) return false;
  return one.apps.every((app) => {
    const pods = podsOf(app, seen);
    return pods.length === app.plan.replicas.value && pods.every((pod) => waitsFor(one, pod) === undefined);
  });
}

/** What came of each promise to spread softly that can be judged: nothing, or what is wrong. */
export function spreads(one: JudgedCase, seen: Seen): string[] {
  return [flexibleSpread(one, seen), ...one.apps.map((app) => zonesUsed(one, app, seen))].filter((it) => it !== undefined);
}

/** Nodes without the pod that each of them was promised. */
function unwatched(one: JudgedCase, { pods }: Seen): string[] {
  if (!one.ground.some((it) => it.kind === 'DaemonSet')) return [];
  const watched = pods.filter((it) => it.metadata.namespace === `${one.name}-watch`).map((it) => it.spec?.nodeName);
  return one.facts.nodes.filter((it) => !watched.includes(it.name)).map((it) => `the node exporter is accepted, but not on ${it.name}`);
}

/** Why a pod cannot start; undefined when it can. */
export function waitsFor(one: JudgedCase, pod: Of<'Pod'>): string | undefined {
  const name = pod.spec?.nodeName;
  if (name === undefined) return condition(pod, 'PodScheduled')?.message ?? 'the scheduler has said nothing';
  const node = one.machines.find((it) => it.name === name);
  // The kubelet looks for what a host path with a type names, and does not start the pod without.
  const wanted = (pod.spec?.volumes ?? []).flatMap(({ hostPath }) => (hostPath?.type === undefined ? [] : [hostPath.path]));
  const missing = wanted.find((path) => !(node?.devices ?? []).some((device) => device.path === path));
  return missing === undefined ? undefined : `${name} has no ${missing}`;
}

/** What an accepted app was promised and did not get. */
function brokenPromises(one: JudgedCase, app: JudgedApp, pods: readonly Of<'Pod'>[]): string[] {
  const { plan, name, availabilityClass } = app;
  const said = `${name} (${availabilityClass}, ${app.props.resources.memory}) is accepted, but`;
  const promised = plan.replicas.value;
  if (pods.length !== promised) return [`${said} has ${pods.length} pods of ${promised}`];
  const stuck = pods.flatMap((pod) => {
    const why = waitsFor(one, pod);
    return why === undefined ? [] : [`${said} ${pod.metadata.name} does not start: ${why}`];
  });
  if (stuck.length > 0) return stuck;
  const allowed = plan.placement.value.nodes ?? [];
  const places = pods.map((pod) => pod.spec?.nodeName ?? '');
  const astray = places.filter((node) => !allowed.includes(node)).map((node) => `${said} runs on ${node}, and the plan has ${allowed.join(', ')}`);
  const most = Math.ceil(promised / Math.max(1, plan.fitting?.length ?? 0));
  const crowded = [...new Set(places)].filter((node) => places.filter((it) => it === node).length > most);
  const together = crowded.map((node) => `${said} has more pods on ${node} than its share of ${most}`);
  // On one node only where the library has said so.
  const mayShare = one.accepted.some((it) => it.code === 'HA-ONE-NODE' && it.path === plan.ask.path);
  return [...astray, ...(mayShare ? [] : together)];
}

/** Of a refusal: nothing, if its pods stay Pending for the reason that it gives. */
function needless(one: JudgedCase, finding: Finding, seen: Seen): string[] {
  const said = `${finding.code} ${finding.path}: refused (${finding.given}, ${finding.allowed}), but`;
  const nodes = finding.path.split('/nodes/')[1]?.split(',');
  const apps = one.apps.filter((app) => (nodes === undefined ? app.plan.ask.path === finding.path : fitsOnlyOn(nodes, app, one)));
  const pods = apps.flatMap((app) => podsOf(app, seen));
  const reasons = pods.flatMap((pod) => waitsFor(one, pod) ?? []);
  if (reasons.length === 0) return [`${said} all ${pods.length} pods have started`];
  const { all, because } = EXPECTED[finding.code] ?? { all: true, because: /^$/ };
  if (all && reasons.length < pods.length) return [`${said} ${pods.length - reasons.length} of ${pods.length} pods have started`];
  return reasons.some((it) => because.test(it)) ? [] : [`${said} its pods wait for something else: ${reasons[0]}`];
}

function fitsOnlyOn(nodes: readonly string[], { plan }: JudgedApp, { facts }: JudgedCase): boolean {
  const own = nodesWithRoom(facts, plan.placement.value.nodes ?? [], podRoom(plan.ask));
  return own.length > 0 && own.every((it) => nodes.includes(it));
}

/** How many pods of a refused app wait, and what for. No node is left out for lack of room where there is no node of the kind. */
const NO_NODE = { all: true, because: /^(?!.*(Insufficient|Too many pods)).*(affinity\/selector|untolerated taint)/ };
const NO_ROOM = /Insufficient (memory|cpu|ephemeral-storage)|Too many pods/;
const NO_PLACE = new RegExp(`topology spread constraints|${NO_ROOM.source}`);
// Nothing binds such a pod to a node, so it may not even find room.
const NO_DEVICE = { all: true, because: / has no \/dev\/|Insufficient|Too many pods|untolerated taint/ };
const EXPECTED: Readonly<Record<string, { readonly all: boolean; readonly because: RegExp }>> = {
  'CAPACITY-EXCEEDED': { all: false, because: NO_ROOM },
  'FIT-NO-NODE': { all: true, because: NO_ROOM },
  'HA-SPREAD-UNSATISFIABLE': { all: false, because: NO_PLACE },
  'NODE-OUT-OF-REACH': NO_NODE,
  'PINNED-DEVICE-ELSEWHERE': NO_DEVICE,
  'PINNED-DEVICE-UNKNOWN': NO_DEVICE,
  'PINNED-DEVICES-APART': NO_DEVICE,
  'PINNED-NODE-UNKNOWN': NO_NODE,
  'ROLE-WITHOUT-NODE': NO_NODE,
};
