// Every alert that there is, of a made-up cluster that has some of everything: dashboards, docs and tests list none by hand.
import { rulesOf } from '../lib/alerts/alerts';
import { type Alert, isAlert, type RuleGroup } from '../lib/alerts/rule';
import { Image } from '../lib/availability/ask/reference/image';
import { type Ask, AvailabilityClass, OtherWorkload, Replicas } from '../lib/availability/ask/workload';
import { decide } from '../lib/availability/decide';
import type { Plan } from '../lib/availability/model/plan';
import { ApiEndpointKind, Datastore, Distribution, StateBackupReport } from '../lib/cluster/control-plane';
import { type NodeProps, NodeRole, PoolKind } from '../lib/cluster/node';
import { resolveFacts } from '../lib/cluster/resolve';
import { Cpu, Duration, Size } from '../lib/cluster/units';
import { linstor } from '../lib/systems/linstor/system';

const node = (name: string, ...roles: NodeRole[]): NodeProps => ({
  name,
  roles,
  site: 'the-site',
  cpu: Cpu.cores(4),
  memory: Size.gib(8),
  ...(roles.includes(NodeRole.STORAGE) ? { pools: [{ name: 'the-pool', kind: PoolKind.LVM_THIN, size: Size.gib(100) }] } : {}),
});

const SYSTEMS = [linstor({ pool: 'the-pool' })];

const PROPS_OF_CLUSTER = {
  nodes: [
    node('one-node', NodeRole.WORKER, NodeRole.STORAGE),
    node('other-node', NodeRole.WORKER, NodeRole.STORAGE),
    node('witness-node', NodeRole.WITNESS),
    node('watch-node', NodeRole.MONITORING),
    node('server-node', NodeRole.CONTROL),
  ],
  controlPlane: {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: ['server-node'],
    datastore: Datastore.EMBEDDED_ETCD,
    apiEndpoint: { kind: ApiEndpointKind.ONE_SERVER, address: 'server.example' },
    stateBackup: { every: Duration.days(1), reportedBy: StateBackupReport.K3S_SNAPSHOTS },
  },
};

const FACTS = resolveFacts('the-cluster', PROPS_OF_CLUSTER, SYSTEMS);

const PROPS = {
  image: Image.of('ghcr.io/example/made-up', '1.2.3'),
  resources: { cpu: Cpu.millis(100), memory: Size.mib(128), memoryLimit: Size.mib(256) },
};

const SCHEDULE = { schedule: '0 3 * * *', timeZone: 'Etc/UTC', deadline: Duration.hours(1) };

function planOf(name: string, own: Pick<Ask, 'availabilityClass'> & Partial<Ask>): Plan {
  const role = own.availabilityClass === OtherWorkload.NODE_AGENT ? undefined : NodeRole.WORKER;
  const { plan, findings } = decide({ path: `the-cluster/${name}`, name, namespace: `${name}-namespace`, role, props: PROPS, ...own }, FACTS);
  if (plan === undefined) throw new Error(findings.map(({ code, given }) => `${code} ${given}`).join('\n'));
  return plan;
}

const PLANS = [
  planOf('free-app', { availabilityClass: AvailabilityClass.SINGLE_POD_FLEXIBLE }),
  planOf('promised-app', { availabilityClass: AvailabilityClass.SINGLE_POD_FLEXIBLE, props: { ...PROPS, objective: { rto: Duration.minutes(5) } } }),
  planOf('bound-app', { availabilityClass: AvailabilityClass.SINGLE_POD_PINNED, node: { name: 'one-node', reason: 'a cable' } }),
  planOf('twin-app', { availabilityClass: AvailabilityClass.HIGHLY_AVAILABLE, replicas: Replicas.two('two nodes') }),
  planOf('some-job', { availabilityClass: OtherWorkload.SCHEDULED_JOB, schedule: SCHEDULE, props: { ...PROPS, ...SCHEDULE } }),
  planOf('some-agent', { availabilityClass: OtherWorkload.NODE_AGENT }),
];

/** The cluster, for those who ask more about its alerts. */
export const MADE_UP = { facts: FACTS, plans: PLANS, namespace: 'monitoring' };

const GROUPS: readonly RuleGroup[] = rulesOf(FACTS, PLANS, { namespace: MADE_UP.namespace, nodes: ['watch-node'], systems: SYSTEMS });

/** Every alert, once for each thing that it watches, with the kind of that. */
export const EVERY_ALERT: readonly (Alert & { readonly kind: string })[] = GROUPS.flatMap(({ kind, rules }) =>
  rules.filter(isAlert).map((alert) => ({ ...alert, kind })),
);

/** Names of those that are chosen, each once. */
export function alertNames(chosen: (alert: Alert & { readonly kind: string }) => boolean): readonly string[] {
  return [...new Set(EVERY_ALERT.filter(chosen).map(({ alert }) => alert))];
}
