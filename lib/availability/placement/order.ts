import { type ClusterFacts, nodesNamed } from '../../cluster/cluster';
import { grouped } from '../../cluster/grouped';
import { counted, listed } from '../../cluster/names';
import type { PlacedSaid } from '../../cluster/rule';
import type { Plan } from '../model/plan';
import { type Contender, Crowd, contend, crowdsInWay, leastInWay, nodesAgain } from './crowd';
import { together } from './group';
import { inWords, RESOURCES, roomOf, roomsOf } from './room';
import { playTrials } from './trial';

/** The pods of a fleet, and those that may find no room. */
interface Doubts {
  readonly apps: readonly Contender[];
  readonly doubtful: ReadonlySet<Contender>;
}

/**
 * Apps with a pod that finds no room in some order of starts. Kubernetes places pods one by one, and never moves one to make room for
 * another of the same priority. First those are left out that find room in any order; of the others, an order is the proof.
 */
export function misplaced(plans: readonly Plan[], facts: ClusterFacts): PlacedSaid[] {
  const { apps, doubtful } = doubts(plans, facts);
  if (doubtful.size === 0) return [];
  // Pods that lack room without any others are told as such.
  const alone = new Crowd([], roomsOf(facts));
  const fits = (app: Contender) => !alone.mayFill(app, app.group.nodes.length);
  const waiting = new Set(playTrials(apps, doubtful, facts).flatMap((ending) => ending.waiting.filter(fits)));
  const byNodes = grouped(withEquals(waiting, apps).map((app) => [app.group.nodes.join(), app] as const));
  const pods = apps.reduce((sum, app) => sum + app.pods, 0);
  return [...byNodes.values()].flatMap((some) => say(some, facts, pods));
}

/** An app is beyond doubt when the others cannot fill all of its nodes, whatever the order, and wherever Kubernetes puts them. */
export function doubts(plans: readonly Plan[], facts: ClusterFacts): Doubts {
  const { apps, groups } = contend(plans, facts);
  const crowdOf = crowdsInWay(groups, roomsOf(facts));
  const all = crowdOf(Number.NEGATIVE_INFINITY);
  // If an app may have to preempt others, these need to find room a second time.
  const disturbed = new Set(
    apps.filter(({ group }) => group.priority.preempts).flatMap((app) => (all.mayFill(app, app.group.nodes.length) ? app.group.nodes : [])),
  );
  const doubtful = apps.filter((app) => {
    const { nodes: own } = app.group;
    const least = leastInWay(app);
    if (app.lump) return all.mayFill(app, 1);
    if (least > Number.NEGATIVE_INFINITY) return crowdOf(least).mayFill(app, own.length);
    return all.mayFill(app, own.some((node) => disturbed.has(node)) ? nodesAgain(app, facts) : own.length);
  });
  return { apps, doubtful: new Set(doubtful) };
}

/** The apps that wait, and those that would wait in their place, for they differ in nothing. */
function withEquals(waiting: ReadonlySet<Contender>, apps: readonly Contender[]): readonly Contender[] {
  const kind = ({ group, pod, pods, apart, lump }: Contender) =>
    [group.priority.value, ...group.nodes, ...RESOURCES.map((what) => pod[what]), pods, apart, lump].join();
  const kinds = new Set([...waiting].map(kind));
  return apps.filter((app) => kinds.has(kind(app)));
}

/** One finding for all apps that have the same nodes, with the one that needs the most. */
function say(apps: readonly Contender[], facts: ClusterFacts, pods: number): PlacedSaid[] {
  const [biggest] = [...apps].sort((one, other) => other.pod.memory - one.pod.memory);
  if (biggest === undefined) return [];
  const { plan, group, pod } = biggest;
  const offers = nodesNamed(facts, group.nodes).map(roomOf);
  const place = offers.some((one) => one.pods < pods) ? ['a place among its pods'] : [];
  const more = apps.length === 1 ? '' : `, and similar for ${counted(apps.length - 1, 'app')} more`;
  return [
    {
      path: `${facts.name}/nodes/${group.nodes.join(',')}`,
      given: `${inWords(pod, offers, place)} on one node for ${listed(together(plan.ask).map((one) => one.name))}${more}`,
      allowed: `but pods that start earlier may leave less on ${group.nodes.length === 1 ? group.nodes[0] : `each of ${listed(group.nodes)}`}, and Kubernetes does not move them`,
      fix: 'Request less, make a node bigger, or accept it with a reason: in total everything fits.',
    },
  ];
}
