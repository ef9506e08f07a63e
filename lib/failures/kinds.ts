import { OutcomeKind } from '../availability/model/outcome';
import { FailureKind } from './failure';

/** A kind with its meaning, for pages and programs. */
export interface KindRecord<K> {
  readonly kind: K;
  readonly means: string;
}

const FAILURES: { readonly [kind in FailureKind]: string } = {
  [FailureKind.NODE]: 'a node crashes',
  [FailureKind.ZONE]: 'all nodes of a zone crash at once',
  [FailureKind.SITE]: 'all nodes of a site crash at once',
  [FailureKind.FATE]: 'what several nodes depend on fails, and they crash at once',
  [FailureKind.LINK]: 'the path between two sites is cut; both sides live on',
  [FailureKind.CONTROL_PLANE]: 'the control plane loses its majority, or its only server stops; the nodes live on',
  [FailureKind.API]: 'the address of the API does not answer; the servers live on',
  [FailureKind.ENTRY]: 'a way in does not answer; its nodes live on',
  [FailureKind.MOVER]: 'what moves volumes is away; its node lives on',
  [FailureKind.NAMES]: 'names of Services are not found',
  [FailureKind.PAIR]: 'two nodes crash at once',
  [FailureKind.DRAIN]: 'a person drains a node',
  [FailureKind.UPGRADE]: 'each node is drained and restarted, one after the other',
  [FailureKind.POWER]: 'everything loses power, and comes back',
};

const OUTCOMES: { readonly [kind in OutcomeKind]: string } = {
  [OutcomeKind.UNAFFECTED]: 'nothing changes for those who use it',
  [OutcomeKind.DEGRADED]: 'a part of the requests fails for a while, or fewer pods serve',
  [OutcomeKind.FAILS_OVER]: 'it is down, and back by itself',
  [OutcomeKind.DOWN_UNTIL_REPAIR]: 'it is down until what failed is back: nothing that is left could run it',
  [OutcomeKind.DOWN_UNTIL_ACTION]: 'it is down until a person decides something: what is left could run it',
  [OutcomeKind.DATA_LOST]: 'it is back by itself, and may have lost acknowledged writes',
};

/** All kinds of failures, in the order in which they are enumerated. */
export const FAILURE_KINDS: readonly KindRecord<FailureKind>[] = Object.values(FailureKind).map((kind) => ({ kind, means: FAILURES[kind] }));

/** All kinds of outcomes, from harmless to harmful. */
export const OUTCOME_KINDS: readonly KindRecord<OutcomeKind>[] = Object.values(OutcomeKind).map((kind) => ({ kind, means: OUTCOMES[kind] }));
