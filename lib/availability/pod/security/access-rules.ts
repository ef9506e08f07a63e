import { Severity } from '../../../cluster/finding';
import { isDnsLabel, listed } from '../../../cluster/names';
import type { RbacRule } from '../../ask/access';
import { onAsk, type Said } from '../../model/rule';

/** Verbs whose requests name no resource, so that a rule with names never lets them through (Kubernetes, RBAC, Referring to resources). */
const NAMELESS = new Set(['create', 'deletecollection']);

/** RBAC rules that the API server refuses, or that never allow anything (ValidatePolicyRule in pkg/apis/rbac/validation). */
export const RBAC_INVALID = onAsk({
  code: 'RBAC-INVALID',
  severity: Severity.ERROR,
  means: 'a rule that Kubernetes refuses, or that allows nothing',
  fix: 'see the message',
  *check({ rbac, namespace: own }) {
    if (rbac === undefined) return;
    const { rules = [], rulesIn = {}, clusterRules = [], clusterRoles = [] } = rbac;
    for (const rule of rules) yield* ruleInvalid('a rule', rule, true);
    for (const [namespace, some] of Object.entries(rulesIn)) {
      const given = `rules in the namespace ${namespace}`;
      if (!isDnsLabel(namespace))
        yield { given: `the namespace "${namespace}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: 'Use its name in the cluster.' };
      if (namespace === own) yield { given, allowed: 'but that is its own', fix: 'Move them to rules.' };
      if (some.length === 0) yield { given: `no ${given}`, allowed: 'but it names that namespace', fix: 'Name what it may do there, or leave it out.' };
      for (const rule of some) yield* ruleInvalid(`a rule in ${namespace}`, rule, true);
    }
    for (const rule of clusterRules) yield* ruleInvalid('a cluster rule', rule, false);
    for (const name of clusterRoles) {
      // IsValidPathSegmentName: names of roles may have ":" and capitals.
      if (name === '' || name === '.' || name === '..' || /[/%]/.test(name))
        yield {
          given: `the ClusterRole "${name}"`,
          allowed: 'but a name is not empty and has no "/" or "%"',
          fix: 'Use its name in the cluster.',
        };
    }
  },
});

function* ruleInvalid(what: string, rule: RbacRule, namespaced: boolean): Iterable<Said> {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule;
  const subjects = [...resources, ...nonResourceURLs];
  const about = `${what} about ${subjects.length === 0 ? 'nothing' : listed(subjects)}`;
  if (verbs.length === 0) yield { given: `${about} without verbs`, allowed: 'but a rule allows verbs', fix: 'Add verbs, such as get, list or watch.' };
  const oneOrOther = 'but a rule covers either resources or paths';
  if (nonResourceURLs.length > 0) {
    if (namespaced) yield { given: `${about} among rules`, allowed: 'but URL paths belong to no namespace', fix: 'Move it to clusterRules.' };
    if (apiGroups.length + resources.length + resourceNames.length > 0) yield { given: about, allowed: oneOrOther, fix: 'Split it into two rules.' };
    return;
  }
  if (resources.length === 0) yield { given: about, allowed: oneOrOther, fix: 'Set resources, or nonResourceURLs.' };
  if (apiGroups.length === 0 && resources.length > 0)
    yield {
      given: `${about} without apiGroups`,
      allowed: 'but each resource belongs to an API group',
      fix: "Set apiGroups: '' is the group of pods, Services and Secrets.",
    };
  const nameless = verbs.filter((verb) => NAMELESS.has(verb));
  if (resourceNames.length > 0 && nameless.length > 0)
    yield {
      given: `${about} with ${listed(nameless)} for ${listed(resourceNames)} alone`,
      allowed: 'but such requests carry no name, so the rule never allows them',
      fix: 'Move it to a rule without resourceNames.',
    };
}
