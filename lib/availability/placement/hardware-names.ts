import { Severity } from '../../cluster/finding';
import { isDnsLabel, isExtendedResource } from '../../cluster/names';
import { mainFirst } from '../ask/resolved';
import { onAsk } from '../model/rule';

/** The most devices that a claim gets (AllocationResultsMaxSize in k8s.io/api/resource/v1). */
const MOST_DEVICES = 32;

/** Extended resources and device claims that Kubernetes refuses. */
export const HARDWARE_INVALID = onAsk({
  code: 'HARDWARE-INVALID',
  severity: Severity.ERROR,
  means: 'an extended resource or a device claim that Kubernetes refuses',
  fix: 'use a name with a domain, and whole numbers',
  *check(app) {
    const claims = new Map<string, string>();
    for (const { what, resources } of mainFirst(app)) {
      for (const [name, count] of Object.entries(resources.extended)) {
        if (!isExtendedResource(name))
          yield {
            given: `the extended resource "${name}" of ${what}`,
            allowed: 'but an extended resource has a domain and a name, like gpu.intel.com/i915',
            fix: 'Copy it from kubectl describe node.',
          };
        if (!Number.isInteger(count) || count < 1)
          yield {
            given: `${count} ${name} for ${what}`,
            allowed: 'but a container needs a whole number of devices, at least 1',
            fix: 'Set the number, or leave it out.',
          };
      }
      for (const { name, deviceClass, count } of resources.deviceClaims) {
        if (!isDnsLabel(name))
          yield {
            given: `the device claim "${name}" of ${what}`,
            allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"',
            fix: 'Give it another name.',
          };
        // exactly.count: more than 0.
        if (!Number.isInteger(count) || count < 1 || count > MOST_DEVICES)
          yield {
            given: `${count} devices of ${deviceClass} for ${what}`,
            allowed: `but a claim has 1 to ${MOST_DEVICES}`,
            fix: 'Set a number in this range.',
          };
        const said = `${count} of ${deviceClass}`;
        const before = claims.get(name);
        if (before !== undefined && before !== said)
          yield {
            given: `two device claims named ${name}`,
            allowed: `but one is for ${before}, the other for ${said}`,
            fix: 'Give one of them another name.',
          };
        claims.set(name, said);
      }
    }
  },
});
