import { App, Chart } from 'cdk8s';
import { Cpu, Image, OneOffJob, Size } from '../../lib';
import { type Api, accepted } from '../api';
import type { Group } from '../checks';
import { condition, type Obj, type Of } from '../kinds';
import { type Deadline, until } from '../until';

const NAMESPACE = 'once';

/** What the library writes for a version of the program. */
function written(version: string): readonly Obj[] {
  const chart = new Chart(new App(), 'once', { namespace: NAMESPACE });
  const resources = { cpu: Cpu.millis(10), memory: Size.mib(16), memoryLimit: Size.mib(16) };
  return new OneOffJob(chart, 'migrate', { image: Image.of('registry.example/migrate', version), resources }).objects.map((one) => one.toJson() as Obj);
}

/** A job that runs once, on a control plane without machines: its pod is said to end as a kubelet would say it. */
export async function checkOneOffJob(check: Group, api: Api): Promise<void> {
  const apply = async (version: string) => {
    for (const obj of written(version)) await api.must(obj);
  };
  const job = () => api.get('Job', NAMESPACE, 'migrate');
  await check('one-off job: it runs to its end', 60, async (deadline) => {
    await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    await apply('1.0.0');
    await end(api, deadline);
    await until('the job is complete', deadline, async () => condition((await job()) ?? {}, 'Complete')?.status === 'True');
    return undefined;
  });
  await check('one-off job: delivered again, it does not run again', 30, async () => {
    const before = await job();
    await apply('1.0.0');
    const after = await job();
    if (after === undefined || after.metadata.uid !== before?.metadata.uid || after.status?.succeeded !== 1) throw new Error('it is another job');
    return undefined;
  });
  await check('one-off job: another version cannot change it, so Flux is told to replace it, and it runs again', 60, async (deadline) => {
    const [changed] = written('1.0.1').filter(({ kind }) => kind === 'Job');
    if (changed === undefined) throw new Error('there is no job');
    const answer = await api.apply(changed);
    if (accepted(answer)) throw new Error('the API server changes it');
    // As kustomize-controller does with the annotation that the files for Flux have.
    const old = await job();
    if (old !== undefined) await api.remove(old);
    await until('the old job is gone', deadline, async () => (await job())?.metadata.uid !== old?.metadata.uid);
    await apply('1.0.1');
    await end(api, deadline);
    await until('the new job is complete', deadline, async () => condition((await job()) ?? {}, 'Complete')?.status === 'True');
    return answer.message.slice(0, 120);
  });
}

/** Its pod ends well. */
async function end(api: Api, deadline: Deadline): Promise<void> {
  let pod: Of<'Pod'> | undefined;
  await until('the job has a pod', deadline, async () => {
    pod = (await api.list('Pod', NAMESPACE)).find(({ metadata, status }) => metadata.deletionTimestamp === undefined && status?.phase === 'Pending');
    return pod !== undefined;
  });
  if (pod !== undefined) await api.patchStatus(pod, { phase: 'Succeeded' });
}
