import type { Obj } from '../kinds';
import { Deadline, until } from '../until';
import type { Stage } from './stage';

/** What was seen of a volume that was moved to a claim of another mode. */
export interface Moved {
  readonly refusal: string;
  readonly volume: string;
  readonly mode: string;
}

/** The steps of docs/storage.md: the app is stopped, the volume outlives its claim, and waits for the next of that name. */
export async function moveClaim(stage: Stage<unknown>, name: string, mode: string): Promise<Moved> {
  const { api } = stage;
  const [claim] = await api.list('PersistentVolumeClaim', name);
  if (claim === undefined) throw new Error(`${name} has no claim`);
  const { resources, storageClassName, volumeName = '' } = claim.spec ?? {};
  const wanted: Obj = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claim.metadata.name, namespace: name },
    spec: { accessModes: [mode], resources, storageClassName },
  };
  const refusal = /spec is immutable after creation/.exec((await api.apply(wanted)).message)?.[0] ?? 'nothing';
  await stage.change(name, { spec: { replicas: 0 } });
  await until('its pod is gone', Deadline.after(60), async () => (await api.list('Pod', name)).length === 0);
  const volume: Obj = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: volumeName } };
  await api.patch(volume, { spec: { persistentVolumeReclaimPolicy: 'Retain' } });
  await api.remove(claim);
  await until('its claim is gone', Deadline.after(60), async () => (await api.list('PersistentVolumeClaim', name)).length === 0);
  await api.patch(volume, { spec: { accessModes: [mode], claimRef: { uid: null, resourceVersion: null } } });
  await api.must(wanted);
  await stage.change(name, { spec: { replicas: 1 } });
  await stage.settled(90);
  const [moved] = await api.list('PersistentVolumeClaim', name);
  return {
    refusal,
    volume: moved?.spec?.volumeName === volumeName ? 'the same' : `${moved?.spec?.volumeName} instead of ${volumeName}`,
    mode: moved?.status?.accessModes?.join() ?? 'none',
  };
}
