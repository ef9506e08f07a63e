import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { countedOn } from '../../lib/delivery/progress';
import { Declarations } from '../../lib/kubernetes/tree/declarations';
import { ask } from '../support';

/** What a terminal shows while items are gone through, each of which takes so many milliseconds. */
function shown(count: number, millis: number, isTTY = true): readonly string[] {
  const written: string[] = [];
  let time = 0;
  const counted = countedOn({ isTTY, write: (text: string) => written.push(text) }, () => time);
  const seen: number[] = [];
  for (const item of counted(
    'apps',
    Array.from({ length: count }, (_, index) => index),
  )) {
    seen.push(item);
    time += millis;
  }
  expect(seen).toEqual(Array.from({ length: count }, (_, index) => index));
  return written.map((text) => text.replaceAll('\r\u001b[K', '<clear>'));
}

test('work of more than a second has a bar with a count, and leaves an empty line', () => {
  expect(shown(4, 500)).toEqual(['<clear>[############            ] 2 of 4 apps', '<clear>[##################      ] 3 of 4 apps', '<clear>']);
});

test('the bar is drawn ten times a second at most', () => {
  expect(shown(2000, 1)).toHaveLength(11);
});

test.each([
  ['a second or less', shown(1000, 1)],
  ['work that goes into a pipe', shown(10, 1000, false)],
])('%s shows nothing', (_, written) => {
  expect(written).toEqual([]);
});

test('the line is empty again after an error', () => {
  const written: string[] = [];
  let time = 0;
  const counted = countedOn({ isTTY: true, write: (text: string) => written.push(text) }, () => time);
  expect(() => {
    for (const item of counted('apps', ['a', 'b', 'c'])) {
      if (item === 'b') throw new Error('no');
      time = 2000;
    }
  }).toThrow('no');
  expect(written.at(-1)).toBe('\r\u001b[K');
});

test('apps are counted while they are decided: when a count is seen, the batches before it are done and no other', () => {
  const apps = new Declarations(() => undefined);
  const read = new Set<string>();
  for (let index = 0; index < 150; index += 1) {
    const { props, ...asked } = ask(AvailabilityClass.SINGLE_POD_FLEXIBLE);
    const name = `app${index}`;
    const noted = () => {
      read.add(name);
      return props;
    };
    apps.add({ ask: Object.defineProperty({ ...asked, name, path: `lab/${name}`, props }, 'props', { get: noted, enumerable: true }) });
  }
  const seen: number[] = [];
  apps.decideAll(function* (groups) {
    read.clear();
    for (const group of groups) {
      seen.push(read.size);
      yield group;
    }
  });
  expect([seen.length, seen[0], seen[64], seen[65], seen[128], seen[149]]).toEqual([150, 0, 64, 128, 128, 150]);
});
