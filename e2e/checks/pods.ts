import type { Api } from '../api';
import { called, condition, isTrue, type Of } from '../kinds';
import { type Deadline, until } from '../until';

export type Workload = Of<'Deployment'> | Of<'StatefulSet'> | Of<'DaemonSet'>;

export async function workloads(api: Api): Promise<Workload[]> {
  return [...(await api.list('Deployment')), ...(await api.list('StatefulSet')), ...(await api.list('DaemonSet'))];
}

/** Its pods, those that are going away left out. */
export const podsOf = (workload: Workload, pods: readonly Of<'Pod'>[]) => {
  const wanted = Object.entries(workload.spec?.selector.matchLabels ?? {});
  const here = pods.filter((it) => it.metadata.namespace === workload.metadata.namespace && it.metadata.deletionTimestamp === undefined);
  return here.filter((it) => wanted.every(([key, value]) => it.metadata.labels?.[key] === value));
};

const wants = (workload: Workload) =>
  workload.kind === 'DaemonSet' ? (workload as Of<'DaemonSet'>).status?.desiredNumberScheduled : (workload as Of<'Deployment'>).spec?.replicas;

/** What is still missing until every workload has all its pods, ready. */
export async function unready(api: Api): Promise<string[]> {
  const pods = await api.list('Pod');
  const problems: string[] = [];
  for (const workload of await workloads(api)) {
    const mine = podsOf(workload, pods);
    const ready = mine.filter((it) => isTrue(it, 'Ready')).length;
    if (wants(workload) === undefined || ready < (wants(workload) ?? 0) || mine.length > ready)
      problems.push(`${called(workload)}: ${ready} of ${wants(workload)} pods are ready`);
    for (const pod of mine) {
      const scheduled = condition(pod, 'PodScheduled');
      if (scheduled?.status === 'False') problems.push(`${called(pod)}: ${scheduled.message}`);
    }
  }
  return problems;
}

export const settled = (api: Api, deadline: Deadline) =>
  until('all pods are ready', deadline, async () => {
    const problems = await unready(api);
    return problems.length === 0 || problems.join('\n');
  });
