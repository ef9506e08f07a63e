import { type Cluster, type DataOptions, Duration, SinglePodFlexible, Size, Volume } from '../../lib';
import type { Plan } from '../../lib/availability/model/plan';
import { app, cluster, SHORT, worker } from './cluster';
import type { Scene } from './stage';

export const NODES = ['n1', 'n2', 'n3'];
/** Their pods may ignore SIGTERM for so long. */
export const SLOW_STOP = 15;
/** ReadWriteOnce and ReadWriteOncePod on volumes that are attached, and on a share that is not. */
export const OPTIONS = {
  once: { storageClass: 'block' },
  alone: { storageClass: 'block', readWriteOncePod: true },
  'share-once': { storageClass: 'share' },
  'share-alone': { storageClass: 'share', readWriteOncePod: true },
} satisfies { readonly [name: string]: Partial<DataOptions> };
export type Name = keyof typeof OPTIONS;
export const PAIR: readonly Name[] = ['once', 'alone'];
export const MODE = (name: Name) =>
  `${OPTIONS[name].storageClass === 'block' ? '' : 'without attachment, '}${name.endsWith('alone') ? 'ReadWriteOncePod' : 'ReadWriteOnce'}`;

export type Plans = { readonly [name in Name]?: Plan | undefined };

export const scene = (names: readonly Name[], stubborn = false): Scene<Plans> => ({
  facts: cluster(
    NODES.map((name) => worker(name)),
    SHORT,
    { storage: { classes: ['block', 'share'].map((name) => ({ name, nodeLocal: false, attachable: name === 'block', readWriteOncePod: true })) } },
  ),
  first: ['n1'],
  ...(stubborn ? { stubborn: names } : {}),
  apps: ({ workers }: Cluster) =>
    Object.fromEntries(
      names.map((name) => {
        const volumes = [Volume.data('/data', { size: Size.gib(1), ...OPTIONS[name] })];
        const code = name === 'share-once' ? 'FLEXIBLE-TWIN-WRITER' : 'FLEXIBLE-STUCK-VOLUME';
        const props = { ...app({ volumes, terminationGrace: Duration.seconds(SLOW_STOP) }), accept: [{ code, reason: 'the drill' }] as const };
        return [name, new SinglePodFlexible(workers, name, props).plan];
      }),
    ),
});
