import type { Finding } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { Size } from '../../cluster/units';
import { NODE_EXPORTER } from '../names';
import { ALERTMANAGER_VOLUME } from '../parts/alertmanager';
import { NODE_EXPORTER_RESOURCES } from '../parts/node-exporter';
import { retentionWithin, volumeFor } from '../size';
import { error } from './say';
import { days, type Settled } from './settled';

/** Requests alone may fit where the limits do not; a node that dies of its own monitoring is the worst of watchers. */
export function checkRoom({ facts, place, own }: Settled): Finding[] {
  const agents = NODE_EXPORTER_RESOURCES.memoryLimit.bytes;
  return place.nodes.flatMap((node) => {
    const parts = own.filter((plan) =>
      place.home === undefined || plan.placement.value.nodes?.length !== 1 ? true : plan.placement.value.nodes.includes(node.name),
    );
    const limits = parts.map((plan) => ({ name: plan.ask.name, limit: plan.ask.props.resources.memoryLimit.bytes }));
    const sum = limits.reduce((total, one) => total + one.limit, agents);
    if (sum <= node.allocatable.memory.bytes) return [];
    return [
      error(
        'MONITORING-NODE-TOO-SMALL',
        `${facts.name}/nodes/${node.name}`,
        `${mib(sum)} for monitoring at most (${listed([...limits.map((one) => `${one.name} ${mib(one.limit)}`), `${NODE_EXPORTER} ${mib(agents)}`])})`,
        `but ${node.name} has ${mib(node.allocatable.memory.bytes)} for pods`,
        'Give the role to a node with more memory.',
      ),
    ];
  });
}

function mib(bytes: number): string {
  return Size.mib(Math.ceil(bytes / Size.mib(1).bytes)).toString();
}

/** What is kept must have room on the volume, and the volume on its node. */
export function checkRetention({ path, props, place, load, volume, retentionSeconds }: Settled): Finding[] {
  const asked = props.prometheus?.retention;
  const given = `${days(retentionSeconds)} of ${Math.round(load.series)} series`;
  const longest = retentionWithin(load, volume);
  if (asked !== undefined && asked.seconds > longest)
    return [
      error(
        'MONITORING-RETENTION',
        path,
        `${given}, ${volumeFor(load, asked.seconds)}`,
        `but the volume has ${volume}`,
        `Keep at most ${days(longest)}, or give it a volume of ${volumeFor(load, asked.seconds)}.`,
      ),
    ];
  if (!place.onDisk) return [];
  return (place.home === undefined ? place.nodes : [place.home]).flatMap(({ name, ephemeralStorage: disk }) => {
    const most = volume.bytes + ALERTMANAGER_VOLUME.bytes;
    if (disk === undefined || most <= disk.bytes) return [];
    return [
      error(
        'MONITORING-RETENTION',
        path,
        `volumes of ${volume} and ${ALERTMANAGER_VOLUME} on the disk of ${name}`,
        `but that has ${disk} for pods`,
        `Let volumeSize be smaller: ${days(retentionSeconds)} need ${volumeFor(load, retentionSeconds)}.`,
      ),
    ];
  });
}
