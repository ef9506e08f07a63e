import { type Volume, VolumeKind } from '../availability/ask/volume/volume';
import type { Ask } from '../availability/ask/workload';

/** Something that asks the model for a decision. */
interface Asking {
  readonly ask: Ask;
}

/** An app, and the asks of those that share data, the owner's first. */
interface Grouped<A> {
  readonly app: A;
  readonly colocated: readonly Ask[] | undefined;
}

/** An app that owns data, once it is there, and those that share it. */
interface Group<A> {
  owner: A | undefined;
  readonly followers: A[];
}

/** Who shares data with whom: by cluster, or by chart where there is none, for names are those of one cluster. */
export class Groups<A extends Asking> {
  private readonly known = new WeakMap<object, Map<string, Group<A>>>();

  /**
   * Adds an app to its place, and says for whom something is to be decided with that: for itself, and for those that share
   * data with it. Whoever comes first, the last one finds all of them.
   */
  add(place: object, app: A): readonly Grouped<A>[] {
    const own = this.group(place, app, app.ask.name);
    own.owner ??= app;
    const wanted = ownerNamed(app.ask);
    const followed = own.owner === app && own.followers.length > 0 ? judged(own) : [{ app, colocated: undefined }];
    if (wanted === undefined || wanted === app.ask.name) return followed;
    const group = this.group(place, app, wanted);
    group.followers.push(app);
    // In a row of apps that follow each other this one is judged as a follower.
    return group.owner === undefined ? followed : [...followed.filter((one) => one.app !== app), ...judged(group)];
  }

  private group(place: object, { ask }: A, name: string): Group<A> {
    const groups = this.known.get(place) ?? new Map<string, Group<A>>();
    this.known.set(place, groups);
    const key = `${ask.namespace ?? ''}/${name}`;
    const group = groups.get(key) ?? { owner: undefined, followers: [] };
    groups.set(key, group);
    return group;
  }
}

function judged<A extends Asking>({ owner, followers }: Group<A>): readonly Grouped<A>[] {
  const apps = owner === undefined ? followers : [owner, ...followers];
  const colocated = apps.map((one) => one.ask);
  return apps.map((app) => ({ app, colocated }));
}

/** The app whose data an app shares first. Volumes of programs without the compiler may be anything. */
function ownerNamed({ props }: Ask): string | undefined {
  const volumes: unknown = props?.volumes;
  if (!Array.isArray(volumes)) return undefined;
  const named: unknown = volumes.find((volume: Volume | undefined) => volume?.kind === VolumeKind.SHARED)?.options?.shared?.app;
  return typeof named === 'string' ? named : undefined;
}
