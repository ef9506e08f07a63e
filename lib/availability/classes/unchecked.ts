import type { ResolvedApp } from '../ask/resolved';
import { AvailabilityClass, OtherWorkload, type WorkloadClass } from '../ask/workload';
import { askedServices } from '../network/services/services';
import { hardwareOf } from '../placement/hardware';
import { hasLowPort } from '../pod/security/pod-security-rules';
import { needsNewer } from '../pod/version';

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
const OF_CLASS: { readonly [workload in WorkloadClass]: readonly string[] } = {
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
  [OtherWorkload.SCHEDULED_JOB]: ['ROLE-WITHOUT-NODE', 'ARCHITECTURE-UNSAID', 'JOB-STUCK-WITH-NODE', 'JOB-LOCAL-STORAGE'],
  [OtherWorkload.NODE_AGENT]: ['ROLE-WITHOUT-NODE', 'ARCHITECTURE-UNSAID'],
};

/** Rules for what few apps ask for; the others need not be told of them. */
function ofAsked(app: ResolvedApp): string[] {
  const { network, metrics } = app;
  const services = askedServices(network).map(([, service]) => service);
  const when = (asked: boolean, ...codes: string[]) => (asked ? codes : []);
  return [
    ...when(
      network.ports.some((port) => port.hostPort !== undefined),
      'HOST-PORT-CLASH',
    ),
    ...when(
      services.some((one) => one.nodePorts !== undefined),
      'NODE-PORT-CLASH',
    ),
    ...when(
      services.some((one) => one.addresses !== undefined),
      'SERVICE-ADDRESS-CLASH',
      'SERVICE-ADDRESS-UNSHARED',
      'SERVICE-ADDRESS-IGNORED',
    ),
    ...when(network.allowTo !== undefined, 'DESTINATION-UNKNOWN'),
    ...when(hardwareOf(app).length > 0, 'NODE-OUT-OF-REACH', 'HARDWARE-EXCEEDED'),
    ...when(hasLowPort(app), 'PRIVILEGED-PORT'),
    ...when(app.security.unsafeSysctls.length > 0, 'SYSCTL-REFUSED'),
    ...when(needsNewer(app), 'KUBERNETES-TOO-OLD'),
    ...when(network.allowFrom !== undefined && network.routes.length > 0, 'INGRESS-SHUT-OUT'),
    ...when(metrics !== undefined && network.allowFrom !== undefined, 'CLIENTS-WITHOUT-MONITORING'),
  ];
}

/** Codes of the checks that nobody can make for an app in a chart without a cluster. */
export function uncheckedWithoutFacts(app: ResolvedApp): readonly string[] {
  return [...OF_CLASS[app.availabilityClass], ...OF_ALL, ...ofAsked(app)];
}
