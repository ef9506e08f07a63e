import type { SystemAlerts } from '../alerts/system';
import type { SystemFacts } from '../cluster/system';
import type { Kind } from './kinds';

/**
 * What a system brings into a cluster that uses it, as one record: `cluster.use(record)`. Every part but the name may be left
 * out, and nothing else of the library knows the system.
 */
export interface System extends SystemFacts, SystemAlerts {
  /** The kinds of its objects of which there is something to know. */
  readonly kinds?: readonly Kind[];
}
