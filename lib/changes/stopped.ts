import { Severity } from '../cluster/finding';
import type { Manifest } from '../kubernetes/manifest';
import { hasData } from './data';
import { at, differs } from './fields';
import { type ChangeRule, changed, placeOf } from './model';
import { steps } from './words';

/** What is said of pods that stop, or no longer start. */
interface Stop {
  readonly path: string;
  readonly stops: (before: unknown, after: unknown) => boolean;
  readonly allowed: (workload: Manifest) => string;
}

const NO_PODS: Stop = {
  path: 'spec.replicas',
  stops: (before, after) => before !== 0 && after === 0,
  allowed: (workload) =>
    `so all its pods stop when the change is applied, and what needs them gets no answer until it has some again${hasData(workload) ? '. Its claims stay' : ''}`,
};

/** Source: the comments of `suspend` in k8s.io/api/batch/v1. */
const SUSPENDED: Stop = {
  path: 'spec.suspend',
  stops: (before, after) => before !== true && after === true,
  allowed: ({ kind }) =>
    kind === 'Job'
      ? 'so Kubernetes deletes its pods, and what they were doing begins anew when it is resumed'
      : 'so it starts no job any more, and nobody hears of it: a backup, for example, is no longer made. A job that runs goes on',
};

const STOPS: { readonly [kind: string]: Stop } = { Deployment: NO_PODS, StatefulSet: NO_PODS, ReplicaSet: NO_PODS, CronJob: SUSPENDED, Job: SUSPENDED };

export const STOPPED: ChangeRule = {
  code: 'CHANGE-STOPPED',
  severity: Severity.WARNING,
  means: 'a workload without pods from now on, or jobs that are suspended: what it does is done no more',
  fix: 'leave it running, or accept that it stops',
  *check(pair) {
    for (const [before, after] of changed(pair, new Set(Object.keys(STOPS)))) {
      const stop = STOPS[after.object.kind];
      if (stop === undefined) continue;
      const { path, stops, allowed } = stop;
      const [was, is] = [at(before.object, path), at(after.object, path)];
      if (!stops(was, is)) continue;
      yield {
        path: placeOf(pair, after.object),
        given: differs({ path, was, is }),
        allowed: allowed(after.object),
        fix: steps(`If it was not meant, leave ${path} as it was.`, 'If it may stop, see that nothing needs it, and accept this change.'),
      };
    }
  },
};
