import type { Api } from './api';
import { called, type Kind, type Obj, type Of } from './kinds';
import { type Deadline, until } from './until';
import type { Machine } from './world/machine';
import { claimsOf } from './world/view';

/** Kinds of which it is remembered what was there before the change. */
const REMEMBERED: readonly Kind[] = [
  'ConfigMap',
  'Deployment',
  'IngressClass',
  'Job',
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Pod',
  'PriorityClass',
  'RoleBinding',
  'Service',
  'StatefulSet',
  'StorageClass',
];

const appOf = (pod: Obj) => pod.metadata.labels?.['app.kubernetes.io/name'] ?? pod.metadata.labels?.app ?? pod.metadata.name;

/** A cluster as it was before a change, and as it is now. */
export class Look {
  private readonly before = new Map<string, Obj>();
  /** Names of the apps whose pods ran at one moment, once for each pod. */
  private moments: (readonly string[])[] = [];

  constructor(readonly api: Api) {}

  /** Sees every look at the machines. */
  note(machines: readonly Machine[]): void {
    this.moments.push(machines.flatMap((it) => [...it.running.values()].map(appOf)));
  }

  /** From here on it is after the change. Objects of other kinds are remembered if they are given. */
  async remember(...others: readonly Obj[]): Promise<void> {
    this.before.clear();
    for (const obj of others) this.before.set(called(obj), obj);
    for (const kind of REMEMBERED) for (const obj of await this.api.list(kind)) this.before.set(called(obj), obj);
    this.moments = [];
  }

  /** An object as it was. */
  was<K extends Kind>(kind: K, namespace: string | undefined, name: string): Of<K> {
    const found = this.before.get(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`);
    if (found === undefined) throw new Error(`there was no ${kind} ${name}`);
    return found as Of<K>;
  }

  /** The identity that an object had. */
  uidOf(name: string): string | undefined {
    return this.before.get(name)?.metadata.uid;
  }

  /** The volume behind a claim, as it was. */
  volumeOf(namespace: string, claim: string): string {
    const name = this.was('PersistentVolumeClaim', namespace, claim).spec?.volumeName;
    if (name === undefined) throw new Error(`${claim} had no volume`);
    return name;
  }

  /** The claim is there, with the volume that it had. */
  async keeps(namespace: string, claim: string): Promise<void> {
    const now = await this.api.get('PersistentVolumeClaim', namespace, claim);
    if (now === undefined || now.metadata.deletionTimestamp !== undefined) throw new Error(`the claim ${claim} is gone`);
    if (now.spec?.volumeName !== this.volumeOf(namespace, claim) || now.status?.phase !== 'Bound') throw new Error(`${claim} has another volume`);
    await this.keepsVolume(namespace, claim);
  }

  async keepsVolume(namespace: string, claim: string): Promise<void> {
    const volume = await this.api.get('PersistentVolume', undefined, this.volumeOf(namespace, claim));
    if (volume?.status?.phase !== 'Bound') throw new Error(`the volume of ${claim} is ${volume?.status?.phase ?? 'gone'}`);
  }

  /** The volume that was behind a claim is gone, and the data with it. */
  async loses(namespace: string, claim: string, deadline: Deadline): Promise<void> {
    const name = this.volumeOf(namespace, claim);
    await until(`the volume of ${claim} is deleted`, deadline, async () => {
      const volume = await this.api.get('PersistentVolume', undefined, name);
      return volume === undefined || `it is ${volume.status?.phase}`;
    });
  }

  async gone(kind: Kind, namespace: string | undefined, name: string, deadline: Deadline): Promise<void> {
    await until(`${kind} ${name} is gone`, deadline, async () => (await this.api.get(kind, namespace, name)) === undefined);
  }

  /** It was deleted and made anew. */
  async anew<K extends Kind>(kind: K, namespace: string | undefined, name: string, deadline: Deadline): Promise<Of<K>> {
    const { uid } = this.was(kind, namespace, name).metadata;
    let now: Of<K> | undefined;
    await until(`${kind} ${name} is another one`, deadline, async () => {
      now = await this.api.get(kind, namespace, name);
      return now !== undefined && now.metadata.uid !== uid;
    });
    return now as Of<K>;
  }

  /** Its pods that run and do not end. */
  async pods(namespace: string, app: string): Promise<Of<'Pod'>[]> {
    return (await this.api.list('Pod', namespace)).filter((it) => appOf(it) === app && it.metadata.deletionTimestamp === undefined);
  }

  /** Waits until the pods of an app are so many, all of them ready and so. */
  async settles(namespace: string, app: string, count: number, deadline: Deadline, so: (pod: Of<'Pod'>) => boolean = () => true): Promise<Of<'Pod'>[]> {
    let pods: Of<'Pod'>[] = [];
    await until(`${app} has ${count} pods that are ready`, deadline, async () => {
      const every = (await this.api.list('Pod', namespace)).filter((it) => appOf(it) === app);
      pods = every.filter((it) => it.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') && so(it));
      return (every.length === count && pods.length === count) || `${pods.length} of ${every.length}`;
    });
    return pods;
  }

  /** Whether pods of both ran at one moment. */
  together(one: string, other: string): boolean {
    return this.moments.some((it) => it.includes(one) && it.includes(other));
  }

  /** The most pods of an app that ran at once. */
  most(app: string): number {
    return Math.max(0, ...this.moments.map((it) => it.filter((name) => name === app).length));
  }

  /** The fewest. */
  least(app: string): number {
    return Math.min(...this.moments.map((it) => it.filter((name) => name === app).length));
  }
}

/** The claims of pods, once each. */
export const mounted = (pods: readonly Of<'Pod'>[]): string[] => [...new Set(pods.flatMap(claimsOf))].sort();

export function must(so: boolean, otherwise: string): void {
  if (!so) throw new Error(otherwise);
}
