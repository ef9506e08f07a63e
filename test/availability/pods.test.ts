import { Allow, DeviceClaim, Duration, EnvFrom, Image, Mount, Port, Probe, Replicas, type Sidecar, Size, Volume } from '../../lib';
import { PodSecurityLevel } from '../../lib/availability/ask/container/security';
import { resolveApp } from '../../lib/availability/ask/resolve';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { podRoom } from '../../lib/availability/placement/room';
import { decisionsOf } from '../../lib/availability/report/decisions';
import { notesOn } from '../../lib/availability/report/notes';
import { appsReport } from '../../lib/availability/report/report';
import { Cpu } from '../../lib/cluster/units';
import {
  type AnyAppProps,
  appProps,
  ask,
  control,
  factMessages,
  facts,
  factsOf,
  messages,
  messagesOf,
  only,
  planOf,
  planWithoutFacts,
  RESOURCES,
  worker,
} from '../support';

const FLEXIBLE = AvailabilityClass.SINGLE_POD_FLEXIBLE;
const PINNED = AvailabilityClass.SINGLE_POD_PINNED;
const { image } = appProps();
const GPU = 'gpu.intel.com/i915';
const REASON = 'a test';

/** Asks for so many thousandths of a core, and as many MiB. */
function asking(amount: number) {
  return { cpu: Cpu.millis(amount), memory: Size.mib(amount), memoryLimit: Size.gib(4) };
}

function sidecar(name: string, amount: number, beforeInit = false): Sidecar {
  return { name, image, resources: asking(amount), beforeInit };
}

/** What is reserved, in thousandths of a core; of memory it must be as many MiB. */
function reserved(overrides: Partial<AnyAppProps>): number {
  const { cpu, memory } = podRoom(resolveApp(ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, overrides)));
  expect(memory).toBe(cpu * 1024 ** 2);
  return cpu;
}

describe('what a pod asks for', () => {
  const resources = asking(100);

  test('is the sum of app and sidecars', () => {
    expect(reserved({ resources, sidecars: [sidecar('a', 20), sidecar('b', 30, true)] })).toBe(150);
  });

  test('is what an init container needs, if that is more', () => {
    expect(reserved({ resources, initContainers: [{ name: 'big', resources: asking(300) }, { name: 'small' }] })).toBe(300);
  });

  test('counts a sidecar beside an init container only if it is started before', () => {
    const initContainers = [{ name: 'big', resources: asking(300) }];
    expect(reserved({ resources, initContainers, sidecars: [sidecar('after', 50)] })).toBe(300);
    expect(reserved({ resources, initContainers, sidecars: [sidecar('before', 50, true)] })).toBe(350);
    expect(reserved({ resources, initContainers: [{ name: 'like-the-app' }], sidecars: [sidecar('before', 50, true)] })).toBe(150);
  });

  test('keeps it from nodes that are too small for app and sidecars together', () => {
    expect(messagesOf(FLEXIBLE, { resources: asking(1000), sidecars: [sidecar('hungry', 3000)] })).toMatchInlineSnapshot(`
      "FIT-NO-NODE  lab/worker/blog: 4 cores and 4000Mi of memory, but the nodes have this for pods: w1 3900m and 7580Mi, w2 3900m and 7580Mi, w3 3900m and 7580Mi.
                   Request less, or make a node bigger."
    `);
  });
});

describe('hardware', () => {
  const some = factsOf([
    worker('w1', { extendedResources: { [GPU]: 1 }, deviceClasses: ['gpu.intel.com'] }),
    worker('w2'),
    worker('w3', { extendedResources: { [GPU]: 2 } }),
  ]);
  const extended = (count: number) => ({ resources: { ...RESOURCES, extended: { [GPU]: count } } });

  test('narrows the nodes to those that have as much', () => {
    expect(planOf(FLEXIBLE, extended(1), some).placement).toMatchObject({ value: { nodes: ['w1', 'w3'] } });
    expect(planOf(FLEXIBLE, { resources: { ...RESOURCES, deviceClaims: [DeviceClaim.of('gpu.intel.com')] } }, some).placement.value.nodes).toEqual(['w1']);
    expect(planOf(FLEXIBLE, { sidecars: [{ name: 'side', image, ...extended(2) }] }, some).placement.value.nodes).toEqual(['w3']);
  });

  test('that only one node has leaves a flexible app nowhere to go', () => {
    expect(messagesOf(FLEXIBLE, extended(2), some)).toMatchInlineSnapshot(`
      "FLEXIBLE-NOWHERE-TO-GO  lab/worker/blog: one pod that moves when its node dies, but only w3 can run it (3 nodes have the role worker; those with 2 gpu.intel.com/i915: w3).
                              Give another node the role and the storage, or accept it with a reason."
    `);
  });

  test('that the node of a pinned app has not is refused', () => {
    expect(messagesOf(PINNED, { ...extended(1), node: { name: 'w2', reason: REASON } }, some)).toMatchInlineSnapshot(`
      "PINNED-HARDWARE-ELSEWHERE  lab/worker/blog: the node w2 for 1 gpu.intel.com/i915, but its facts do not declare enough of it; those of w1 and w3 do.
                                 Add it to extendedResources or deviceClasses of the node, or name another node."
    `);
    expect(messagesOf(PINNED, { ...extended(1), node: { name: 'w1', reason: REASON } }, some)).toBe('');
  });

  test('that two apps want and only one can have is refused', () => {
    const films = planOf(PINNED, { name: 'films', ...extended(1), node: { name: 'w1', reason: REASON } }, some);
    const photos = planOf(PINNED, { name: 'photos', ...extended(1), node: { name: 'w1', reason: REASON } }, some);
    expect(messages(checkApps([films, photos], some))).toMatchInlineSnapshot(`
      "HARDWARE-EXCEEDED  lab/nodes/w1: 2 gpu.intel.com/i915 requested by 2 apps (films and photos), but w1 has 1.
                         Let the device plugin offer each device several times, remove it from an app, or add it to another node."
    `);
    expect(messages(checkApps([films], some))).toBe('');
    const many = (count: number) => planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'many', replicas: Replicas.of(count), ...extended(1) }, some);
    expect(messages(checkApps([many(3)], some))).toBe('');
    expect(messages(checkApps([many(4)], some))).toContain('4 gpu.intel.com/i915 requested by 1 app (many), but w1 and w3 together have 3.');
    const both = factsOf(['w1', 'w2'].map((name) => worker(name, { extendedResources: { [GPU]: 1, 'amd.com/gpu': 1 } })));
    const each = ['amd.com/gpu', 'amd.com/gpu', GPU, GPU].map((what, index) =>
      planOf(FLEXIBLE, { name: `app-${index}`, resources: { ...RESOURCES, extended: { [what]: 1 } } }, both),
    );
    expect(only('HARDWARE-EXCEEDED', checkApps(each, both))).toBe('');
  });

  test('of a highly available app makes an old pod go before a new one comes', () => {
    const many = factsOf(['w1', 'w2', 'w3', 'w4'].map((name) => worker(name, { extendedResources: { [GPU]: 1 } })));
    expect(planOf(AvailabilityClass.HIGHLY_AVAILABLE, extended(1), many).rollout.value).toMatchObject({ maxSurge: 0, maxUnavailable: 1 });
    expect(planOf(AvailabilityClass.HIGHLY_AVAILABLE, {}, many).rollout.value).toMatchObject({ maxSurge: 1, maxUnavailable: 0 });
  });

  test('that a node has is a name with a domain, and whole', () => {
    expect(factMessages({ nodes: [worker('w1', { extendedResources: { gpu: 0 } }), worker('w2'), worker('w3'), control('c1')] })).toMatchInlineSnapshot(`
      "NODE-HARDWARE-INVALID  lab/nodes/w1: 0 of "gpu", but an extended resource has a domain in its name, and a whole number of at least 1.
                             Copy it from the capacity in kubectl describe node."
    `);
  });
});

describe('security', () => {
  const setup = { name: 'setup', security: { allow: [Allow.rootUser('it makes users')] } };
  const side: Sidecar = { ...sidecar('side', 10), security: { allow: [Allow.seccompUnconfined('it traces')] } };

  test('of the namespace is that of the loosest container', () => {
    expect(planOf(FLEXIBLE, { initContainers: [setup] }).securityLevel).toEqual({
      value: PodSecurityLevel.BASELINE,
      why: 'root-user of setup: it makes users',
    });
    expect(planOf(FLEXIBLE, { initContainers: [setup], sidecars: [side] }).securityLevel).toEqual({
      value: PodSecurityLevel.PRIVILEGED,
      why: 'root-user of setup: it makes users; seccomp-unconfined of side: it traces',
    });
    expect(planOf(FLEXIBLE, { sidecars: [sidecar('side', 10)] }).securityLevel.value).toBe(PodSecurityLevel.RESTRICTED);
  });

  test('stands in the report with the name of each container', () => {
    const plan = planOf(FLEXIBLE, { initContainers: [setup], sidecars: [side], security: { allow: [Allow.sharedProcesses('they signal each other')] } });
    expect(appsReport(facts(), [plan], [], [], []).apps[0]?.allowances).toEqual([
      { what: 'allowed: shared-processes', reason: 'they signal each other' },
      { what: 'allowed: root-user of setup', reason: 'it makes users' },
      { what: 'allowed: seccomp-unconfined of side', reason: 'it traces' },
    ]);
  });
});

test('the report names sets of variables and keys of Secrets that must be there', () => {
  const volumes = [Volume.secret('/tls', { secretName: 'tls', keys: ['tls.key', 'tls.crt'] })];
  const plan = planOf(FLEXIBLE, { envFrom: [EnvFrom.secret('app')], sidecars: [{ ...sidecar('side', 10), envFrom: [EnvFrom.configMap('side')] }], volumes });
  expect(appsReport(facts(), [plan], [], [], []).needs).toEqual([
    { kind: 'Secret', namespace: 'blog', name: 'app', keys: [] },
    { kind: 'ConfigMap', namespace: 'blog', name: 'side', keys: [] },
    { kind: 'Secret', namespace: 'blog', name: 'tls', keys: ['tls.crt', 'tls.key'] },
  ]);
});

describe('apps that wait for each other', () => {
  test('at their start are refused', () => {
    const blog = planOf(FLEXIBLE, { initContainers: [{ name: 'wait', waitsFor: [{ name: 'db' }] }] });
    const db = planOf(FLEXIBLE, { name: 'db', network: { ports: [Port.http(80)] }, dependsOn: [{ name: 'blog' }] });
    expect(messages(checkApps([blog, db], facts()))).toMatchInlineSnapshot(`
      "DEPENDENCY-CYCLE  lab/worker/blog: blog needs db needs blog, but then none of them can start first.
                        Remove one of the dependencies."
    `);
    expect(messages(checkApps([blog, planOf(FLEXIBLE, { name: 'db', network: { ports: [Port.http(80)] } })], facts()))).toBe('');
  });

  test('must exist', () => {
    expect(messages(checkApps([planOf(FLEXIBLE, { initContainers: [{ name: 'wait', waitsFor: [{ name: 'db' }] }] })], facts()))).toMatchInlineSnapshot(`
      "DEPENDENCY-UNKNOWN  lab/worker/blog: waitsFor db, but no app of the cluster has that name.
                          Name its namespace too, or pass the app itself."
    `);
  });
});

describe('data that all pods write', () => {
  const shared = factsOf([worker('w1'), worker('w2'), worker('w3')], {
    drbd: { pool: 'nvme' },
    storage: { classes: [{ name: 'ceph-fs', nodeLocal: false, readWriteMany: true }] },
  });
  const volumes = [Volume.data('/media', { size: Size.gib(1), readWriteMany: true })];

  test('is one claim, and makes a highly available app a Deployment', () => {
    const plan = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { volumes }, shared);
    expect(plan.workload.value).toBe('Deployment');
    expect(plan.claims).toMatchObject([{ name: 'blog-media', perPod: false, accessMode: 'ReadWriteMany', storageClass: 'ceph-fs' }]);
  });

  test('holds no pod back on a dead node, but lets two write', () => {
    expect(planOf(FLEXIBLE, { volumes }, shared).volumeTie).toBe('unattached');
    expect(messagesOf(FLEXIBLE, { volumes }, shared)).toMatchInlineSnapshot(`
      "FLEXIBLE-TWIN-WRITER  lab/worker/blog: /media over the network, and while a node is cut off but alive, its pod keeps writing there next to its replacement.
                            Keep data on replicated volumes, such as those of DRBD, if two writers would damage it, mount it read-only, or accept it with the reason why they do no damage."
    `);
  });
});

describe('a claim that exists', () => {
  const claim = (options: object) => planOf(FLEXIBLE, { volumes: [Volume.claim('/data', { claimName: 'old', ...options })] });

  test('makes a note where nobody says its size and pools are judged', () => {
    expect(messages(notesOn(facts(), [claim({})]).filter((one) => one.code === 'CLAIM-SIZE-UNKNOWN'))).toMatchInlineSnapshot(`
      "CLAIM-SIZE-UNKNOWN  lab/storage: existing claims without size and storageClass (blog/old), so the library cannot check whether the pools have room for them.
                          Set size and storageClass in Volume.claim."
    `);
    expect(notesOn(facts(), [claim({ size: Size.gib(1), storageClass: 'drbd-replicated' })]).map((one) => one.code)).not.toContain('CLAIM-SIZE-UNKNOWN');
  });

  test('counts into the pools with the size that is said', () => {
    expect(messages(checkApps([claim({ size: Size.gib(200), storageClass: 'drbd-replicated' })], facts()))).toMatchInlineSnapshot(`
      "CLAIMS-BEYOND-POOL  lab/worker/blog: 200Gi at /data in 3 full copies, but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.
                          Make the volume smaller, or the pools of the smaller nodes bigger."
    `);
  });
});

test('a priority by name stands in place of the class', () => {
  expect(planOf(FLEXIBLE, { priority: 'urgent' }).priority).toEqual({ value: 'urgent', why: 'asked for by name' });
  expect(planWithoutFacts(FLEXIBLE, { priority: 'urgent' }).priority.value).toBe('urgent');
});

test('without a cluster, what nobody checked is named only for apps that ask for it', () => {
  const usual = planWithoutFacts(FLEXIBLE).unchecked;
  const rare = { resources: { ...RESOURCES, extended: { [GPU]: 1 } }, sidecars: [sidecar('side', 10)] };
  expect(planWithoutFacts(FLEXIBLE, rare).unchecked.filter((code) => !usual.includes(code))).toEqual(['HARDWARE-EXCEEDED', 'KUBERNETES-TOO-OLD']);
});

test('a mount of a read-only volume is read-only, whatever it says', () => {
  expect(Mount.of(Volume.secret('/tls', { secretName: 'tls' }), '/x', { readOnly: false }).readOnly).toBe(true);
});

test('with a digest the tag only tells people', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(`${Image.of('ghcr.io/example/app', '1.2.3', digest)}`).toBe(`ghcr.io/example/app:1.2.3@${digest}`);
  expect(`${Image.digest('ghcr.io/example/app', digest)}`).toBe(`ghcr.io/example/app@${digest}`);
});

describe('the time that a start may take', () => {
  const starts = (startsWithin: Duration) => planOf(FLEXIBLE, { health: { readiness: Probe.exec('true'), startsWithin } });
  const attempts = (startsWithin: Duration) => starts(startsWithin).ask.main.probes.startup?.failures;

  test('is asked in rounds of 5 s: one more rather than one less, and one at least', () => {
    expect(attempts(Duration.seconds(10))).toBe(2);
    expect(attempts(Duration.seconds(11))).toBe(3);
    expect(attempts(Duration.seconds(1))).toBe(1);
    expect(attempts(Duration.seconds(0))).toBe(1);
  });

  test('and two minutes are what a rollout has, where that is more than the ten minutes of Kubernetes', () => {
    expect(starts(Duration.seconds(480)).progressDeadline).toBeUndefined();
    expect(starts(Duration.millis(480_500)).progressDeadline).toBe(601);
    expect(starts(Duration.minutes(20)).progressDeadline).toBe(1320);
  });
});

test('the report says how much disk of its node all containers of a pod may use together', () => {
  const resources = (gib: number) => ({ ...RESOURCES, ephemeralStorage: Size.gib(gib) });
  const image = Image.of('ghcr.io/example/side', '1.0.0');
  const disk = (props: Partial<AnyAppProps>) =>
    decisionsOf(planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, props)).find(({ what }) => what === 'disk of the node')?.value;
  expect(disk({ resources: resources(1) })).toBe('1Gi');
  expect(disk({ resources: resources(1), sidecars: [{ name: 'side', image, resources: resources(2) }] })).toBe('3Gi');
});
