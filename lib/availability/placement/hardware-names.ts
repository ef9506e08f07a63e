import { Severity } from '../../cluster/finding';
import { isLabelKey } from '../../cluster/names';
import { mainFirst } from '../ask/resolved';
import { onAsk } from '../model/rule';

/** A claim gets at most so many devices (AllocationResultsMaxSize in k8s.io/api/resource/v1). */
const MOST_DEVICES = 32;

/** Extended resources and device claims that Kubernetes would refuse. */
export const HARDWARE_INVALID = onAsk({
  code: 'HARDWARE-INVALID',
  severity: Severity.ERROR,
  means: 'an extended resource or a device claim that Kubernetes refuses',
  fix: 'a name with a domain, whole numbers',
  *check(app) {
    const claims = new Map<string, string>();
    for (const { what, resources } of mainFirst(app)) {
      for (const [name, count] of Object.entries(resources.extended)) {
        // IsExtendedResourceName in pkg/apis/core/helper: a domain that is not Kubernetes' own.
        if (!name.includes('/') || /(^|\.)kubernetes\.io\//.test(name) || name.startsWith('requests.') || !isLabelKey(name))
          yield {
            given: `the extended resource "${name}" of ${what}`,
            allowed: 'but it is a domain and a name',
            fix: 'Write it as kubectl describe node does.',
          };
        if (!Number.isInteger(count) || count < 1)
          yield { given: `${count} ${name} for ${what}`, allowed: 'but devices are whole, and at least one', fix: 'Say how many, or leave it out.' };
      }
      for (const { name, deviceClass, count } of resources.deviceClaims) {
        if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
          yield {
            given: `the device claim "${name}" of ${what}`,
            allowed: 'but Kubernetes takes a-z, 0-9 and "-", at most 63',
            fix: 'Give it a name.',
          };
        // exactly.count: more than 0.
        if (!Number.isInteger(count) || count < 1 || count > MOST_DEVICES)
          yield { given: `${count} devices of ${deviceClass} for ${what}`, allowed: `but a claim has 1 to ${MOST_DEVICES}`, fix: 'Say how many.' };
        const said = `${count} of ${deviceClass}`;
        const before = claims.get(name);
        if (before !== undefined && before !== said)
          yield {
            given: `two device claims named ${name}`,
            allowed: `but one is for ${before}, the other for ${said}`,
            fix: 'Give one of them a name of its own.',
          };
        claims.set(name, said);
      }
    }
  },
});
