import { Replicas, Size, Volume } from '../../../lib';
import { mounted, must } from '../../look';
import { type Case, claimOf, DATA, flexible, many, nothing, podOf, RAW, raw, selects } from '../case';

const STATEFUL = ['apps/v1', 'StatefulSet'] as const;
const DELETES = { whenDeleted: 'Delete', whenScaled: 'Delete' };

/** A StatefulSet that tells Kubernetes to delete claims. */
const swept = (name: string, replicas: number) =>
  raw(STATEFUL, name, {
    spec: {
      ...{ serviceName: name, replicas, selector: selects(name), podManagementPolicy: 'Parallel' },
      persistentVolumeClaimRetentionPolicy: DELETES,
      template: podOf(name),
      volumeClaimTemplates: [{ metadata: { name: 'data' }, ...claimOf() }],
    },
  });

export const DATA_CASES: readonly Case[] = [
  {
    code: 'CHANGE-CLAIM-GONE',
    what: 'an app with data is removed',
    path: 'PersistentVolumeClaim/leaver/leaver-data',
    before: flexible('leaver'),
    after: nothing,
    says: 'and Flux leaves it in the cluster (it is marked so): pods no longer see its data, and nobody frees its space',
    seen: async (look, deadline) => {
      await look.gone('Deployment', 'leaver', 'leaver', deadline);
      await look.settles('leaver', 'leaver', 0, deadline);
      await look.keeps('leaver', 'leaver-data');
      return 'no pods; the claim keeps its volume';
    },
  },
  {
    code: 'CHANGE-CLAIM-GONE',
    what: 'a volume is removed',
    path: 'PersistentVolumeClaim/shed/shed-data',
    before: flexible('shed'),
    after: flexible('shed', { volumes: [] }),
    says: 'pods no longer see its data',
    seen: async (look, deadline) => {
      await look.settles('shed', 'shed', 1, deadline, (pod) => mounted([pod]).length === 0);
      await look.keeps('shed', 'shed-data');
      return 'a pod without a claim; the claim keeps its volume';
    },
  },
  {
    code: 'CHANGE-CLAIM-GONE',
    what: 'the claim of an older version of the library is removed',
    path: 'PersistentVolumeClaim/older/older-data',
    before: flexible('older'),
    after: flexible('older', { volumes: [] }),
    says: 'and Flux deletes it: what wrote it did not say that Flux must keep it. Unless its storage class retains volumes, its data is lost',
    seen: async (look, deadline) => {
      await look.gone('PersistentVolumeClaim', 'older', 'older-data', deadline);
      await look.loses('older', 'older-data', deadline);
      return 'claim and volume are deleted';
    },
  },
  {
    code: 'CHANGE-CLAIM-GONE',
    what: 'a StatefulSet is removed',
    path: 'StatefulSet/members/members',
    before: many('members'),
    after: nothing,
    says: 'once it is deleted, as Flux does, its pods stop, while their claims stay with the data, and nothing uses or frees them',
    seen: async (look, deadline) => {
      await look.settles('members', 'members', 0, deadline);
      for (const index of [0, 1, 2]) await look.keeps('members', `data-members-${index}`);
      return 'no pods; three claims keep their volumes';
    },
  },
  {
    code: 'CHANGE-CLAIM-GONE',
    what: 'a StatefulSet whose claims go with it is removed',
    path: `StatefulSet/${RAW}/swept`,
    before: swept('swept', 1),
    after: nothing,
    says: 'its pods stop, and Kubernetes deletes their claims with the data (whenDeleted: Delete)',
    seen: async (look, deadline) => {
      await look.gone('PersistentVolumeClaim', RAW, 'data-swept-0', deadline);
      await look.loses(RAW, 'data-swept-0', deadline);
      return 'claim and volume are deleted';
    },
  },
  {
    code: 'CHANGE-CLAIM-RENAMED',
    what: 'a volume has another path',
    path: 'PersistentVolumeClaim/path/path-data',
    before: flexible('path'),
    after: flexible('path', { volumes: [Volume.data('/files', { size: Size.gib(1), storageClass: 'block' })] }),
    says: 'but that is another claim, and empty: the app restarts without its data, which stays in the old claim, where nothing uses it',
    seen: async (look, deadline) => {
      await look.settles('path', 'path', 1, deadline, (pod) => mounted([pod]).join() === 'path-files');
      await look.keeps('path', 'path-data');
      const fresh = (await look.api.get('PersistentVolumeClaim', 'path', 'path-files'))?.spec?.volumeName;
      must(fresh !== undefined && fresh !== look.volumeOf('path', 'path-data'), 'the new claim has no volume of its own');
      return 'the pod has another volume; the old claim keeps its own';
    },
  },
  {
    code: 'CHANGE-COPY-LOST',
    what: 'an app with data on each pod has fewer pods',
    path: 'StatefulSet/copies/copies',
    before: many('copies'),
    after: many('copies', {}, Replicas.two('the third copy is elsewhere')),
    says: 'and copies-2 stops when the change is applied: what only they hold is gone for the app, a majority may be lost, and their claims stay, with data that grows old',
    seen: async (look, deadline) => {
      await look.settles('copies', 'copies', 2, deadline);
      await look.keeps('copies', 'data-copies-2');
      return 'two pods; the claim of the third keeps its volume';
    },
  },
  {
    code: 'CHANGE-COPY-LOST',
    what: 'a StatefulSet that sweeps its claims has fewer pods',
    path: `StatefulSet/${RAW}/fewer`,
    before: swept('fewer', 2),
    after: swept('fewer', 1),
    says: 'their claims are deleted with the data (whenScaled: Delete)',
    seen: async (look, deadline) => {
      await look.gone('PersistentVolumeClaim', RAW, 'data-fewer-1', deadline);
      await look.loses(RAW, 'data-fewer-1', deadline);
      await look.keeps(RAW, 'data-fewer-0');
      return 'claim and volume of the second are deleted';
    },
  },
  {
    code: 'CHANGE-DATABASE-MAJOR',
    what: 'a database is newer',
    path: 'Deployment/db/db',
    before: flexible('db', { tag: '16.4', volumes: [DATA] }, 'postgres'),
    after: flexible('db', { tag: '17.0', volumes: [DATA] }, 'postgres'),
    says: 'but that version does not start on the data of another one',
    seen: async (look, deadline) => {
      const [pod] = await look.settles('db', 'db', 1, deadline, (it) => it.spec?.containers[0]?.image === 'registry.example/postgres:17.0');
      await look.keeps('db', 'db-data');
      must(mounted(pod === undefined ? [] : [pod]).join() === 'db-data', 'the pod has other claims');
      return 'nothing refuses it: the new version has the volume of the old one';
    },
  },
];
