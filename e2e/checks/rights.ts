import { type Api, accepted } from '../api';
import { type Group, mustSay, none } from '../checks';
import { called, type Of } from '../kinds';
import { until } from '../until';

interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

const inWords = (right: Right) =>
  `${right.verb} ${right.resource}${right.subresource === undefined ? '' : `/${right.subresource}`}${right.group === '' ? '' : `.${right.group}`}`;

/** What no app of ours may do, whatever it is. */
const NEVER: readonly Right[] = [
  { verb: 'delete', group: '', resource: 'secrets' },
  { verb: 'create', group: '', resource: 'secrets' },
  { verb: 'create', group: '', resource: 'pods' },
  { verb: 'create', group: '', resource: 'pods', subresource: 'exec' },
  { verb: 'delete', group: '', resource: 'nodes' },
  { verb: 'update', group: 'apps', resource: 'deployments' },
  { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings' },
  { verb: 'escalate', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' },
  { verb: 'impersonate', group: '', resource: 'users' },
];

export async function checkRights(check: Group, api: Api): Promise<void> {
  await check('rights: every ServiceAccount may do what its roles say, and no more', 60, async () => {
    const judged = await Promise.all((await ours(api)).map((it) => judge(api, it)));
    none(judged.flatMap((it) => it.problems));
    if (judged.length === 0) throw new Error('no ClusterRoleBinding of ours was found');
    return judged.map((it) => it.said).join(', ');
  });
}

export async function checkRightsCanFail(check: Group, api: Api): Promise<void> {
  await check('rights: a role that says too much is seen', 30, async (deadline) => {
    const [binding] = await ours(api);
    if (binding === undefined) throw new Error('no ClusterRoleBinding of ours was found');
    const { apiVersion, kind, subjects } = binding;
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' };
    const wide = { apiVersion, kind, metadata: { name: 'e2e-wide' }, roleRef, subjects };
    const problems = async () => (await judge(api, binding)).problems;
    await api.must(wide);
    try {
      await until('the server knows the role', deadline, async () => (await problems()).length > 0);
      return mustSay(await problems(), /may delete secrets/);
    } finally {
      await api.remove(wide);
      await until('the server has forgotten the role', deadline, async () => (await problems()).length === 0);
    }
  });
}

async function ours(api: Api): Promise<Of<'ClusterRoleBinding'>[]> {
  return (await api.list('ClusterRoleBinding')).filter((it) => it.metadata.labels?.['app.kubernetes.io/managed-by'] === 'cdk8s-availability');
}

async function judge(api: Api, binding: Of<'ClusterRoleBinding'>): Promise<{ said: string; problems: string[] }> {
  const role = await api.get('ClusterRole', undefined, binding.roleRef.name);
  if (role === undefined) return { said: '', problems: [`${called(binding)}: there is no ClusterRole ${binding.roleRef.name}`] };
  const granted = (role.rules ?? []).flatMap((rule) =>
    rule.verbs.flatMap((verb) => (rule.apiGroups ?? []).flatMap((group) => (rule.resources ?? []).map((it) => right(verb, group, it)))),
  );
  const problems: string[] = [];
  for (const { namespace, name } of binding.subjects ?? []) {
    const account = `${namespace}/${name}`;
    const user = `system:serviceaccount:${namespace}:${name}`;
    if ((await api.get('ServiceAccount', namespace, name)) === undefined) problems.push(`there is no ServiceAccount ${account}`);
    for (const it of granted) if (!(await may(api, user, it))) problems.push(`${account} may not ${inWords(it)}, though its role says so`);
    for (const it of NEVER) if (await may(api, user, it)) problems.push(`${account} may ${inWords(it)}`);
  }
  return { said: `${binding.metadata.name}: ${granted.length} rights`, problems };
}

function right(verb: string, group: string, path: string): Right {
  const [resource = '', subresource] = path.split('/');
  return { verb, group, resource, subresource };
}

/** The account itself asks, under its own name. */
async function may(api: Api, user: string, resourceAttributes: Right): Promise<boolean> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: { name: '' }, spec: { resourceAttributes } };
  const answer = await api.create(review, { headers: { 'impersonate-user': user } });
  if (!accepted(answer)) throw new Error(`the review of ${user} failed: ${answer.message}`);
  return (answer.body as Of<'SelfSubjectAccessReview'>).status?.allowed === true;
}
