import { isDown, OutcomeKind, type OutcomeUnless } from '../availability/model/outcome';
import type { ReportApp } from '../availability/report/report';
import { FailureKind } from '../failures/failure';
import { Place } from '../failures/outcome';
import type { ReportFailure } from './failures';

/** Apps with what the engine adds to the crash of their nodes: places that they may not find, and addresses that nothing moves. */
export function asCrashed(apps: readonly ReportApp[], failures: readonly ReportFailure[]): readonly ReportApp[] {
  const found = new Map<string, OutcomeUnless[]>();
  const shares = new Map<string, Map<string, number>>();
  for (const { kind, name, effects } of failures) {
    if (kind !== FailureKind.NODE) continue;
    for (const { kind: then, place, why, through, degraded, apps: those } of effects) {
      const share = degraded?.seconds === undefined ? degraded?.share : undefined;
      if (share !== undefined) for (const app of those) shares.set(app, (shares.get(app) ?? new Map<string, number>()).set(name, share));
      if (through !== undefined || (place !== Place.IMPOSSIBLE && place !== Place.UNKNOWN)) continue;
      const one = { node: name, kind: then, brief: place === Place.IMPOSSIBLE ? then : `perhaps ${then}`, why };
      for (const app of those) found.set(app, [...(found.get(app) ?? []), one]);
    }
  }
  return apps.map((app) => {
    const id = `${app.namespace}/${app.name}`;
    return withShare(withNodes(app, found.get(id) ?? []), shares.get(id));
  });
}

/** What is left of it serves, and is reached by fewer addresses. */
function withShare(app: ReportApp, shares: ReadonlyMap<string, number> = new Map()): ReportApp {
  const lastingShare = Math.max(0, ...app.nodes.map((node) => shares.get(node) ?? 0));
  return lastingShare === 0 || isDown(app.nodeCrash.kind) ? app : { ...app, nodeCrash: { ...app.nodeCrash, lastingShare } };
}

function withNodes(app: ReportApp, found: readonly OutcomeUnless[]): ReportApp {
  const { nodeCrash, nodes } = app;
  const known = nodeCrash.unless ?? [];
  const more = found.filter(({ node }) => nodes.includes(node) && known.every((one) => one.node !== node));
  if (more.length === 0 || nodeCrash.kind !== OutcomeKind.FAILS_OVER) return app;
  return { ...app, nodeCrash: { ...nodeCrash, unless: [...known, ...more] } };
}
