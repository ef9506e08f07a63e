import { EnvValue } from '../../../lib/availability/ask/container/env';
import { Allow } from '../../../lib/availability/ask/container/security';
import { Client } from '../../../lib/availability/ask/network/client';
import { Destination } from '../../../lib/availability/ask/network/destination';
import { Port } from '../../../lib/availability/ask/network/port';
import { ServiceType } from '../../../lib/availability/ask/network/service';
import { Image } from '../../../lib/availability/ask/reference/image';
import { Concurrency } from '../../../lib/availability/ask/schedule';
import { Volume } from '../../../lib/availability/ask/volume/volume';
import { AvailabilityClass, OtherWorkload } from '../../../lib/availability/ask/workload';
import { decide } from '../../../lib/availability/decide';
import { checkAcceptances } from '../../../lib/availability/fleet/check-acceptances';
import { amongOthers } from '../../../lib/availability/fleet/outcomes';
import { checkApps } from '../../../lib/availability/fleet/rules';
import type { Plan } from '../../../lib/availability/model/plan';
import { appNotesOn } from '../../../lib/availability/report/app-notes';
import { notesOn } from '../../../lib/availability/report/notes';
import { checkChangeAcceptances } from '../../../lib/changes/accept';
import type { ClusterFacts } from '../../../lib/cluster/cluster';
import { type Acceptance, type Finding, Severity } from '../../../lib/cluster/finding';
import { LoadBalancer } from '../../../lib/cluster/policy';
import { FateKind } from '../../../lib/cluster/site';
import { Cpu, Duration, Size } from '../../../lib/cluster/units';
import { type AnyAppProps, ask, facts, factsOf, planOf, RESOURCES, worker } from '../../support';
import type { Case, Cases } from '../case';

type Props = Partial<AnyAppProps>;

/** Apps by their names, each sound by itself. */
function plans(apps: { readonly [name: string]: Props }, given = facts()): Plan[] {
  return Object.entries(apps).map(([name, props]) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name, ...props }, given));
}
type Apps = Parameters<typeof plans>[0];

const together = (wrong: Apps, right: Apps, given = facts()): Case => ({
  fires: () => checkApps(amongOthers(plans(wrong, given), given), given),
  silent: () => checkApps(amongOthers(plans(right, given), given), given),
});
/** Three pods of 3.5Gi on four nodes of 8Gi, and that many apps of 1Gi. */
const FOUR = factsOf(['w1', 'w2', 'w3', 'w4'].map((name) => worker(name, { memory: Size.gib(8), cpu: Cpu.cores(8) })));
const besideMany = (props: Props, count: number): Plan[] => [
  planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'front', ...memory(3.5), ...props }, FOUR),
  ...Array.from({ length: count }, (_, index) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: `app-${index}`, ...memory(1) }, FOUR)),
];
/** Pods of 1800Mi on three nodes of 7580Mi: four on each. */
const THREE = factsOf(['w1', 'w2', 'w3'].map((name) => worker(name)));
const scaled = (max: number): Plan => planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'front', ...memory(1800 / 1024), autoscale: { max } }, THREE);
const noted = (wrong: readonly [Apps, ClusterFacts], right: readonly [Apps, ClusterFacts]): Case => ({
  fires: () => notesOn(wrong[1], plans(...wrong)),
  silent: () => notesOn(right[1], plans(...right)),
});
const notedOfApps = (wrong: Apps, right: Apps): Case => ({
  fires: () => appNotesOn(facts(), plans(wrong)),
  silent: () => appNotesOn(facts(), plans(right), (image) => image === KNOWN),
});
const notedOfJob = (concurrency: Concurrency) => (): readonly Finding[] => {
  const { props, ...asked } = ask(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  const schedule = { schedule: '@daily', concurrency };
  const { plan } = decide({ ...asked, availabilityClass: OtherWorkload.SCHEDULED_JOB, schedule, props: { ...props, ...schedule } }, facts());
  if (plan === undefined) throw new Error('no plan');
  return notesOn(facts(), [plan]);
};
const KNOWN = Image.of('ghcr.io/example/cache', '1.0.0');
const PINNED = Image.of('ghcr.io/example/blog', '1.0.0', `sha256:${'a'.repeat(64)}`);
const accepting =
  (acceptance: Acceptance, all: readonly Finding[] = []) =>
  () =>
    checkAcceptances(
      [{ ...acceptance, path: 'lab/worker/blog' }],
      all.filter((one) => one.severity === Severity.WARNING).map((finding) => ({ finding, reason: acceptance.reason })),
      all,
    );
const finding = (code: string, severity: Severity): Finding => ({ code, severity, path: 'lab/worker/blog', given: 'this', allowed: 'but that', fix: 'Do it.' });

const FIVE_MINUTES = { objective: { rto: Duration.minutes(5) } };
const HTTP = { ports: [Port.http(80)] };
const at = (host: string): Props => ({ network: { ...HTTP, routes: [{ host }] } });
const onNode = (port: number): Props => ({
  network: { ports: [Port.tcp(port, 'dns')] },
  security: { allow: [Allow.hostNetwork('it answers broadcasts')] },
  placement: { nodes: ['w1', 'w2'] },
});
const nodePort = (number: number): Props => ({ network: { ...HTTP, service: { type: ServiceType.NODE_PORT, nodePorts: { http: number } } } });
const balanced = (port: number, address?: string): Props => ({
  network: { ports: [Port.http(port)], service: { type: ServiceType.LOAD_BALANCER, ...(address === undefined ? {} : { addresses: [address] }) } },
});
const METALLB = facts({ policy: { operators: { loadBalancer: LoadBalancer.METALLB } } });
const claim = (claimName: string, storageClass?: string): Props => ({
  namespace: 'media',
  volumes: [Volume.claim('/media', { claimName, ...(storageClass === undefined ? {} : { storageClass }) })],
});
const data = (size: Size, storageClass?: string): Props => ({
  volumes: [Volume.data('/data', { size, ...(storageClass === undefined ? {} : { storageClass }) })],
});
const adopts = (volumeName: string): Props => ({ volumes: [Volume.data('/data', { size: Size.gib(1), volumeName })] });
const memory = (gib: number): Props => ({ resources: { cpu: Cpu.millis(10), memory: Size.gib(gib), memoryLimit: Size.gib(gib) } });
const TWO = factsOf([worker('w1'), worker('w2')], { storage: {} });
const BARE = facts({ storage: {} });
const sysctl = (name: string): Props => ({ security: { allow: [Allow.unsafeSysctl(name, '1024', 'it has many connections')] } });
const GPU: Props = { resources: { ...RESOURCES, extended: { 'amd.com/gpu': 1 } } };
const WITH_GPU = factsOf([worker('w1', { extendedResources: { 'amd.com/gpu': 1 } }), worker('w2', { extendedResources: { 'amd.com/gpu': 1 } })], {
  storage: {},
});
const ONE_LETS = factsOf([worker('w1', { allowedUnsafeSysctls: ['net.core.somaxconn'] }), worker('w2')], { storage: {} });
const INGRESS_IN = facts({ policy: { operators: { ingressNamespace: 'traefik' } } });
const controller = (namespace: string): Props => ({
  namespace,
  rbac: { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] },
});
/** Five nodes, three of which hang on one power strip, in that zone. */
const racked = (zone: string): ClusterFacts =>
  factsOf([...['w1', 'w2', 'w3'].map((name) => worker(name, { zone })), worker('w4')], {
    storage: {},
    sites: [{ name: 'home', zones: ['home', 'rack'] }],
    sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['w1', 'w2', 'w3'] }],
  });
/** Four apps that depend on one with that image. */
const sharing = (image: string): Apps => ({
  db: { image: Image.of(`docker.io/library/${image}`, '18.1') },
  ...Object.fromEntries(['blog', 'chat', 'mail', 'wiki'].map((name) => [name, { dependsOn: [{ name: 'db' }] }])),
});
const closed: Props = { network: { ...HTTP, routes: [{ host: 'blog.example' }], allowFrom: [] } };
const same = { ...plans({ blog: {} })[0] } as Plan;

export const FLEET_CASES = {
  'NAME-CLASH': {
    fires: () => checkApps([same, { ...same, ask: { ...same.ask, path: 'lab/worker/again' } }], facts()),
    silent: () => checkApps(plans({ blog: {}, wiki: {} }), facts()),
  },
  'HOST-CLASH': together({ blog: at('lab.example'), wiki: at('lab.example') }, { blog: at('lab.example'), wiki: at('wiki.lab.example') }),
  'HOST-PORT-CLASH': together({ one: onNode(53), two: onNode(53) }, { one: onNode(53), two: onNode(54) }),
  'HOST-PORT-DOUBTFUL': together({ one: onNode(7878) }, { one: onNode(6999) }),
  'NODE-PORT-CLASH': together({ one: nodePort(30000), two: nodePort(30000) }, { one: nodePort(30000), two: nodePort(30001) }),
  'SERVICE-ADDRESS-CLASH': together({ one: balanced(80), two: balanced(80) }, { one: balanced(80), two: balanced(81) }),
  'SERVICE-ADDRESS-UNSHARED': together(
    { one: balanced(80, '192.168.1.53'), two: balanced(81, '192.168.1.53') },
    { one: balanced(80, '192.168.1.53'), two: balanced(81, '192.168.1.54') },
    METALLB,
  ),
  'INGRESS-SINGLE-POD': together({ blog: at('lab.example'), traefik: controller('traefik') }, { blog: {}, traefik: controller('traefik') }),
  'DATABASE-SHARED': noted([sharing('postgres'), BARE], [sharing('whoami'), BARE]),
  'FLEXIBLE-TWIN-OUTSIDE': noted([{ blog: { dependsOn: [{ name: 'nas' }] } }, BARE], [{ blog: { dependsOn: [{ name: 'db' }] }, db: {} }, BARE]),
  'FATE-STOPS-EVICTION': {
    fires: () => checkApps(plans({ blog: {}, wiki: {} }, racked('home')), racked('home')),
    silent: () => checkApps(plans({ blog: {}, wiki: {} }, racked('rack')), racked('rack')),
  },
  'DEPENDENCY-UNKNOWN': together({ blog: { dependsOn: [{ name: 'db' }] } }, { blog: { dependsOn: [{ name: 'db' }] }, db: {} }),
  'DEPENDENCY-CYCLE': together(
    { blog: { dependsOn: [{ name: 'db' }] }, db: { dependsOn: [{ name: 'blog' }] } },
    { blog: { dependsOn: [{ name: 'db' }] }, db: {} },
  ),
  'OBJECTIVE-OF-DEPENDENCY': together(
    { blog: { dependsOn: [{ name: 'db' }], ...FIVE_MINUTES }, db: { health: { usualStart: Duration.minutes(4) } } },
    { blog: { dependsOn: [{ name: 'db' }], ...FIVE_MINUTES }, db: { health: { usualStart: Duration.minutes(3) } } },
    facts({ storage: {} }),
  ),
  'CLIENT-UNKNOWN': together(
    { db: { network: { ...HTTP, allowFrom: [Client.app({ name: 'blgo' })] } }, blog: {} },
    { db: { network: { ...HTTP, allowFrom: [Client.app({ name: 'blog' })] } }, blog: {} },
  ),
  'DESTINATION-UNKNOWN': together(
    { blog: { network: { allowTo: [Destination.app({ name: 'bd' })] } }, db: {} },
    { blog: { network: { allowTo: [Destination.app({ name: 'db' })] } }, db: {} },
  ),
  'WAIT-SHUT-OUT': together(
    { db: { network: { ...HTTP, allowFrom: [] } }, blog: { initContainers: [{ name: 'wait', waitsFor: [{ name: 'db' }] }] } },
    { db: { network: { ...HTTP, allowFrom: [Client.app({ name: 'blog' })] } }, blog: { initContainers: [{ name: 'wait', waitsFor: [{ name: 'db' }] }] } },
  ),
  'NEED-SHUT-OUT': together(
    { db: { network: { ...HTTP, allowFrom: [] } }, blog: { dependsOn: [{ name: 'db' }] } },
    { db: { network: { ...HTTP, allowFrom: [Client.app({ name: 'blog' })] } }, blog: { dependsOn: [{ name: 'db' }] } },
  ),
  'INGRESS-SHUT-OUT': together({ proxy: controller('proxy'), blog: closed }, { proxy: controller('traefik'), blog: closed }, INGRESS_IN),
  'CAPACITY-EXCEEDED': together({ a: memory(6), b: memory(6), c: memory(6) }, { a: memory(6), b: memory(6) }, TWO),
  'CAPACITY-FRAGMENTED': together({ a: memory(4), b: memory(3), c: memory(5) }, { a: memory(4), b: memory(2), c: memory(5) }, TWO),
  'CAPACITY-ON-LOSS': together({ a: memory(4), b: memory(4) }, { a: memory(3), b: memory(3) }, TWO),
  'CAPACITY-ON-ROLLOUT': {
    fires: () => checkApps(besideMany({}, 14), FOUR),
    silent: () => checkApps(besideMany({ surge: false }, 14), FOUR),
  },
  'AUTOSCALE-WITHOUT-ROOM': { fires: () => checkApps([scaled(9)], THREE), silent: () => checkApps([scaled(8)], THREE) },
  'OBJECTIVE-WITHOUT-ROOM': together({ a: { ...memory(4), ...FIVE_MINUTES }, b: memory(4) }, { a: { ...memory(3), ...FIVE_MINUTES }, b: memory(3) }, TWO),
  'HARDWARE-EXCEEDED': together({ a: GPU, b: GPU, c: GPU }, { a: GPU, b: GPU }, WITH_GPU),
  'SYSCTL-REFUSED': together({ blog: sysctl('net.core.somaxconn') }, { blog: { ...sysctl('net.core.somaxconn'), placement: { nodes: ['w1'] } } }, ONE_LETS),
  'STORAGE-MISSING': together({ blog: data(Size.gib(1)) }, { blog: { volumes: [Volume.scratch('/tmp', Size.mib(8))] } }, BARE),
  'STORAGE-CLASS-UNKNOWN': together({ blog: data(Size.gib(1), 'longhorn') }, { blog: data(Size.gib(1), 'drbd-replicated') }),
  'CLAIMS-BEYOND-POOL': together({ blog: data(Size.gib(101)) }, { blog: data(Size.gib(100)) }),
  'CLAIM-SIZE-UNKNOWN': noted([{ blog: claim('media') }, facts()], [{ blog: claim('media') }, BARE]),
  'CLAIM-VOLUME-CLASH': together({ blog: adopts('pv-1'), wiki: adopts('pv-1') }, { blog: adopts('pv-1'), wiki: adopts('pv-2') }),
  'CLAIM-WITHOUT-CLASS': noted([{ blog: claim('media') }, facts()], [{ blog: claim('media', 'drbd-replicated') }, facts()]),
  'ROUTE-WITHOUT-CLASS': noted(
    [{ blog: at('lab.example') }, facts()],
    [{ blog: at('lab.example') }, facts({ policy: { operators: { ingressClass: 'traefik' } } })],
  ),
  'METRICS-UNSCRAPED': noted([{ blog: { network: HTTP, metrics: { port: 'http' } } }, facts()], [{ blog: { network: HTTP } }, facts()]),
  'TMP-READ-ONLY': notedOfApps(
    { blog: {}, wiki: { volumes: [Volume.scratch('/tmp', Size.mib(8))], mounts: [] }, shop: {} },
    {
      blog: { volumes: [Volume.memory('/tmp', Size.mib(8))] },
      wiki: { env: { TMPDIR: EnvValue.of('/data/tmp') } },
      cache: { image: KNOWN },
      shop: { security: { allow: [Allow.writableRootFilesystem('it writes into the image')] } },
    },
  ),
  'IMAGE-BY-TAG': notedOfApps({ blog: { image: Image.of('ghcr.io/example/blog', '1.0.0') } }, { blog: { image: PINNED } }),
  'JOB-STUCK-WITH-NODE': { fires: notedOfJob(Concurrency.FORBID), silent: notedOfJob(Concurrency.REPLACE) },
  'ACCEPT-WITHOUT-REASON': { fires: accepting({ code: 'HA-ONE-NODE', reason: ' ' }), silent: accepting({ code: 'HA-ONE-NODE', reason: 'a lab' }) },
  'ACCEPT-ERROR': {
    fires: accepting({ code: 'NAME-CLASH', reason: 'a lab' }, [finding('NAME-CLASH', Severity.ERROR)]),
    silent: accepting({ code: 'NAME-CLASH', reason: 'a lab' }),
  },
  'ACCEPT-UNUSED': {
    fires: accepting({ code: 'HA-ONE-NODE', reason: 'a lab' }),
    silent: accepting({ code: 'HA-ONE-NODE', reason: 'a lab' }, [finding('HA-ONE-NODE', Severity.WARNING)]),
  },
  'ACCEPT-MISPLACED': {
    fires: accepting({ code: 'CHANGE-CLAIM-GONE', reason: 'a lab' }),
    silent: () => checkChangeAcceptances([{ code: 'CHANGE-CLAIM-GONE', change: 'lab/PersistentVolumeClaim/blog/blog-data#1f0c52ab', reason: 'a lab' }]),
  },
  'ACCEPT-UNKNOWN': {
    fires: accepting({ code: 'HA-ONE-NOD', reason: 'a lab' } as unknown as Acceptance),
    silent: accepting({ code: 'HA-ONE-NODE', reason: 'a lab' }),
  },
} satisfies Cases;
