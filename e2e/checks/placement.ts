import type { Report, ReportApp } from '../../lib';
import type { Api } from '../api';
import { type Group, mustSay, none } from '../checks';
import { called, type Of } from '../kinds';
import { until } from '../until';
import { podsOf, settled, workloads } from './pods';

const CLASS = 'cdk8s-availability/class';
const FLEXIBLE = 'SinglePodFlexible';

export async function checkPlacement(check: Group, api: Api, report: Report): Promise<void> {
  await check('placement: every pod is on a node of the report', 60, async (deadline) => {
    await settled(api, deadline);
    none(await misplaced(api, report.apps));
    return `${report.apps.length} apps`;
  });
  await check('placement: every DaemonSet is on each of its nodes', 60, async () => {
    const pods = await api.list('Pod');
    const bare = (await api.list('DaemonSet')).flatMap((set) => {
      const on = podsOf(set, pods).map((it) => it.spec?.nodeName);
      const agent = (report.agents ?? []).find((it) => it.namespace === set.metadata.namespace && it.name === set.metadata.name);
      if (agent === undefined) return [`${called(set)} is not in the report`];
      return agent.nodes.filter((name) => !on.includes(name)).map((name) => `${called(set)} is not on ${name}`);
    });
    none(bare);
    return undefined;
  });
}

/** Of apps that may all run on the same nodes, and share no data. */
export async function checkSpread(check: Group, api: Api, report: Report): Promise<void> {
  await check('placement: flexible apps are spread evenly', 60, async () => spread(api, report));
  await check('placement: and again, when all of them were deleted at once', 60, async (deadline) => {
    for (const pod of await flexible(api)) await api.remove(pod);
    await until('the old pods are gone', deadline, async () => (await flexible(api)).every((it) => it.metadata.deletionTimestamp === undefined));
    await settled(api, deadline);
    return spread(api, report);
  });
}

export async function checkPlacementCanFail(check: Group, api: Api, report: Report): Promise<void> {
  await check('placement: a pod on another node than the report says is seen', 30, async () => {
    const [app] = report.apps;
    const elsewhere = report.nodes.find((it) => app?.nodes.includes(it.name) === false);
    if (app === undefined || elsewhere === undefined) throw new Error('no app that is kept off a node');
    return mustSay(await misplaced(api, [{ ...app, nodes: [elsewhere.name] }]), /is on \w+, and not on \w+/);
  });
}

async function misplaced(api: Api, apps: readonly ReportApp[]): Promise<string[]> {
  const pods = await api.list('Pod');
  const all = await workloads(api);
  return apps.flatMap((app) => {
    const workload = all.find((it) => it.metadata.namespace === app.namespace && it.metadata.name === app.name);
    if (workload === undefined) return [`${app.namespace}/${app.name} has no workload`];
    const mine = podsOf(workload, pods);
    if (mine.length === 0) return [`${called(workload)} has no pod`];
    const wrong = mine.filter((it) => !app.nodes.includes(it.spec?.nodeName ?? ''));
    return wrong.map((it) => `${called(it)} is on ${it.spec?.nodeName ?? 'no node'}, and not on ${app.nodes.join(', ')}`);
  });
}

async function flexible(api: Api): Promise<Of<'Pod'>[]> {
  return (await api.list('Pod')).filter((it) => it.metadata.labels?.[CLASS] === FLEXIBLE);
}

/** Differs the number of flexible pods by more than one between the nodes that may run them? */
async function spread(api: Api, report: Report): Promise<string> {
  const nodes = [...new Set(report.apps.filter((it) => it.availabilityClass === FLEXIBLE).flatMap((it) => it.nodes))];
  const pods = await flexible(api);
  const counts = nodes.map((node) => pods.filter((it) => it.spec?.nodeName === node).length);
  const said = nodes.map((node, index) => `${counts[index]} on ${node}`).join(', ');
  if (Math.max(...counts) - Math.min(...counts) > 1) throw new Error(`not even: ${said}`);
  return said;
}
