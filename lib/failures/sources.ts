import {
  ATTACH,
  DELETION,
  DETECTION,
  EVICTION,
  FENCING,
  LONGER_TOLERATION,
  READINESS,
  RETRY,
  START,
  TOLERATION,
  VOLUME,
} from '../availability/failure/recovery';
import type { RecoveryTerm } from '../availability/model/outcome';
import type { Term } from './outcome';

/** The part that says that nothing brings it back by itself. */
export const REPAIR = 'repair of the node';
/** A pod ends in order. */
export const STOP = 'stop';

/** Who says how long each part takes. */
const SOURCES: { readonly [term: string]: string } = {
  [DETECTION]:
    'kube-controller-manager, node-monitor-grace-period and node-monitor-period; kubelet, nodeLeaseDurationSeconds; seen on Kubernetes 1.36.3: 49 to 54 s',
  [EVICTION]: 'kube-controller-manager, node-eviction-rate, secondary-node-eviction-rate and unhealthy-zone-threshold; seen on Kubernetes 1.36.3',
  [TOLERATION]: 'tolerationSeconds of the pod',
  [LONGER_TOLERATION]: 'tolerationSeconds of the pod',
  [STOP]: 'terminationGracePeriodSeconds of the pod',
  [FENCING]: 'fencing.automatedWithin of the facts, and the detection that the pod garbage collector waits for',
  [VOLUME]:
    'attach-detach controller: 6 min for an unmount, hard-coded; pod garbage collector: rounds of 20 s; seen on Kubernetes 1.36.3: 361 s and 12 s, and never without either',
  [DELETION]: 'pod garbage collector: rounds of 20 s, once the node is out of service; never without it',
  [RETRY]: 'Job controller: 10 s after a first failure, hard-coded; twice as long after each further one, up to 10 min',
  [ATTACH]: 'an estimate: attach and mount, with a file system check of a small volume',
  [READINESS]: 'periodSeconds of the readiness probe, which may ask for what the app needs; EndpointSlice and kube-proxy within 2 s',
  [START]: 'health.usualStart and the probes of the app; EndpointSlice and kube-proxy within 2 s',
};

/** The parts of a recovery with their sources. A step of the storage has the source of its release, if it has a part in it. */
export function sourced(terms: readonly RecoveryTerm[], ofStorage = ''): readonly Term[] {
  return terms.map(({ name, time }) => ({ name, time, source: SOURCES[name] ?? ofStorage }));
}
