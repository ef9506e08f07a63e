import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { NodeRole } from '../../cluster/node';
import { PROMETHEUS } from '../names';
import { onMonitoring } from './rule';
import { days } from './settled';

const SIZE = onMonitoring({
  code: 'MONITORING-SIZE',
  severity: Severity.NOTE,
  means: 'how many series there are, how long they are kept, and what Prometheus may use',
  fix: 'nothing to fix',
  *check({ own, load, volume, retentionSeconds }) {
    const limit = own.find(({ ask }) => ask.name === PROMETHEUS)?.ask.main.resources.memoryLimit;
    yield {
      given: `about ${Math.round(load.series)} series`,
      allowed: `kept for ${days(retentionSeconds)} on ${volume}, with ${limit} of memory at most`,
      fix: 'docs/monitoring.md explains how they are counted.',
    };
  },
});

const EXPORTERS_OPEN = onMonitoring({
  code: 'MONITORING-EXPORTERS-OPEN',
  severity: Severity.NOTE,
  means: 'node exporters answer anyone who reaches their port',
  fix: "`exporterTls`, or the nodes' firewalls",
  *check({ props }) {
    if (props.exporterTls !== undefined) return;
    yield {
      given: 'node exporters without certificates',
      allowed: 'so anyone who reaches port 9100 of a node can read its metrics',
      fix: "Set exporterTls, or close the port in the nodes' firewalls.",
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
      fix: 'Describe the backup in controlPlane.stateBackup of the facts.',
    };
  },
});

/** Monitoring dies with its node in any case; here the failure that it does not report takes something else, too. */
const WITH_OTHERS = onMonitoring({
  code: 'MONITORING-WITH-OTHERS',
  severity: Severity.NOTE,
  means: 'monitoring on a node with other roles: when that node dies, no alert says what went down with it',
  fix: 'give the role monitoring to a node that others do not depend on, or set `highlyAvailable`',
  *check({ place: { home }, props: { alerts } }) {
    const others = home?.roles.filter((role) => role !== NodeRole.MONITORING) ?? [];
    if (home === undefined || others.length === 0) return;
    yield {
      given: `monitoring on ${home.name}, which also has the ${others.length === 1 ? 'role' : 'roles'} ${listed(others)}`,
      allowed: `so when ${home.name} dies, no alert says what went down with it${alerts?.heartbeat === undefined ? '' : ', and only the missing heartbeat tells'}`,
      fix: 'Give the role monitoring to a node that others do not depend on, or set highlyAvailable with three nodes.',
    };
  },
});

/** Worth knowing; nothing to fix. */
export const NOTES = [SIZE, EXPORTERS_OPEN, NO_STATE_BACKUP, WITH_OTHERS];
