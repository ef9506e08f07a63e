import { Severity } from '../../cluster/finding';
import { isAttachedClaim } from '../ask/volume/traits';
import { identity } from '../model/identity';
import { WorkloadKind } from '../model/plan';
import { onFleet } from '../model/rule';
import { PODS } from '../network/services/service-rules';
import { serviceName } from '../network/services/services';
import { TWO_WRITERS } from '../storage/two-writers';
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

/** Two apps on a claim that only one can mount. */
const CLAIM_TWO_WRITERS = onFleet({
  ...TWO_WRITERS,
  concerns: ({ volumes }) => volumes.some(isAttachedClaim),
  *check(plans) {
    const claims = plans.flatMap((plan) =>
      plan.ask.volumes
        .filter(isAttachedClaim)
        .map((volume) => volume.options.claim?.claimName ?? '')
        .concat(plan.claims.filter((claim) => !claim.perPod && claim.owner === undefined).map((claim) => claim.name))
        .map((name) => [`${plan.ask.namespace ?? 'default'}/${name}`, plan] as const),
    );
    for (const { key, first, second } of clashes(claims))
      yield {
        path: second.ask.path,
        given: `the claim ${key}`,
        allowed: `but ${first === second ? 'it mounts it already' : `${first.ask.path} mounts it, and ReadWriteOnce allows only one`}`,
        fix: 'Set readWriteMany if the claim is, or give each app its own claim.',
      };
  },
});

/** Rules about names that only one app can have. */
export const NAME_RULES = [NAME_CLASH, CLAIM_TWO_WRITERS];
