import { AvailabilityClass } from './classes';

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
export function uncheckedWithoutFacts(availabilityClass: AvailabilityClass): readonly string[] {
  return [...OF_CLASS[availabilityClass], ...OF_ALL];
}
