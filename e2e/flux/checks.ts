import { join } from 'node:path';
import type { Group } from '../checks';
import type { ControlPlane } from '../control-plane';
import { loadCrds } from '../crds';
import type { World } from '../world/world';
import { checkChanges } from './changes';
import { checkFailures } from './failures';
import { Flux } from './flux';
import { checkNodeOff } from './node-off';
import { Source } from './source';
import { checkStart } from './start';

/** The real kustomize-controller delivers dist/ to an empty cluster, which knows nothing but Flux. */
export async function checkFlux(check: Group, plane: ControlPlane, world: World, work: string): Promise<void> {
  const { api } = plane;
  await loadCrds(api, 'flux.');
  // Of systems that the owner has installed before.
  await loadCrds(api, 'cert-manager.');
  await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } });
  await world.start();
  await world.makeNeeds();
  const source = new Source(api, join(work, 'source'));
  try {
    await source.start();
    const flux = await Flux.start(plane);
    // What follows needs a cluster that is up.
    if (!(await checkStart(check, api, world, flux, source))) return;
    await checkChanges(check, api, flux, source);
    await checkNodeOff(check, api, world, flux, source);
    await checkFailures(check, api, flux, source);
  } finally {
    source.stop();
  }
}
