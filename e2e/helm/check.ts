import { join } from 'node:path';
import type { Group } from '../checks';
import type { ControlPlane } from '../control-plane';
import { Look, must } from '../look';
import { type Deadline, until } from '../until';
import { World } from '../world/world';
import { Helm } from './helm';
import { releases } from './release';

const CHARTS = ['wiki', 'scan', 'web'] as const;
const SINGLE = ['wiki', 'scan'] as const;
/** What the API server says of a claim that asks for less than it has. */
const SHRINKS = /can not be less than|spec is immutable/;
const OWNED = /invalid ownership metadata|cannot be imported into the current release/;

/** What people do with charts, on a cluster. */
export async function checkReleases(check: Group, plane: ControlPlane, pin: string, logs: string): Promise<void> {
  const { output, chart } = releases(join(logs, 'dist'));
  const { api } = plane;
  const look = new Look(api);
  const world = new World(api, output.report(), undefined, (_, machines) => look.note(machines));
  const helm = new Helm(pin, logs);
  const run = (...args: readonly string[]) => helm.on(plane.kubeconfig, ...args);
  /** With `--wait`, as most pipelines have it. */
  const does = async (...args: readonly string[]) => {
    const { ok, output: said, error } = await run(...args);
    must(ok, `helm ${args.join(' ')}: ${error}`);
    return said;
  };
  const refuses = async (says: RegExp, ...args: readonly string[]) => {
    const { ok, error } = await run(...args);
    must(!ok, `helm ${args.join(' ')} is accepted`);
    must(says.test(error), `helm ${args.join(' ')} says: ${error}`);
    return says.exec(error)?.[0] ?? '';
  };
  const install = (name: string, ...more: readonly string[]) => does('install', name, chart(name), '--wait', '--timeout=60s', ...more);
  const upgrade = (name: string, ...more: readonly string[]) =>
    does('upgrade', name, chart(name), '--wait', '--timeout=60s', '--reset-then-reuse-values', ...more);
  const runs = (name: string, tag: string, deadline: Deadline) =>
    look.settles(name, name, name === 'web' ? 3 : 1, deadline, (pod) => pod.spec?.containers[0]?.image === `registry.example/${name}:${tag}`);
  const neverTwo = () => {
    for (const name of SINGLE) must(look.most(name) === 1, `${look.most(name)} pods of ${name} ran at once`);
    must(look.least('web') >= 2, `only ${look.least('web')} pods of web ran`);
    return 'one pod of each single-pod app at most, two of the highly available one at least';
  };
  try {
    await world.start();
    await world.storage.installNetwork();
    await world.storage.installLocal(['local']);
    await check('install --dry-run=server: a value that breaks the class is refused, and nothing is made', 30, async () => {
      const why = await refuses(
        /1: wiki is SinglePodFlexible, one pod at a time/,
        'install',
        'wiki',
        chart('wiki'),
        '--dry-run=server',
        '--set',
        'wiki.replicas=2',
      );
      await refuses(/3: web is HighlyAvailable/, 'install', 'web', chart('web'), '--dry-run=server', '--set', 'web.replicas=1');
      await does('install', 'wiki', chart('wiki'), '--dry-run=server');
      must((await api.get('Namespace', undefined, 'wiki')) === undefined, 'the namespace is made');
      return why;
    });
    const installed = await check('install: the pods of each class become ready', 90, async (deadline) => {
      for (const name of CHARTS) await install(name);
      for (const name of CHARTS) await runs(name, '1.0.0', deadline);
      await look.remember();
      return undefined;
    });
    if (!installed) return;
    await check('install: a second chart in a namespace of another leaves it to that', 60, async (deadline) => {
      const why = await refuses(OWNED, 'install', 'notes', chart('notes'));
      await run('uninstall', 'notes');
      await install('notes', '--set', 'create.namespaces=false,create.priorityClasses=false');
      await look.settles('wiki', 'notes', 1, deadline);
      return why;
    });
    await check('upgrade: a new image, and never two pods of a single-pod app', 120, async (deadline) => {
      for (const name of CHARTS) await upgrade(name, '--set', `${name}.image.tag=2.0.0`);
      for (const name of CHARTS) await runs(name, '2.0.0', deadline);
      return neverTwo();
    });
    await check('rollback: the old image, and never two pods of a single-pod app', 120, async (deadline) => {
      await look.remember();
      for (const name of CHARTS) await does('rollback', name, '1', '--wait', '--timeout=60s');
      for (const name of CHARTS) await runs(name, '1.0.0', deadline);
      return neverTwo();
    });
    await check('upgrade: a volume grows', 60, async (deadline) => {
      await upgrade('wiki', '--set', 'wiki.image.tag=2.0.0,wiki.claims.data.size=2Gi');
      await until(
        'the claim has 2Gi',
        deadline,
        async () => (await api.get('PersistentVolumeClaim', 'wiki', 'wiki-data'))?.status?.capacity?.storage === '2Gi',
      );
      await runs('wiki', '2.0.0', deadline);
      return undefined;
    });
    await check('rollback over a volume that has grown: helm fails, the volume stays, and an upgrade puts it right', 90, async (deadline) => {
      const why = await refuses(SHRINKS, 'rollback', 'wiki', '3', '--wait', '--timeout=60s');
      must((await api.get('PersistentVolumeClaim', 'wiki', 'wiki-data'))?.spec?.resources?.requests?.storage === '2Gi', 'the claim is smaller');
      await upgrade('wiki', '--set', 'wiki.image.tag=1.0.0,wiki.claims.data.size=2Gi');
      await runs('wiki', '1.0.0', deadline);
      return why;
    });
    await check('uninstall: pods go; claims, namespaces and PriorityClasses stay', 90, async (deadline) => {
      await look.remember();
      for (const name of [...CHARTS, 'notes']) await does('uninstall', name, '--wait');
      for (const name of CHARTS) await look.settles(name, name, 0, deadline);
      await look.keeps('wiki', 'wiki-data');
      await look.keeps('scan', 'scan-data');
      for (const name of CHARTS) must((await api.get('Namespace', undefined, name))?.status?.phase === 'Active', `the namespace ${name} is gone`);
      return undefined;
    });
    await check('install again: what was kept is taken over, with its data, if the claim keeps its size', 120, async (deadline) => {
      const why = await refuses(SHRINKS, 'install', 'wiki', chart('wiki'), '--wait', '--timeout=60s');
      await upgrade('wiki', '--install', '--set', 'wiki.claims.data.size=2Gi');
      for (const name of ['scan', 'web']) await install(name);
      for (const name of CHARTS) await runs(name, '1.0.0', deadline);
      await look.keeps('wiki', 'wiki-data');
      await look.keeps('scan', 'scan-data');
      return why;
    });
    await check('install under another name: what is kept belongs to the release of before', 90, async (deadline) => {
      await does('uninstall', 'scan', '--wait');
      const why = await refuses(OWNED, 'install', 'scanner', chart('scan'));
      await run('uninstall', 'scanner');
      await does('install', 'scanner', chart('scan'), '--take-ownership', '--wait', '--timeout=60s');
      await runs('scan', '1.0.0', deadline);
      await look.keeps('scan', 'scan-data');
      return why;
    });
  } finally {
    await world.stop();
  }
}
