import { counted, duplicates, isDnsLabel, isDnsName, isLabelKey, isLabelValue, listed } from '../../lib/cluster/names';

const LONGEST = 'a'.repeat(63);

test.each(['a', '0', 'sonarr', 'home-assistant', '4k', LONGEST])('takes the DNS label %s', (name) => {
  expect(isDnsLabel(name)).toBe(true);
});

test.each(['', '-a', 'a-', 'A', 'a_b', 'a.b', 'ä', 'a b', 'a\n', `${LONGEST}a`])('refuses the DNS label %j', (name) => {
  expect(isDnsLabel(name)).toBe(false);
});

test.each(['a', 'node-1', 'node-1.home.example', `${LONGEST}.${LONGEST}.${LONGEST}.${'a'.repeat(61)}`])('takes the DNS name %s', (name) => {
  expect(isDnsName(name)).toBe(true);
});

test.each(['', '.', 'a.', '.a', 'a..b', 'Node', `${LONGEST}.${LONGEST}.${LONGEST}.${'a'.repeat(62)}`])('refuses the DNS name %j', (name) => {
  expect(isDnsName(name)).toBe(false);
});

test.each(['app', 'App_1.x', 'example.com/role', `example.com/${LONGEST}`])('takes the label key %s', (key) => {
  expect(isLabelKey(key)).toBe(true);
});

test.each(['', '/', '/a', 'a/', 'a/b/c', '-a', 'a-', 'Example.com/a', 'a b', `${LONGEST}a`])('refuses the label key %j', (key) => {
  expect(isLabelKey(key)).toBe(false);
});

test.each(['', 'true', 'v1.2_3-rc', 'A', LONGEST])('takes the label value %j', (value) => {
  expect(isLabelValue(value)).toBe(true);
});

test.each(['-a', 'a-', 'a b', 'a/b', `${LONGEST}a`])('refuses the label value %j', (value) => {
  expect(isLabelValue(value)).toBe(false);
});

test('names each value that occurs more than once, once', () => {
  expect(duplicates(['a', 'b', 'a', 'c', 'b', 'a'])).toEqual(['a', 'b']);
  expect(duplicates(['a', 'b'])).toEqual([]);
});

test('lists values as a person does', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['none', 'a', 'a and b', 'a, b and c']);
});

test('counts in the singular and the plural', () => {
  expect([0, 1, 2].map((count) => counted(count, 'node'))).toEqual(['0 nodes', '1 node', '2 nodes']);
});
