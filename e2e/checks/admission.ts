import { type Api, accepted } from '../api';
import { type Group, mustSay, none } from '../checks';
import type { Output } from '../dist';
import { called, type Obj, type Of } from '../kinds';
import { type Deadline, until } from '../until';
import type { World } from '../world/world';
import { podsOf, unready, type Workload, workloads } from './pods';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
type Level = (typeof LEVELS)[number];

export async function checkAdmission(check: Group, api: Api, world: World): Promise<void> {
  await check('admission: every workload gets its pods, and they start', 90, async (deadline) => {
    await until('all pods are ready', deadline, async () => {
      const problems = [...(await unready(api)), ...world.complaints, ...(await refusedPods(api))];
      return problems.length === 0 || problems.join('\n');
    });
    return `${(await api.list('Pod')).length} pods`;
  });
  await check('admission: no namespace is looser than its pods need', 60, async (deadline) => {
    const levels = await Promise.all((await workloads(api)).map((it) => judge(api, it, deadline)));
    none(levels.flatMap((it) => it.problems));
    return levels.map((it) => it.level).join(', ');
  });
}

/** What the controllers report when the API server refuses a pod. */
async function refusedPods(api: Api): Promise<string[]> {
  const sets = await api.list('ReplicaSet');
  return sets.flatMap((set) => {
    const failures = (set.status?.conditions ?? []).filter((it) => it.type === 'ReplicaFailure' && it.status === 'True');
    return failures.map((it) => `${called(set)}: ${it.message}`);
  });
}

/** Under the level of its namespace the pod exists; under the next stricter one it would be refused. */
async function judge(api: Api, workload: Workload, deadline: Deadline): Promise<{ level: string; problems: string[] }> {
  const namespace = workload.metadata.namespace ?? '';
  const level = (await api.get('Namespace', undefined, namespace))?.metadata.labels?.[ENFORCE] as Level | undefined;
  if (level === undefined) return { level: '', problems: [`Namespace ${namespace} enforces no pod security`] };
  const said = `${namespace} ${level}`;
  if (podsOf(workload, await api.list('Pod', namespace)).length === 0) return { level: said, problems: [`${called(workload)} has no pod`] };
  const stricter = LEVELS[LEVELS.indexOf(level) + 1];
  if (stricter === undefined) return { level: said, problems: [] };
  const answer = await tryPod(api, workload, stricter, deadline);
  if (!accepted(answer) && answer.message.includes(`violates PodSecurity "${stricter}:latest"`)) return { level: said, problems: [] };
  return { level: said, problems: [`${called(workload)}: ${level} is looser than needed; ${stricter} says: ${answer.message || 'nothing'}`] };
}

/** Creates the workload's pod, without keeping it, in a namespace that enforces this level. */
async function tryPod(api: Api, workload: Workload, level: Level, deadline: Deadline) {
  const namespace = `e2e-${level}`;
  await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { [ENFORCE]: level } } });
  await until(`${namespace} has a ServiceAccount`, deadline.within(20), async () => (await api.get('ServiceAccount', namespace, 'default')) !== undefined);
  const spec = workload.spec?.template?.spec;
  const pod: Obj = { apiVersion: 'v1', kind: 'Pod', metadata: { name: workload.metadata.name, namespace }, spec: { ...spec, serviceAccountName: 'default' } };
  return api.create(pod, { query: { dryRun: 'All' } });
}

export async function checkAdmissionCanFail(check: Group, api: Api, output: Output): Promise<void> {
  const restricted = output.objects('control').find((it) => it.kind === 'Deployment') as Of<'Deployment'>;
  const broken = structuredClone(restricted);
  const labels = { e2e: 'host-network' };
  Object.assign(broken.metadata, { name: 'e2e-host-network' });
  Object.assign(broken.spec ?? {}, { replicas: 1, selector: { matchLabels: labels } });
  Object.assign(broken.spec?.template.metadata ?? {}, { labels });
  Object.assign(broken.spec?.template.spec ?? {}, { hostNetwork: true, topologySpreadConstraints: [] });
  await check('admission: hostNetwork in a restricted namespace is seen', 40, async (deadline) => {
    await api.must(broken);
    try {
      await until('the pod is refused', deadline, async () => (await refusedPods(api)).length > 0);
      return mustSay(await refusedPods(api), /violates PodSecurity "restricted:latest": host namespaces \(hostNetwork=true\)/);
    } finally {
      await api.remove(broken);
      await until(
        'the broken Deployment is gone',
        deadline.within(20),
        async () => !(await api.list('ReplicaSet')).some((it) => it.metadata.name.startsWith('e2e-')),
      );
    }
  });
  await check('admission: a level that is looser than needed is seen', 40, async (deadline) => {
    const namespace = restricted.metadata.namespace ?? '';
    const relabel = (level: Level) =>
      api.patch({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, { metadata: { labels: { [ENFORCE]: level } } });
    await relabel('baseline');
    try {
      return mustSay((await judge(api, restricted, deadline)).problems, /baseline is looser than needed/);
    } finally {
      await relabel('restricted');
    }
  });
}
