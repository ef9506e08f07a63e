import { TWO_WRITERS } from '../availability/storage/two-writers';
import type { Finding } from '../cluster/finding';
import { HOSTNAME } from '../cluster/node';
import { partAt } from '../cluster/parts';
import { found } from '../cluster/rule';
import { mapsAt, PodMaker, selectsPods, textAt } from './objects';
import type { Reading } from './reading';
import type { SingleClaim } from './volumes';

const FIX = 'Use storage with ReadWriteMany, run both in one pod, or give each its own claim.';

/** Claims for which one workload waits while another has them, or one pod of an agent while its others have. Those of several replicas are MANIFEST-ONE-CLAIM. */
export function sharedClaims(readings: readonly Reading[]): readonly Finding[] {
  const first = new Map<string, Reading>();
  return readings
    .filter(({ plan }) => plan !== undefined)
    .flatMap((reading) => reading.volumes.single.map((claim) => ({ reading, claim })))
    .flatMap(({ reading, claim }) => {
      const key = `${reading.object.metadata.namespace ?? ''}/${claim.name}`;
      const other = first.get(key) ?? reading;
      first.set(key, other);
      const who = other === reading ? agentOf(reading) : other.path;
      if (who === undefined || !isWaitedFor(claim, reading, other)) return [];
      const allowed = `but ${who} ${other === reading ? 'mount' : 'mounts'} it, too, and one ${claim.onePod ? 'pod' : 'node'} has it at a time`;
      return [found(TWO_WRITERS, reading.path, { given: `the claim ${claim.name}`, allowed, fix: FIX })];
    });
}

function agentOf({ maker, replicas }: Reading): string | undefined {
  return maker === PodMaker.DAEMON_SET && replicas > 1 ? `its pods on ${replicas} nodes` : undefined;
}

function isWaitedFor({ onePod, isAttached }: SingleClaim, one: Reading, other: Reading): boolean {
  return onePod || (isAttached && !(one.only !== undefined && one.only === other.only) && !isBeside(one, other) && !isBeside(other, one));
}

/** Whether it may only start on a node where pods of the other are. */
function isBeside(one: Reading, other: Reading): boolean {
  return mapsAt(one.pod.spec, 'affinity', 'podAffinity', 'requiredDuringSchedulingIgnoredDuringExecution').some(
    (term) => one !== other && textAt(term, 'topologyKey') === HOSTNAME && selectsPods(partAt(term, 'labelSelector'), other.pod.labels),
  );
}
