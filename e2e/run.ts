// npm run e2e: our YAML on a real control plane. See README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOutcomes } from './changes/check';
import { checkRestore } from './changes/restore';
import { Checks, type Group } from './checks';
import { checkAdmission, checkAdmissionCanFail } from './checks/admission';
import { checkAutoscalers } from './checks/autoscalers';
import { checkChanges } from './checks/changes';
import { checkDevices } from './checks/devices';
import { checkDiscovery } from './checks/discovery';
import { checkDrain, checkDrainCanFail } from './checks/drain';
import { checkInOrder } from './checks/in-order';
import { checkNetwork, DUAL_STACK } from './checks/network';
import { checkObjects, checkObjectsCanFail, checkPlainObjects } from './checks/objects';
import { checkOneOffJob } from './checks/one-off-job';
import { checkPlacement, checkPlacementCanFail, checkSpread } from './checks/placement';
import { checkPodRows } from './checks/pod-rows';
import { checkRefused } from './checks/refused';
import { checkRights, checkRightsCanFail } from './checks/rights';
import { ControlPlane } from './control-plane';
import { loadCrds } from './crds';
import { homelab, Output } from './dist';
import { checkFlux } from './flux/checks';
import { checkReleases } from './helm/check';
import { Processes } from './processes';
import { buildKubectl, buildMissing, HELM_PINS, pinned } from './programs';
import { World } from './world/world';

const NEWEST = 'kubernetes-1.36';
const OLDEST = 'kubernetes-1.33';
/** Each version of helm on a version of Kubernetes. */
const HELM = [
  ['helm-3', OLDEST],
  ['helm-4', NEWEST],
] as const;
/** Control planes at the same time: they wait more than they work. */
const AT_ONCE = 2;

/** `npm run e2e -- 1.33 flux` runs these parts only. */
const named = (part: string) => process.argv.slice(2).some((it) => part.startsWith(it));
const wanted = (part: string) => process.argv.length < 3 || named(part);
/** Only if it is named: the program that it needs takes minutes to build. */
const RESTORE = 'restore';
const say = (line: string) => process.stdout.write(`${line}\n`);

type Part = (plane: ControlPlane, world: World) => Promise<void>;

/** What no cluster of dist/ asks for, on a control plane without machines. */
async function networkOn(check: Group, processes: Processes, pin: string, logs: string): Promise<void> {
  const plane = await ControlPlane.start(processes, pin, logs, DUAL_STACK);
  try {
    await loadCrds(plane.api, 'monitoring');
    await loadCrds(plane.api, 'gateway-api.');
    await checkNetwork(check, plane.api);
    await checkChanges(check, plane.api);
    await checkPodRows(check, plane.api, pinned(pin));
    await checkOneOffJob(check, plane.api);
    await checkRefused(check, plane.api);
    await checkInOrder(check, plane.api);
  } finally {
    await plane.stop();
  }
}

async function onControlPlane(processes: Processes, pin: string, logs: string, output: Output, body: Part): Promise<void> {
  const plane = await ControlPlane.start(processes, pin, logs);
  const world = new World(plane.api, output.report());
  try {
    await body(plane, world);
  } finally {
    await world.stop();
    await plane.stop();
  }
}

/** Everything at once on a cluster that has the CRDs and the driver already. */
async function checkObjectsAndPods(check: Group, { api }: ControlPlane, world: World, output: Output): Promise<void> {
  await loadCrds(api, '');
  await world.start();
  await world.storage.installLinstor(output.storageClasses());
  await world.storage.installLocal(output.otherClasses());
  await world.makeNeeds();
  await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } });
  await checkObjects(check, api, output);
  await checkAdmission(check, api, world);
  await checkAutoscalers(check, api, output);
  await checkRights(check, api);
  await checkPlacement(check, api, world.report);
  await checkDevices(check, api);
  // Before the drains, after which everything is where it was driven to.
  if (output.cluster === homelab().cluster) await checkSpread(check, api, world.report);
  await checkDrain(check, api, world.report);
}

/** That each kind of check can fail is seen once, on the homelab. */
async function checkAllCanFail(check: Group, { api }: ControlPlane, world: World, output: Output): Promise<void> {
  await checkPlainObjects(check, api);
  await checkObjectsCanFail(check, api, output);
  await checkAdmissionCanFail(check, api, output);
  await checkRightsCanFail(check, api);
  await checkPlacementCanFail(check, api, world.report);
  await checkDrainCanFail(check, api);
}

async function checkOutput(checks: Checks, processes: Processes, pin: string, work: string, output: Output): Promise<void> {
  const name = `${pinned(pin)} ${output.cluster}`;
  await onControlPlane(processes, pin, join(work, name.replace(' ', '-')), output, async (plane, world) => {
    await checkObjectsAndPods(checks.group(name), plane, world, output);
    if (output.cluster !== homelab().cluster) return;
    await checkDiscovery(checks.group(name), plane.api, world.report, work);
    await checkAllCanFail(checks.group(name), plane, world, output);
  });
}

/** A part that can be asked for by its name or by what it is tried on, and needs nothing of the others. */
interface Job {
  readonly parts: readonly string[];
  readonly run: () => Promise<void>;
}

function jobs(checks: Checks, processes: Processes, work: string): Job[] {
  const plane = async (pin: string, part: string, body: (plane: ControlPlane, logs: string) => Promise<void>) => {
    const logs = join(work, `${pinned(pin)}-${part}`);
    const started = await ControlPlane.start(processes, pin, logs);
    await body(started, logs).finally(() => started.stop());
  };
  const outcomes: Job = {
    parts: ['changes'],
    run: () => plane(NEWEST, 'changes', (it, logs) => checkOutcomes(checks.group('changes'), it, logs)),
  };
  const restore: Job = {
    parts: [RESTORE],
    run: () => plane(NEWEST, RESTORE, (it, logs) => checkRestore(checks.group('restore'), it, logs)),
  };
  const releases = HELM.map(([helm, pin]): Job => {
    const name = `helm ${pinned(helm)} on ${pinned(pin)}`;
    return { parts: ['releases', pinned(pin)], run: () => plane(pin, 'releases', (it, logs) => checkReleases(checks.group(name), it, helm, logs)) };
  });
  const others = [NEWEST, OLDEST].flatMap((pin): Job[] => [
    { parts: ['network', pinned(pin)], run: () => networkOn(checks.group(pinned(pin)), processes, pin, join(work, `${pinned(pin)}-network`)) },
    ...Output.all().map((output) => ({ parts: [output.cluster, pinned(pin)], run: () => checkOutput(checks, processes, pin, work, output) })),
  ]);
  // The longest first, so that none is left alone at the end.
  return [outcomes, ...releases, ...others, restore];
}

async function main(): Promise<number> {
  const processes = new Processes();
  for (const pins of [undefined, ['prometheus'], HELM_PINS]) await buildMissing(processes, say, pins);
  if (named(RESTORE)) await buildKubectl(processes, say);
  const work = mkdtempSync(join(tmpdir(), 'cdk8s-availability-e2e-'));
  const clean = () => rmSync(work, { recursive: true, force: true });
  const forget = processes.atExit(clean);
  const checks = new Checks(say);
  try {
    const open = jobs(checks, processes, work).filter(({ parts }) => parts.some((part) => (part === RESTORE ? named(part) : wanted(part))));
    const next = async () => {
      for (let job = open.shift(); job !== undefined; job = open.shift()) await job.run();
    };
    const logs = join(work, 'flux');
    const flux = async () => {
      if (wanted('flux')) await onControlPlane(processes, NEWEST, logs, homelab(), (plane, world) => checkFlux(checks.group('flux'), plane, world, logs));
    };
    // It mostly waits for Flux, so that it goes beside the others.
    await Promise.all([flux(), ...Array.from({ length: AT_ONCE }, next)]);
  } catch (error) {
    checks.failed += 1;
    say(`FAIL  the run itself: ${error instanceof Error ? error.stack : String(error)}`);
  }
  forget();
  if (checks.failed === 0) clean();
  else say(`logs of the programs: ${work}`);
  say(`${checks.passed} passed, ${checks.failed} failed`);
  return checks.failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
