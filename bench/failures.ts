// One measurement in a process of its own: what each failure does, on NODES nodes with PODS pods. `--pairs` adds each two nodes,
// `--nodes` leaves all but the crashes of single nodes out.
// Prints the CPU seconds of the analysis, and the most memory, in MiB. Deciding the apps is not measured.

import { Image } from '../lib/availability/ask/reference/image';
import { Volume } from '../lib/availability/ask/volume/volume';
import { type Ask, AvailabilityClass, Replicas } from '../lib/availability/ask/workload';
import { decide } from '../lib/availability/decide';
import type { Plan } from '../lib/availability/model/plan';
import { ApiEndpointKind, Datastore, Distribution } from '../lib/cluster/control-plane';
import { NodeRole, PoolKind } from '../lib/cluster/node';
import { resolveFacts } from '../lib/cluster/resolve';
import { Cpu, Size } from '../lib/cluster/units';
import { analyse, contributionsOf } from '../lib/failures/analyse';
import { FailureKind } from '../lib/failures/failure';
import { linstor } from '../lib/systems/linstor/system';

const [nodes, pods] = process.argv.slice(2, 4).map(Number) as [number, number];
const pairs = process.argv.includes('--pairs');
/** Most pods of big clusters belong to apps with many pods; every tenth pod is an app of its own, half of those with data. */
const single = Math.min(1000, Math.ceil(pods / 10));
const many = Math.max(3, Math.round((pods - single) / 500));

const sites = ['a', 'b', 'c'];
const system = linstor({ pool: 'nvme' });
const facts = resolveFacts(
  'big',
  {
    sites: sites.map((name) => ({ name })),
    nodes: Array.from({ length: nodes }, (_, index) => ({
      name: `n${String(index).padStart(5, '0')}`,
      roles: [NodeRole.WORKER, ...(index < 9 ? [NodeRole.STORAGE] : []), ...(index < 3 ? [NodeRole.CONTROL] : [])],
      site: sites[index % 3] ?? 'a',
      cpu: Cpu.cores(16),
      memory: Size.gib(64),
      ...(index < 9 ? { pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.tib(4) }] } : {}),
    })),
    controlPlane: {
      distribution: Distribution.KUBEADM,
      version: '1.36.3',
      servers: ['n00000', 'n00001', 'n00002'],
      datastore: Datastore.EMBEDDED_ETCD,
      apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '10.0.0.1' },
    },
  },
  [system],
);
const plans: Plan[] = [];
const add = (availabilityClass: AvailabilityClass, name: string, { volumes = [], replicas }: { volumes?: Volume[]; replicas?: Replicas }) => {
  const own = replicas === undefined ? {} : { replicas };
  const props = {
    name,
    image: Image.of('docker.io/library/nginx', '1.29.0'),
    resources: { cpu: Cpu.millis(100), memory: Size.mib(256), memoryLimit: Size.mib(256) },
    volumes,
    ...own,
  };
  const ask: Ask = { availabilityClass, path: `big/worker/${name}`, name, namespace: name, role: NodeRole.WORKER, props, ...own };
  const { plan } = decide(ask, facts);
  if (plan !== undefined) plans.push(plan);
};
for (let index = 0; index < single; index += 1)
  add(AvailabilityClass.SINGLE_POD_FLEXIBLE, `one${index}`, index % 2 === 0 ? {} : { volumes: [Volume.data('/data', { size: Size.gib(1) })] });
let left = pods - single;
for (let index = 0; left >= 2; index += 1) {
  const count = Math.min(left, Math.max(2, Math.ceil((pods - single) / Math.min(many, 500))));
  add(AvailabilityClass.HIGHLY_AVAILABLE, `many${index}`, { replicas: count === 2 ? Replicas.two('the rest') : Replicas.of(count) });
  left -= count;
}
const contributions = contributionsOf([system], facts, plans);
const start = process.cpuUsage();
const wish = process.argv.includes('--nodes') ? { kinds: [FailureKind.NODE] } : pairs ? { kinds: Object.values(FailureKind) } : {};
const { failures, apps } = analyse(facts, plans, contributions, wish);
const { user, system: kernel } = process.cpuUsage(start);
const seconds = (user + kernel) / 1e6;
console.log(JSON.stringify({ nodes, pods, apps: apps.length, failures: failures.length, seconds, mib: Math.round(process.resourceUsage().maxRSS / 1024) }));
