import { AvailabilityClass, type Node, TaintEffect } from '../../lib';
import { nodesWithRoom } from '../../lib/availability/placement/placement';
import { holds, NOTHING, plus, podRoom, roomOf, times } from '../../lib/availability/placement/room';
import type { JudgedApp, JudgedCase } from './case';
import { podsOf, type Seen } from './stand-in';

/** A node stays at least that empty, whoever comes: then room is no reason to keep away from it. */
const EMPTY = 0.5;

/** Whether the pods of an app are in as many zones as have room for them: nothing, or what is wrong. Undefined, where nothing can be expected. */
export function zonesUsed(one: JudgedCase, app: JudgedApp, seen: Seen): string | undefined {
  const zones = [...new Set(welcoming(one, app).map((it) => it.zone))];
  if (app.availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE || zones.length < 2) return undefined;
  const used = new Set(podsOf(app, seen).map((pod) => one.facts.nodes.find((it) => it.name === pod.spec?.nodeName)?.zone));
  if (used.size >= Math.min(zones.length, app.plan.replicas.value)) return '';
  return `${app.name} (${app.plan.replicas.value} pods) is in ${used.size} of the zones ${zones.join(', ')}, and there is room in all`;
}

/** The same for flexible apps and nodes, where all of them have the same nodes. */
export function flexibleSpread(one: JudgedCase, seen: Seen): string | undefined {
  const apps = one.apps.filter((it) => it.availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE);
  const [nodes = [], ...others] = apps.map((it) => welcoming(one, it).map(({ name }) => name));
  if (apps.length < 2 || nodes.length < 2 || others.some((it) => it.join() !== nodes.join())) return undefined;
  const places = apps.flatMap((app) => podsOf(app, seen).map((pod) => pod.spec?.nodeName ?? ''));
  const most = Math.max(...places.map((name) => places.filter((it) => it === name).length));
  // A node that is much bigger may get one more.
  if (most <= Math.ceil(apps.length / nodes.length) + 1) return '';
  return `${most} of ${apps.length} flexible apps are on one of ${nodes.length} nodes, and there is room on all`;
}

/** The nodes that the app may use, that have room for all who may come, and that ask nobody to stay away. */
function welcoming({ apps, facts }: JudgedCase, { plan }: JudgedApp): Node[] {
  const fitting = nodesWithRoom(facts, plan.placement.value.nodes ?? [], podRoom(plan.ask));
  return facts.nodes.filter((node) => {
    const guests = apps.filter((app) => app.plan.placement.value.nodes?.includes(node.name));
    const asked = guests
      .map((app) =>
        times(
          podRoom(app.plan.ask),
          app.plan.spread.value.some((it) => it.hard) ? Math.ceil(app.plan.replicas.value / (app.plan.fitting?.length ?? 1)) : app.plan.replicas.value,
        ),
      )
      .reduce(plus, NOTHING);
    return (
      fitting.includes(node.name) && holds(times(roomOf(node), EMPTY), asked) && node.taints.every((taint) => taint.effect !== TaintEffect.PREFER_NO_SCHEDULE)
    );
  });
}
