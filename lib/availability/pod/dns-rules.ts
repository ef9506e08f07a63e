import { isAddress } from '../../cluster/cidr';
import { Severity } from '../../cluster/finding';
import { isDnsName } from '../../cluster/names';
import { DnsPolicy } from '../ask/pod';
import { onAsk } from '../model/rule';

/** MaxDNSNameservers, MaxDNSSearchPaths and MaxDNSSearchListChars in pkg/apis/core/validation. */
const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;
const LONGEST_SEARCHES = 2048;

/** DNS settings of a pod. */
export const DNS_INVALID = onAsk({
  code: 'DNS-INVALID',
  severity: Severity.ERROR,
  means: 'name servers, search domains or host aliases that Kubernetes refuses',
  fix: 'use addresses and DNS names, and at most 3 servers',
  *check({ dns: { policy, nameservers, searches, options }, hostAliases }) {
    for (const address of nameservers) {
      if (!isAddress(address)) yield { given: `the name server "${address}"`, allowed: 'but a name server is an IP address', fix: 'Write its address.' };
    }
    if (nameservers.length > MOST_NAMESERVERS)
      yield { given: `${nameservers.length} name servers`, allowed: `but a pod has at most ${MOST_NAMESERVERS}`, fix: 'Remove some of them.' };
    if (policy === DnsPolicy.NONE && nameservers.length === 0)
      yield {
        given: 'DnsPolicy.NONE without a name server',
        allowed: 'but then the pod cannot resolve names',
        fix: 'Add nameservers, or leave the policy out.',
      };
    for (const domain of searches) {
      if (domain !== '.' && !isDnsName(domain.replace(/\.$/, '')))
        yield { given: `the search domain "${domain}"`, allowed: 'but a domain is a DNS name in lower case', fix: 'Correct it.' };
    }
    if (searches.length > MOST_SEARCHES)
      yield { given: `${searches.length} search domains`, allowed: `but a pod has at most ${MOST_SEARCHES}`, fix: 'Remove some of them.' };
    const length = searches.join(' ').length;
    if (length > LONGEST_SEARCHES)
      yield { given: `search domains of ${length} characters`, allowed: `but a pod has room for ${LONGEST_SEARCHES}`, fix: 'Remove some of them.' };
    if (Object.hasOwn(options, '')) yield { given: 'a DNS option without a name', allowed: 'but an option has one', fix: 'Name it, like ndots.' };
    for (const { ip, hostnames } of hostAliases) {
      if (!isAddress(ip)) yield { given: `the host alias "${ip}"`, allowed: 'but host aliases map an IP address to names', fix: 'Write the address.' };
      for (const name of hostnames) {
        if (!isDnsName(name)) yield { given: `the host alias "${name}" of ${ip}`, allowed: 'but a host is a DNS name in lower case', fix: 'Correct it.' };
      }
    }
  },
});
