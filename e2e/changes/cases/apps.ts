import { Size, Volume } from '../../../lib';
import { condition } from '../../kinds';
import { mounted, must } from '../../look';
import { until } from '../../until';
import { all, type Case, claimOf, flexible, forced, many, pinned, podOf, RAW, raw, selects } from '../case';

const DEPLOYMENT = ['apps/v1', 'Deployment'] as const;
const STATEFUL = ['apps/v1', 'StatefulSet'] as const;
const BUDGET = ['policy/v1', 'PodDisruptionBudget'] as const;

/** Nothing has to be attached, so pods start at once. */
const SHARED = {
  volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: 'share' })],
  accept: [{ code: 'FLEXIBLE-TWIN-WRITER', reason: 'the change is about it' }],
} as const;

const claim = raw(['v1', 'PersistentVolumeClaim'], 'kind', claimOf());
/** On one node, so that a volume that is attached there is for both. */
const onKind = podOf('kind', 'kind', { nodeSelector: { 'kubernetes.io/hostname': 'w1' } });

const guarded = (minAvailable: number) =>
  all(
    raw(DEPLOYMENT, 'guarded', { spec: { replicas: 2, selector: selects('guarded'), template: podOf('guarded') } }),
    raw(BUDGET, 'guarded', { spec: { minAvailable, selector: selects('guarded') } }),
  );

const stopped = (replicas: number) => raw(DEPLOYMENT, 'stopped', { spec: { replicas, selector: selects('stopped'), template: podOf('stopped') } });

const selecting = (key: string) =>
  forced(DEPLOYMENT, 'chosen', { spec: { replicas: 1, selector: { matchLabels: { [key]: 'chosen' } }, template: podOf('chosen') } });

const served = (serviceName: string) =>
  forced(STATEFUL, 'served', {
    spec: {
      ...{ serviceName, replicas: 1, selector: selects('served'), template: podOf('served') },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, ...claimOf() }],
    },
  });

export const APP_CASES: readonly Case[] = [
  {
    code: 'CHANGE-APP-RENAMED',
    what: 'an app has another id',
    path: 'Deployment/named/named',
    before: flexible('named', SHARED),
    after: flexible('called', SHARED, 'named'),
    says: 'it starts with empty volumes, and its data stays in named-data. Its address changes too. Flux starts the new app before it deletes the old one, so for a moment both run',
    seen: async (look, deadline) => {
      const [pod] = await look.settles('called', 'called', 1, deadline);
      await look.settles('named', 'named', 0, deadline);
      await look.keeps('named', 'named-data');
      must(mounted(pod === undefined ? [] : [pod]).join() === 'called-data', 'the new pod has other claims');
      await look.gone('Service', 'named', 'named', deadline);
      must(look.together('named', 'called'), 'they never ran together');
      return 'both ran at one moment; the new pod has a new volume, and the old claim its own';
    },
  },
  {
    code: 'CHANGE-STOPPED',
    what: 'a workload has no pods any more',
    path: `Deployment/${RAW}/stopped`,
    before: stopped(2),
    after: stopped(0),
    says: 'so all its pods stop when the change is applied',
    seen: async (look, deadline) => {
      await look.settles(RAW, 'stopped', 0, deadline);
      return 'both pods are gone';
    },
  },
  {
    code: 'CHANGE-WORKLOAD-KIND',
    what: 'a Deployment becomes a StatefulSet on the same claim',
    path: `Deployment/${RAW}/kind`,
    before: all(claim, raw(DEPLOYMENT, 'kind', { spec: { selector: selects('kind'), template: onKind } })),
    after: all(claim, raw(STATEFUL, 'kind', { spec: { serviceName: 'kind', selector: selects('kind'), template: onKind } })),
    says: 'but Flux starts the new pods before it deletes the old ones: both may write to kind',
    seen: async (look, deadline) => {
      await look.settles(RAW, 'kind', 1, deadline, (pod) => pod.metadata.name === 'kind-0');
      must(look.most('kind') === 2, `at most ${look.most('kind')} pod ran`);
      await look.keeps(RAW, 'kind');
      return 'two pods ran on one volume';
    },
  },
  {
    code: 'CHANGE-WORKLOAD-KIND',
    what: 'an app with data on each pod has a single pod',
    path: 'StatefulSet/many/many',
    before: many('many'),
    after: flexible('many'),
    says: 'but the new one has other claims: it starts with empty volumes, and the data stays in data-many-0 and its likes',
    seen: async (look, deadline) => {
      await look.settles('many', 'many', 1, deadline, (pod) => mounted([pod]).join() === 'many-data');
      for (const index of [0, 1, 2]) await look.keeps('many', `data-many-${index}`);
      return 'the pod has a new volume; three claims keep theirs';
    },
  },
  {
    code: 'CHANGE-CLASS-LOWERED',
    what: 'a highly available app has a single pod',
    path: 'worker/web',
    before: many('web', { volumes: [] }),
    after: flexible('web', { volumes: [] }),
    says: 'so its pods stop when the change is applied, and the app may be down until its one pod is ready',
    seen: async (look, deadline) => {
      await look.settles('web', 'web', 1, deadline);
      must(look.least('web') === 0, `${look.least('web')} pods of it ran at every moment`);
      return 'no pod ran for a moment, and one does now';
    },
  },
  {
    code: 'CHANGE-BUDGET-BLOCKS',
    what: 'a budget keeps all pods',
    path: `PodDisruptionBudget/${RAW}/guarded`,
    before: guarded(1),
    after: guarded(2),
    says: 'so it allows no eviction: a drain of a node with one of its pods waits for ever, and so do upgrades of nodes. Pods go on running',
    seen: async (look, deadline) => {
      await until(
        'the budget allows nothing',
        deadline,
        async () => (await look.api.get('PodDisruptionBudget', RAW, 'guarded'))?.status?.disruptionsAllowed === 0,
      );
      const pods = await look.settles(RAW, 'guarded', 2, deadline);
      const { name } = pods[0]?.metadata ?? {};
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: RAW } };
      const answer = await look.api.request('POST', `/api/v1/namespaces/${RAW}/pods/${name}/eviction`, eviction);
      must(answer.status === 429, `the eviction is answered with ${answer.status}`);
      return answer.message;
    },
  },
  {
    code: 'CHANGE-DATA-LEFT',
    what: 'a pinned app is on another node',
    path: 'monitoring/scans',
    before: pinned('scans', 'w1'),
    after: pinned('scans', 'w2'),
    says: 'but its volumes are there: when the change is applied its pods stop, and new ones stay Pending (their volumes are on other nodes) unless the new nodes reach the volumes. The data stays where it is',
    seen: async (look, deadline) => {
      let said: string | undefined;
      await until('its pod is Pending', deadline, async () => {
        const pods = await look.pods('scans', 'scans');
        said = pods.length === 1 && pods[0] !== undefined ? condition(pods[0], 'PodScheduled')?.message : undefined;
        return /volume node affinity|didn't match PersistentVolume's node affinity/.test(said ?? '') || (said ?? 'nothing is said');
      });
      must(look.least('scans') === 0, 'its pod runs on');
      await look.keeps('scans', 'scans-data');
      return said ?? '';
    },
  },
  {
    code: 'CHANGE-SELECTOR',
    what: 'a Deployment that Flux may replace selects by another label',
    path: `Deployment/${RAW}/chosen`,
    before: selecting('app'),
    after: selecting('tier'),
    says: 'it deletes it with all pods, and makes it anew',
    seen: async (look, deadline) => {
      await look.anew('Deployment', RAW, 'chosen', deadline);
      await look.settles(RAW, 'chosen', 1, deadline);
      return 'another Deployment';
    },
  },
  {
    code: 'CHANGE-STATEFULSET',
    what: 'a StatefulSet that Flux may replace has another Service',
    path: `StatefulSet/${RAW}/served`,
    before: served('served'),
    after: served('other'),
    says: 'it deletes it with all pods, and makes it anew; claims stay',
    seen: async (look, deadline) => {
      await look.anew('StatefulSet', RAW, 'served', deadline);
      await look.settles(RAW, 'served', 1, deadline, (pod) => pod.metadata.uid !== look.was('Pod', RAW, 'served-0').metadata.uid);
      must(look.least('served') === 0, 'its pod ran on');
      await look.keeps(RAW, 'data-served-0');
      return 'another StatefulSet and another pod, on the same volume';
    },
  },
];
