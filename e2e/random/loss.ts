import { identity } from '../../lib/availability/model/identity';
import { type Failure, FailureKind } from '../../lib/failures/failure';
import { Place } from '../../lib/failures/outcome';
import type { Api } from '../api';
import { condition, type Of } from '../kinds';
import type { Case, JudgedApp } from './case';
import { Dice } from './dice';
import { podsOf, type Seen } from './stand-in';
import { Verdict, verdictOn } from './verdict';

/** Nodes that a case loses when all pods have their places, and what the engine says of each app that has to move. */
export interface Loss {
  readonly one: Case;
  readonly failure: Failure;
  readonly says: ReadonlyMap<JudgedApp, Place.PROVEN | Place.IMPOSSIBLE>;
}

/** One loss of each accepted case: of a node, or of a zone or site. Undefined: of no loss does the engine say anything for certain. */
export function lossOf(one: Case): Loss | undefined {
  if (verdictOn(one) !== Verdict.ACCEPTED) return undefined;
  const { failures, apps, outcomes } = one.analysis();
  const losses = failures.flatMap((failure, number): Loss[] => {
    if (failure.sameAs !== undefined || ![FailureKind.NODE, FailureKind.ZONE, FailureKind.SITE].includes(failure.kind)) return [];
    const says = new Map<JudgedApp, Place.PROVEN | Place.IMPOSSIBLE>();
    for (const app of one.apps) {
      const { place } = outcomes[number]?.[apps.indexOf(identity(app.plan))] ?? {};
      if (place === Place.PROVEN || place === Place.IMPOSSIBLE) says.set(app, place);
    }
    return says.size === 0 ? [] : [{ one, failure, says }];
  });
  const dice = new Dice(one.seed);
  const rare = losses.filter((it) => [...it.says.values()].includes(Place.IMPOSSIBLE));
  const wide = losses.filter((it) => it.failure.kind !== FailureKind.NODE);
  const some = dice.chance(0.5) && rare.length > 0 ? rare : dice.chance(0.5) && wide.length > 0 ? wide : losses;
  return some.length === 0 ? undefined : dice.pick(some);
}

/** What the control plane makes of a dead node in the end: its taints, and new pods in place of those that are evicted. */
export async function lose(api: Api, { failure }: Loss, { pods }: Seen): Promise<void> {
  const gone = failure.dead;
  for (const name of gone) {
    const node = await api.get('Node', undefined, name);
    const taints = ['NoSchedule', 'NoExecute'].map((effect) => ({ key: 'node.kubernetes.io/unreachable', effect }));
    await api.patch({ apiVersion: 'v1', kind: 'Node', metadata: { name } }, { spec: { taints: [...(node?.spec?.taints ?? []), ...taints] } });
  }
  const evicted = pods.filter((it) => gone.includes(it.spec?.nodeName ?? '') && isReplaced(it));
  await Promise.all(evicted.map((it) => api.remove(it, 0)));
}

/** A pod of a Deployment that does not stay on its dead node for ever: that of a StatefulSet keeps its name until its node is back. */
function isReplaced({ metadata, spec }: Of<'Pod'>): boolean {
  const stays = (spec?.tolerations ?? []).some(
    (it) => it.key === 'node.kubernetes.io/unreachable' && it.effect === 'NoExecute' && it.tolerationSeconds === undefined,
  );
  return metadata.ownerReferences?.[0]?.kind === 'ReplicaSet' && !stays;
}

/** What the engine and the scheduler do not agree on, in words. */
export function lossDisagreements({ failure, says }: Loss, seen: Seen): string[] {
  return [...says].flatMap(([app, place]) => {
    const waiting = podsOf(app, seen).filter((it) => it.spec?.nodeName === undefined);
    const [first] = waiting;
    const why = first === undefined ? '' : (condition(first, 'PodScheduled')?.message ?? 'the scheduler has said nothing');
    const said = `${failure.id}: ${app.name} (${app.availabilityClass}) has a place after that: ${place}, but`;
    if (place === Place.PROVEN && first !== undefined) return [`${said} ${first.metadata.name} waits: ${why}`];
    return place === Place.IMPOSSIBLE && waiting.length === 0 ? [`${said} all its pods have one`] : [];
  });
}

/** The opposite of what the engine says: the scheduler must contradict it. */
export function denied(loss: Loss): Loss {
  return { ...loss, says: new Map([...loss.says].map(([app, place]) => [app, place === Place.PROVEN ? Place.IMPOSSIBLE : Place.PROVEN])) };
}

/** Whether a pod waits of which the engine says that it finds a place. */
export function waitsInSpite({ says }: Loss, seen: Seen): boolean {
  return [...says].some(([app, place]) => place === Place.PROVEN && podsOf(app, seen).some((it) => it.spec?.nodeName === undefined));
}
