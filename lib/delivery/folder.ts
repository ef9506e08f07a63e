import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { NodeRole } from '../cluster/node';
import { provideRole } from '../kubernetes/tree/context';
import { rememberLine } from '../kubernetes/tree/line';
import { guardChildren, placeIn } from '../kubernetes/tree/place';

/** A folder of the output that Flux applies as one unit: everything for one node role. */
export class Folder extends Chart {
  /** `instanceof` does not work: Chart answers it for every chart. */
  static isFolder(chart: Chart): chart is Folder {
    return typeof chart === 'object' && chart !== null && 'after' in chart;
  }

  constructor(
    scope: Construct,
    id: string,
    /** The role of the nodes that apps in it use, unless they name another. */
    role: NodeRole | undefined,
    /** Folders that must be applied, and ready, before this one. */
    readonly after: readonly Folder[],
  ) {
    super(placeIn(scope, id), id, { disableResourceNameHashes: true });
    rememberLine(this);
    guardChildren(this);
    if (role !== undefined) provideRole(this, role);
  }
}
