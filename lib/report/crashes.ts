import { OutcomeKind, type OutcomeUnless } from '../availability/model/outcome';
import type { ReportApp } from '../availability/report/report';
import { FailureKind } from '../failures/failure';
import { Place } from '../failures/outcome';
import type { ReportFailure } from './failures';

/** Apps with what the room that is left makes of the crash of their nodes: who may find no place on the others is not simply back. */
export function withoutRoom(apps: readonly ReportApp[], failures: readonly ReportFailure[]): readonly ReportApp[] {
  const found = new Map<string, OutcomeUnless[]>();
  for (const { kind, name, effects } of failures) {
    if (kind !== FailureKind.NODE) continue;
    for (const { kind: then, place, why, through, apps: those } of effects) {
      if (through !== undefined || (place !== Place.IMPOSSIBLE && place !== Place.UNKNOWN)) continue;
      const one = { node: name, kind: then, brief: place === Place.IMPOSSIBLE ? then : `perhaps ${then}`, why };
      for (const app of those) found.set(app, [...(found.get(app) ?? []), one]);
    }
  }
  return found.size === 0 ? apps : apps.map((app) => withNodes(app, found.get(`${app.namespace}/${app.name}`) ?? []));
}

function withNodes(app: ReportApp, found: readonly OutcomeUnless[]): ReportApp {
  const { nodeCrash, nodes } = app;
  const known = nodeCrash.unless ?? [];
  const more = found.filter(({ node }) => nodes.includes(node) && known.every((one) => one.node !== node));
  if (more.length === 0 || nodeCrash.kind !== OutcomeKind.FAILS_OVER) return app;
  return { ...app, nodeCrash: { ...nodeCrash, unless: [...known, ...more] } };
}
