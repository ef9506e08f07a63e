import type { RunResult } from '../../delivery/run';

/** The variable that says to the program's process what a command wants of it. */
export const ASKS = 'CDK8S_AVAILABILITY_ASKS';

export interface Asks {
  /** The file for its answers, one a line: between a shell, npm and Node, other pipes than the usual three get lost. */
  readonly answers: string;
  /** One change of the facts of a cluster, by its id. @default - the facts as they are */
  readonly change?: { readonly cluster: string; readonly id: string };
  /** Whether to say which changes there are. */
  readonly candidates: boolean;
}

/** A change of one fact that somebody could make. */
export interface Candidate {
  /** Unique and stable: `storage:dash`. */
  readonly id: string;
  /** `dash holds a copy of the data` */
  readonly title: string;
  /** What it costs in work, in one sentence. */
  readonly work: string;
  /** Other nodes that are the same to the facts, for which it was not tried. */
  readonly alike: readonly string[];
}

/** A line of the program's process. */
export type Answer = { readonly result: RunResult } | { readonly cluster: string; readonly candidates: readonly Candidate[] };
