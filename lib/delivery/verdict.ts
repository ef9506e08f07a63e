import type { AcceptedFinding, Finding } from '../cluster/finding';

/** What the model finds in a whole cluster. */
export interface Verdict {
  /** What stops a synthesis. */
  readonly open: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly notes: readonly Finding[];
}
