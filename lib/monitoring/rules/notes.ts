import { Severity } from '../../cluster/finding';
import { PROMETHEUS } from '../names';
import { onMonitoring } from './rule';
import { days } from './settled';

const SIZE = onMonitoring({
  code: 'MONITORING-SIZE',
  severity: Severity.NOTE,
  means: 'how many series there are, how long they are kept, and what Prometheus may use',
  fix: 'nothing to mend',
  *check({ own, load, volume, retentionSeconds }) {
    const limit = own.find(({ ask }) => ask.name === PROMETHEUS)?.ask.main.resources.memoryLimit;
    yield {
      given: `about ${Math.round(load.series)} series`,
      allowed: `kept for ${days(retentionSeconds)} on ${volume}, with ${limit} of memory at most`,
      fix: 'How they are counted: docs/monitoring.md.',
    };
  },
});

const EXPORTERS_OPEN = onMonitoring({
  code: 'MONITORING-EXPORTERS-OPEN',
  severity: Severity.NOTE,
  means: 'node exporters answer whoever reaches their port',
  fix: "`exporterTls`, or the nodes' firewalls",
  *check({ props }) {
    if (props.exporterTls !== undefined) return;
    yield {
      given: 'node exporters without certificates',
      allowed: 'and whoever reaches port 9100 of a node reads what it does',
      fix: 'Say exporterTls, or let the firewalls of the nodes close the port.',
    };
  },
});

const NO_STATE_BACKUP = onMonitoring({
  code: 'MONITORING-NO-STATE-BACKUP',
  severity: Severity.NOTE,
  means: "nobody says that the cluster's own state is backed up, so no alert can tell when it is not",
  fix: '`controlPlane.stateBackup`',
  *check({ facts: { controlPlane } }) {
    if (controlPlane.stateBackup !== undefined || controlPlane.servers.length === 0) return;
    yield {
      given: 'no alert for a backup that is too old',
      allowed: "for nobody says that the cluster's own state is backed up",
      fix: 'Say it in controlPlane.stateBackup of the facts.',
    };
  },
});

/** Worth knowing, and nothing to fix. */
export const NOTES = [SIZE, EXPORTERS_OPEN, NO_STATE_BACKUP];
