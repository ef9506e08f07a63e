import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as library from '../../lib';
import { renderApp } from '../../lib/apps/render/render-app';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { Severity } from '../../lib/cluster/finding';
import { resolveFacts } from '../../lib/cluster/resolve';
import { resourceName } from '../../lib/devices/agent';
import type { Manifest } from '../../lib/kubernetes/manifest';
import type { Container, PodTemplateSpec } from '../../lib/kubernetes/plain';
import { type AnyAppProps, clusterProps, control, decisionOf, factsOf, messages, RESOURCES, systemsOf, worker } from '../support';

const PAGE = readFileSync(join(__dirname, '../../docs/pods.md'), 'utf8');

/** One row: props as TypeScript, the object that they change, and what stands there then. */
interface Row {
  readonly props: string;
  readonly of: string;
  readonly yaml: string;
}

const rows: Row[] = [...PAGE.matchAll(/^\| `(.+?)` \| ([\w, ]+) \| `(.+?)` \|$/gm)].map(([, props = '', of = '', yaml = '']) => ({ props, of, yaml }));
const named = rows.map((row) => [`${row.props} of ${row.of}`, row] as const);

/** What all rows may name: the library, and the block of the page. */
const { image, scratch } = run(/```ts pods\.ts\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '');

function run(block: string): { readonly [name: string]: unknown } {
  const source = block.replace(/^import .*$/gm, '').replace(/^export /gm, '');
  return evaluate(`(() => { ${source} return { image, scratch }; })()`, {}) as { readonly [name: string]: unknown };
}

function evaluate(expression: string, names: { readonly [name: string]: unknown }): unknown {
  const scope = { ...library, ...names };
  return new Function(...Object.keys(scope), `return ${expression};`)(...Object.values(scope)) as unknown;
}

const HARDWARE = { extendedResources: { 'gpu.intel.com/i915': 3 }, deviceClasses: ['gpu.intel.com'] };
const STICK = { name: 'stick', path: '/dev/stick', group: 20 };
const NODES = [worker('w1', { ...HARDWARE, devices: [STICK] }), worker('w2', HARDWARE), worker('w3', HARDWARE)];
const STORAGE = { drbd: { pool: 'nvme' }, storage: { classes: [{ name: 'shared', nodeLocal: false, readWriteMany: true }] } };
const FACTS = factsOf(NODES, STORAGE);
const WITH_PLUGIN = resolveFacts('lab', clusterProps({ ...STORAGE, nodes: [...NODES, control('c1')] }), [
  ...systemsOf(STORAGE),
  { name: 'plugin', deviceResource: resourceName },
]);

/** The objects of an app that says this, in a class. */
function objectsOf(availabilityClass: AvailabilityClass, props: string, facts = FACTS): Manifest[] {
  const usual = { node: { name: 'w1', reason: 'a test' }, network: { ports: [library.Port.http(8080)] } };
  const given = { ...usual, ...(evaluate(`{ ${props} }`.replace(/^/, '(').concat(')'), { image, scratch, resources: RESOURCES }) as Partial<AnyAppProps>) };
  const { plan, findings } = decisionOf(availabilityClass, given, facts);
  expect(messages(findings.filter((one) => one.severity === Severity.ERROR))).toBe('');
  return plan === undefined ? [] : renderApp(plan);
}

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
    expect(rows.length).toBeGreaterThan(40);
    expect(PAGE.match(/^\| `.*\|.*\| `/gm)?.length).toBe(rows.length);
  });

  test.each(named)('%s', (_name, { props, of, yaml }) => {
    const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
    const only = { flexible: SINGLE_POD_FLEXIBLE, pinned: SINGLE_POD_PINNED, many: HIGHLY_AVAILABLE };
    const named = Object.entries(only).flatMap(([word, one]) => (of.includes(word) ? [one] : []));
    const classes = named.length > 0 ? named : Object.values(AvailabilityClass);
    for (const availabilityClass of classes) {
      expectRow(targetOf(objectsOf(availabilityClass, props, of.includes('plugin') ? WITH_PLUGIN : FACTS), of), yaml);
    }
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
