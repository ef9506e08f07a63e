import { behindVpn, NodeRole, Patch, Port, Probe, SinglePodFlexible, type SinglePodFlexibleProps, Size, Volume } from '../../lib';
import { DeviceClaim } from '../../lib/availability/ask/container/device-claim';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { checkApps } from '../../lib/availability/fleet/rules';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { lab } from '../lab';
import { appProps, ask, decisionOf, factsOf, messages, planOf, RESOURCES, worker } from '../support';

const NO_GAP = { rollingUpdate: { reason: 'it renders pages and keeps nothing' } };
const PROBED = { health: { readiness: Probe.exec('true') } };

function flexible(props: Partial<SinglePodFlexibleProps>) {
  const cluster = lab();
  const app = new SinglePodFlexible(cluster.workers, 'pages', { ...appProps(), ...NO_GAP, ...PROBED, ...props });
  return { app, cluster };
}

const against = (props: Partial<SinglePodFlexibleProps>) => {
  const { cluster } = flexible(props);
  return messages(cluster.verdict().open.filter((one) => one.code !== 'STORAGE-NOT-WRITTEN'));
};

describe('a rolling update of one pod', () => {
  test('starts the next one before the last one ends, and the plan says why, and that there are two for a while', () => {
    const { app } = flexible({});
    expect(app.object('Deployment').toJson()).toMatchObject({
      spec: { replicas: 1, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
    });
    expect(app.plan?.rollout.why).toBe('the next pod is ready before the last one ends: it renders pages and keeps nothing');
    expect(app.plan?.replicas.why).toBe('the class: one pod; in a rollout, after a drain or a deletion the next starts while it still runs');
    expect(app.findings).toEqual([]);
  });

  test('is refused with what two pods cannot both have', () => {
    expect(
      against({
        volumes: [Volume.data('/data', { size: Size.gib(1) }), Volume.nfs('/media', { server: 'nas', path: '/media' })],
        network: { ports: [Port.tcp(53, 'dns').withHostPort(53, 'the router asks there')] },
      }),
    ).toMatchInlineSnapshot(`
      "ROLLING-SHARED  lab/worker/pages: rollingUpdate with the files at /data, the files at /media and the port dns on its node, but the next pod starts beside the last one, maybe on another node, and two cannot share that.
                      Leave rollingUpdate out, so that the last pod ends first.

      FLEXIBLE-FAILOVER-EXEMPT  lab/worker/pages: /media together with replicated data, and the high-availability controller of DRBD does not move pods with such volumes: when the node dies, the app stays down until a person acts.
                                Set failOverUnsafePods of DrbdStorage with the reason why two pods at once do no harm, remove the volume, or accept it with a reason."
    `);
  });

  test('is refused where one pod is all that the app supports, as behind a VPN', () => {
    const vpn = { provider: 'mullvad', secretName: 'vpn' } as Parameters<typeof behindVpn>[1];
    const twice = 'but a rollout then runs two pods for a while.';
    expect(against({ maxReplicas: 1 })).toMatchInlineSnapshot(`
      "ROLLING-SHARED  lab/worker/pages: rollingUpdate with maxReplicas: 1, but a rollout then runs two pods for a while.
                      Leave rollingUpdate out, so that the last pod ends first."
    `);
    expect(against({ ...behindVpn(appProps(), vpn), ...NO_GAP })).toContain(`rollingUpdate with maxReplicas: 1, ${twice}`);
    expect(against({ maxReplicas: 2 })).toBe('');
  });

  describe('with hardware', () => {
    const GPU = 'gpu.example/one';
    const asking = { resources: { ...RESOURCES, extended: { [GPU]: 1 } } };
    const said = (gpus: readonly number[], ...apps: readonly string[]) => {
      const given = factsOf(gpus.map((count, index) => worker(`w${index + 1}`, count === 0 ? {} : { extendedResources: { [GPU]: count } })));
      const plans = apps.map((name) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name, ...asking, ...(name === 'steady' ? {} : NO_GAP) }, given));
      return messages(checkApps(plans, given));
    };

    test('is refused unless the nodes surely have enough for one more', () => {
      expect(said([1, 0], 'one')).toMatchInlineSnapshot(`
        "ROLLING-SHARED  lab/worker/one: rollingUpdate with 1 gpu.example/one, but w1 may have no more of it when all apps run: the next pod then waits for ever, and the last one never ends.
                        Leave rollingUpdate out, so that the last pod ends first, or give these nodes more of it."
      `);
      expect(said([1, 1], 'one', 'other').match(/ROLLING-SHARED/g)).toHaveLength(2);
      expect(said([1, 1], 'one', 'steady')).toMatch(/^ROLLING-SHARED {2}lab.worker.one: /);
      expect(said([1, 1], 'one')).toBe('');
      expect(said([2, 0], 'one')).toBe('');
      expect(said([1, 2], 'one', 'other')).not.toContain('ROLLING-SHARED');
      expect(said([1, 1], 'steady')).toBe('');
    });

    test('is refused where nobody says how much there is', () => {
      const claims = { resources: { ...RESOURCES, deviceClaims: [DeviceClaim.of('gpu.example')] } };
      const given = factsOf([worker('w1', { deviceClasses: ['gpu.example'] })]);
      const codes = (props: Partial<SinglePodFlexibleProps>, facts?: ClusterFacts) =>
        decisionOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...props, ...NO_GAP }, facts).findings.map(({ code }) => code);
      expect(codes(claims, given)).toContain('ROLLING-SHARED');
      expect(decide({ ...ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...asking, ...NO_GAP }), role: undefined }, undefined).findings).toMatchObject([
        {
          code: 'ROLLING-SHARED',
          given: 'rollingUpdate with 1 gpu.example/one',
          allowed: 'but the next pod waits for ever where no node has more of it than the last one uses',
        },
      ]);
    });
  });

  test('is allowed with what they only read, and what each has for itself', () => {
    const volumes = [
      Volume.nfs('/media', { server: 'nas', path: '/media', readOnly: true }),
      Volume.claim('/books', { claimName: 'books', readWriteMany: true, readOnly: true }),
      Volume.scratch('/tmp', Size.mib(16)),
      Volume.config('/etc/pages', { files: { a: 'b' } }),
    ];
    expect(against({ volumes })).toBe('');
    const written = Volume.claim('/books', { claimName: 'books', readWriteMany: true });
    const attached = Volume.claim('/books', { claimName: 'books', readOnly: true });
    for (const volume of [written, attached]) expect(against({ volumes: [volume] })).toContain('rollingUpdate with the files at /books, ');
  });

  test('is refused beside another app, and where another app is beside it', () => {
    const { app, cluster } = flexible({});
    new SinglePodFlexible(cluster.workers, 'reader', { ...appProps(), namespace: 'pages', placement: { role: NodeRole.WORKER, beside: app } });
    expect(messages(cluster.verdict().open)).toMatchInlineSnapshot(`
      "ROLLING-SHARED  lab/worker/pages: rollingUpdate with apps that run where it runs, but the next pod starts beside the last one, maybe on another node, and two cannot share that.
                      Leave rollingUpdate out, so that the last pod ends first."
    `);
  });

  test('is allowed beside the writer of data for many nodes that it only reads', () => {
    const readers = (readWriteMany: boolean) => {
      const cluster = lab({ storage: { classes: [{ name: 'share', nodeLocal: false, attachable: false, readWriteMany: true }] } });
      const data = Volume.data('/data', { size: Size.gib(1), ...(readWriteMany ? { readWriteMany } : {}) });
      const owner = new SinglePodFlexible(cluster.workers, 'owner', { ...appProps(), namespace: 'pages', volumes: [data] });
      const volumes = [Volume.shared('/data', { app: owner, readOnly: true })];
      new SinglePodFlexible(cluster.workers, 'pages', { ...appProps(), ...NO_GAP, ...PROBED, volumes });
      return messages(cluster.verdict().open.filter(({ code }) => code === 'ROLLING-SHARED'));
    };
    expect(readers(true)).toBe('');
    expect(readers(false)).toContain('rollingUpdate with apps that run where it runs, ');
  });

  test('without a probe is warned of, because the last pod then ends before the next one serves', () => {
    expect(against({ health: {} })).toMatchInlineSnapshot(`
"ROLLING-WITHOUT-PROBE  lab/worker/pages: a rolling update of one pod without a readiness probe, and the last pod ends as soon as the container of the next one starts, whether it serves or not.
                       Add health.readiness or a TCP port, or accept it with a reason."
`);
    expect(against({ health: { readiness: Probe.none('it answers nobody') } })).toContain(
      'Give a probe that asks whether it serves, or accept it with a reason.',
    );
    expect(flexible({ health: {} }).app.plan?.rollout.why).toMatch(/^the container of the next pod starts before the last one ends: /);
    const removed = Patch.remove('Deployment', '/spec/template/spec/containers/0/readinessProbe', 'a test');
    expect(against({ patches: [removed] })).toMatch(/^ROLLING-WITHOUT-PROBE /);
  });

  test('without a probe may wait for a while instead', () => {
    expect(against({ health: {}, patches: [Patch.add('Deployment', '/spec/minReadySeconds', 30, 'it serves within 20 s')] })).toBe('');
  });

  test('without a reason is refused', () => {
    expect(against({ rollingUpdate: { reason: ' ' } })).toMatchInlineSnapshot(`
      "CHOICE-WITHOUT-REASON  lab/worker/pages: the choice "rolling update: two pods" without a reason, but the report must say why.
                             Add a reason."
    `);
  });
});
