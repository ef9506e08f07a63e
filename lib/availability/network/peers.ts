import { isCidr } from '../../cluster/cidr';
import { isDnsLabel } from '../../cluster/names';
import type { Findings } from '../model/findings';

/** What is wrong with a range of addresses, or with names, that a policy lets through. @param what `client` */
export function checkPeer(code: string, what: string, range: string | undefined, names: readonly string[], findings: Findings): void {
  if (range !== undefined && !isCidr(range))
    findings.error(
      code,
      `the ${what} "${range}"`,
      'but a range is its first address and a prefix',
      'Write it like 192.168.1.0/24; a single address is 192.168.1.7/32.',
    );
  for (const name of new Set(names.filter((one) => !isDnsLabel(one))))
    findings.error(code, `the ${what} "${name}"`, 'but Kubernetes takes a-z, 0-9 and "-", at most 63', 'Use the name that it has in the cluster.');
}
