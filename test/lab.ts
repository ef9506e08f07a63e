import { App, Cluster, type ClusterProps } from '../lib';
import { clusterProps, type LabProps, systemsOf } from './support';

/** The sound cluster as a construct: LINSTOR is in use, and nothing of it is written. */
export function lab(overrides: LabProps = {}, more: Partial<ClusterProps> = {}, app = new App({ outdir: '/nowhere' })): Cluster {
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(overrides), ...more });
  for (const system of systemsOf(overrides)) cluster.use(system);
  return cluster;
}
