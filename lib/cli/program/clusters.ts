import { closest } from '../../cluster/closest';
import { listed } from '../../cluster/names';
import { stop } from '../command-error';
import { CLUSTER_UNKNOWN } from '../rules';
import type { AskedCluster } from './run';

/** The cluster with that name, or all of them. */
export function wantedClusters(all: readonly AskedCluster[], name: string | undefined): readonly AskedCluster[] {
  if (all.length === 0)
    return stop(CLUSTER_UNKNOWN, 'the program', {
      given: 'a program without a Cluster',
      allowed: 'and without facts nobody knows what a failure does',
      fix: "Describe it: new Cluster(app, 'home', { facts }).",
    });
  if (name === undefined) return all;
  const wanted = all.filter(({ report }) => report.cluster === name);
  if (wanted.length > 0) return wanted;
  const names = all.map(({ report }) => report.cluster);
  const meant = closest(name, names);
  return stop(CLUSTER_UNKNOWN, `--cluster ${name}`, {
    given: `the cluster ${name}`,
    allowed: `but the program has ${listed(names)}`,
    fix: meant === undefined ? 'Name one of them.' : `Did you mean ${meant}?`,
  });
}

/** For what is one document. */
export function theCluster(all: readonly AskedCluster[], name: string | undefined): AskedCluster {
  const [only, ...others] = wantedClusters(all, name);
  if (only !== undefined && others.length === 0) return only;
  const names = all.map(({ report }) => report.cluster);
  return stop(CLUSTER_UNKNOWN, 'the program', {
    given: `${names.length} clusters`,
    allowed: 'but this is said of one',
    fix: `Name it: --cluster ${names[0]}; there are ${listed(names)}.`,
  });
}
