import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { AvailabilityClass } from '../lib/availability/ask/workload';
import { classDashboard } from './classes';
import { clusterDashboard } from './cluster';
import { storageDashboard } from './storage';

/** Where they are kept: beside the code that hands them to Grafana. */
const OF_MONITORING = 'lib/monitoring/dashboards';
const OF_LINSTOR = 'lib/systems/linstor/dashboards';
/** From the root of the project. Nothing else is in them. */
export const FOLDERS = [OF_MONITORING, OF_LINSTOR];

/** Every dashboard as JSON, by the path of its file. The same sources give the same bytes. */
export function generateDashboards(): { readonly [file: string]: string } {
  const dashboards: { readonly [file: string]: Dashboard } = {
    [`${OF_MONITORING}/cluster.json`]: clusterDashboard(),
    [`${OF_MONITORING}/highly-available.json`]: classDashboard(AvailabilityClass.HIGHLY_AVAILABLE),
    [`${OF_MONITORING}/single-pod-flexible.json`]: classDashboard(AvailabilityClass.SINGLE_POD_FLEXIBLE),
    [`${OF_MONITORING}/single-pod-pinned.json`]: classDashboard(AvailabilityClass.SINGLE_POD_PINNED),
    [`${OF_LINSTOR}/storage.json`]: storageDashboard(),
  };
  return Object.fromEntries(Object.entries(dashboards).map(([file, dashboard]) => [file, `${JSON.stringify(dashboard, undefined, 2)}\n`]));
}
