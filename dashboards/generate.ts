import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { AvailabilityClass } from '../lib/availability/ask/workload';
import { classDashboard } from './classes';
import { clusterDashboard } from './cluster';
import { storageDashboard } from './storage';

/** Where they are kept: beside the code that hands them to Grafana. From the root of the project. */
export const FOLDER = 'lib/monitoring/dashboards';

/** Every dashboard as JSON, by file name. The same sources give the same bytes. */
export function generateDashboards(): { readonly [file: string]: string } {
  const dashboards: { readonly [file: string]: Dashboard } = {
    'cluster.json': clusterDashboard(),
    'highly-available.json': classDashboard(AvailabilityClass.HIGHLY_AVAILABLE),
    'single-pod-flexible.json': classDashboard(AvailabilityClass.SINGLE_POD_FLEXIBLE),
    'single-pod-pinned.json': classDashboard(AvailabilityClass.SINGLE_POD_PINNED),
    'storage.json': storageDashboard(),
  };
  return Object.fromEntries(Object.entries(dashboards).map(([file, dashboard]) => [file, `${JSON.stringify(dashboard, undefined, 2)}\n`]));
}
