import { rolloutRestart } from '../../lib/availability/model/rollout-restart';
import { renderYaml, survives } from '../../lib/kubernetes/yaml';
import { MISREAD, SURVIVING } from '../../test/kubernetes/texts';
import type { Api } from '../api';
import { type Group, none } from '../checks';
import { homelab } from '../dist';
import { isTrue, type Obj, type Of } from '../kinds';
import { type Deadline, sleep, until } from '../until';
import type { Flux } from './flux';
import type { Source } from './source';

const APP = 'sonarr';
const LEAVER = 'lidarr';
const SEVERAL_PODS = 'traefik';
const VERSION = 'app.kubernetes.io/version';

/** What a household does in a year: nothing, a new image, an app less, a hand in the cluster. */
export async function checkChanges(check: Group, api: Api, flux: Flux, source: Source): Promise<void> {
  await check('idle: a second reconciliation changes no object', 120, async (deadline) => {
    await flux.reconcile(deadline);
    await sleep(2000);
    const before = await flux.inventory();
    await flux.reconcile(deadline);
    await sleep(2000);
    const after = await flux.inventory();
    none([...after].filter(([key, obj]) => version(before.get(key)) !== version(obj)).map(([key]) => `${key} was changed`));
    return `${after.size} objects`;
  });
  await check('update: a new image is rolled out', 90, async (deadline) => {
    const image = await newImage(api);
    source.edit('worker', `${APP}.yaml`, (text) => text.replace(image.old, image.new));
    const revision = await source.publish();
    await flux.ready(homelab().folders(), deadline, revision);
    const pods = await api.list('Pod', APP);
    if (!pods.some((it) => isTrue(it, 'Ready') && it.spec?.containers[0]?.image === image.new)) throw new Error(`no ready pod of ${APP} runs ${image.new}`);
    return image.new;
  });
  await check('texts: each arrives as it was written', 90, async (deadline) => {
    const texts = Object.fromEntries([...MISREAD, ...SURVIVING].filter(survives).map((text, index) => [`text-${index}`, text]));
    const metadata = { name: 'texts', namespace: APP, annotations: texts };
    source.edit('worker', `${APP}.yaml`, (yaml) => `${yaml}---\n${renderYaml([{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: texts }])}`);
    await flux.ready(homelab().folders(), deadline, await source.publish());
    const { metadata: { annotations = {} } = {}, data = {} } = (await api.get('ConfigMap', APP, 'texts')) ?? {};
    none(
      Object.entries(texts).flatMap(([key, text]) =>
        [data[key], annotations[key]].flatMap((arrived) => (arrived === text ? [] : [`${JSON.stringify(text)} arrived as ${JSON.stringify(arrived)}`])),
      ),
    );
    return `${Object.keys(texts).length} texts`;
  });
  await check('removal: an app goes, its data and its namespace stay', 90, async (deadline) => {
    const lost = [`${LEAVER}.yaml`, `namespace-${LEAVER}.yaml`];
    for (const file of lost) source.remove('worker', file);
    source.edit('worker', 'kustomization.yaml', (text) => withoutLines(text, lost));
    await flux.ready(homelab().folders(), deadline, await source.publish());
    await until(`${LEAVER} is gone`, deadline, async () => {
      const left = [...(await api.list('Deployment', LEAVER)), ...(await api.list('Service', LEAVER)), ...(await api.list('Pod', LEAVER))];
      return left.length === 0 || left.map((it) => `${it.kind} ${it.metadata.name} is there`).join('\n');
    });
    const claims = await api.list('PersistentVolumeClaim', LEAVER);
    if (claims.length === 0 || claims.some((it) => it.metadata.deletionTimestamp !== undefined)) throw new Error('its claim is gone');
    if ((await api.get('Namespace', undefined, LEAVER))?.status?.phase !== 'Active') throw new Error('its namespace is gone');
    return claims.map((it) => it.metadata.name).join(', ');
  });
  await check('restart: Flux takes that of kubectl back, and restarts all pods once more', 90, async (deadline) => {
    if (await staysRestarted(api, flux, 'kubectl-rollout', deadline)) throw new Error('it did not');
    return 'kubectl-rollout';
  });
  await check('restart: Flux leaves that of the command that people are told alone', 90, async (deadline) => {
    const manager = /--field-manager=(\S+)/.exec(rolloutRestart('', ''))?.[1] ?? 'kubectl-rollout';
    if (!(await staysRestarted(api, flux, manager, deadline))) throw new Error('all pods restarted once more');
    return manager;
  });
  await check('drift: what a person changed and deleted by hand is put right', 90, async (deadline) => checkDrift(api, flux, deadline));
}

/** What `kubectl rollout restart` does, as this field manager. Whether the pods are still of that template once Flux has looked again. */
async function staysRestarted(api: Api, flux: Flux, fieldManager: string, deadline: Deadline): Promise<boolean> {
  const deployment = () => api.get('Deployment', SEVERAL_PODS, SEVERAL_PODS);
  const before = await deployment();
  if (before === undefined) throw new Error(`${SEVERAL_PODS} is not there`);
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
  await api.patch(before, { spec: { template: { metadata: { annotations } } } }, { fieldManager });
  const restarted = (await deployment())?.metadata.generation;
  if (restarted === before.metadata.generation) throw new Error('nothing was restarted');
  await flux.reconcile(deadline);
  return (await deployment())?.metadata.generation === restarted;
}

async function checkDrift(api: Api, flux: Flux, deadline: Deadline): Promise<string> {
  const deployment = await api.get('Deployment', APP, APP);
  const service = await api.get('Service', APP, APP);
  if (deployment === undefined || service === undefined) throw new Error(`${APP} is not there`);
  await api.patch(deployment, { metadata: { labels: { [VERSION]: 'by-hand' } }, spec: { replicas: 2 } });
  await api.remove(service);
  await flux.reconcile(deadline);
  await until('the drift is put right', deadline, async () => {
    const now = await api.get('Deployment', APP, APP);
    const version = now?.metadata.labels?.[VERSION];
    const there = (await api.get('Service', APP, APP)) !== undefined;
    return (
      (now?.spec?.replicas === 1 && version !== 'by-hand' && there) ||
      `replicas ${now?.spec?.replicas}, version ${version}, Service ${there ? 'there' : 'gone'}`
    );
  });
  await flux.ready(homelab().folders(), deadline);
  return 'a label, the replicas, a deleted Service';
}

/** The request for a reconciliation is an annotation of the Kustomizations themselves: of them only the content counts. */
const version = (obj: Obj | undefined) => (obj?.kind === 'Kustomization' ? obj.metadata.generation : obj?.metadata.resourceVersion);

const withoutLines = (text: string, files: readonly string[]) =>
  text
    .split('\n')
    .filter((line) => !files.includes(line.replace(/^\s*- /, '')))
    .join('\n');

/** The image that runs now, and the same with another tag. */
async function newImage(api: Api): Promise<{ old: string; new: string }> {
  const deployment: Of<'Deployment'> | undefined = await api.get('Deployment', APP, APP);
  const old = deployment?.spec?.template.spec?.containers[0]?.image;
  if (old === undefined) throw new Error(`${APP} has no image`);
  return { old, new: `${old.replace(/@.*$/, '').replace(/:[^:/]+$/, '')}:99.0.0` };
}
