import type { SystemAlerts } from '../alerts/system';

/** Dashboards by file name, as JSON. Made by dashboards/; written short, since all of them go into one ConfigMap. Loaded when they are needed: they are large. */
const ours = (): { readonly [file: string]: string } => ({
  'cluster.json': JSON.stringify(require('./dashboards/cluster.json')),
  'highly-available.json': JSON.stringify(require('./dashboards/highly-available.json')),
  'single-pod-flexible.json': JSON.stringify(require('./dashboards/single-pod-flexible.json')),
  'single-pod-pinned.json': JSON.stringify(require('./dashboards/single-pod-pinned.json')),
});

/** These, and those of the systems in use. */
export function dashboardsFor(systems: readonly SystemAlerts[]): { readonly [file: string]: string } {
  return Object.assign(ours(), ...systems.map(({ dashboards = {} }) => dashboards));
}
