import type { Api } from '../api';
import type { Group } from '../checks';
import type { Obj, Of } from '../kinds';
import { type Deadline, sleep, until } from '../until';

/** Long enough for a controller that would act: it does within half a second. */
const WATCHED_MS = 3000;

function statefulSet(namespace: string, podManagementPolicy: string, version: string): Obj {
  const labels = { app: 'store' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'store', image: `registry.example/store:${version}` }] } };
  const spec = { replicas: 3, podManagementPolicy, selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'store', namespace }, spec } as Obj;
}

/** What MANIFEST-IN-ORDER says, on a control plane without machines: pods are put on nodes, and said to be ready, as by a scheduler and kubelets. */
export async function checkInOrder(check: Group, api: Api): Promise<void> {
  for (const name of ['in-order-0', 'in-order-1', 'in-order-2']) await api.must({ apiVersion: 'v1', kind: 'Node', metadata: { name } });
  await check('StatefulSet in order: while its first pod is stuck, no other starts again, and no rollout goes on', 60, (deadline) =>
    played(api, 'OrderedReady', deadline, ['store-0 1 stuck', 'store-1 1'], ['store-0 1 stuck', 'store-1 1', 'store-2 1']),
  );
  await check('StatefulSet in parallel: while its first pod is stuck, others start again, and get the next version', 60, (deadline) =>
    played(api, 'Parallel', deadline, ['store-0 1 stuck', 'store-1 1', 'store-2 1'], ['store-0 1 stuck', 'store-1 2', 'store-2 2']),
  );
}

async function played(api: Api, policy: string, deadline: Deadline, afterLoss: readonly string[], afterRollout: readonly string[]): Promise<string> {
  const namespace = policy.toLowerCase();
  const pods = new Pods(api, namespace);
  await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await api.must(statefulSet(namespace, policy, '1'));
  await pods.become(['store-0 1', 'store-1 1', 'store-2 1'], deadline);
  // The deletion of a pod on a node ends when its kubelet says so: of a dead one, never.
  await pods.remove('store-0');
  await pods.remove('store-2', 0);
  await pods.stay(afterLoss, deadline);
  await pods.remove('store-0', 0);
  await pods.become(['store-0 1', 'store-1 1', 'store-2 1'], deadline);
  await pods.remove('store-0');
  await api.must(statefulSet(namespace, policy, '2'));
  await pods.stay(afterRollout, deadline);
  return `${afterLoss.join(', ')}; then ${afterRollout.join(', ')}`;
}

/** The pods of a namespace, and what scheduler and kubelets would do with them. */
class Pods {
  constructor(
    private readonly api: Api,
    private readonly namespace: string,
  ) {}

  async remove(name: string, gracePeriodSeconds?: number): Promise<void> {
    await this.api.remove({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: this.namespace } }, gracePeriodSeconds);
  }

  /** Until there are these. */
  become(wanted: readonly string[], deadline: Deadline): Promise<void> {
    return until(`there are ${wanted.join(', ')}`, deadline, async () => (await this.step()).join() === wanted.join() || (await this.step()).join(', '));
  }

  /** Until there are these, and for a while nothing else comes of it. */
  async stay(wanted: readonly string[], deadline: Deadline): Promise<void> {
    await this.become(wanted, deadline);
    for (let waited = 0; waited < WATCHED_MS; waited += 500) {
      await sleep(500);
      const seen = (await this.step()).join(', ');
      if (seen !== wanted.join(', ')) throw new Error(`there are ${seen}, and not only ${wanted.join(', ')}`);
    }
  }

  /** Names and versions of the pods on nodes, and of those that are deleted which are stuck: the first, whose node is dead. */
  private async step(): Promise<readonly string[]> {
    const pods = await this.api.list('Pod', this.namespace);
    for (const pod of pods) {
      const { name = '', deletionTimestamp } = pod.metadata;
      if (pod.spec?.nodeName === undefined) await this.start(pod, name);
      else if (deletionTimestamp !== undefined && name !== 'store-0') await this.remove(name, 0);
    }
    return pods
      .filter(({ spec }) => spec?.nodeName !== undefined)
      .map(({ metadata, spec }) => `${metadata.name} ${spec?.containers[0]?.image?.split(':')[1]}${metadata.deletionTimestamp === undefined ? '' : ' stuck'}`)
      .sort();
  }

  private async start(pod: Of<'Pod'>, name: string): Promise<void> {
    const target = { apiVersion: 'v1', kind: 'Node', name: `in-order-${name.at(-1)}` };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace: this.namespace }, target };
    await this.api.request('POST', `/api/v1/namespaces/${this.namespace}/pods/${name}/binding`, binding);
    await this.api.patchStatus(pod, { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });
  }
}
