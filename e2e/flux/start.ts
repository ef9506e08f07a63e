import type { Api } from '../api';
import { type Group, none } from '../checks';
import { loadCrds } from '../crds';
import { homelab } from '../dist';
import { type Deadline, sleep, until } from '../until';
import type { World } from '../world/world';
import { type Flux, inWords, isApplied, kustomizationOf } from './flux';
import { Order, outOfOrder } from './order';
import type { Source } from './source';

export const dependencies = () =>
  new Map(
    homelab()
      .kustomizations()
      .map((it) => [it.metadata.name, (it.spec?.dependsOn ?? []).map(({ name }) => name)]),
  );

/** From nothing to Ready. Each step waits for something that is played only after it was seen that nobody went ahead of it. */
export async function checkStart(check: Group, api: Api, world: World, flux: Flux, source: Source): Promise<boolean> {
  const order = new Order(flux);
  try {
    const up =
      (await check('start: storage waits for the operators', 60, async (deadline) => {
        await flux.bootstrap();
        order.start();
        await source.publish();
        await until('the operators are applied', deadline, async () => isApplied(await flux.get('operators')));
        return waits(flux, 'storage', 'operators', deadline);
      })) &&
      (await check('start: the operators are Ready once their releases are', 60, async (deadline) => {
        await loadCrds(api, 'operators.');
        await flux.markWell('OCIRepository');
        await flux.markWell('HelmRelease');
        await flux.ready(['operators'], deadline);
        return undefined;
      })) &&
      (await check('start: the apps wait for LINSTOR', 60, async (deadline) => {
        await until('LinstorCluster is applied', deadline, async () => (await api.list('LinstorCluster')).length > 0);
        return waits(flux, 'worker', 'storage', deadline);
      })) &&
      (await check('start: every folder is Ready', 120, async (deadline) => {
        await flux.markWell('LinstorCluster');
        await world.storage.installLinstor(homelab().storageClasses());
        await world.storage.installLocal(homelab().otherClasses());
        await flux.ready(homelab().folders(), deadline);
        return `${(await flux.inventory()).size} objects`;
      }));
    if (!up) return false;
  } finally {
    await order.stop();
  }
  await check('start: no folder was applied before what it depends on was Ready', 10, async () => {
    none(outOfOrder(order.moments, dependencies()));
    return `${order.moments.length} looks`;
  });
  await check('start: the judge of the order sees a wrong one', 10, async () => {
    const [name, [other]] = [...dependencies()].find(([, on]) => on.length > 0) ?? ['', ['']];
    const problems = outOfOrder(
      [
        { ready: [], applied: [name] },
        { ready: [other ?? ''], applied: [name] },
      ],
      dependencies(),
    );
    if (!problems.includes(`${name} was applied before ${other} was Ready`)) throw new Error(`said was: ${problems.join(' | ') || 'nothing'}`);
    return problems[0];
  });
  return true;
}

/** The folder says that it waits for the other, and has applied nothing after some more seconds. */
async function waits(flux: Flux, folder: string, other: string, deadline: Deadline): Promise<string> {
  const expected = `dependency 'flux-system/${kustomizationOf(other)}' is not ready`;
  await until(`${folder} waits for ${other}`, deadline, async () => {
    const said = inWords(await flux.get(folder));
    return said.includes(expected) || said;
  });
  await sleep(4000);
  const it = await flux.get(folder);
  if (isApplied(it)) throw new Error(`${folder} did not wait: ${inWords(it)}`);
  return expected;
}
