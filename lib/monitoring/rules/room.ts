import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { Size } from '../../cluster/units';
import { NODE_EXPORTER } from '../names';
import { ALERTMANAGER_VOLUME } from '../parts/alertmanager';
import { NODE_EXPORTER_RESOURCES } from '../parts/node-exporter';
import { retentionWithin, volumeFor } from '../size';
import { absurdNumbers } from './props';
import { onMonitoring } from './rule';
import { days } from './settled';

/** Requests may fit where limits do not, and monitoring must never kill its own node. */
const TOO_SMALL = onMonitoring({
  code: 'MONITORING-NODE-TOO-SMALL',
  severity: Severity.ERROR,
  means: 'all parts at their memory limits do not fit on a monitoring node',
  fix: 'use a node with more memory',
  *check({ facts, place, own }) {
    const agents = NODE_EXPORTER_RESOURCES.memoryLimit.bytes;
    for (const node of place.nodes) {
      const parts = own.filter((plan) =>
        place.home === undefined || plan.placement.value.nodes?.length !== 1 ? true : plan.placement.value.nodes.includes(node.name),
      );
      const limits = parts.map((plan) => ({ name: plan.ask.name, limit: plan.ask.main.resources.memoryLimit.bytes }));
      const sum = limits.reduce((total, one) => total + one.limit, agents);
      if (sum <= node.allocatable.memory.bytes) continue;
      yield {
        path: `${facts.name}/nodes/${node.name}`,
        given: `${mib(sum)} for monitoring at most (${listed([...limits.map((one) => `${one.name} ${mib(one.limit)}`), `${NODE_EXPORTER} ${mib(agents)}`])})`,
        allowed: `but ${node.name} has ${mib(node.allocatable.memory.bytes)} for pods`,
        fix: 'Give the role to a node with more memory.',
      };
    }
  },
});

function mib(bytes: number): string {
  return Size.mib(Math.ceil(bytes / Size.mib(1).bytes)).toString();
}

/** Samples must fit on the volume, and the volume on its node. */
const RETENTION = onMonitoring({
  code: 'MONITORING-RETENTION',
  severity: Severity.ERROR,
  means: 'the retention does not fit on the volume, or the volume not on the disk of its node',
  fix: 'see the message: it says what fits',
  *check(settled) {
    const { props, place, load, volume, retentionSeconds } = settled;
    if ([...absurdNumbers(settled)].length > 0) return;
    const asked = props.prometheus?.retention;
    const longest = retentionWithin(load, volume);
    if (asked !== undefined && asked.seconds > longest) {
      yield {
        given: `${days(retentionSeconds)} of ${Math.round(load.series)} series, ${volumeFor(load, asked.seconds)}`,
        allowed: `but the volume has ${volume}`,
        fix: `Keep at most ${days(longest)}, or give it a volume of ${volumeFor(load, asked.seconds)}.`,
      };
      return;
    }
    if (!place.onDisk) return;
    for (const { name, ephemeralStorage: disk } of place.home === undefined ? place.nodes : [place.home]) {
      if (disk === undefined || volume.bytes + ALERTMANAGER_VOLUME.bytes <= disk.bytes) continue;
      yield {
        given: `volumes of ${volume} and ${ALERTMANAGER_VOLUME} on the disk of ${name}`,
        allowed: `but it has ${disk} for pods`,
        fix: `Reduce volumeSize: ${days(retentionSeconds)} need ${volumeFor(load, retentionSeconds)}.`,
      };
    }
  },
});

/** Whether monitoring fits. */
export const ROOM_RULES = [TOO_SMALL, RETENTION];
