import type { System } from '../../kubernetes/system';
import { drbdRules, witnessAlerts } from './alerts';
import { checkLinstor } from './check';
import { LINSTOR_KINDS } from './kinds';
import { notesOnLinstor } from './notes';
import type { DrbdStorageProps } from './props';
import { drbdClasses, LINSTOR } from './storage-classes';

/** All that LINSTOR brings into a cluster. */
export function linstor(props: DrbdStorageProps): System {
  return {
    name: LINSTOR,
    kinds: LINSTOR_KINDS,
    storageClasses: (facts) => drbdClasses(props, facts),
    check: (facts) => checkLinstor(props, facts),
    notes: (facts) => notesOnLinstor(props, facts),
    alerts: drbdRules,
    nodeAlerts: witnessAlerts,
  };
}
