import type { ClusterFacts } from '../cluster/cluster';
import cluster from './dashboards/cluster.json';
import highlyAvailable from './dashboards/highly-available.json';
import singlePodFlexible from './dashboards/single-pod-flexible.json';
import singlePodPinned from './dashboards/single-pod-pinned.json';
import storage from './dashboards/storage.json';
import { usesLinstor } from './linstor';

/** There is nothing to see on it without LINSTOR. */
const STORAGE = 'storage.json';

/** Dashboards by file name, as JSON. Made by dashboards/; written short, since all of them go into one ConfigMap. */
export const DASHBOARDS: { readonly [file: string]: string } = {
  'cluster.json': JSON.stringify(cluster),
  'highly-available.json': JSON.stringify(highlyAvailable),
  'single-pod-flexible.json': JSON.stringify(singlePodFlexible),
  'single-pod-pinned.json': JSON.stringify(singlePodPinned),
  [STORAGE]: JSON.stringify(storage),
};

/** Those that a cluster has something to show on. */
export function dashboardsFor(facts: ClusterFacts): { readonly [file: string]: string } {
  return Object.fromEntries(Object.entries(DASHBOARDS).filter(([file]) => file !== STORAGE || usesLinstor(facts)));
}
