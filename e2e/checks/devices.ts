import type { Api } from '../api';
import { type Group, none } from '../checks';
import { called, isTrue, type Obj, type Of } from '../kinds';
import { type Deadline, until } from '../until';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const DOMAIN = 'squat.ai/';

/** Apps that request what the device plugin offers: ordinary pods, which the scheduler places by it. */
export async function checkDevices(check: Group, api: Api): Promise<void> {
  const users = await usersOf(api);
  if (users.length === 0) return;
  await check('devices: whoever requests one is at baseline or better, without privileges and host paths', 30, async () => {
    const levels = await Promise.all(users.map(({ pod }) => levelOf(api, pod)));
    none(users.flatMap(({ pod }, index) => (levels[index] === 'privileged' || isPrivileged(pod) ? [`${called(pod)} is privileged`] : [])));
    return users.map(({ pod, resource }, index) => `${called(pod)} ${levels[index]} with ${resource} on ${pod.spec?.nodeName}`).join(', ');
  });
  const [first] = users;
  if (first === undefined) return;
  await check('devices: while one is pulled out, no pod starts, and once it is back, one does', 60, async (deadline) => {
    const node: Obj = { apiVersion: 'v1', kind: 'Node', metadata: { name: first.pod.spec?.nodeName ?? '' } };
    const offer = (count: string) =>
      api.patchStatus(node, { capacity: { [first.resource]: count }, allocatable: { [first.resource]: count } }, 'strategic-merge');
    const given = (await api.get('Node', undefined, node.metadata.name))?.status?.allocatable?.[first.resource] ?? '1';
    await offer('0');
    await api.remove(first.pod);
    const message = await refusal(api, first, deadline.within(30));
    await offer(`${given}`);
    await until('the pod is ready again', deadline, async () => (await others(api, first)).some((pod) => isTrue(pod, 'Ready')));
    return message;
  });
}

interface User {
  readonly pod: Of<'Pod'>;
  readonly resource: string;
}

async function usersOf(api: Api): Promise<User[]> {
  return (await api.list('Pod')).flatMap((pod) => {
    const asked = (pod.spec?.containers ?? []).flatMap(({ resources }) => Object.keys(resources?.limits ?? {}));
    const [resource] = asked.filter((name) => name.startsWith(DOMAIN));
    return resource === undefined ? [] : [{ pod, resource }];
  });
}

async function levelOf(api: Api, { metadata }: Of<'Pod'>): Promise<string | undefined> {
  return (await api.get('Namespace', undefined, metadata.namespace ?? ''))?.metadata.labels?.[ENFORCE];
}

function isPrivileged({ spec }: Of<'Pod'>): boolean {
  const containers = spec?.containers ?? [];
  return containers.some((it) => it.securityContext?.privileged === true) || (spec?.volumes ?? []).some((it) => it.hostPath !== undefined);
}

/** The other pods that use the same device. */
async function others(api: Api, { pod, resource }: User): Promise<Of<'Pod'>[]> {
  return (await usersOf(api)).filter((it) => it.resource === resource && it.pod.metadata.uid !== pod.metadata.uid).map((it) => it.pod);
}

/** What the scheduler says of the pod that follows. */
async function refusal(api: Api, user: User, deadline: Deadline): Promise<string> {
  let said = '';
  await until(`a pod waits for ${user.resource}`, deadline, async () => {
    const conditions = (await others(api, user)).flatMap((pod) => pod.status?.conditions ?? []);
    said = conditions.find((it) => it.type === 'PodScheduled' && it.status === 'False')?.message ?? '';
    return said.includes(`Insufficient ${user.resource}`) || said;
  });
  return `"Insufficient ${user.resource}"`;
}
