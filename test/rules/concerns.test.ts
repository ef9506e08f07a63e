import { Allow, type Cluster, Duration, NodeRole, ScheduledJob, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { Architecture } from '../../lib/cluster/node';
import { lab } from '../lab';
import { appProps, control, type LabProps, worker } from '../support';

/** Codes of what stands against a program. */
function codesOf(overrides: LabProps, declare: (cluster: Cluster) => void): readonly string[] {
  const cluster = lab(overrides);
  declare(cluster);
  return cluster.verdict().open.map(({ code }) => code);
}

const APP = appProps({ namespace: 'apps' });
const JOB = { ...APP, schedule: '@daily', deadline: Duration.minutes(5), security: { allow: [Allow.devices('a stick')] } };
const data = (storageClass: string) => Volume.data('/data', { size: Size.gib(1), storageClass });
/** A node with a device, and without storage. */
const STICK: LabProps = {
  nodes: [
    worker('w1'),
    worker('w2'),
    worker('w3', { roles: [NodeRole.WORKER], pools: [], devices: [{ name: 'stick', path: '/dev/stick', group: 20 }] }),
    control('c1'),
  ],
};

describe('what is not in the props of an app, but follows from them, counts, too', () => {
  test('a claim by its usual name', () => {
    const claim = { namespace: 'apps', name: 'wiki-data' };
    const storage = { classes: [{ name: 'ceph', nodeLocal: false }], volumes: [{ name: 'pv-1', size: Size.gib(2), storageClass: 'ceph', claim }] };
    expect(codesOf({ storage }, ({ workers }) => new SinglePodFlexible(workers, 'wiki', { ...APP, volumes: [data('ceph')] }))).toContain('CLAIM-UNLIKE-VOLUME');
  });

  test('the node of a job by its device: its storage and its architecture', () => {
    const codes = codesOf(STICK, ({ workers }) => {
      const placement = { architectures: [Architecture.ARM64] };
      new ScheduledJob(workers, 'job', { ...JOB, placement, volumes: [Volume.device('stick'), data('drbd-replicated')] });
    });
    expect(codes).toEqual(expect.arrayContaining(['PINNED-STORAGE-ELSEWHERE', 'PINNED-ARCHITECTURE']));
  });

  test('the node of a job by the app whose data it shares', () => {
    const codes = codesOf(STICK, ({ workers }) => {
      new SinglePodPinned(workers, 'owner', { ...APP, node: { name: 'w1', reason: 'a test' }, volumes: [data('drbd-replicated')] });
      new ScheduledJob(workers, 'job', { ...JOB, volumes: [Volume.device('stick'), Volume.shared('/data', { app: { name: 'owner' } })] });
    });
    expect(codes).toContain('PINNED-DEVICE-ELSEWHERE');
  });
});
