import type { Output, Unit } from '../output';
import type { Files } from '../writer';

/** A form in which clusters are written. */
export interface Target {
  /** Objects of its own, which must not clash with those of the cluster. */
  objects(output: Output): readonly Unit[];
  /** Files by their path below the output folder. Asked only when nothing stands against writing them. */
  files(output: Output): Files;
}
