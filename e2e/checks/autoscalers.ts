import { isDeepStrictEqual } from 'node:util';
import type { Api } from '../api';
import { type Group, none } from '../checks';
import type { Output } from '../dist';
import { called, condition, type Obj, type Of } from '../kinds';
import { type Deadline, until } from '../until';
import { settled } from './pods';

/** Autoscalers where nothing measures pods, as on a cluster whose metrics-server is away: the least is what is promised. */
export async function checkAutoscalers(check: Group, api: Api, output: Output): Promise<void> {
  const written = output.folders().flatMap((folder) => output.objects(folder).filter((it) => it.kind === 'HorizontalPodAutoscaler'));
  if (written.length === 0) return;
  await check('autoscalers: each is stored as it is written', 30, async () => {
    const stored = await api.list('HorizontalPodAutoscaler');
    const differs = (it: Obj) => !isDeepStrictEqual(it.spec, stored.find((one) => called(one) === called(it))?.spec);
    none(written.filter(differs).map((it) => `${called(it)} is stored otherwise`));
    return written.map(called).join(', ');
  });
  await check('autoscalers: without metrics each app has its least', 90, async (deadline) => {
    await leastOfAll(api, deadline);
    await settled(api, deadline);
    return undefined;
  });
  await check('autoscalers: an app that was left with one pod has its least again', 90, async (deadline) => {
    for (const { metadata } of written) await api.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata }, { spec: { replicas: 1 } });
    await leastOfAll(api, deadline);
    await settled(api, deadline);
    const reasons = (await api.list('HorizontalPodAutoscaler')).map((it) => condition(it, 'ScalingActive')?.reason ?? '');
    return [...new Set(reasons)].join(', ');
  });
}

async function leastOfAll(api: Api, deadline: Deadline): Promise<void> {
  await until('every app has its least', deadline, async () => {
    const apps = await api.list('Deployment');
    const few = (await api.list('HorizontalPodAutoscaler')).filter((it) => podsOf(it, apps) !== it.spec?.minReplicas);
    return few.length === 0 || few.map((it) => `${called(it)}: ${podsOf(it, apps)} instead of ${it.spec?.minReplicas}`).join(', ');
  });
}

function podsOf({ metadata: { namespace }, spec }: Of<'HorizontalPodAutoscaler'>, apps: readonly Of<'Deployment'>[]): number | undefined {
  return apps.find((it) => it.metadata.namespace === namespace && it.metadata.name === spec?.scaleTargetRef.name)?.spec?.replicas;
}
