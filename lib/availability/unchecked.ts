import type { AppProps } from './app/app';
import { hasLowPort } from './check-security';
import { AvailabilityClass } from './classes';
import { hardwareOf } from './hardware';
import { neededVersions } from './version';

/** Rules of every class that look at facts, or at all apps of a cluster. */
const OF_ALL = [
  'CAPACITY-EXCEEDED',
  'CAPACITY-ON-LOSS',
  'CLAIMS-BEYOND-POOL',
  'STORAGE-CLASS-UNKNOWN',
  'FIT-NO-NODE',
  'NAME-CLASH',
  'HOST-CLASH',
  'CLIENT-UNKNOWN',
  'CLIENTS-WITHOUT-INGRESS',
];
const OF_CLASS: { readonly [availabilityClass in AvailabilityClass]: readonly string[] } = {
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: [
    'ROLE-WITHOUT-NODE',
    'ARCHITECTURE-UNSAID',
    'FLEXIBLE-NOWHERE-TO-GO',
    'FLEXIBLE-STUCK-VOLUME',
    'FLEXIBLE-TWIN-WRITER',
    'FLEXIBLE-COPIES-ELSEWHERE',
    'FLEXIBLE-LOCAL-STORAGE',
    'OBJECTIVE-UNREACHABLE',
  ],
  [AvailabilityClass.SINGLE_POD_PINNED]: ['PINNED-NODE-UNKNOWN', 'PINNED-ARCHITECTURE'],
  [AvailabilityClass.HIGHLY_AVAILABLE]: ['ROLE-WITHOUT-NODE', 'ARCHITECTURE-UNSAID', 'HA-SPREAD-UNSATISFIABLE', 'HA-ONE-NODE'],
};

/** Codes of the checks that nobody can make for an app of a class in a chart without a cluster. */
export function uncheckedWithoutFacts(availabilityClass: AvailabilityClass, props: AppProps): readonly string[] {
  // Of what few apps ask for, only where one does.
  return [
    ...OF_CLASS[availabilityClass],
    ...OF_ALL,
    ...(hardwareOf(props).length > 0 ? ['NODE-OUT-OF-REACH', 'HARDWARE-EXCEEDED'] : []),
    ...(hasLowPort(props) ? ['PRIVILEGED-PORT'] : []),
    ...(neededVersions(props).length > 0 ? ['KUBERNETES-TOO-OLD'] : []),
  ];
}
