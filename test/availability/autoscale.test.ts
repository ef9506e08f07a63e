import { renderWorkload } from '../../lib/apps/render/workload';
import { Port } from '../../lib/availability/ask/network/port';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Budget, Replicas } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { mostPods } from '../../lib/availability/model/autoscale';
import { decisionsOf } from '../../lib/availability/report/decisions';
import { Distribution } from '../../lib/cluster/control-plane';
import { Cpu, Size } from '../../lib/cluster/units';
import { type AnyAppProps, controlPlane, facts, factsOf, messages, messagesOf, planOf, RESOURCES, worker } from '../support';

const { HIGHLY_AVAILABLE, SINGLE_POD_FLEXIBLE } = AvailabilityClass;
const DATA = Volume.data('/data', { size: Size.gib(1) });
const TWO = factsOf([worker('w1'), worker('w2')]);
const said = (overrides: Partial<AnyAppProps>, given = facts()) => messagesOf(HIGHLY_AVAILABLE, { autoscale: { max: 6 }, ...overrides }, given);
const plan = (overrides: Partial<AnyAppProps> = {}, given = facts()) => planOf(HIGHLY_AVAILABLE, { autoscale: { max: 6 }, ...overrides }, given);

describe('an autoscaler', () => {
  test('adds to what the class promises, and never goes below', () => {
    expect(plan().replicas.value).toBe(3);
    expect(plan().autoscale).toEqual({ value: { max: 6, cpuPercent: 80 }, why: 'asked for; never fewer than 3, as the class promises' });
    expect(mostPods(plan())).toBe(6);
    expect(mostPods(planOf(HIGHLY_AVAILABLE))).toBe(3);
    expect(decisionsOf(plan()).find(({ what }) => what === 'autoscaler')?.value).toBe('up to 6, above 80 % of the CPU requests');
  });

  test('owns the number of pods: the Deployment says none, or Flux would undo what it did', () => {
    expect(renderWorkload(plan()).spec).not.toHaveProperty('replicas');
    expect(renderWorkload(planOf(HIGHLY_AVAILABLE)).spec).toHaveProperty('replicas', 3);
  });

  test('has a rollout and a drain that are right with all its pods', () => {
    const five = factsOf(['w1', 'w2', 'w3', 'w4', 'w5'].map((name) => worker(name)));
    expect(planOf(HIGHLY_AVAILABLE, {}, five).rollout.value).toEqual({ recreate: false, maxSurge: 1, maxUnavailable: 0 });
    expect(plan({}, five).rollout.value).toEqual({ recreate: false, maxSurge: 0, maxUnavailable: 1 });
    // As many as one of three nodes may have, or its drain could wait for ever for room on the others.
    expect(plan().budget.value).toEqual({ maxUnavailable: '33%' });
    // One of two nodes has half of however many there are, and a drain of it stops them all.
    expect(plan({}, TWO).budget.value).toEqual({ maxUnavailable: '50%' });
  });

  test('is refused where it adds nothing', () => {
    expect(said({ autoscale: { max: 3 } })).toMatchInlineSnapshot(`
      "AUTOSCALE-TOO-FEW  lab/worker/blog: at most 3 pods under load, but the app always has 3, and an autoscaler only adds to them.
                         Set autoscale.max to 4 or more, or leave autoscale out."
    `);
    expect(said({ replicas: Replicas.two('it is cheap'), autoscale: { max: 3 } })).toBe('');
  });

  test('is refused for pods that each count', () => {
    expect(said({ majority: true })).toMatchInlineSnapshot(`
      "AUTOSCALE-MEMBERS  lab/worker/blog: an autoscaler, and majority: true, but a pod that it stops counts as a lost vote, whatever the others need.
                         Leave autoscale out."
    `);
    expect(said({ volumes: [DATA] })).toMatchInlineSnapshot(`
      "AUTOSCALE-MEMBERS  lab/worker/blog: an autoscaler, and data at /data for each pod, but a pod that it stops leaves its copy of the data behind, whatever the others need.
                         Leave autoscale out."
    `);
  });

  test('may add pods that all write the same data', () => {
    const shared = { name: 'files', nodeLocal: false, readWriteMany: true };
    const data = Volume.data('/data', { size: Size.gib(1), readWriteMany: true, storageClass: 'files' });
    expect(said({ volumes: [data] }, facts({ storage: { classes: [shared] } }))).toBe('');
  });

  test('is refused beyond what the app supports', () => {
    expect(said({ maxReplicas: 5 })).toMatchInlineSnapshot(`
      "HA-MAX-REPLICAS  lab/worker/blog: up to 6 pods under load, but the app supports at most 5.
                       Set autoscale.max to 5."
    `);
    expect(said({ maxReplicas: 6 })).toBe('');
  });

  test('is warned of where nothing measures pods', () => {
    const kubeadm = { controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) };
    expect(said({}, facts(kubeadm))).toMatchInlineSnapshot(`
      "AUTOSCALE-WITHOUT-METRICS  lab/worker/blog: up to 6 pods under load, but the facts name no metrics-server, and without one no pod is ever added.
                                 Install metrics-server and set policy.operators.metricsServer to true, or leave autoscale out."
    `);
    expect(said({}, facts({ ...kubeadm, policy: { operators: { metricsServer: true } } }))).toBe('');
    expect(said({}, facts({ policy: { operators: { metricsServer: false } } }))).not.toBe('');
  });

  test('needs room on each node for its share, and a free port', () => {
    const small = factsOf([worker('w1'), worker('w2'), worker('w3', { cpu: Cpu.millis(250) })]);
    expect(said({}, small)).toMatchInlineSnapshot(`
      "HA-SPREAD-UNSATISFIABLE  lab/worker/blog: up to 6 pods under load on 3 nodes, 2 each, but w3 has no room for 2.
                               Leave autoscale out, request less, or make that node bigger."
    `);
    expect(said({ replicas: Replicas.two('a test') }, small)).toContain('Set autoscale.max to 3, request less, or make that node bigger.');
    expect(said({ autoscale: { max: 5 } }, small)).toBe('');
    expect(said({ network: { ports: [Port.tcp(53, 'dns').withHostPort(53, 'the router asks it')] }, replicas: Replicas.two('a test') })).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/blog: up to 6 pods on ports of 3 nodes, but each node has a port only once.
                       Use the pod network, or as many nodes as pods."
    `);
  });

  test('needs a budget that lets a drain end when there are many, and keeps one when there are few', () => {
    expect(said({ budget: Budget.maxUnavailable(2) }, TWO)).toMatchInlineSnapshot(`
      "HA-BUDGET-BLOCKS-DRAINS  lab/worker/blog: a budget that lets a drain evict 2 of 3 pods, but one of two nodes has up to 3, and while it is drained the other takes none of them.
                               Leave budget out."
    `);
    expect(said({ budget: Budget.minAvailable(1) }, TWO)).toBe('');
  });

  test('is warned of where its pods find no room when a node is dead', () => {
    const resources = { ...RESOURCES, cpu: Cpu.millis(900) };
    const checked = (max: number, given = facts()) => messages(checkApps([plan({ resources, autoscale: { max } }, given)], given));
    expect(checked(9)).toMatchInlineSnapshot(`
      "AUTOSCALE-WITHOUT-ROOM  lab/worker/blog: up to 9 pods under load, but when w1 dies, w2 and w3 then lack 300m cores for them and all other apps.
                              Lower autoscale.max, request less, add nodes, or accept it with a reason."
    `);
    expect(checked(8)).toBe('');
    // Of two nodes, none takes the share of the other.
    expect(checked(8, TWO)).toBe('');
    expect(checked(13)).toMatchInlineSnapshot(`
      "AUTOSCALE-WITHOUT-ROOM  lab/worker/blog: up to 13 pods under load, but when w1 dies, w2 and w3 then lack 3900m cores for them and all other apps.
                              Lower autoscale.max, request less, add nodes, or accept it with a reason."
    `);
  });

  test('takes room from others', () => {
    const given = facts();
    const resources = { ...RESOURCES, cpu: Cpu.millis(900) };
    const other = planOf(SINGLE_POD_FLEXIBLE, { name: 'wiki', resources }, given);
    const codes = (max: number) => checkApps([plan({ resources, autoscale: { max } }, given), other], given).map(({ code }) => code);
    expect([...new Set(codes(8))]).toEqual(['CAPACITY-ON-LOSS', 'AUTOSCALE-WITHOUT-ROOM']);
    expect(codes(7)).toEqual([]);
  });
});

describe('scaling', () => {
  const unchecked = (props: object) => props as Partial<AnyAppProps>;

  test('to zero is refused, however it is said', () => {
    expect(messagesOf(HIGHLY_AVAILABLE, { replicas: Replicas.of(0) })).toMatchInlineSnapshot(`
      "HA-TOO-FEW-REPLICAS  lab/worker/blog: 0 replicas, but the class needs two pods left when one is gone.
                           Leave replicas out for 3, or make the app a SinglePodFlexible."
    `);
    expect(messagesOf(HIGHLY_AVAILABLE, unchecked({ replicas: 0 }))).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/replicas: the number 0, but it must be a Replicas.
                   Write Replicas.of(…)."
    `);
    expect(said({ autoscale: { max: 0 } })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/autoscale/max: 0, but it must be a whole number from 2 to 150000.
                   Write a number in this range, or leave it out."
    `);
    expect(said(unchecked({ autoscale: { min: 0, max: 6 } }))).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog/autoscale: the key min, but the keys are max and cpuPercent.
                         Remove it, or use one of them."
    `);
  });

  test('a single pod is refused', () => {
    expect(messagesOf(SINGLE_POD_FLEXIBLE, { autoscale: { max: 3 } })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog: the key autoscale, but only HighlyAvailable has it.
                         Remove it, or make the app a HighlyAvailable."
    `);
  });
});
