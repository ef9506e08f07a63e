import type { Finding } from '../../cluster/finding';
import { PROMETHEUS } from '../names';
import { note } from './say';
import { days, type Settled } from './settled';

/** Worth knowing, and nothing to fix. */
export function notesOnMonitoring({ path, facts, props, own, load, volume, retentionSeconds }: Settled): Finding[] {
  const limit = own.find(({ ask }) => ask.name === PROMETHEUS)?.ask.props.resources.memoryLimit;
  return [
    note(
      'MONITORING-SIZE',
      path,
      `about ${Math.round(load.series)} series`,
      `kept for ${days(retentionSeconds)} on ${volume}, with ${limit} of memory at most`,
      'How they are counted: docs/monitoring.md.',
    ),
    ...(props.exporterTls === undefined
      ? [
          note(
            'MONITORING-EXPORTERS-OPEN',
            path,
            'node exporters without certificates',
            'and whoever reaches port 9100 of a node reads what it does',
            'Say exporterTls, or let the firewalls of the nodes close the port.',
          ),
        ]
      : []),
    ...(facts.controlPlane.stateBackup === undefined && facts.controlPlane.servers.length > 0
      ? [
          note(
            'MONITORING-NO-STATE-BACKUP',
            path,
            'no alert for a backup that is too old',
            "for nobody says that the cluster's own state is backed up",
            'Say it in controlPlane.stateBackup of the facts.',
          ),
        ]
      : []),
  ];
}
