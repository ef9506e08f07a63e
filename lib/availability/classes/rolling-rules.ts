import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import type { ResolvedApp } from '../ask/resolved';
import { isClaimed, isForMany, traitsOf } from '../ask/volume/traits';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import { onAsk } from '../model/rule';
import { hardwareName, hardwareOf } from '../placement/hardware';

/** Two pods of one app at once write to one place, or wait for each other. */
export const ROLLING_SHARED = onAsk({
  code: 'ROLLING-SHARED',
  severity: Severity.ERROR,
  means:
    'a rolling update of one pod that has something which two pods cannot both have: data, hardware, a port of the node, a pod that it must run beside, or a `maxReplicas` of 1',
  fix: 'leave `rollingUpdate` out',
  concerns: ({ rollingUpdate }) => rollingUpdate !== undefined,
  *check(app, facts) {
    if (app.rollingUpdate === undefined) return;
    if (app.maxReplicas === 1)
      yield {
        given: 'rollingUpdate with maxReplicas: 1',
        allowed: 'but a rollout then runs two pods for a while',
        fix: 'Leave rollingUpdate out, so that the last pod ends first.',
      };
    // What the nodes have of extended resources, and who uses it, is counted with all apps together.
    const unknown = hardwareOf(app).filter(({ isDeviceClass }) => isDeviceClass || facts === undefined);
    if (unknown.length > 0)
      yield {
        given: `rollingUpdate with ${listed(unknown.map(hardwareName))}`,
        allowed: 'but the next pod waits for ever where no node has more of it than the last one uses',
        fix: 'Leave rollingUpdate out, so that the last pod ends first.',
      };
    const shared = sharedParts(app);
    if (shared.length === 0) return;
    yield {
      given: `rollingUpdate with ${listed(shared)}`,
      allowed: 'but the next pod starts beside the last one, maybe on another node, and two cannot share that',
      fix: 'Leave rollingUpdate out, so that the last pod ends first.',
    };
  },
});

/** Without a probe a pod counts as ready at once, so the last one ends before the next one serves. */
export const ROLLING_WITHOUT_PROBE = onAsk({
  code: 'ROLLING-WITHOUT-PROBE',
  severity: Severity.WARNING,
  means: 'a rolling update of one pod without a readiness probe',
  fix: 'add `health.readiness`, or a port',
  concerns: ({ rollingUpdate }) => rollingUpdate !== undefined,
  *check({ rollingUpdate, main, patches }) {
    if (rollingUpdate === undefined || main.probes.readiness !== undefined || patches.some(({ path }) => path === '/spec/minReadySeconds')) return;
    const isRemoved = main.health.readiness !== undefined;
    yield {
      given: 'a rolling update of one pod without a readiness probe',
      allowed: 'and the last pod ends as soon as the container of the next one starts, whether it serves or not',
      fix: isRemoved
        ? 'Give a probe that asks whether it serves, or accept it with a reason.'
        : 'Add health.readiness or a TCP port, or accept it with a reason.',
    };
  },
});

function sharedParts({ volumes, network, group = [] }: ResolvedApp): readonly string[] {
  const others = group.length > 0;
  return [
    ...volumes.filter(isSharedByPods).map(({ path }) => `the files at ${path}`),
    ...network.ports.filter(({ hostPort }) => hostPort !== undefined || network.onHostNetwork).map(({ name }) => `the port ${name} on its node`),
    ...(others ? ['apps that run where it runs'] : []),
  ];
}

/** What is only read, two pods may read, unless it is attached to the node of one of them. */
function isSharedByPods(volume: Volume): boolean {
  // Data of another app that is on one node at a time ties it to that app.
  if (isForMany(volume) || volume.kind === VolumeKind.SHARED) return !volume.readOnly;
  if (isClaimed(volume)) return true;
  return !volume.readOnly && (traitsOf(volume).outlivesPod || volume.kind === VolumeKind.HOST_PATH);
}
