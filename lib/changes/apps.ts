import { Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import { firstClaimsOf, templatesOf } from '../kubernetes/claim-templates';
import type { Manifest } from '../kubernetes/manifest';
import { claimsOf, hasData, renamedApps, successor, WORKLOADS } from './data';
import { at, textAt } from './fields';
import { type ChangeRule, changed, gone, keyOf, type LastReport, type Pair, placeOf } from './model';
import { applied, steps } from './words';

export const APP_RENAMED: ChangeRule = {
  code: 'CHANGE-APP-RENAMED',
  severity: Severity.ERROR,
  means: 'an app with data that has another name or namespace: it starts without its data, which stays under the old name',
  fix: 'keep `name` and `namespace`; the id of the construct can change',
  *check(pair) {
    for (const { was, now } of renamedApps(pair).values()) {
      const { object } = was;
      if (!hasData(object)) continue;
      yield {
        path: placeOf(pair, object),
        where: now.file,
        given: `the app is ${now.object.metadata.namespace}/${now.object.metadata.name} now`,
        allowed: `but claims cannot move: it starts with empty volumes, and its data stays in ${dataOf(object)}. Its address changes too. ${pair.hasFlux ? 'Flux starts the new app before it deletes the old one, so for a moment both run' : 'What applies the files may leave the old one running beside it'}`,
        fix: steps(
          `Keep the name and the namespace: set name: '${object.metadata.name}' and namespace: '${object.metadata.namespace}'. Id and folder of the construct can change.`,
          'If it must move, declare the new app beside the old one first, stop both, and copy the data (or restore a backup).',
          `Then remove the old one and accept that, and delete its claims by hand once ${applied(pair)} and the new app has its data.`,
        ),
      };
    }
  },
};

function dataOf(workload: Manifest): string {
  const claims = claimsOf(workload).map((key) => key.slice(key.lastIndexOf('/') + 1));
  return listed([...claims, ...firstClaimsOf(workload).map((name) => `${name} and its likes`)]);
}

export const WORKLOAD_KIND: ChangeRule = {
  code: 'CHANGE-WORKLOAD-KIND',
  severity: Severity.ERROR,
  means:
    'an app with data whose workload is of another kind now: Flux starts the new one before it deletes the old one, on the same data or on an empty volume',
  fix: 'stop the app before the change is merged',
  *check(pair) {
    for (const { object } of gone(pair, WORKLOADS)) {
      const next = successor(pair.after, object);
      if (next === undefined || !hasData(object)) continue;
      const shared = claimsOf(next.object).filter((claim) => claimsOf(object).includes(claim));
      const resource = `${object.kind.toLowerCase()} ${object.metadata.name} -n ${object.metadata.namespace}`;
      yield {
        path: placeOf(pair, object),
        where: next.file,
        given: `the ${object.kind} becomes a ${next.object.kind}`,
        allowed:
          shared.length > 0
            ? `but ${pair.hasFlux ? 'Flux starts the new pods before it deletes the old ones' : 'nothing stops the old pods first'}: both may write to ${listed(shared.map((key) => key.slice(key.lastIndexOf('/') + 1)))}, or the new one waits until the old one is gone`
            : `but the new one has other claims: it starts with empty volumes, and the data stays in ${dataOf(object)}`,
        fix: steps(
          ...(shared.length > 0
            ? [
                `Accept this change, and stop the old pods right before you merge: kubectl scale ${resource} --replicas=0. Suspend the Kustomization of the folder first, or Flux starts them again.`,
              ]
            : [
                'Make a backup.',
                'Accept this change. When it is applied, stop the new app, copy the data into its claims (or restore the backup), and start it.',
                'Delete the old claims when the app has its data.',
              ]),
        ),
      };
    }
  },
};

/** Apps of a report by namespace and name. An older version may have written anything. */
export function appsIn({ apps }: LastReport): ReadonlyMap<string, NonNullable<LastReport['apps']>[number]> {
  return new Map((Array.isArray(apps) ? apps : []).map((app) => [`${app.namespace}/${app.name}`, app]));
}

export const CLASS_LOWERED: ChangeRule = {
  code: 'CHANGE-CLASS-LOWERED',
  severity: Severity.ERROR,
  means: 'a highly available app that has a single pod now: it is down whenever its node is, and at each rollout and drain',
  fix: 'keep its class, or accept that',
  *check(pair) {
    if (pair.reports === undefined) return;
    const before = appsIn(pair.reports.before);
    for (const [name, app] of appsIn(pair.reports.after)) {
      if (before.get(name)?.availabilityClass !== 'HighlyAvailable' || app.availabilityClass === 'HighlyAvailable') continue;
      yield {
        path: app.path,
        given: `it was HighlyAvailable, and is ${app.availabilityClass} now`,
        allowed: `so its pods stop when the change is applied, and the app may be down until its one pod is ready. From then on it is down at each rollout and each drain, and when its node dies: ${app.nodeCrash?.kind ?? 'until it is back'}`,
        fix: steps(
          'If it should stay up, keep the class. The replicas can be fewer: Replicas.two(reason).',
          'If one pod is enough, tell those whose apps depend on it, and accept this change.',
        ),
      };
    }
  },
};

export const COPY_LOST: ChangeRule = {
  code: 'CHANGE-COPY-LOST',
  severity: Severity.ERROR,
  means: 'a StatefulSet with data in each pod that has fewer pods: a copy of the data, or a part of it, is served no more',
  fix: 'take the members out of the application first',
  *check(pair) {
    for (const [before, after] of changed(pair, new Set(['StatefulSet']))) {
      const [had, has] = [before, after].map(({ object }) => Number(at(object, 'spec.replicas') ?? 1)) as [number, number];
      if (templatesOf(before.object).length === 0 || !(has < had)) continue;
      const { name } = after.object.metadata;
      const last = Array.from({ length: had - has }, (_, index) => `${name}-${has + index}`);
      const deletes = textAt(after.object, 'spec.persistentVolumeClaimRetentionPolicy.whenScaled') === 'Delete';
      yield {
        path: placeOf(pair, after.object),
        given: `it has ${has} pods, and had ${had}`,
        allowed: `and ${listed(last)} ${last.length === 1 ? 'stops' : 'stop'} when the change is applied: what only they hold is gone for the app, a majority may be lost, and their claims ${deletes ? 'are deleted with the data (whenScaled: Delete)' : 'stay, with data that grows old'}`,
        fix: steps(
          'See that the application has its data on the other pods too, and that it is in sync.',
          `Take ${listed(last)} out of its membership, one after the other, with its own tools, and wait each time.`,
          `Accept this change${deletes ? '' : `. Once ${applied(pair)}, delete the claims of those pods: if they come back with old data, they may harm the others`}.`,
        ),
      };
    }
  },
};

/** Whether a key is there before: as it was, or as it still is. */
export function wasThere(pair: Pair, object: Manifest): boolean {
  const key = keyOf(object);
  return pair.before.has(key) || !pair.after.has(key);
}

export const APP_RULES: readonly ChangeRule[] = [APP_RENAMED, WORKLOAD_KIND, CLASS_LOWERED, COPY_LOST];
