import { familyOf } from '../../../cluster/cidr';
import { Severity } from '../../../cluster/finding';
import { duplicates, listed } from '../../../cluster/names';
import { type IpFamily, IpFamilyPolicy, type ServiceProps, ServiceType } from '../../ask/network/service';
import { concerning, onAsk, onAskInCluster } from '../../model/rule';
import { rangeInvalid } from '../policy/peers';
import { askedServices, asksAddress, asksServices, isOfServiceLb, takesTwoAddresses } from './services';

const NONE: readonly never[] = Object.freeze([]);

function isDual({ ipFamilyPolicy }: ServiceProps): boolean {
  return ipFamilyPolicy === IpFamilyPolicy.PREFER_DUAL_STACK || ipFamilyPolicy === IpFamilyPolicy.REQUIRE_DUAL_STACK;
}

/** The fixed addresses of a LoadBalancer, if all of them are valid. Another rule reports the invalid ones. */
function soundAddresses({ addresses = NONE, type }: ServiceProps): readonly string[] {
  return type === ServiceType.LOAD_BALANCER && addresses.every((address) => familyOf(address) !== undefined) ? addresses : NONE;
}

function familiesOf(addresses: readonly string[]): string[] {
  return addresses.map((address) => `${familyOf(address)}`);
}

const IP_FAMILIES = onAsk({
  code: 'IP-FAMILIES',
  severity: Severity.ERROR,
  means: 'IP families of a Service that contradict its policy or its addresses',
  fix: 'use `IpFamilyPolicy.PREFER_DUAL_STACK`, or one family',
  *check({ network }) {
    for (const [what, service] of askedServices(network)) {
      const ipFamilies: readonly IpFamily[] = service.ipFamilies ?? NONE;
      const addresses = soundAddresses(service);
      if (ipFamilies.length + addresses.length === 0) continue;
      for (const family of duplicates(ipFamilies))
        yield { given: `${family} twice for ${what}`, allowed: 'but a Service has each family once', fix: 'Remove one of them.' };
      const single = { allowed: 'but its policy is SingleStack', fix: 'Set ipFamilyPolicy to IpFamilyPolicy.PREFER_DUAL_STACK.' };
      if (new Set(ipFamilies).size > 1 && !isDual(service)) yield { given: `two families for ${what}`, ...single };
      const families = new Set(familiesOf(addresses));
      if (families.size > 1 && !isDual(service)) yield { given: `addresses of two families for ${what}`, ...single };
      for (const family of families) {
        if (ipFamilies.length > 0 && !ipFamilies.some((one) => one === family))
          yield {
            given: `an ${family} address for ${what}`,
            allowed: `but its ipFamilies are ${listed(ipFamilies)}`,
            fix: 'Add the family to ipFamilies, or use an address of another family.',
          };
      }
    }
  },
});

const SERVICE_ADDRESS_INVALID = onAsk({
  code: 'SERVICE-ADDRESS-INVALID',
  severity: Severity.ERROR,
  means: 'an invalid fixed address, or two of one family',
  fix: 'write it without a prefix or port',
  *check({ network }) {
    for (const [what, service] of askedServices(network)) {
      for (const address of service.addresses ?? NONE) {
        if (familyOf(address) === undefined)
          yield {
            given: `the address "${address}" of ${what}`,
            allowed: 'but an address looks like 192.168.1.53 or fd00::53',
            fix: 'Write it without a prefix or port.',
          };
      }
      for (const family of duplicates(familiesOf(soundAddresses(service))))
        yield { given: `two ${family} addresses of ${what}`, allowed: 'but a Service has one of each family', fix: 'Remove one of them.' };
    }
  },
});

const ADDRESS_IGNORED = {
  code: 'SERVICE-ADDRESS-IGNORED',
  severity: Severity.ERROR,
  means: 'a fixed address that the load balancer of the cluster ignores',
  fix: 'leave it out, or name the load balancer in `policy.operators.loadBalancer`',
};

const IGNORED_BY_SERVICE_LB = onAskInCluster({
  ...ADDRESS_IGNORED,
  concerns: asksAddress,
  *check({ network }, facts) {
    for (const [what, service] of askedServices(network)) {
      const addresses = soundAddresses(service);
      if (addresses.length > 0 && isOfServiceLb(service, facts))
        yield {
          given: `${listed(addresses)} for ${what}`,
          allowed: 'but ServiceLB of K3s only ever uses the addresses of the nodes',
          fix: 'Leave addresses out, or name another load balancer in policy.operators.loadBalancer.',
        };
    }
  },
});

const SECOND_IGNORED = onAsk({
  ...ADDRESS_IGNORED,
  *check({ network }, facts) {
    for (const [what, service] of askedServices(network)) {
      const addresses = soundAddresses(service);
      if (addresses.length > 1 && !isOfServiceLb(service, facts) && !takesTwoAddresses(facts))
        yield {
          given: `${listed(addresses)} for ${what}`,
          allowed: 'but the field that all load balancers read holds only one address',
          fix: 'Name the load balancer in policy.operators.loadBalancer.',
        };
    }
  },
});

const SOURCE_RANGE_INVALID = onAsk({
  code: 'SERVICE-SOURCE-RANGE',
  severity: Severity.ERROR,
  means: 'an invalid source range of a Service, or none where they are named, which lets everyone in',
  fix: 'write ranges like `192.168.1.0/24`, or leave them out',
  *check({ network }) {
    for (const [what, { loadBalancerSourceRanges: ranges }] of askedServices(network)) {
      for (const range of ranges ?? NONE) yield* rangeInvalid(`source range of ${what}`, range);
      if (ranges?.length === 0)
        yield {
          given: `no source range of ${what}`,
          allowed: 'but an empty list lets everyone in',
          fix: 'Name the ranges, or leave loadBalancerSourceRanges out.',
        };
    }
  },
});

/** What is wrong with the addresses that Services ask for. */
export const ADDRESS_RULES = concerning(asksServices, [IP_FAMILIES, SOURCE_RANGE_INVALID, SERVICE_ADDRESS_INVALID, IGNORED_BY_SERVICE_LB, SECOND_IGNORED]);
