import { isAddress } from '../../cluster/cidr';
import { Severity } from '../../cluster/finding';
import { isDnsName } from '../../cluster/names';
import { DnsPolicy } from '../ask/pod';
import { onAsk } from '../model/rule';

/** MaxDNSNameservers and MaxDNSSearchPaths in pkg/apis/core/validation. */
const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;

/** What a pod says of names that it looks up. */
export const DNS_INVALID = onAsk({
  code: 'DNS-INVALID',
  severity: Severity.ERROR,
  means: 'name servers, search domains or host aliases that Kubernetes refuses',
  fix: 'addresses and DNS names; at most 3 servers',
  *check({ dns: { policy, nameservers, searches }, hostAliases }) {
    for (const address of nameservers) {
      if (!isAddress(address)) yield { given: `the name server "${address}"`, allowed: 'but a name server is an address', fix: 'Write its address.' };
    }
    if (nameservers.length > MOST_NAMESERVERS)
      yield { given: `${nameservers.length} name servers`, allowed: `but a pod takes ${MOST_NAMESERVERS}`, fix: 'Keep the best.' };
    if (policy === DnsPolicy.NONE && nameservers.length === 0)
      yield { given: 'DnsPolicy.NONE and no name server', allowed: 'but then the pod finds no name', fix: 'Add nameservers, or leave the policy out.' };
    for (const domain of searches) {
      if (domain !== '.' && !isDnsName(domain.replace(/\.$/, '')))
        yield { given: `the search domain "${domain}"`, allowed: 'but a domain is a DNS name in lower case', fix: 'Mend it.' };
    }
    if (searches.length > MOST_SEARCHES)
      yield { given: `${searches.length} search domains`, allowed: `but a pod takes ${MOST_SEARCHES}`, fix: 'Keep the best.' };
    for (const { ip, hostnames } of hostAliases) {
      if (!isAddress(ip)) yield { given: `the host alias "${ip}"`, allowed: 'but names stand for an address', fix: 'Write the address.' };
      for (const name of hostnames) {
        if (!isDnsName(name)) yield { given: `the host alias "${name}" of ${ip}`, allowed: 'but a host is a DNS name in lower case', fix: 'Mend it.' };
      }
    }
  },
});
