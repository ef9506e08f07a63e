import { isDnsName, listed } from '../../cluster/names';
import type { RbacProps, RbacRule } from '../ask/access';
import type { Findings } from '../model/findings';

/** Verbs whose requests name no resource, so that a rule with names never lets them through (Kubernetes, RBAC, Referring to resources). */
const NAMELESS = new Set(['create', 'deletecollection']);

/** What an app asks of the Kubernetes API that its server would refuse, or never let through (ValidatePolicyRule in pkg/apis/rbac/validation). */
export function checkAccess(rbac: RbacProps | undefined, findings: Findings): void {
  if (rbac === undefined) return;
  const { rules = [], clusterRules = [], clusterRoles = [], serviceAccount } = rbac;
  for (const rule of rules) checkRule('a rule', rule, true, findings);
  for (const rule of clusterRules) checkRule('a cluster rule', rule, false, findings);
  // IsValidPathSegmentName: names of roles may have ":" and capitals.
  for (const name of clusterRoles.filter((one) => one === '' || one === '.' || one === '..' || /[/%]/.test(one)))
    findings.error('RBAC-INVALID', `the ClusterRole "${name}"`, 'but a name is neither empty nor has "/" or "%"', 'Use the name that it has in the cluster.');
  if (serviceAccount !== undefined && !isDnsName(serviceAccount))
    findings.error(
      'NAME-INVALID',
      `the ServiceAccount "${serviceAccount}"`,
      'but Kubernetes takes a-z, 0-9, "-" and "."',
      'Use the name that it has in the cluster.',
    );
}

function checkRule(what: string, rule: RbacRule, namespaced: boolean, findings: Findings): void {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule;
  const subjects = [...resources, ...nonResourceURLs];
  const about = `${what} about ${subjects.length === 0 ? 'nothing' : listed(subjects)}`;
  if (verbs.length === 0) findings.error('RBAC-INVALID', `${about} without verbs`, 'but a rule lets somebody do something', 'Say what: get, list, watch.');
  if (nonResourceURLs.length > 0) {
    if (namespaced) findings.error('RBAC-INVALID', `${about} among rules`, 'but such paths are in no namespace', 'Put it among clusterRules.');
    if (apiGroups.length + resources.length + resourceNames.length > 0)
      findings.error('RBAC-INVALID', about, 'but a rule is about resources or about paths', 'Make two of it.');
    return;
  }
  if (resources.length === 0) findings.error('RBAC-INVALID', about, 'but a rule is about resources or about paths', 'Say resources, or nonResourceURLs.');
  if (apiGroups.length === 0 && resources.length > 0)
    findings.error('RBAC-INVALID', `${about} without apiGroups`, 'but a resource is one of a group', "Say it: '' is the one of pods, Services and Secrets.");
  const nameless = verbs.filter((verb) => NAMELESS.has(verb));
  if (resourceNames.length > 0 && nameless.length > 0)
    findings.error(
      'RBAC-INVALID',
      `${about} with ${listed(nameless)} for ${listed(resourceNames)} alone`,
      'but such a request names nothing, so it is never let through',
      'Put it into a rule without resourceNames.',
    );
}
