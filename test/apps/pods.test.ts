import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Manifest } from '../../lib/kubernetes/manifest';
import type { Container, PodTemplateSpec } from '../../lib/kubernetes/plain';
import { classesOf, PAGE, ROWS, rendered } from '../pods-page';

const named = ROWS.map((row) => [`${row.props} of ${row.of}`, row] as const);

/** That one of them which a row is about. */
function targetOf(objects: readonly Manifest[], of: string): unknown {
  const [what = ''] = of.split(',');
  const workload = objects.find(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  const template = (workload?.spec as { readonly template: PodTemplateSpec } | undefined)?.template;
  if (what === 'workload') return workload;
  if (what === 'pod') return template?.spec;
  if (what === 'metadata') return template?.metadata;
  if (what === 'app') return template?.spec?.containers[0];
  return template?.spec?.initContainers?.find(({ name }: Container) => name === what) ?? objects.find(({ kind }) => kind === what);
}

/** `null` in a row: it is not there. */
function expectRow(target: unknown, yaml: string): void {
  const given = Object.entries(parse(yaml) as { readonly [key: string]: unknown });
  expect(target).toMatchObject(Object.fromEntries(given.filter(([, value]) => value !== null)));
  for (const [key] of given.filter(([, value]) => value === null)) expect(target).not.toHaveProperty(key);
}

describe('the table of docs/pods.md', () => {
  test('has rows', () => {
    expect(ROWS.length).toBeGreaterThan(40);
    expect(PAGE.match(/^\| `.*\|.*\| `/gm)?.length).toBe(ROWS.length);
  });

  test.each(named)('%s', (_name, row) => {
    for (const availabilityClass of classesOf(row)) expectRow(targetOf(rendered(row, availabilityClass), row.of), row.yaml);
  });
});

test('each prop of an init container and of a sidecar stands on the page', () => {
  const source = readFileSync(join(__dirname, '../../lib/availability/ask/app.ts'), 'utf8');
  for (const type of ['InitContainer', 'Sidecar']) {
    const body = new RegExp(`interface ${type} \\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? '';
    const props = [...body.matchAll(/readonly (\w+)\??:/g)].map((match) => match[1] ?? '');
    expect(props.length).toBeGreaterThan(5);
    expect(props.filter((prop) => !new RegExp(`\\b${prop}\\b`).test(PAGE))).toEqual([]);
  }
});
