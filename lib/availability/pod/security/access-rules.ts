import { Severity } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import type { RbacRule } from '../../ask/access';
import { onAsk, type Said } from '../../model/rule';

/** Verbs whose requests name no resource, so that a rule with names never lets them through (Kubernetes, RBAC, Referring to resources). */
const NAMELESS = new Set(['create', 'deletecollection']);

/** What an app asks of the Kubernetes API that its server would refuse, or never let through (ValidatePolicyRule in pkg/apis/rbac/validation). */
export const RBAC_INVALID = onAsk({
  code: 'RBAC-INVALID',
  severity: Severity.ERROR,
  means: 'a rule that Kubernetes refuses, or that lets nothing through',
  fix: 'see the message',
  *check({ rbac }) {
    if (rbac === undefined) return;
    const { rules = [], clusterRules = [], clusterRoles = [] } = rbac;
    for (const rule of rules) yield* ruleInvalid('a rule', rule, true);
    for (const rule of clusterRules) yield* ruleInvalid('a cluster rule', rule, false);
    for (const name of clusterRoles) {
      // IsValidPathSegmentName: names of roles may have ":" and capitals.
      if (name === '' || name === '.' || name === '..' || /[/%]/.test(name))
        yield {
          given: `the ClusterRole "${name}"`,
          allowed: 'but a name is neither empty nor has "/" or "%"',
          fix: 'Use the name that it has in the cluster.',
        };
    }
  },
});

function* ruleInvalid(what: string, rule: RbacRule, namespaced: boolean): Iterable<Said> {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule;
  const subjects = [...resources, ...nonResourceURLs];
  const about = `${what} about ${subjects.length === 0 ? 'nothing' : listed(subjects)}`;
  if (verbs.length === 0) yield { given: `${about} without verbs`, allowed: 'but a rule lets somebody do something', fix: 'Say what: get, list, watch.' };
  const oneOrOther = 'but a rule is about resources or about paths';
  if (nonResourceURLs.length > 0) {
    if (namespaced) yield { given: `${about} among rules`, allowed: 'but such paths are in no namespace', fix: 'Put it among clusterRules.' };
    if (apiGroups.length + resources.length + resourceNames.length > 0) yield { given: about, allowed: oneOrOther, fix: 'Make two of it.' };
    return;
  }
  if (resources.length === 0) yield { given: about, allowed: oneOrOther, fix: 'Say resources, or nonResourceURLs.' };
  if (apiGroups.length === 0 && resources.length > 0)
    yield {
      given: `${about} without apiGroups`,
      allowed: 'but a resource is one of a group',
      fix: "Say it: '' is the one of pods, Services and Secrets.",
    };
  const nameless = verbs.filter((verb) => NAMELESS.has(verb));
  if (resourceNames.length > 0 && nameless.length > 0)
    yield {
      given: `${about} with ${listed(nameless)} for ${listed(resourceNames)} alone`,
      allowed: 'but such a request names nothing, so it is never let through',
      fix: 'Put it into a rule without resourceNames.',
    };
}
