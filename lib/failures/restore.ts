import { nodesOf, type PlannedClaim } from '../availability/model/plan';
import { classOf, namesOf } from '../availability/storage/claims';
import type { ClusterFacts } from '../cluster/cluster';
import { listed } from '../cluster/names';
import { type Failure, FailureKind } from './failure';
import { type FailureOutcome, Phase, type Step, step } from './outcome';
import type { Held, Subject } from './subject';

/** What a person does for an app if what failed never comes back, and no copy of its data is left. Empty: it loses nothing, or has no claims. */
export function restoreSteps({ rpoIfGone }: FailureOutcome, subject: Subject, { dead, kind }: Failure, facts: ClusterFacts): readonly Step[] {
  if (rpoIfGone.max !== Number.POSITIVE_INFINITY || dead.length === 0 || kind === FailureKind.POWER) return [];
  const { plan, held, claims, id } = subject;
  // Only where all copies may be on what failed.
  const mayAllBeGone = ({ set: { holders = [], copies } }: Held) => holders.filter((node) => dead.includes(node)).length >= copies && holders.length > 0;
  const gone = held.filter(mayAllBeGone).map(({ set }) => set.storageClass);
  const isLost = (claim: PlannedClaim) => classOf(facts, claim)?.nodeLocal === true || gone.includes(claim.storageClass ?? '');
  const lost = claims.filter((claim) => claim.exists !== true && isLost(claim));
  if (lost.length === 0) return [];
  const [namespace = '', name = ''] = id.split('/');
  const never = `If ${listed(dead)} never ${dead.length === 1 ? 'comes' : 'come'} back and no copy is left`;
  const pods = `kubectl -n ${namespace} delete pod -l app.kubernetes.io/name=${name} --force`;
  const isHomeless = nodesOf(plan).every((node) => dead.includes(node));
  // Of several pods one that is left has its own data still.
  const own = lost.filter(({ owner, perPod }) => owner === undefined && (!perPod || isHomeless)).flatMap((claim) => namesOf(claim, plan));
  const steps = [
    ...(isHomeless ? [step(`${never}, let each app that has no node any more run on another one: change the program, and apply it.`)] : []),
    // A claim that is deleted stays until no pod on a node has it (kubernetes.io, Persistent Volumes, "Storage Object in Use Protection").
    own.length === 0
      ? step(`${never}, delete the pods of ${id}, so that the claims that it shares can go.`, pods)
      : step(
          `${never}, delete the claims of ${id} and its pods, so that it gets new volumes.`,
          `kubectl -n ${namespace} delete pvc ${own.join(' ')} --wait=false && ${pods}`,
        ),
    step(
      'Then apply again what is in Git, as Flux does by itself, and restore the backups into the new volumes: what they lack is lost.',
      'kubectl get pvc -A --watch',
    ),
  ];
  return steps.map((one) => ({ ...one, phase: Phase.RESTORE }));
}
