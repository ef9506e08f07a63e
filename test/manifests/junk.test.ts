import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseObjects } from '../../lib/cli/check/parse';
import { checkReport } from '../../lib/cli/check/report';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { fc, runs } from '../property';
import { facts } from '../support';

const OBJECTS = ['app-template', 'plain', 'charts'].flatMap((name) => {
  const file = `${name}.yaml`;
  return parseObjects(readFileSync(join(__dirname, '..', 'cli', 'workloads', file), 'utf8'), file).objects;
});
const JUNK = [null, '', -1, 1e9, 0.5, [], {}, true, 'x', [null], ['x'], { x: null }, '9999999999999Gi', '%'];
const GIVEN = facts({ drbd: { pool: 'nvme' } });

/** The paths of all parts of an object but for what makes it one. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const below = typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([key, part]) => pathsIn(part, [...path, key]));
  return path.length === 0 || ['apiVersion', 'kind', 'metadata', 'metadata/name'].includes(path.join('/')) ? below : [path, ...below];
}

function withPart(value: unknown, [key, ...rest]: readonly string[], part: unknown): unknown {
  if (key === undefined) return part;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as { [key: string]: unknown };
  copy[key] = withPart(copy[key], rest, part);
  return copy;
}

test('whatever stands at a field, it is judged without a crash, and without NaN or undefined in a message', () => {
  const somewhere = fc
    .constantFrom(...OBJECTS.map(({ object }) => object))
    .chain((object) => fc.record({ object: fc.constant(object), path: fc.constantFrom(...pathsIn(object)), junk: fc.constantFrom(...JUNK) }));
  fc.assert(
    fc.property(somewhere, ({ object, path, junk }) => {
      const broken = withPart(object, path, junk) as Manifest;
      const { workloads, findings } = checkReport([{ object: broken, at: undefined }], { facts: GIVEN, systems: [], findings: [] }, [], new Set());
      expect(JSON.stringify([workloads, findings])).not.toMatch(/NaN|undefined|\[object/);
    }),
    runs(120),
  );
});
