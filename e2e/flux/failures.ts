import type { Api } from '../api';
import type { Group } from '../checks';
import { homelab } from '../dist';
import type { Obj } from '../kinds';
import { sleep, until } from '../until';
import { type Flux, inWords, isApplied, kustomizationOf } from './flux';
import type { Source } from './source';

const APP = 'sonarr';
const MONITORING = 'stack.node-exporter.yaml';

/** What breaks says so where the owner looks, and takes nothing else with it. */
export async function checkFailures(check: Group, api: Api, flux: Flux, source: Source): Promise<void> {
  const sound = source.read('worker', `${APP}.yaml`);
  const breakings: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['a file that is no YAML', (text) => `${text}\n: [`, new RegExp(`BuildFailed .*${APP}\\.yaml`, 's')],
    [
      'an object that the server refuses',
      (text) => text.replace(/revisionHistoryLimit: (\d+)/, 'revisionHistoryLimit: -$1'),
      /ReconciliationFailed .*revisionHistoryLimit: Invalid value/s,
    ],
  ];
  for (const [index, [what, change, expected]] of breakings.entries()) {
    await check(`failure: ${what} stops its folder only, and is seen there`, 120, async (deadline) => {
      source.write('worker', `${APP}.yaml`, change(sound));
      source.edit('monitoring', MONITORING, (text) => text.replace(/image: \S+/, `image: e2e.example/played:${index}`));
      const revision = await source.publish();
      await flux.ready(
        homelab()
          .folders()
          .filter((it) => it !== 'worker'),
        deadline,
        revision,
      );
      await until('worker says what is wrong', deadline, async () => expected.test(inWords(await flux.get('worker'))) || inWords(await flux.get('worker')));
      if ((await api.get('Deployment', APP, APP)) === undefined) throw new Error(`${APP} is gone`);
      return expected.exec(inWords(await flux.get('worker')))?.[0].slice(0, 120);
    });
  }
  await check('failure: the corrected file is applied', 90, async (deadline) => {
    source.write('worker', `${APP}.yaml`, sound);
    await flux.ready(homelab().folders(), deadline, await source.publish());
    return undefined;
  });
  await check('failure: what depends on something that is never Ready says so, and is not applied', 60, async (deadline) => {
    const like = await flux.get('control');
    const made = (name: string, more: object): Obj => {
      const { apiVersion, kind } = like;
      return { apiVersion, kind, metadata: { name, namespace: 'flux-system' }, spec: { ...like.spec, ...more } };
    };
    await api.must(made(kustomizationOf('never'), { suspend: true, dependsOn: [] }));
    await api.must(made(kustomizationOf('waiting'), { dependsOn: [{ name: kustomizationOf('never') }] }));
    const expected = `dependency 'flux-system/${kustomizationOf('never')}' is not ready`;
    await until('it says so', deadline, async () => inWords(await flux.get('waiting')).includes(expected) || inWords(await flux.get('waiting')));
    await sleep(4000);
    if (isApplied(await flux.get('waiting'))) throw new Error('it was applied all the same');
    return expected;
  });
}
