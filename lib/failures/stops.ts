import { isJobClass, OtherWorkload } from '../availability/ask/workload';
import { tiedToNodes } from '../availability/classes/drain';
import { NEVER } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { WorkloadKind } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { Distribution } from '../cluster/control-plane';
import { across } from './across';
import type { Chain } from './chain';
import { FailureKind } from './failure';
import { noRun } from './others';
import { type FailureOutcome, Place } from './outcome';
import { restarted } from './restart';
import { degraded, NOT_MADE_AGAIN, unaffected, untilAction, untilRepair } from './say';
import type { Scene } from './scene';
import type { Subject } from './subject';
import { evictsWithoutAddress } from './terrain';

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

/** Nodes may know only the one address; with kubeadm since 1.33 those of the control plane ask their own server (KEP-4471), so that not all nodes are silent. */
function withoutApi(subject: Subject, { entries }: Chain, { terrain: { facts } }: Scene): FailureOutcome {
  const people = 'people and pipelines do not reach the API';
  if (facts.controlPlane.distribution === Distribution.K3S) return unaffected(`it runs on: the nodes know each server; ${people}`);
  const why = `nodes that know only this address count as NotReady, and their pods leave the Services; ${people}`;
  if (entries.length > 0) return { ...untilRepair(`${why}: a way in that asks the API itself finds no pod`), atBest: OutcomeKind.UNAFFECTED };
  return afterEvictions(subject, facts, why) ?? unaffected(`it runs on; ${why}`);
}

/**
 * While some nodes are heard of, those that are not are evicted. Their pods run on until they hear of that, and then end at once (seen on
 * Kubernetes 1.36.3).
 */
function afterEvictions(subject: Subject, facts: ClusterFacts, first: string): FailureOutcome | undefined {
  const { plan, workload } = subject;
  const seconds = plan.toleration.value;
  if (!evictsWithoutAddress(facts) || seconds === Number.POSITIVE_INFINITY || workload === OtherWorkload.NODE_AGENT || isJobClass(workload)) return undefined;
  const isMadeAgain = plan.workload.value !== WorkloadKind.POD;
  const after = isMadeAgain ? restarted(subject) : untilAction(NOT_MADE_AGAIN);
  const evicted = `if that lasts longer than its toleration of ${seconds} s it is evicted${isMadeAgain ? ', and starts anew when the address is back' : ''}`;
  // The node with its data may have filled up meanwhile.
  const place = isMadeAgain && tiedToNodes(subject.claims, facts) ? Place.LIKELY : after.place;
  return { ...after, place, atBest: OutcomeKind.UNAFFECTED, why: `it runs on; ${first}; ${evicted}: ${after.why}` };
}
