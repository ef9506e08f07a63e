import type { Report } from '../../lib';
import type { Api } from '../api';
import { type Group, mustSay, none } from '../checks';
import { called, type Obj, type Of } from '../kinds';
import { type Deadline, sleep, until } from '../until';
import { settled } from './pods';

export async function checkDrain(check: Group, api: Api, report: Report): Promise<void> {
  for (const { name } of report.nodes) {
    await check(`drain: ${name} is emptied`, 90, async (deadline) => {
      const { evicted, problems } = await drained(api, name, deadline.within(45));
      none(problems);
      await settled(api, deadline);
      return `${evicted} pods evicted`;
    });
  }
}

export async function checkDrainCanFail(check: Group, api: Api): Promise<void> {
  await check('drain: a budget that blocks forever is seen', 90, async (deadline) => {
    const pod = (await api.list('Pod')).find((it) => it.metadata.labels?.['cdk8s-availability/class'] === 'SinglePodFlexible');
    const namespace = pod?.metadata.namespace;
    const spec = { maxUnavailable: 0, selector: { matchLabels: { 'app.kubernetes.io/name': pod?.metadata.labels?.['app.kubernetes.io/name'] } } };
    const budget: Obj = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'e2e-blocks', namespace }, spec };
    await api.must(budget);
    try {
      await until('the budget is seen', deadline.within(15), async () =>
        (await api.list('PodDisruptionBudget', namespace)).some((it) => it.status?.expectedPods === 1),
      );
      const { problems } = await drained(api, pod?.spec?.nodeName ?? '', deadline.within(10));
      return mustSay(problems, /Cannot evict pod as it would violate the pod's disruption budget/);
    } finally {
      await api.remove(budget);
      await settled(api, deadline);
    }
  });
}

/** Cordons a node and evicts all pods of it, as `kubectl drain --ignore-daemonsets` does; says which stay until time is up. Then it takes pods again. */
export async function drained(api: Api, name: string, deadline: Deadline): Promise<Drained> {
  const node: Obj = { apiVersion: 'v1', kind: 'Node', metadata: { name } };
  try {
    return await emptied(api, name, deadline);
  } finally {
    await api.patch(node, { spec: { unschedulable: null } });
  }
}

export interface Drained {
  readonly evicted: number;
  /** Which pods stay, and why. */
  readonly problems: readonly string[];
}

/** The same, and it stays cordoned. */
export async function emptied(api: Api, name: string, deadline: Deadline): Promise<Drained> {
  await api.patch({ apiVersion: 'v1', kind: 'Node', metadata: { name } }, { spec: { unschedulable: true } });
  const evicted = new Set<string>();
  for (;;) {
    const left = (await api.list('Pod')).filter((it) => it.spec?.nodeName === name && it.metadata.ownerReferences?.[0]?.kind !== 'DaemonSet');
    if (left.length === 0) return { evicted: evicted.size, problems: [] };
    const problems: string[] = [];
    for (const pod of left.filter((it) => it.metadata.deletionTimestamp === undefined)) {
      const refusal = await evict(api, pod);
      if (refusal === undefined) evicted.add(pod.metadata.uid ?? '');
      else problems.push(`${called(pod)} stays on ${name}: ${refusal}`);
    }
    if (deadline.passed)
      return { evicted: evicted.size, problems: problems.length > 0 ? problems : left.map((it) => `${called(it)} does not go from ${name}`) };
    await sleep(1000);
  }
}

async function evict(api: Api, pod: Of<'Pod'>): Promise<string | undefined> {
  const { name, namespace } = pod.metadata;
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  const answer = await api.request('POST', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, eviction);
  return answer.status === 201 || answer.status === 404 ? undefined : answer.message;
}
