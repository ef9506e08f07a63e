import type { AlertReceivers } from '../receiver';
import { receivers } from './receivers';
import { inhibitions, route } from './routes';
import type { Fields } from './tree';

/** Who is told of what, how often, and by what. Fields: Alertmanager 0.34, docs/configuration.md. */
export function routing(alerts: AlertReceivers | undefined): Fields {
  return { route: route(alerts), inhibit_rules: inhibitions(), receivers: receivers(alerts) };
}
