import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Cluster, HighlyAvailable, Image, SinglePodPinned, Size, Volume } from '../../lib';
import type { Group } from '../checks';
import { settled } from '../checks/pods';
import type { ControlPlane } from '../control-plane';
import type { Output } from '../dist';
import { app, cluster, DEFAULTS, worker } from '../drills/cluster';
import { filesOf } from '../lab';
import { binary } from '../programs';
import { until } from '../until';
import { World } from '../world/world';
import { deliver } from './deliver';
import { written } from './program';

const run = promisify(execFile);
const [DEAD, OTHERS] = [
  ['w1', 'w2', 'w3'],
  ['w4', 'w5', 'w6'],
];
/** A Deployment with one claim, and a StatefulSet with one for each of its pods. */
const CLAIMS = ['keeper/keeper-data', 'store/data-store-0', 'store/data-store-1', 'store/data-store-2'] as const;

const FACTS = cluster([...DEAD.map((name) => worker(name, { zone: 'cellar' })), ...OTHERS.map((name) => worker(name, { zone: 'attic' }))], DEFAULTS, {
  storage: { classes: [{ name: 'local', nodeLocal: true }] },
  sites: [{ name: 'home', zones: ['home', 'cellar', 'attic'] }],
});

/** Two apps with their data on the disks of these nodes, as the library writes them. */
function program(root: string, nodes: readonly string[]): Output {
  const props = (name: string) =>
    app({ image: Image.of(`registry.example/${name}`, '1.0.0'), volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: 'local' })] });
  const declare = ({ workers }: Cluster) => {
    new SinglePodPinned(workers, 'keeper', { ...props('keeper'), node: { name: nodes[0] ?? '', reason: 'its disk' } });
    new HighlyAvailable(workers, 'store', { ...props('store'), placement: { nodes } });
  };
  const files = filesOf(declare, { facts: FACTS });
  return written(root, new Map([...files].map(([path, content]) => [path, content.toString()])));
}

/** What the runbook says for apps whose nodes never come back: its very commands give them new claims, new volumes and new pods on other nodes. */
export async function checkRestore(check: Group, { api, kubeconfig }: ControlPlane, logs: string): Promise<void> {
  const [before, after] = [program(join(logs, 'before'), DEAD), program(join(logs, 'after'), OTHERS)];
  const world = new World(api, before.report());
  const claims = () =>
    Promise.all(
      CLAIMS.map(async (path) => {
        const [namespace, name = ''] = path.split('/');
        return api.get('PersistentVolumeClaim', namespace, name);
      }),
    );
  try {
    await world.start();
    await world.storage.installLocal(['local']);
    const isUp = await check('restore, the state before: all pods have their data', 120, async (deadline) => {
      await deliver(api, before);
      await settled(api, deadline);
      return undefined;
    });
    if (!isUp) return;
    await check('restore: the commands of the runbook give apps whose nodes never come back new claims, volumes and pods', 120, async (deadline) => {
      const old = (await claims()).map((claim) => claim?.metadata.uid);
      for (const name of DEAD) world.machine(name).crash();
      await deliver(api, after, before);
      const commands = commandsOf(before);
      for (const command of commands) await typed(command, kubeconfig);
      await until('all pods run on other nodes', deadline, async () => {
        // As Flux does by itself.
        await deliver(api, after, after);
        const pods = (await Promise.all(['keeper', 'store'].map((namespace) => api.list('Pod', namespace)))).flat();
        const ready = pods.filter(
          ({ spec, status }) => OTHERS.includes(spec?.nodeName ?? '') && status?.conditions?.some((it) => it.type === 'Ready' && it.status === 'True'),
        );
        return (ready.length === 4 && pods.length === 4) || pods.map((pod) => `${pod.metadata.name} on ${pod.spec?.nodeName}`).join(', ');
      });
      const fresh = await claims();
      const kept = fresh.filter((claim, index) => claim?.status?.phase !== 'Bound' || claim.metadata.uid === old[index]);
      if (kept.length > 0) throw new Error(`${kept.map((claim) => claim?.metadata.name).join(', ')}: not a new claim with a volume`);
      return commands.join('; ');
    });
  } finally {
    await world.stop();
  }
}

/** Of the failure that takes these nodes, in the order in which it is to be typed. */
function commandsOf(output: Output): readonly string[] {
  const failure = output.report().failures.find(({ nodes }) => nodes.length === DEAD.length && DEAD.every((name) => nodes.includes(name)));
  const all = (failure?.steps ?? []).flatMap(({ command = '' }) => (command.includes('delete pvc') ? [command] : []));
  if (all.length !== 2) throw new Error(`the runbook has ${all.length} commands that delete claims, and not one for each app: ${all.join('; ')}`);
  return all;
}

/** As a person types it, with the kubectl of this version. */
async function typed(command: string, kubeconfig: string): Promise<void> {
  const kubectl = `kubectl() { ${binary('kubectl', 'kubernetes-1.36')} "$@"; }`;
  await run('sh', ['-ec', `${kubectl}\n${command}`], { env: { ...process.env, KUBECONFIG: kubeconfig }, timeout: 60_000 });
}
