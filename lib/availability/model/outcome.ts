import { listed } from '../../cluster/names';
import type { Interval } from './interval';

/** What an app does after a failure, from harmless to harmful. */
export enum OutcomeKind {
  UNAFFECTED = 'unaffected',
  /** It continues with fewer pods, or loses one run of many. */
  DEGRADED = 'degraded',
  FAILS_OVER = 'fails over',
  DOWN_UNTIL_REPAIR = 'down until repair',
  DOWN_UNTIL_ACTION = 'down until a person acts',
  DATA_LOST = 'data lost',
}

/** Whether it does not come back by itself. */
export function isDown(kind: OutcomeKind): boolean {
  return kind === OutcomeKind.DOWN_UNTIL_REPAIR || kind === OutcomeKind.DOWN_UNTIL_ACTION;
}

/** One part of the time that an app is down. */
export interface RecoveryTerm {
  readonly name: string;
  readonly time: Interval;
}

/** Another app, because of which one is down. */
export interface NeededApp {
  readonly name: string;
  readonly how: 'dependsOn' | 'waitsFor';
  /** What that one is: `back after 71 s to 2 min 7 s`. */
  readonly what: string;
}

/** What the crash of one node does, if it does something else than that of others. */
export interface OutcomeUnless {
  readonly node: string;
  readonly kind: OutcomeKind;
  /** In a few words, where many nodes are named together. */
  readonly brief: string;
  /** As part of a sentence, after the name of the node. */
  readonly why: string;
  /** If it is because of another app. */
  readonly needs?: NeededApp;
}

/** More nodes than these are named together. */
const NODES_IN_FULL = 2;

/** `; on w1, perhaps down until repair, because w2 then lacks 2Gi of memory`; nothing, if no node differs. */
export function unlessInWords(unless: readonly OutcomeUnless[] = []): string {
  if (unless.length <= NODES_IN_FULL) return unless.map(({ node, why }) => `; on ${node}, ${why}`).join('');
  const nodes = new Map<string, string[]>();
  for (const { node, brief } of unless) nodes.set(brief, [...(nodes.get(brief) ?? []), node]);
  return [...nodes].map(([brief, names]) => `; on ${names.length > NODES_IN_FULL ? `${names.length} of its nodes` : listed(names)}, ${brief}`).join('');
}

/** What a failure does to an app, and why. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly why: string;
  /** From the failure until it serves again, if it fails over. Undefined: no time can be promised. */
  readonly time?: Interval;
  /** The parts of that time, in order. */
  readonly terms?: readonly RecoveryTerm[];
  /** Nodes whose crash does something else: the only server of the control plane, or one after which the others lack room. */
  readonly unless?: readonly OutcomeUnless[];
  /** If it is because of another app. */
  readonly needs?: NeededApp;
}
