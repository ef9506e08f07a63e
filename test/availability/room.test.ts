import { DeviceClaim } from '../../lib';
import { resolveApp } from '../../lib/availability/ask/resolve';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { deviceClaims, hardwareName, hardwareOf, lacks } from '../../lib/availability/placement/hardware';
import { amountOf, figure, holds, inWords, lacking, NOTHING, offerOf, type Room, roomOf, roomTogether } from '../../lib/availability/placement/room';
import { mostOn, servingPods, sharesOf } from '../../lib/availability/placement/shares';
import type { Node } from '../../lib/cluster/cluster';
import { Size } from '../../lib/cluster/units';
import { type AnyAppProps, appProps, ask, factsOf, RESOURCES, worker } from '../support';

const GIB = 1024 ** 3;
const app = (overrides: Partial<AnyAppProps> = {}) => resolveApp(ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, overrides));
const node = (...[overrides]: [Parameters<typeof worker>[1]?]) => factsOf([worker('w1', overrides)]).nodes.find(({ name }) => name === 'w1') as Node;

describe('pods on nodes', () => {
  test('differ by one at most', () => {
    expect(sharesOf(6, 3)).toEqual({ least: 2, most: 2, fuller: 0 });
    expect(sharesOf(7, 3)).toEqual({ least: 2, most: 3, fuller: 1 });
    expect(sharesOf(2, 3)).toEqual({ least: 0, most: 1, fuller: 2 });
  });

  test('may be lost together: the fuller nodes first', () => {
    expect([0, 1, 2, 3].map((some) => mostOn(some, 7, 3))).toEqual([0, 3, 5, 7]);
    expect([1, 2].map((some) => mostOn(some, 6, 3))).toEqual([2, 4]);
  });

  test('serve while one runs, or more than half of those that need a majority', () => {
    expect([1, 2, 3, 4, 5].map((pods) => servingPods(pods, true))).toEqual([1, 2, 2, 3, 3]);
    expect([servingPods(5, false), servingPods(5, undefined)]).toEqual([1, 1]);
  });
});

describe('room', () => {
  const room: Room = { cpu: 1000, memory: GIB, disk: GIB, pods: 2 };

  test('is enough up to the last bit of each resource', () => {
    expect(holds(room, room)).toBe(true);
    expect(lacking(room, { cpu: 1001, memory: GIB + 1, disk: GIB + 1, pods: 3 })).toEqual(['memory', 'cpu', 'disk', 'pods']);
    for (const what of ['cpu', 'memory', 'disk', 'pods'] as const) {
      expect(lacking(room, { ...room, [what]: room[what] + 1 })).toEqual([what]);
      expect(holds(room, { ...NOTHING, [what]: room[what] + 1 })).toBe(false);
    }
  });

  test('of a node has no limit on disk where the facts say none', () => {
    expect(roomOf(node())).toEqual({ cpu: 3900, memory: 7580 * 1024 ** 2, disk: Number.POSITIVE_INFINITY, pods: 110 });
    expect(roomOf(node({ ephemeralStorage: Size.gib(5) })).disk).toBe(5 * GIB);
    expect([node(), node({ ephemeralStorage: Size.gib(5) })].map(offerOf)).toEqual(['3900m and 7580Mi', '3900m and 7580Mi and 5Gi of disk']);
  });

  test('of several apps is that of one pod of each', () => {
    expect(roomTogether([app(), app()])).toEqual({ cpu: 200, memory: GIB / 4, disk: GIB / 2, pods: 2 });
    expect(roomTogether([])).toEqual(NOTHING);
  });

  test('reads as a person says it', () => {
    expect(amountOf('cpu', 2700)).toBe('2700m cores');
    expect(amountOf('memory', 8 * GIB)).toBe('8Gi of memory');
    expect(amountOf('disk', GIB)).toBe('1Gi of disk');
    expect([1, 2].map((count) => amountOf('pods', count))).toEqual(['1 pod', '2 pods']);
    expect([figure('cpu', 500), figure('memory', GIB), figure('pods', 3)]).toEqual(['500m', '1Gi', '3']);
    const unsaid = { ...room, disk: Number.POSITIVE_INFINITY };
    expect(inWords(room, [unsaid])).toBe('1 cores and 1Gi of memory');
    expect(inWords(room, [unsaid, room], ['a place'])).toBe('1 cores, 1Gi of memory, 1Gi of disk and a place');
  });
});

describe('hardware', () => {
  const sticks = { ...RESOURCES, extended: { 'b.example/stick': 2, 'a.example/stick': 1 }, deviceClaims: [DeviceClaim.of('gpu.example')] };

  test('is asked for by all containers of a pod, by name', () => {
    expect(hardwareOf(app())).toEqual([]);
    const side = { name: 'side', image: appProps().image, resources: { ...RESOURCES, extended: { 'a.example/stick': 3 } } };
    expect(hardwareOf(app({ resources: sticks, sidecars: [side] })).map(hardwareName)).toEqual([
      '4 a.example/stick',
      '2 b.example/stick',
      'devices of gpu.example',
    ]);
  });

  test('is there or not, in number or as a class', () => {
    const wanted = hardwareOf(app({ resources: sticks }));
    const missing = (overrides: Parameters<typeof worker>[1]) => lacks(node(overrides), wanted).map(hardwareName);
    expect(missing({})).toEqual(['1 a.example/stick', '2 b.example/stick', 'devices of gpu.example']);
    expect(missing({ extendedResources: { 'a.example/stick': 1, 'b.example/stick': 1 } })).toEqual(['2 b.example/stick', 'devices of gpu.example']);
    expect(missing({ extendedResources: { 'a.example/stick': 1, 'b.example/stick': 2 }, deviceClasses: ['gpu.example'] })).toEqual([]);
  });

  test('that containers claim under one name is claimed once', () => {
    const side = (claim: DeviceClaim) => ({ name: 'side', image: appProps().image, resources: { ...RESOURCES, deviceClaims: [claim] } });
    expect(deviceClaims(app({ resources: sticks, sidecars: [side(DeviceClaim.of('gpu.example'))] }))).toHaveLength(1);
    expect(deviceClaims(app({ resources: sticks, sidecars: [side(DeviceClaim.of('npu.example'))] }))).toHaveLength(2);
    expect(deviceClaims(app())).toEqual([]);
  });
});
