import type { Finding } from '../../cluster/finding';
import type { Files } from '../disk/written-list';
import type { Output, Unit } from '../output';

/** An output format for clusters. */
export interface Target {
  /** Objects of its own, which must not clash with those of the cluster. */
  objects(output: Output): readonly Unit[];
  /**
   * Files by their path below the output folder. Only called if there are no findings against writing.
   *
   * @param refuse for what is only seen when it is written: then nothing is
   */
  files(output: Output, refuse: (finding: Finding) => void): Files;
}
