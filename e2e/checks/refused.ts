import type { Manifest } from '../../lib/kubernetes/manifest';
import { ACCEPTED, REFUSED } from '../../test/manifests/refused-cases';
import { type Answer, type Api, accepted } from '../api';
import { type Group, none } from '../checks';

const NAMESPACE = 'home';

/** The cases of MANIFEST-REFUSED: what `check` reports the server refuses, and names the same field; what it lets pass is accepted. */
export async function checkRefused(check: Group, api: Api): Promise<void> {
  await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await check('check: the API server refuses what MANIFEST-REFUSED reports, and accepts what looks like it', 60, async () => {
    const problems: string[] = [];
    for (const [what, field, object] of REFUSED) {
      const answer = await played(api, object);
      if (accepted(answer)) problems.push(`${what} is accepted`);
      else if (!isNamed(field, answer.message)) problems.push(`${what} is refused for another reason than ${field}: ${answer.message}`);
    }
    for (const [what, object] of ACCEPTED) {
      const answer = await played(api, object);
      if (!accepted(answer)) problems.push(`${what} is refused: ${answer.message}`);
    }
    none(problems);
    return `${REFUSED.length} refused, ${ACCEPTED.length} accepted`;
  });
  await check('check: a field that Kubernetes does not have is refused under strict validation, and left out without it', 30, async () => {
    const [, plain] = ACCEPTED[0] ?? [];
    if (plain === undefined) throw new Error('no case');
    const unknown = { ...plain, spec: { ...(plain as { spec?: object }).spec, replica: 2 } } as Manifest;
    const [strict, usual] = [await tried(api, unknown, 'Strict'), await tried(api, unknown)];
    if (accepted(strict) || !accepted(usual)) throw new Error(`strict: ${strict.message || 'accepted'}, usual: ${usual.message || 'accepted'}`);
    return strict.message;
  });
}

/** The first answer that is a refusal: an older server looks at the pods and claims of a StatefulSet when its controller makes them. */
async function played(api: Api, object: Manifest): Promise<Answer> {
  const answer = await tried(api, object);
  if (!accepted(answer) || object.kind !== 'StatefulSet') return answer;
  const { template, volumeClaimTemplates: claims = [] } = (object as unknown as { readonly spec: StatefulSetSpec }).spec;
  const name = object.metadata.name;
  const volumes = claims.map(({ metadata }) => ({ name: metadata.name, persistentVolumeClaim: { claimName: `${metadata.name}-${name}-0` } }));
  const made = [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...template.metadata, name: `${name}-0` },
      spec: { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...volumes] },
    },
    ...claims.map(({ metadata, spec }) => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: `${metadata.name}-${name}-0` }, spec })),
  ];
  for (const one of made) {
    const refused = await tried(api, one as Manifest);
    if (!accepted(refused)) return refused;
  }
  return answer;
}

interface StatefulSetSpec {
  readonly template: { readonly metadata: object; readonly spec: { readonly volumes?: readonly object[] } };
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string }; readonly spec: object }[];
}

async function tried(api: Api, object: Manifest, fieldValidation = 'Warn'): Promise<Answer> {
  const path = await api.path(object.apiVersion, object.kind, NAMESPACE);
  if (path === undefined) throw new Error(`no ${object.kind} in ${object.apiVersion}`);
  const placed = { ...object, metadata: { ...object.metadata, namespace: NAMESPACE } };
  return api.request('POST', path, placed, { query: { dryRun: 'All', fieldValidation } });
}

/** By its last part: before an object is decoded, the server names neither places in lists nor amounts. */
function isNamed(field: string, message: string): boolean {
  const last = field.split('.').at(-1) ?? '';
  const [name = ''] = last.split('[');
  return message.toLowerCase().includes(name.toLowerCase()) || message.includes('quantities must match');
}
