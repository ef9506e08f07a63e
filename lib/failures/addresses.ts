import { NEVER } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { listed } from '../cluster/names';
import { type Entry, TakeOver } from './contribution';
import { type Failure, FailureKind, isPlanned } from './failure';
import { type FailureOutcome, Phase, type Step, step } from './outcome';
import { degraded, recovers, untilRepair } from './say';
import { GONE, type Scene } from './scene';

/**
 * What a failure does to the addresses of a way in. Undefined: nothing.
 *
 * @param view the part of the network from which the apps behind it are seen
 */
export function addressOf(entry: Entry, scene: Scene, view: number): FailureOutcome | undefined {
  const { name, nodes, takeOver, byLease } = entry;
  const { failure, dead, parts, controlPlane } = scene;
  if (isPlanned(failure)) return plannedFor(entry, failure);
  if (byLease === true && controlPlane === undefined)
    return untilRepair(`the address of ${name}, the way in, is held with a lease of the API, so that no node announces it until the control plane is back`);
  if (nodes.length === 0 || (dead.length === 0 && parts === 1)) return undefined;
  const gone = nodes.filter((node) => partOf(node, scene) === GONE);
  if (gone.length === nodes.length) return untilRepair(`all nodes of ${name}, the way in, are down`);
  if (takeOver === TakeOver.NONE) return ownAddresses(entry, scene, view, gone.length);
  return gone.length === 0 || parts > 1 ? undefined : moved(entry, 'moves to another node');
}

/** Another node takes the address. Undefined: nobody knows in what time. */
function moved({ name, within, source = '' }: Entry, how: string): FailureOutcome | undefined {
  if (within === undefined) return undefined;
  return { ...recovers([{ name: 'address', time: within, source }], within, `: the address of ${name} ${how}`), atBest: OutcomeKind.UNAFFECTED };
}

/** A node that is drained still forwards, unless its address leads only to its own pods. A node that restarts does nothing. */
function plannedFor(entry: Entry, { kind, name: drained }: Failure): FailureOutcome | undefined {
  const { name, nodes, takeOver, local, keepsPods } = entry;
  if (nodes.length === 0) return undefined;
  if (takeOver !== TakeOver.NONE) return kind === FailureKind.UPGRADE ? movedInTurn(entry) : undefined;
  const isEmptied = local === true && keepsPods !== true;
  const isOnly = nodes.length === 1;
  if (kind === FailureKind.DRAIN) {
    if (!isEmptied || !nodes.includes(drained)) return undefined;
    const why = `the address of the drained node leads only to the pods of ${name}, the way in, that were there, and answers nobody until it takes pods again`;
    return isOnly ? untilRepair(why) : degraded(`${why}, or leaves DNS`, shareOf(1, entry), NEVER, [drained]);
  }
  const until = isEmptied ? 'from its drain until it takes pods again' : 'while it restarts';
  if (isOnly) return untilRepair(`the address of ${listed(nodes)}, the only one of ${name}, the way in, answers nobody ${until}`);
  const why = `once for each node of ${name}, the way in: its address answers nobody ${until}, or leaves DNS before`;
  return { ...degraded(why, shareOf(1, entry), NEVER, nodes), turns: nodes.length };
}

/** The node that announces an address restarts, too, and the next one that does may be the next to restart. */
function movedInTurn(entry: Entry): FailureOutcome | undefined {
  const once = moved(entry, 'moves away from each node that has it and restarts');
  return once && { ...once, turns: entry.nodes.length };
}

/** Of the requests to all addresses that answer, those to so many nodes. */
function shareOf(nodes: number, { nodes: all, answering = all.length }: Entry): number {
  return Math.min(nodes, answering) / answering;
}

function partOf(node: string, { terrain, partOf: parts }: Scene): number {
  return parts[terrain.numberOf.get(node) ?? -1] ?? GONE;
}

/** Nothing takes over the address of a node that is dead, or on the other side of a cut. */
function ownAddresses(entry: Entry, scene: Scene, view: number, gone: number): FailureOutcome | undefined {
  const { name, nodes } = entry;
  const lost = nodes.filter((node) => partOf(node, scene) !== view);
  if (lost.length === 0) return undefined;
  if (lost.length === nodes.length) return untilRepair(`no node of ${name}, the way in, is on the side of the apps behind it`);
  const [address, node, answer, leave] = lost.length === 1 ? ['address', 'node', 'answers', 'leaves'] : ['addresses', 'nodes', 'answer', 'leave'];
  const dead = `the ${address} of the dead ${node} of ${name}, the way in, ${answer} nobody until ${lost.length === 1 ? 'that is' : 'those are'} back, or ${leave} DNS`;
  const back = gone === 0 ? 'the network is' : 'the network and its nodes are';
  const cut = `the ${address} of ${name}, the way in, at ${listed(lost)} ${answer} nobody here until ${back} back, or ${leave} DNS`;
  const why = gone === lost.length ? dead : cut;
  return degraded(why, shareOf(lost.length, entry), NEVER, lost);
}

/** Their addresses are in a column of it. */
export const ADDRESSES_OF_NODES = 'kubectl get nodes -o wide';

/**
 * Those who come in by such an address wait for nobody, until it is out of DNS.
 *
 * @param until as part of a sentence: `h1 is back`
 * @param lookUp what says which addresses these are; undefined: nothing answers
 */
export function addressSteps(nodes: readonly string[], until: string, lookUp: string | undefined): readonly Step[] {
  const which = `${nodes.length === 1 ? 'the address' : 'the addresses'} of ${listed(nodes)}`;
  return [
    step(`Until ${until}, take ${which} out of DNS and out of the router, so that nobody is sent there.`, lookUp, Phase.DIVERT),
    step(`Once ${until}, put ${which} in again.`, undefined, Phase.CLEAN_UP),
  ];
}
