import { isJobClass } from '../availability/ask/workload';
import { NEVER } from '../availability/model/interval';
import { across } from './across';
import type { Chain } from './chain';
import { FailureKind } from './failure';
import { noRun } from './others';
import type { FailureOutcome } from './outcome';
import { degraded, unaffected, untilRepair } from './say';
import type { Scene } from './scene';
import type { Subject } from './subject';
import { withoutApi } from './without-api';

/** What it does to an app that something of the cluster stops, while all nodes go on. Undefined: it is no such failure. */
export function stopped(subject: Subject, chain: Chain, scene: Scene, subjects: readonly Subject[]): FailureOutcome | undefined {
  const { failure } = scene;
  switch (failure.kind) {
    case FailureKind.CONTROL_PLANE:
      return isJobClass(subject.workload)
        ? noRun(scene)
        : unaffected('it runs on; nothing is moved, nothing changes, and what fails next stays down until the control plane is back');
    case FailureKind.API:
      return withoutApi(subject, chain, scene);
    case FailureKind.ENTRY:
      return failure.stops === subject.id ? untilRepair('its pods do not answer') : unaffected('its own pods run on');
    case FailureKind.MOVER:
      return unaffected(
        subject.held.some(({ set }) => set.movers?.includes(failure.stops ?? '') === true)
          ? `it runs on; while ${failure.stops} is away its volume moves nowhere`
          : `it has no data that ${failure.stops} moves`,
      );
    case FailureKind.NAMES:
      return withoutNames(chain);
    case FailureKind.LINK:
      return failure.between === undefined ? undefined : across(subject, chain, scene, failure.between, subjects);
    default:
      return undefined;
  }
}

/** An app that only waits for another at its start has found it already. */
function withoutNames({ needs }: Chain): FailureOutcome {
  const count = needs.filter(({ onlyToStart }) => !onlyToStart).length;
  if (count === 0) return degraded('it runs on; what it looks up by name it does not find', undefined, NEVER);
  return untilRepair(`it finds ${count === 1 ? 'the app' : 'the apps'} that it needs by name, and names are not found`);
}
