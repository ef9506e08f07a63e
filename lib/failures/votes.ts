import { VoteRule } from './contribution';

/** The votes that can reach each other, of all that there are. Votes that left in an orderly way count neither here nor there. */
export interface Count {
  /** Those with the data. */
  readonly here: number;
  readonly all: number;
  /** Voters without the data, for ties. */
  readonly tiebreakersHere: number;
  readonly tiebreakers: number;
  /** Whether the quorum was never lost since all were together. */
  readonly had: boolean;
}

/** Whether that many votes go on. */
export function hasQuorum(rule: VoteRule, { here, all, tiebreakersHere, tiebreakers, had }: Count): boolean {
  switch (rule) {
    case VoteRule.EXTERNAL:
      return true;
    case VoteRule.ONE:
      return here > 0;
    case VoteRule.MAJORITY:
      return 2 * here > all;
    case VoteRule.DRBD:
      if (2 * here > all) return true;
      // A tiebreaker keeps a quorum, and never restores one (DRBD, drbd/drbd_state.c, calc_quorum; User Guide, "s-configuring-quorum-tiebreaker").
      return had && here > 0 && 2 * here === all && 2 * tiebreakersHere > tiebreakers;
  }
}
