import { isCidr } from '../../../cluster/cidr';
import { isDnsLabel } from '../../../cluster/names';
import type { Said } from '../../model/rule';

/** What is wrong with an address range that a policy lets through. @param what `client` */
export function* rangeInvalid(what: string, range: string): Iterable<Said> {
  if (!isCidr(range))
    yield {
      given: `the ${what} "${range}"`,
      allowed: 'but a range is its first address with a prefix length',
      fix: 'Write it like 192.168.1.0/24. A single address is 192.168.1.7/32.',
    };
}

/** What is wrong with the name of a namespace or an app that a policy lets through. */
export function* peerInvalid(what: string, name: string, namespace = name): Iterable<Said> {
  for (const one of new Set([name, namespace])) {
    if (!isDnsLabel(one))
      yield { given: `the ${what} "${one}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: 'Use its name in the cluster.' };
  }
}
