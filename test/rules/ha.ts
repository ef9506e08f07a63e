import type { FindingCode } from '../../lib/cluster/finding-codes.generated';

/** A finding that says it, or a file that decides it so that it cannot happen, or what the model does not know. */
export type Answer = FindingCode | { readonly decided: string; readonly why: string } | { readonly without: string };

const decided = (file: string, why: string): Answer => ({ decided: `lib/${file}`, why });
const without = (what: string): Answer => ({ without: what });

/** The rules about availability that the project began with, by their numbers, and where each is kept. */
export const HA_RULES: { readonly [number: string]: readonly Answer[] } = {
  // Control plane and quorum
  Q1: ['CONTROL-EVEN-SERVERS', 'CONTROL-SINGLE-SERVER'],
  // With an odd number only, several are at least three.
  Q2: ['CONTROL-SINGLE-SERVER', 'CONTROL-EVEN-SERVERS'],
  Q3: ['CONTROL-ETCD-LATENCY', 'LINK-MISSING'],
  Q4: ['CONTROL-ETCD-TIMERS', 'CONTROL-ETCD-LATENCY', decided('cluster/control-plane.ts', 'the timers of etcd are said once, for all members')],
  // A warning: etcd bears it with other timers, and then somebody accepts it.
  Q5: ['CONTROL-ETCD-LATENCY'],
  Q6: ['CONTROL-ZONE-LOSS', 'CONTROL-SHARED-FATE'],
  // With two sites one has the majority of the servers, or of the votes of a volume.
  Q7: ['CONTROL-ZONE-LOSS', 'STORAGE-ZONE-LOSS', 'QUORUM-TWO-VOTES'],
  // Apps beside a witness do no harm to its vote.
  Q8: ['WITNESS-IS-DISKFUL', 'STORAGE-ZONE-LOSS', 'STORAGE-SHARED-FATE'],
  // Three zones with a server are enough, if there are more: a zone without one loses no more than itself.
  Q9: ['CONTROL-ZONE-LOSS'],
  Q10: [decided('kubernetes/scheduling.ts', 'spread counts only the zones of nodes that may run the pod (nodeAffinityPolicy: Honor)')],
  Q11: ['CONTROL-ENTRY-SINGLE', without('the names in the certificate of the API')],
  Q12: [without('what the load balancer or the virtual IP of the API runs on')],
  Q13: [without('networks of nodes, BGP')],
  Q14: [without('the configuration files of K3s')],
  Q15: [without('how the network of pods is joined')],
  Q16: ['CONTROL-STATE-BACKUP'],
  Q17: ['MONITORING-NO-STATE-BACKUP', 'CONTROL-STATE-BACKUP', without('how long backups of the state are kept, and where')],
  Q18: [without('how much of the state of the cluster may be lost')],
  Q19: [without('the disk that etcd writes to')],
  Q20: [without('whether etcd shows its metrics')],
  Q21: ['NODE-TOO-SMALL'],
  Q22: ['CONTROL-TIMING', 'CONTROL-GRACE-SHORT'],

  // Nodes, roles, pinning
  N1: ['PLACEMENT-UNKNOWN', 'ROLE-WITHOUT-NODE', 'NODE-OUT-OF-REACH'],
  N2: ['PINNED-WITHOUT-NODE', 'PINNED-WITHOUT-REASON', 'PINNED-NODE-UNKNOWN', 'PINNED-DEVICE-UNKNOWN', 'PINNED-DEVICE-ELSEWHERE', 'PINNED-HARDWARE-ELSEWHERE'],
  N3: ['FLEXIBLE-DEVICE', 'FLEXIBLE-HOST-PATH', 'HA-BOUND-TO-NODE'],
  N4: [
    'NODE-EXCLUSION',
    decided('cluster/node.ts', 'a node of the control plane that is no worker has its taint'),
    decided('kubernetes/scheduling.ts', 'apps tolerate taints by name, and only agents of every node all of them'),
  ],
  N5: ['NODE-EXCLUSION'],
  // What must not be mixed is said by node, in `excludes`.
  N6: ['NODE-EXCLUSION', 'WITNESS-IS-DISKFUL', 'MONITORING-WITH-OTHERS'],
  N7: ['MONITORING-WITH-OTHERS', 'MONITORING-NO-HEARTBEAT', decided('cluster/node.ts', 'a node that has only this role has its taint')],
  N8: [decided('availability/classes/node-agent.ts', 'agents of every node tolerate all taints')],
  N9: ['FIT-NO-NODE', 'CAPACITY-EXCEEDED', 'CAPACITY-FRAGMENTED', 'NODE-RESERVED'],
  N10: ['RESOURCES-MISSING', 'RESOURCES-WITHOUT-LIMIT'],
  N11: ['FLEXIBLE-STUCK-VOLUME', 'FLEXIBLE-FAILOVER-EXEMPT', 'OBJECTIVE-UNREACHABLE'],
  N12: [without('clusters of Pacemaker')],
  N13: [without('what a fencing device hangs on')],
  N14: ['NODE-LABEL-INVALID', without('the configuration files of K3s')],
  N15: [decided('cluster/resolve.ts', 'each node has a zone, that of its site if none is said')],
  // A site or a zone that dies as a whole is a whole zone to Kubernetes, which goes on evicting: measured. What is left are parts of one.
  N16: ['FATE-STOPS-EVICTION', 'ZONE-IN-TWO-SITES'],
  N17: [without('pairs of an active and a standby machine')],
  N18: ['NODE-DUPLICATE', 'CONTROL-SERVER-UNKNOWN', 'FATE-NODE-UNKNOWN', 'PINNED-NODE-UNKNOWN', without('files of machines')],
  N19: [without('network interfaces')],

  // Workloads
  W1: [decided('availability/ask/workload.ts', 'the construct is the class')],
  W2: ['HA-TOO-FEW-REPLICAS'],
  W3: ['HA-ONE-NODE', decided('availability/classes/highly-available.ts', 'pods spread over nodes')],
  W4: [decided('availability/classes/highly-available.ts', 'and over zones and regions, where the nodes are in several')],
  W5: ['HA-MAX-REPLICAS', 'AUTOSCALE-MEMBERS', decided('availability/classes/flexible.ts', 'one pod, and no prop for more')],
  W6: ['ROLLING-SHARED', 'ROLLING-WITHOUT-PROBE', decided('availability/classes/common.ts', 'stop, then start')],
  W7: ['FLEXIBLE-NOWHERE-TO-GO', 'FLEXIBLE-COPIES-ELSEWHERE', 'FLEXIBLE-VOLUMES-APART', 'FLEXIBLE-ZONE-ALONE'],
  W8: ['FLEXIBLE-LOCAL-STORAGE', 'FLEXIBLE-HOST-PATH'],
  W9: [
    'RAW-AGAINST-CLASS',
    'MANIFEST-BUDGET-BLOCKS',
    'MANIFEST-WITHOUT-BUDGET',
    decided('availability/classes/drain.ts', 'a budget for each highly available app on several nodes'),
  ],
  W10: ['HA-BUDGET-BLOCKS-DRAINS', 'HA-BUDGET-KEEPS-NOTHING', decided('availability/classes/drain.ts', 'single pods have no budget that blocks')],
  // With three pods, two of which must run, that holds for any node. It only waits until the lost pod runs elsewhere, and where it cannot:
  W11: ['HA-MAJORITY-LOST', 'CAPACITY-ON-LOSS'],
  W12: [decided('apps/render/workload.ts', 'unhealthyPodEvictionPolicy: AlwaysAllow')],
  W13: [decided('kubernetes/scheduling.ts', 'each spread selects the pods of its app')],
  W14: ['MANIFEST-LABEL-UNKNOWN', decided('cluster/resolve.ts', 'each node has the labels of its facts, zone and name among them')],
  W15: ['CAPACITY-ON-LOSS', 'MANIFEST-SPREAD-COUNTS-DEAD', decided('kubernetes/scheduling.ts', 'nodeTaintsPolicy: Honor')],
  W16: ['HA-SPREAD-UNSATISFIABLE', 'HA-ZONE-ALONE', decided('kubernetes/scheduling.ts', 'maxSkew is 1, and minDomains only where spread is hard')],
  W17: [decided('kubernetes/scheduling.ts', 'no pod of an app refuses another one of it: they spread')],
  W18: ['HA-WITHOUT-PROBE', 'ROLLING-WITHOUT-PROBE', decided('availability/ask/probes.ts', 'an app with a port has a readiness and a startup probe')],
  W19: ['OBJECTIVE-UNREACHABLE', 'OBJECTIVE-WITHOUT-ROOM', 'OBJECTIVE-OF-DEPENDENCY', 'OBJECTIVE-ON-ONLY-SERVER', 'OBJECTIVE-NOT-COVERED'],
  W20: ['OBJECTIVE-DATA-LOSS', 'OBJECTIVE-NOT-COVERED'],
  W21: ['MANIFEST-WAITS-LONG', decided('kubernetes/scheduling.ts', 'both tolerations are written for every class, without an end only for pinned apps')],
  W22: [decided('availability/placement/priority.ts', 'each class has its priority')],
  // Monitoring is one pod by default: the heartbeat tells when it is down.
  W23: ['INGRESS-SINGLE-POD', 'MONITORING-NO-HEARTBEAT', 'MONITORING-HA-NODES'],
  W24: ['INGRESS-SINGLE-POD', 'HA-TOO-FEW-REPLICAS', 'HA-ONE-NODE', 'LOCAL-TRAFFIC-LOST'],
  W25: ['INGRESS-CLASS-RETIRED', without('which other operators run in the cluster')],
  W26: ['DATABASE-SHARED'],
  W27: ['GRACE-ZERO'],
  W28: [without('which other operators run in the cluster')],

  // Storage and data
  D1: ['STORAGE-ONE-COPY', 'STORAGE-NOT-SHARED', without('what a NAS or the storage of others survives')],
  D2: ['STORAGE-ONE-COPY', 'STORAGE-TOO-FEW-NODES', 'STORAGE-ZONE-LOSS', 'STORAGE-SHARED-FATE'],
  D3: ['QUORUM-TWO-VOTES', decided('systems/linstor/render-classes.ts', 'quorum is the majority, and a side without it freezes')],
  D4: ['QUORUM-TWO-VOTES', 'WITNESS-IS-DISKFUL', 'STORAGE-ZONE-LOSS'],
  D5: ['FENCING-QUORUM-IO', without('clusters of Corosync')],
  D6: [decided('systems/linstor/render-classes.ts', 'two primaries are never allowed')],
  D7: ['STORAGE-SLOW-LINK', 'OBJECTIVE-DATA-LOSS'],
  D8: ['CLAIMS-BEYOND-POOL'],
  D25: ['FLEXIBLE-FAILOVER-EXEMPT', 'ANNOTATION-AGAINST-CLASS', 'MANIFEST-BARE-POD'],
  D26: ['STORAGE-COLD-START'],
  D27: ['FLEXIBLE-TWIN-OUTSIDE', 'FLEXIBLE-TWIN-WRITER'],

  // Capacity on loss
  C1: ['CAPACITY-ON-LOSS', 'OBJECTIVE-WITHOUT-ROOM', 'OBJECTIVE-NOT-COVERED'],
  C2: ['CAPACITY-ON-LOSS', 'HOST-PORT-CLASH', 'HARDWARE-EXCEEDED', without('how many volumes can be attached to a node')],
  C3: [decided('failures/outcome.ts', 'a place is proven, impossible or unknown')],
  C4: [decided('failures/room/room.ts', 'the report lists who is driven away, and by whom')],
  C5: [without('what a rebuild of storage and pulls of images need'), decided('cluster/node.ts', 'what a node keeps for itself is in `reserved`')],
};
