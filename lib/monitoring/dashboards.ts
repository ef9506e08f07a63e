import type { SystemAlerts } from '../alerts/system';
import cluster from './dashboards/cluster.json';
import highlyAvailable from './dashboards/highly-available.json';
import singlePodFlexible from './dashboards/single-pod-flexible.json';
import singlePodPinned from './dashboards/single-pod-pinned.json';

/** Dashboards by file name, as JSON. Made by dashboards/; written short, since all of them go into one ConfigMap. */
export const DASHBOARDS: { readonly [file: string]: string } = {
  'cluster.json': JSON.stringify(cluster),
  'highly-available.json': JSON.stringify(highlyAvailable),
  'single-pod-flexible.json': JSON.stringify(singlePodFlexible),
  'single-pod-pinned.json': JSON.stringify(singlePodPinned),
};

/** These, and those of the systems in use. */
export function dashboardsFor(systems: readonly SystemAlerts[]): { readonly [file: string]: string } {
  return Object.assign({}, DASHBOARDS, ...systems.map(({ dashboards = {} }) => dashboards));
}
