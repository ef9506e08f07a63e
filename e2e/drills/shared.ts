import { type Cluster, type ClusterFactsProps, Duration, FencingMethod, SinglePodFlexible, Size, Volume } from '../../lib';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { attach, volumeRelease } from '../../lib/availability/failure/timing';
import { sum } from '../../lib/availability/model/interval';
import type { Plan } from '../../lib/availability/model/plan';
import { VolumeRelease } from '../../lib/availability/model/release';
import { timingOf } from '../../lib/cluster/control-plane';
import { app, cluster, SHORT, STARTS, serving, since, VERSION, worker } from './cluster';
import { comesBack, longEnough, watchFor } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { PLAYED_ATTACH, PLAYED_START } from './kubelet-times';
import type { Scene, Stage } from './stage';
import { appAt, type Moment } from './timeline';

const NODES = ['n1', 'n2', 'n3'];
const NAMES = ['server', 'consumer'] as const;
const BOTH = (it: Moment) => NAMES.every((name) => serving(name, 1)(it));

type Apps = { readonly [name in (typeof NAMES)[number]]: Plan | undefined };

/** Two apps on one ReadWriteOnce claim, which a store in the network keeps. */
function scene(facts: ClusterFactsProps): Scene<Apps> {
  const accept = [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'the drill' }] as const;
  const known = (facts.nodes[0]?.fencing?.method ?? FencingMethod.NONE) === FencingMethod.NONE ? { accept } : {};
  return {
    facts,
    first: ['n1'],
    apps: ({ workers }: Cluster) => {
      const namespace = 'shared';
      const server = new SinglePodFlexible(workers, 'server', { ...app({ namespace, volumes: [Volume.data('/data', { size: Size.gib(1) })] }), ...known });
      const consumer = new SinglePodFlexible(workers, 'consumer', {
        ...app({ namespace, volumes: [Volume.shared('/data', { app: { name: 'server' } })] }),
        ...known,
      });
      // Asked afterwards: what one shares changes what is decided for the other.
      return {
        get server() {
          return server.plan;
        },
        get consumer() {
          return consumer.plan;
        },
      };
    },
  };
}

/** On how many machines the two have run at once, at most. */
function apart(stage: Stage<Apps>, from: number): number {
  return Math.max(...stage.timeline.since(from).map((it) => new Set(NAMES.flatMap((name) => appAt(it, name).runsOn)).size));
}

/** To how many nodes their volume was attached at once, at most. */
function attachedTo(stage: Stage<Apps>, from: number): number {
  return Math.max(...stage.timeline.since(from).map((it) => new Set(appAt(it, 'server').attachedTo).size));
}

function sayTogether(play: Play, stage: Stage<Apps>, from: number): void {
  play.is('the two: machines on which they run at one moment, at most', 1, apart(stage, from));
  play.is('their volume: nodes to which it is attached at one moment, at most', 1, attachedTo(stage, from));
}

async function fenced(play: Play): Promise<void> {
  const nodes = NODES.map((name) => worker(name, { fencing: { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(5) } }));
  await play.on(scene(cluster(nodes, SHORT)), async (stage) => {
    sayTogether(play, stage, stage.timeline.now - 1);
    const died = stage.crash('n1');
    await watchFor(stage, died, 5);
    const key = 'node.kubernetes.io/out-of-service';
    await stage.patchNode('n1', { spec: { taints: [{ key, value: 'nodeshutdown', effect: 'NoExecute' }] } });
    for (const name of NAMES) await comesBack(play, stage, name, `SinglePodFlexible that shares its volume (${name}), fenced`, stage.apps[name], died);
    sayTogether(play, stage, died);
    const survivor = stage.app('server').runsOn.join();
    // A new version of the owner: its pod ends while the other holds the volume, and the next must find its way there.
    const began = stage.timeline.now;
    const old = new Set(stage.app('server').pods.map((it) => it.uid));
    await stage.replace('server');
    const isNew = (it: Moment) => appAt(it, 'server').pods.every((pod) => !old.has(pod.uid)) && BOTH(it);
    const next = await stage.timeline.first(began, by(sum(attach(VolumeTie.ATTACHED), STARTS)), isNew);
    play.within('its owner, deleted while the other runs: back', sum(attach(VolumeTie.ATTACHED), STARTS), since(began, next));
    play.is('the same: on the node where the other is', survivor, stage.app('server').runsOn.join());
    sayTogether(play, stage, began);
  });
}

/** Nobody fences: a person deletes both stuck pods by force, and Kubernetes waits out its six minutes. */
async function stuck(play: Play): Promise<void> {
  const facts = cluster(
    NODES.map((name) => worker(name)),
    SHORT,
  );
  await play.on(scene(facts), async (stage) => {
    const died = stage.crash('n1');
    const needed = Math.max(...NAMES.map((name) => longEnough(SHORT, stage.apps[name])));
    await watchFor(stage, died, needed);
    const watched = stage.timeline.now - died;
    const gone = await stage.timeline.first(died, by({ min: 0, max: 5 }), (it) => NAMES.every((name) => appAt(it, name).serving === 0));
    if (gone === undefined) throw new Error('the two were not on n1');
    const moments = stage.timeline.since(gone.at);
    for (const name of NAMES)
      play.never(`SinglePodFlexible that shares its volume (${name}), and nobody fences: back`, watched, needed, since(died, moments.find(serving(name, 1))));
    const deleted = stage.timeline.now;
    for (const name of NAMES) {
      const old = (await stage.api.list('Pod', 'shared')).filter((it) => it.metadata.labels?.['app.kubernetes.io/name'] === name);
      for (const pod of old.filter((it) => it.metadata.deletionTimestamp !== undefined)) await stage.api.remove(pod, 0);
    }
    const release = volumeRelease(timingOf(VERSION, SHORT), VolumeTie.ATTACHED, VolumeRelease.FORCE_DELETE);
    const window = sum(release, attach(VolumeTie.ATTACHED), STARTS);
    const freed = await stage.timeline.first(deleted, by(window), BOTH);
    play.within('the two, after a person deleted both stuck pods by force: back', window, since(deleted, freed), sum(release, PLAYED_ATTACH, PLAYED_START));
    sayTogether(play, stage, died);
  });
}

export const shared: readonly Drill[] = [
  {
    name: 'shared-fenced',
    what: 'Two apps share one volume, and their node crashes; an agent fences it within 5 s. Then the owner of the volume gets a new pod',
    quick: true,
    seconds: 240,
    play: fenced,
  },
  {
    name: 'shared-stuck',
    what: 'The same, and nobody fences: a person deletes both stuck pods by force',
    quick: false,
    seconds: 700,
    play: stuck,
  },
];
