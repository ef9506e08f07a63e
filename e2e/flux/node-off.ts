import type { Api } from '../api';
import type { Group } from '../checks';
import { homelab } from '../dist';
import { isTrue } from '../kinds';
import { type Deadline, until } from '../until';
import type { World } from '../world/world';
import { type Flux, inWords, isReady, kustomizationOf } from './flux';
import type { Source } from './source';
import { dependencies } from './start';

const EDITS = { worker: { app: 'sonarr', file: 'sonarr.yaml' }, monitoring: { app: 'node-exporter', file: 'stack.node-exporter.yaml' } };
type Folder = keyof typeof EDITS;
const FOLDERS = Object.keys(EDITS) as Folder[];

/** One machine is off. Its pinned apps and its agents cannot be ready, and nothing that is pushed may wait for them. */
export async function checkNodeOff(check: Group, api: Api, world: World, flux: Flux, source: Source): Promise<void> {
  const pinned = world.report.apps.find((it) => it.availabilityClass === 'SinglePodPinned' && it.path.startsWith(`${homelab().cluster}/worker/`));
  const off = world.machine(pinned?.nodes[0] ?? '');
  const isDown = async () => {
    const node = await api.get('Node', undefined, off.name);
    return (node !== undefined && !isTrue(node, 'Ready')) || `${off.name} is Ready`;
  };
  // Folders for which others wait.
  const awaited = homelab()
    .folders()
    .filter((folder) => [...dependencies().values()].some((names) => names.includes(kustomizationOf(folder))));
  const push = async (image: string) => {
    for (const folder of FOLDERS) source.edit(folder, EDITS[folder].file, (text) => text.replace(/image: \S+/, `image: ${image}`));
    return source.publish();
  };
  await check(`node off: ${off.name} with ${pinned?.name} is noticed`, 90, async (deadline) => {
    off.crash();
    await until(`${off.name} is NotReady`, deadline, isDown);
    return undefined;
  });
  await check('node off: what is pushed is applied in every folder, and those for which others wait are Ready', 120, async (deadline) => {
    const revision = await push('e2e.example/played:off');
    await flux.ready(awaited, deadline, revision);
    await applied(api, flux, deadline, revision, 'e2e.example/played:off');
    return awaited.join(', ');
  });
  // A folder with something that is not ready finishes its wait first.
  await check('node off: so is what is pushed next', 300, async (deadline) => {
    const revision = await push('e2e.example/played:still-off');
    await flux.ready(awaited, deadline, revision);
    await applied(api, flux, deadline, revision, 'e2e.example/played:still-off');
    const unready = (await flux.list()).filter((it) => homelab().folders().map(kustomizationOf).includes(it.metadata.name) && !isReady(it));
    return `not Ready meanwhile: ${unready.map((it) => it.metadata.name).join(', ') || 'none'}`;
  });
  await check('node off: every folder is Ready again once it is back', 300, async (deadline) => {
    await off.back();
    await until(`${off.name} is Ready`, deadline, async () => (await isDown()) !== true || `${off.name} is not Ready`);
    await flux.reconcile(deadline);
    await flux.ready(homelab().folders(), deadline);
    return undefined;
  });
}

async function applied(api: Api, flux: Flux, deadline: Deadline, revision: string, image: string): Promise<void> {
  await until('every folder is applied', deadline, async () => {
    const all = await Promise.all(
      homelab()
        .folders()
        .map((folder) => flux.get(folder)),
    );
    const late = all.filter((it) => it.status?.lastAttemptedRevision !== revision).map(inWords);
    const objects = [...(await api.list('Deployment')), ...(await api.list('DaemonSet'))];
    const old = FOLDERS.filter(
      (folder) => !objects.some((it) => it.metadata.name === EDITS[folder].app && it.spec?.template.spec?.containers[0]?.image === image),
    );
    return (late.length === 0 && old.length === 0) || [...late, ...old.map((folder) => `${EDITS[folder].app} has another image`)].join('\n');
  });
}
