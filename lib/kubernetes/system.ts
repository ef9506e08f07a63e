import type { SystemAlerts } from '../alerts/system';
import type { SystemFacts } from '../cluster/system';
import type { Kind } from './kinds';

/**
 * Everything that a system adds to a cluster, as one record: `cluster.use(record)`. All parts except the name are
 * optional, and nothing else in the library knows the system.
 */
export interface System extends SystemFacts, SystemAlerts {
  /** The kinds of its objects with special properties. */
  readonly kinds?: readonly Kind[];
}
