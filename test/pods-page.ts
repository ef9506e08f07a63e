import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from '../lib';
import { renderApp } from '../lib/apps/render/render-app';
import { AvailabilityClass } from '../lib/availability/ask/workload';
import type { Decision } from '../lib/availability/decide';
import type { ClusterFacts } from '../lib/cluster/cluster';
import { Severity } from '../lib/cluster/finding';
import { resolveFacts } from '../lib/cluster/resolve';
import { resourceName } from '../lib/devices/agent';
import type { Manifest } from '../lib/kubernetes/manifest';
import { type AnyAppProps, clusterProps, control, controlPlane, decisionOf, messages, RESOURCES, systemsOf, worker } from './support';

/** The page whose tables are tests. */
export const PAGE = readFileSync(join(__dirname, '../docs/pods.md'), 'utf8');

/** One row: props as TypeScript, the object that they change, and what stands there then. */
export interface Row {
  readonly props: string;
  readonly of: string;
  readonly yaml: string;
}

export const ROWS: readonly Row[] = [...PAGE.matchAll(/^\| `(.+?)` \| ([\w, ]+) \| `(.+?)` \|$/gm)].map(([, props = '', of = '', yaml = '']) => ({
  props,
  of,
  yaml,
}));

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

/** The version that the page is written for. */
const NEWEST = '1.36.3';

const HARDWARE = { extendedResources: { 'gpu.intel.com/i915': 3 }, deviceClasses: ['gpu.intel.com'] };
const STICK = { name: 'stick', path: '/dev/stick', group: 20 };
const NODES = [worker('w1', { ...HARDWARE, devices: [STICK] }), worker('w2', HARDWARE), worker('w3', HARDWARE)];
const STORAGE = { drbd: { pool: 'nvme' }, storage: { classes: [{ name: 'shared', nodeLocal: false, readWriteMany: true }] } };
const CLUSTERS = new Map<string, ClusterFacts>();

/** The cluster of a row, on a version of Kubernetes: with a device plugin, if it says so. */
function clusterOf(version: string, plugin: boolean): ClusterFacts {
  const key = `${version} ${plugin}`;
  const known = CLUSTERS.get(key);
  if (known !== undefined) return known;
  const props = clusterProps({ ...STORAGE, controlPlane: controlPlane({ version }), nodes: [...NODES, control('c1')] });
  const made = resolveFacts('lab', props, [...systemsOf(STORAGE), ...(plugin ? [{ name: 'plugin', deviceResource: resourceName }] : [])]);
  CLUSTERS.set(key, made);
  return made;
}

/** The classes that a row is about: all, unless it names one. */
export function classesOf({ of }: Row): readonly AvailabilityClass[] {
  const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
  const only = { flexible: SINGLE_POD_FLEXIBLE, pinned: SINGLE_POD_PINNED, many: HIGHLY_AVAILABLE };
  const named = Object.entries(only).flatMap(([word, one]) => (of.includes(word) ? [one] : []));
  return named.length > 0 ? named : Object.values(AvailabilityClass);
}

/** What an app says in a row, how it is asked, and on which Kubernetes. */
interface Told {
  readonly more?: Partial<AnyAppProps>;
  /** @default the newest */
  readonly version?: string;
}

function decided({ props, of }: Row, availabilityClass: AvailabilityClass, { more = {}, version = NEWEST }: Told): Decision {
  const usual = { node: { name: 'w1', reason: 'a test' }, network: { ports: [library.Port.http(8080)] } };
  const own = evaluate(`({ ${props} })`, { image, scratch, resources: RESOURCES }) as Partial<AnyAppProps>;
  return decisionOf(availabilityClass, { ...usual, ...own, ...more }, clusterOf(version, of.includes('plugin')));
}

/** The objects of an app that says this, in a class. @throws with what is said against it */
export function rendered(row: Row, availabilityClass: AvailabilityClass, told: Told = {}): Manifest[] {
  const { plan, findings } = decided(row, availabilityClass, told);
  const against = messages(findings.filter((one) => one.severity === Severity.ERROR));
  if (against !== '') throw new Error(against);
  return plan === undefined ? [] : renderApp(plan);
}

/** Whether the library says that this version of Kubernetes does not have it. */
export function isTooNew(row: Row, availabilityClass: AvailabilityClass, version: string): boolean {
  return decided(row, availabilityClass, { version }).findings.some(({ code }) => code === 'KUBERNETES-TOO-OLD');
}
