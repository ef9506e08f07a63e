import type { ClusterFactsProps } from '../../cluster/cluster';
import type { Candidate } from '../program/asks';

/** A candidate with the facts after its change. */
export interface Change extends Candidate {
  readonly facts: ClusterFactsProps;
}
