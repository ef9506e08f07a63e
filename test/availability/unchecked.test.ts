import { DeviceClaim, Duration, Size, Volume } from '../../lib';
import { type Ask, AvailabilityClass, OtherWorkload } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { type AnyAppProps, appProps, ask, messages, RESOURCES } from '../support';

const { SINGLE_POD_FLEXIBLE: FLEXIBLE, SINGLE_POD_PINNED: PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
const { SCHEDULED_JOB: JOB, NODE_AGENT: AGENT } = OtherWorkload;
const NODE = { name: 'w1', reason: 'a test' };
const W = { [FLEXIBLE]: {}, [PINNED]: { node: NODE }, [HIGHLY_AVAILABLE]: {}, [JOB]: { schedule: '@daily' }, [AGENT]: {} };
type Workload = keyof typeof W;

/** The rules that nobody checked for an app outside of a cluster. */
function unchecked(workload: Workload, overrides: Partial<AnyAppProps>): readonly string[] {
  const own = { ...W[workload], ...(overrides.node === undefined ? {} : { node: overrides.node }) };
  const asked = ask(FLEXIBLE, {});
  const schedule = workload === JOB ? { schedule: { schedule: '@daily' } } : {};
  const props = { ...appProps(overrides), ...own };
  const { plan, findings } = decide({ ...asked, availabilityClass: workload, role: undefined, ...own, ...schedule, props } as Ask, undefined);
  if (plan === undefined) throw new Error(messages(findings));
  return plan.unchecked;
}

/** Those that come with these props, after those that go. */
function more(workload: Workload, overrides: Partial<AnyAppProps>): readonly string[] {
  const [usual, now] = [unchecked(workload, {}), unchecked(workload, overrides)];
  return [...usual.filter((code) => !now.includes(code)).map((code) => `not ${code}`), ...now.filter((code) => !usual.includes(code))];
}

describe('without a cluster nobody checked', () => {
  test.each<[Workload, readonly string[]]>([
    [
      FLEXIBLE,
      [
        'ARCHITECTURE-UNSAID',
        'CAPACITY-EXCEEDED',
        'CAPACITY-FRAGMENTED',
        'CAPACITY-ON-LOSS',
        'FIT-NO-NODE',
        'FLEXIBLE-NOWHERE-TO-GO',
        'NAME-CLASH',
        'NODE-OUT-OF-REACH',
        'ROLE-WITHOUT-NODE',
      ],
    ],
    [PINNED, ['CAPACITY-EXCEEDED', 'CAPACITY-FRAGMENTED', 'FIT-NO-NODE', 'NAME-CLASH', 'PINNED-ARCHITECTURE', 'PINNED-NODE-UNKNOWN']],
    [
      HIGHLY_AVAILABLE,
      [
        'ARCHITECTURE-UNSAID',
        'CAPACITY-EXCEEDED',
        'CAPACITY-FRAGMENTED',
        'CAPACITY-ON-LOSS',
        'CAPACITY-ON-ROLLOUT',
        'FIT-NO-NODE',
        'HA-ONE-NODE',
        'HA-SHARED-FATE',
        'HA-SPREAD-UNSATISFIABLE',
        'NAME-CLASH',
        'NODE-OUT-OF-REACH',
        'ROLE-WITHOUT-NODE',
      ],
    ],
    [
      JOB,
      [
        'ARCHITECTURE-UNSAID',
        'CAPACITY-EXCEEDED',
        'CAPACITY-FRAGMENTED',
        'CAPACITY-ON-LOSS',
        'FIT-NO-NODE',
        'JOB-STUCK-WITH-NODE',
        'NAME-CLASH',
        'NODE-OUT-OF-REACH',
        'ROLE-WITHOUT-NODE',
      ],
    ],
    [AGENT, ['ARCHITECTURE-UNSAID', 'CAPACITY-EXCEEDED', 'CAPACITY-FRAGMENTED', 'FIT-NO-NODE', 'NAME-CLASH', 'NODE-OUT-OF-REACH', 'ROLE-WITHOUT-NODE']],
  ])('what concerns every %s', (workload, codes) => {
    expect(unchecked(workload, {})).toEqual(codes);
  });

  const ALL: readonly Workload[] = [FLEXIBLE, PINNED, HIGHLY_AVAILABLE, JOB, AGENT];
  const APPS: readonly Workload[] = [FLEXIBLE, PINNED, HIGHLY_AVAILABLE];
  const OF_DATA: { readonly [workload in Workload]: readonly string[] } = {
    [FLEXIBLE]: [
      'FLEXIBLE-COPIES-ELSEWHERE',
      'FLEXIBLE-FAILOVER-EXEMPT',
      'FLEXIBLE-LOCAL-STORAGE',
      'FLEXIBLE-STUCK-VOLUME',
      'FLEXIBLE-TWIN-WRITER',
      'FLEXIBLE-VOLUMES-APART',
      'FLEXIBLE-ZONE-ALONE',
    ],
    [PINNED]: ['PINNED-STORAGE-ELSEWHERE'],
    [HIGHLY_AVAILABLE]: [],
    [JOB]: ['JOB-LOCAL-STORAGE'],
    [AGENT]: ['AGENT-STORAGE-ELSEWHERE'],
  };
  const ofShared = (workload: (typeof ALL)[number]) => (workload === HIGHLY_AVAILABLE ? ['HA-ZONE-ALONE'] : []);
  const sorted = (...codes: readonly string[]) => [...codes].sort((one, other) => one.localeCompare(other));

  test.each(ALL)('what concerns the data of a %s: the room, and its class if it names one', (workload) => {
    const data = (options: object) => sorted(...more(workload, { volumes: [Volume.data('/data', { size: Size.gib(1), ...options })] }));
    expect(data({})).toEqual(sorted('CLAIMS-BEYOND-POOL', 'STORAGE-MISSING', ...OF_DATA[workload]));
    expect(data({ storageClass: 'ceph' })).toEqual(sorted('CLAIMS-BEYOND-POOL', 'STORAGE-CLASS-UNKNOWN', ...OF_DATA[workload]));
    expect(data({ readWriteMany: true })).toEqual(
      sorted('CLAIMS-BEYOND-POOL', 'STORAGE-MISSING', 'STORAGE-NOT-SHARED', ...ofShared(workload), ...OF_DATA[workload]),
    );
  });

  test.each(ALL)('what concerns an existing claim of a %s: the same as its own data, and its class if nobody names one', (workload) => {
    const claim = (options: object) => sorted(...more(workload, { volumes: [Volume.claim('/data', { claimName: 'old', ...options })] }));
    const always = ['CLAIM-TWO-WRITERS', 'CLAIM-UNLIKE-VOLUME', 'CLAIMS-BEYOND-POOL', ...OF_DATA[workload]];
    expect(claim({})).toEqual(sorted('CLAIM-WITHOUT-CLASS', ...always));
    expect(claim({ storageClass: 'ceph' })).toEqual(sorted('STORAGE-CLASS-UNKNOWN', ...always));
    expect(claim({ readWriteMany: true })).toEqual(sorted('STORAGE-NOT-SHARED', ...ofShared(workload), ...always));
  });

  test.each(ALL)('what concerns data of the network of a %s: nothing, unless two may write it', (workload) => {
    const nfs = (readOnly: boolean) => more(workload, { volumes: [Volume.nfs('/media', { server: 'nas', path: '/media', readOnly })] });
    expect(nfs(true)).toEqual([]);
    expect(nfs(false)).toEqual(workload === FLEXIBLE ? ['FLEXIBLE-TWIN-WRITER'] : []);
    const csi = more(workload, { volumes: [Volume.csi('/media', { driver: 'smb.csi.k8s.io', readOnly: true })] });
    expect(csi).toEqual(workload === FLEXIBLE ? ['FLEXIBLE-FAILOVER-EXEMPT', 'FLEXIBLE-STUCK-VOLUME'] : []);
    const shared = more(workload, { volumes: [Volume.shared('/media', { app: { name: 'wiki' } })] });
    expect(shared).toEqual(workload === FLEXIBLE ? [...csi, 'FLEXIBLE-TWIN-WRITER'] : [...csi, ...ofShared(workload)]);
  });

  test.each(APPS)('what concerns objectives of a %s', (workload) => {
    const of = (objective: AnyAppProps['objective'] & object) => more(workload, { objective });
    const back = { [FLEXIBLE]: ['OBJECTIVE-ON-ONLY-SERVER', 'OBJECTIVE-UNREACHABLE', 'OBJECTIVE-WITHOUT-ROOM'], [HIGHLY_AVAILABLE]: ['OBJECTIVE-UNREACHABLE'] };
    expect(of({ rto: Duration.minutes(5) })).toEqual(workload in back ? back[workload as keyof typeof back] : []);
    expect(of({ rideOut: Duration.minutes(5) })).toEqual(workload === FLEXIBLE ? ['OBJECTIVE-RIDE-OUT'] : []);
    expect(of({ rpo: Duration.minutes(5) })).toEqual(['OBJECTIVE-DATA-LOSS']);
  });

  test.each(ALL)('what concerns hardware of a %s: how many there are, and where', (workload) => {
    const elsewhere = workload === PINNED ? ['PINNED-HARDWARE-ELSEWHERE'] : [];
    expect(more(workload, { resources: { ...RESOURCES, extended: { 'gpu.example/one': 1 } } })).toEqual(['HARDWARE-EXCEEDED', ...elsewhere]);
    expect(more(workload, { resources: { ...RESOURCES, deviceClaims: [DeviceClaim.of('gpu.example')] } })).toEqual(['KUBERNETES-TOO-OLD', ...elsewhere]);
    expect(more(workload, { volumes: [Volume.device('stick')] })).toEqual([
      'DEVICE-WITHOUT-GROUP',
      ...(workload === PINNED ? ['PINNED-DEVICE-ELSEWHERE'] : []),
      'PINNED-DEVICE-UNKNOWN',
    ]);
  });
});
