import { missedLook } from '../../e2e/drills/missed-look';
import type { Moment } from '../../e2e/drills/timeline';

const RATE = { evictionRate: 0.1 };

const moment = (at: number, notReady: readonly string[], tainted: readonly string[]): Moment => ({
  at,
  heard: true,
  apps: new Map(),
  nodes: new Map(['n1', 'n2'].map((name) => [name, notReady.includes(name) ? 'Unknown' : 'True'])),
  evicting: tainted.map((name) => `${name} node.kubernetes.io/unreachable:NoExecute`),
});

test('a taint that comes with NotReady is in time', () => {
  expect(missedLook([moment(0, [], []), moment(20, ['n1'], []), moment(20.5, ['n1'], ['n1'])], RATE)).toBeUndefined();
});

test('a taint that comes a turn of the queue after NotReady was missed once, and by how long', () => {
  expect(missedLook([moment(0, [], []), moment(20, ['n1'], []), moment(30.2, ['n1'], ['n1'])], RATE)).toBe(10.2);
});

test('the second of two dead nodes waits its turn, which is in time', () => {
  expect(missedLook([moment(0, [], []), moment(20, ['n1', 'n2'], ['n1']), moment(30.2, ['n1', 'n2'], ['n1', 'n2'])], RATE)).toBeUndefined();
});

test('a node that is never tainted, because too many are dead, says nothing', () => {
  expect(missedLook([moment(0, [], []), moment(20, ['n1', 'n2'], [])], RATE)).toBeUndefined();
});

test('at a faster rate a turn is shorter', () => {
  expect(missedLook([moment(0, [], []), moment(20, ['n1'], []), moment(25.3, ['n1'], ['n1'])], { evictionRate: 0.2 })).toBe(5.3);
});
