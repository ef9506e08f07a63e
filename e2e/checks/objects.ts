import { type Api, accepted } from '../api';
import { type Group, mustSay, none } from '../checks';
import { type Output, plainObjects } from '../dist';
import { called, type Obj } from '../kinds';

/** Applies objects as they are written, and says what the server does not like. */
async function refusals(api: Api, all: readonly Obj[], query: Record<string, string> = {}): Promise<string[]> {
  const problems: string[] = [];
  for (const obj of all) {
    const answer = await api.apply(obj, query);
    if (!accepted(answer)) problems.push(`${called(obj)} is refused: ${answer.message}`);
    problems.push(...answer.warnings.map((it) => `${called(obj)} is warned of: ${it}`));
  }
  return problems;
}

export async function checkObjects(check: Group, api: Api, output: Output): Promise<void> {
  for (const folder of output.folders()) {
    await check(`objects: ${output.cluster}/${folder} is accepted without a warning`, 60, async () => {
      const unlisted = output.files(folder).filter((it) => !output.resources(folder).includes(it));
      const all = output.objects(folder);
      none([...unlisted.map((it) => `${it} is not in kustomization.yaml`), ...(await refusals(api, all))]);
      return `${all.length} objects`;
    });
  }
}

/** Charts without a cluster: their namespace and their classes of storage are for their users to make. */
export async function checkPlainObjects(check: Group, api: Api): Promise<void> {
  await check('objects: plain charts are accepted without a warning', 60, async () => {
    const all = plainObjects();
    for (const name of new Set(all.flatMap((it) => it.metadata.namespace ?? []))) await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    none(await refusals(api, all, { dryRun: 'All' }));
    if (all.length === 0) throw new Error('there is none');
    return `${all.length} objects`;
  });
}

export async function checkObjectsCanFail(check: Group, api: Api, output: Output): Promise<void> {
  // traefik: its namespace is a restricted one
  const deployment = output.objects('control').find((it) => it.kind === 'Deployment') as Obj & { spec: { template: { spec: object } } };
  await check('objects: an unknown field is seen', 30, async () => {
    const broken = structuredClone(deployment);
    Object.assign(broken.spec.template.spec, { nodeSelctor: {} });
    return mustSay(await refusals(api, [broken], { dryRun: 'All' }), /field not declared in schema|unknown field "spec\.template\.spec\.nodeSelctor"/);
  });
  await check('objects: a kind without a CRD is seen', 30, async () => {
    const stranger: Obj = { apiVersion: 'stranger.example.com/v1', kind: 'Stranger', metadata: { name: 'stranger' } };
    return mustSay(await refusals(api, [stranger]), /no matches for kind Stranger in stranger\.example\.com\/v1/);
  });
  await check('objects: a warning is seen', 30, async () => {
    const broken = structuredClone(deployment);
    Object.assign(broken.spec.template.spec, { hostNetwork: true });
    return mustSay(await refusals(api, [broken], { dryRun: 'All' }), /would violate PodSecurity "\w+:latest"/);
  });
}
