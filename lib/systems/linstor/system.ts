import type { System } from '../../kubernetes/system';
import { drbdRules, witnessAlerts } from './alerts';
import { drbdContributions } from './contributions';
import { LINSTOR_KINDS } from './kinds';
import { LINSTOR_NOTES } from './notes';
import type { DrbdStorageProps } from './props';
import { judgeLinstor, LINSTOR_RULES } from './rules';
import { portsOfSatellites } from './satellites';
import { LINSTOR_SCRAPES } from './scrapes';
import { drbdClasses, LINSTOR } from './storage-classes';

/** Everything that LINSTOR adds to a cluster. */
export function linstor(props: DrbdStorageProps): System {
  return {
    name: LINSTOR,
    kinds: LINSTOR_KINDS,
    storageClasses: (facts) => drbdClasses(props, facts),
    takenPorts: portsOfSatellites,
    check: (facts) => judgeLinstor(LINSTOR_RULES, props, facts),
    notes: (facts) => judgeLinstor(LINSTOR_NOTES, props, facts),
    alerts: drbdRules,
    scrapes: LINSTOR_SCRAPES,
    dashboards: { 'storage.json': JSON.stringify(require('./dashboards/storage.json')) },
    nodeAlerts: witnessAlerts,
    contribute: (facts) => drbdContributions(props, facts),
  };
}
