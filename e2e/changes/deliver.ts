import { type Api, accepted } from '../api';
import type { Output } from '../dist';
import { called, type Obj } from '../kinds';
import { Deadline, until } from '../until';

const GROUP = 'kustomize.toolkit.fluxcd.io';
/** What kustomize-controller applies before everything else of a folder. */
const EARLY: readonly string[] = ['Namespace', 'CustomResourceDefinition', 'StorageClass', 'PriorityClass'];

/**
 * Applies an output as Flux does, folder by folder: server-side; what the API server does not let it change is deleted and made
 * anew where the object says `force`; what is no longer written is deleted unless the object in the cluster says that it is kept.
 */
export async function deliver(api: Api, output: Output, last?: Output): Promise<void> {
  for (const folder of output.folders().filter((it) => it !== 'flux')) {
    const objects = output.objects(folder);
    for (const obj of objects.filter(({ kind }) => EARLY.includes(kind))) await apply(api, obj);
    for (const obj of objects.filter(({ kind }) => !EARLY.includes(kind))) await apply(api, obj);
    const written = new Set(objects.map(identity));
    for (const obj of (last?.objects(folder) ?? []).filter((it) => !written.has(identity(it)))) await prune(api, obj);
  }
}

const identity = (obj: Obj) => `${obj.apiVersion} ${called(obj)}`;

const isSaid = (obj: Obj | undefined, what: string, value: string) => obj?.metadata.annotations?.[`${GROUP}/${what}`] === value;

async function apply(api: Api, obj: Obj): Promise<void> {
  const deadline = Deadline.after(30);
  let answer = await api.apply(obj);
  // A kind whose CRD has come a moment ago.
  await until(`${called(obj)} is known`, deadline, async () => {
    if (answer.status === 0 || answer.status === 404) answer = await api.apply(obj);
    return (answer.status !== 0 && answer.status !== 404) || answer.message;
  });
  if (accepted(answer)) return;
  const old = await read(api, obj);
  if (old === undefined || !isSaid(obj, 'force', 'enabled')) throw new Error(`${called(obj)}: ${answer.message}`);
  await remove(api, old);
  await until(`${called(obj)} is gone`, deadline, async () => (await read(api, obj))?.metadata.uid !== old.metadata.uid);
  await api.must(obj);
}

async function prune(api: Api, obj: Obj): Promise<void> {
  const now = await read(api, obj);
  if (now !== undefined && !isSaid(now, 'prune', 'disabled')) await remove(api, now);
}

const read = (api: Api, { apiVersion, kind, metadata: { namespace, name } }: Obj) => api.read(apiVersion, kind, namespace, name);

/** What belongs to it goes later. */
async function remove(api: Api, obj: Obj): Promise<void> {
  const path = await api.path(obj.apiVersion, obj.kind, obj.metadata.namespace, obj.metadata.name);
  const answer = await api.request('DELETE', path ?? '', { propagationPolicy: 'Background' });
  if (!accepted(answer) && answer.status !== 404) throw new Error(`${called(obj)}: ${answer.message}`);
}
