import { join } from 'node:path';
import { crdOf } from '../../test/crd';
import type { Api } from '../api';
import { type Group, none } from '../checks';
import { settled } from '../checks/pods';
import type { ControlPlane } from '../control-plane';
import { Look } from '../look';
import { type Deadline, until } from '../until';
import { World } from '../world/world';
import { RAW } from './case';
import { MOVED, OWNED } from './cases/objects';
import { deliver } from './deliver';
import { AFTER, before, CASES, findingsOf, textsOf, written } from './program';

/** The kind of an operator that keeps databases, as far as Flux looks at it. */
const CNPG = crdOf('Cluster', ['v1'], { group: 'postgresql.cnpg.io' });

/** A cluster before and after each dangerous change: what the findings say of it is what happens. */
export async function checkOutcomes(check: Group, { api }: ControlPlane, logs: string): Promise<void> {
  const [old, fresh] = [before(), textsOf(AFTER)];
  const [from, to] = [written(join(logs, 'before'), old), written(join(logs, 'after'), fresh)];
  const look = new Look(api);
  const world = new World(api, from.report(), undefined, (_, machines) => look.note(machines));
  try {
    await prepare(api, world);
    const isUp = await check('the state before: all pods are ready', 120, async (deadline) => {
      await deliver(api, from);
      await byHand(api, deadline);
      await settled(api, deadline);
      const moved = await api.read('postgresql.cnpg.io/v1', 'Cluster', RAW, MOVED);
      await look.remember(...(moved === undefined ? [] : [moved]));
      return undefined;
    });
    if (!isUp) return;
    const { of, others } = findingsOf(old, fresh);
    await check('the change: it is applied, and of nothing else a finding speaks', 90, async () => {
      none(others);
      await deliver(api, to, from);
      return `${CASES.length} cases`;
    });
    for (const one of CASES) {
      await check(`${one.code}: ${one.what}`, 60, async (deadline) => {
        const { allowed } = of(one);
        if (!allowed.includes(one.says)) throw new Error(`the finding says "${allowed}", and not "${one.says}"`);
        return one.seen(look, deadline);
      });
    }
  } finally {
    await world.stop();
  }
}

async function prepare(api: Api, world: World): Promise<void> {
  await api.must(CNPG);
  await world.start();
  await world.storage.installNetwork();
  await world.storage.installLocal(['local']);
}

/** What others have made beside Flux: a Secret, a page, and what an operator makes for a database. */
async function byHand(api: Api, deadline: Deadline): Promise<void> {
  await api.must({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'by-hand', namespace: 'attic' } });
  await api.must({ apiVersion: 'wiki.example/v1', kind: 'Page', metadata: { name: 'a', namespace: RAW } });
  const database = await api.read('postgresql.cnpg.io/v1', 'Cluster', RAW, OWNED);
  const ownerReferences = [{ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', name: OWNED, uid: database?.metadata.uid }];
  const metadata = { name: OWNED, namespace: RAW, ownerReferences };
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'block', resources: { requests: { storage: '1Gi' } } };
  await api.must({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec });
  const containers = [{ name: 'app', image: 'registry.example/postgres:16.4', volumeMounts: [{ name: 'data', mountPath: '/data' }] }];
  await api.must({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers, volumes: [{ name: 'data', persistentVolumeClaim: { claimName: OWNED } }] } });
  await until('the database has its volume', deadline, async () => (await api.get('PersistentVolumeClaim', RAW, OWNED))?.status?.phase === 'Bound');
}
