import { Severity } from '../../cluster/finding';
import { identity } from '../model/identity';
import { WorkloadKind } from '../model/plan';
import { onFleet } from '../model/rule';
import { PODS } from '../network/services/service-rules';
import { serviceName } from '../network/services/services';
import { clashes } from './clashes';

const NAME_CLASH = onFleet({
  code: 'NAME-CLASH',
  severity: Severity.ERROR,
  means: 'two apps, or Services of two apps, with one name in one namespace',
  fix: 'use another name or namespace',
  *check(plans) {
    for (const { key, first, second } of clashes(plans.map((plan) => [identity(plan), plan] as const)))
      yield {
        path: second.ask.path,
        given: `the name ${key}`,
        allowed: `but ${first.ask.path} has it already`,
        fix: 'Give one of them another name or namespace.',
      };
    // Further Services: `blog` may create a Service `blog-dns`, and so may `blog-dns`.
    const services = plans.flatMap((plan) => {
      const names = plan.services.map((service) => service.name);
      if (plan.workload.value === WorkloadKind.STATEFUL_SET) names.push(serviceName(plan.ask.name, PODS));
      return names.map((name) => [`${plan.ask.namespace ?? 'default'}/${name}`, plan] as const);
    });
    for (const { key, first, second } of clashes(services)) {
      // Other rules report two Services of one app, and two apps with one name.
      if (identity(first) === identity(second)) continue;
      yield { path: second.ask.path, given: `the Service ${key}`, allowed: `but ${first.ask.path} has it already`, fix: 'Give one of them another name.' };
    }
  },
});

/** Rules about names that only one app can have. */
export const NAME_RULES = [NAME_CLASH];
