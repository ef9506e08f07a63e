import { DeviceClaim } from '../../lib/availability/ask/container/device-claim';
import { EnvFrom, EnvValue } from '../../lib/availability/ask/container/env';
import { Probe } from '../../lib/availability/ask/container/health';
import { Allow } from '../../lib/availability/ask/container/security';
import { Client } from '../../lib/availability/ask/network/client';
import { Port } from '../../lib/availability/ask/network/port';
import { Tls } from '../../lib/availability/ask/network/route';
import { type ServiceProps, ServiceType, SessionAffinity } from '../../lib/availability/ask/network/service';
import { PreStop } from '../../lib/availability/ask/pod';
import { Image } from '../../lib/availability/ask/reference/image';
import { DataSource } from '../../lib/availability/ask/volume/data-source';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { Severity } from '../../lib/cluster/finding';
import { type NodeProps, PoolKind, TaintEffect } from '../../lib/cluster/node';
import type { Operators } from '../../lib/cluster/policy';
import { checkFacts } from '../../lib/cluster/rules/check-facts';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { checkFlux } from '../../lib/delivery/flux';
import { type AnyAppProps, control, facts, findingsOf, type LabProps, messages, RESOURCES, systemsOf, worker } from '../support';

type Given = Partial<AnyAppProps>;

const { SINGLE_POD_FLEXIBLE } = AvailabilityClass;
const LONG = 'a'.repeat(64);
const HUGE = 2 ** 40;
const served = (service: ServiceProps): Given => ({ network: { ports: [Port.http(80)], service } });
const routed = (route: object): Given => ({ network: { ports: [Port.http(80)], routes: [{ host: 'blog.example', ...route }] } });
const mounts = (volume: Volume): Given => ({ volumes: [volume] });
const env = (name: string, value: EnvValue): Given => ({ env: { [name]: value } });
const data = (options: object): Given => mounts(Volume.data('/data', { size: Size.gib(1), storageClass: 'drbd-replicated', ...options }));
const ready = (readiness: Probe): Given => ({ network: { ports: [Port.http(80)] }, health: { readiness } });
const big = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`example.com/a${index}`, 'x'.repeat(60_000)]));

/** What Kubernetes refuses, by the validation that does. */
const REFUSED: { readonly [what: string]: Given } = {
  'a key of a Secret with a slash': env('A', EnvValue.fromSecret({ secretName: 's', key: 'a/b' })),
  'an empty key of a Secret': env('A', EnvValue.fromSecret({ secretName: 's', key: '' })),
  'a key of a ConfigMap that climbs': env('A', EnvValue.fromConfigMap({ configMapName: 's', key: '..' })),
  'a key of a ConfigMap that is too long': env('A', EnvValue.fromConfigMap({ configMapName: 's', key: 'a'.repeat(254) })),
  'a key that becomes a file': mounts(Volume.secret('/s', { secretName: 's', keys: ['a b'] })),
  'a key that becomes one file': mounts(Volume.configMap('/s', { configMapName: 's', file: '../x' })),
  'a label of a field': env('A', EnvValue.fromField("metadata.labels['a b']")),
  'a label of a field with a capital prefix': env('A', EnvValue.fromField("metadata.labels['A.example/b']")),
  'a unit of a resource': env('A', EnvValue.fromResource('limits.memory', '3Qi')),
  'a unit of memory for cores': env('A', EnvValue.fromResource('limits.cpu', '1Mi')),
  'a set with an empty name': { envFrom: [EnvFrom.secret('')] },
  'a key of an annotation of a Service': served({ annotations: { 'a b': 'x' } }),
  'a key of an annotation of a further Service': {
    network: { ports: [Port.http(80)], services: [{ name: 'x', ports: ['http'], annotations: { 'a//b': 'x' } }] },
  },
  'a key of an annotation of a route': routed({ annotations: { '': 'x' } }),
  'a key of an annotation of the workload': { annotations: { 'a b': 'x' } },
  'annotations of more than 256 KiB': { podAnnotations: big },
  'an address with leading zeros as a host': routed({ host: '010.0.0.1' }),
  'an ingress class': routed({ ingressClass: 'Traefik Public' }),
  'an issuer': routed({ tls: Tls.clusterIssuer('Let’s Encrypt') }),
  'a storage class': data({ storageClass: 'Fast SSD' }),
  'a snapshot': data({ source: DataSource.snapshot('My Snapshot') }),
  'a populator without a kind': data({ source: DataSource.of('volsync.backube', '', 'wiki') }),
  'a populator without a group': data({ source: DataSource.of('', 'ReplicationDestination', 'wiki') }),
  'a class of devices': { resources: { ...RESOURCES, deviceClaims: [DeviceClaim.of('GPU Intel', { name: 'gpu' })] } },
  'an empty mount path': mounts(Volume.scratch('', Size.mib(1))),
  'an empty NFS server': mounts(Volume.nfs('/x', { server: '', path: '/x' })),
  'a host path that climbs': mounts(Volume.hostPath('/x', { hostPath: '/x/../y', onEveryNode: 'a reason' })),
  'a CSI driver of more than 63 characters': mounts(Volume.csi('/x', { driver: `${LONG}.example` })),
  'a CSI driver of 64 characters in several labels': mounts(Volume.csi('/x', { driver: `${'a'.repeat(56)}.example` })),
  'a kernel setting with a space': { security: { allow: [Allow.unsafeSysctl('net.a b', '1', 'a reason')] } },
  'a DNS option without a name': { dns: { options: { '': '1' } } },
  'search domains of more than 2048 characters': {
    dns: { searches: Array.from({ length: 12 }, (_, index) => `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.d${index}`) },
  },
  'more seconds to stop than there are': { terminationGrace: Duration.seconds(2 ** 63) },
  'a probe every thousand years': ready(Probe.http('/').every(Duration.seconds(HUGE))),
  'a probe with too many failures': ready(Probe.http('/').tolerating(HUGE)),
  'a start that takes a thousand years': { ...ready(Probe.http('/')), health: { readiness: Probe.http('/'), startsWithin: Duration.seconds(HUGE * 5) } },
  'a start that takes seventy years': { ...ready(Probe.http('/')), health: { readiness: Probe.http('/'), startsWithin: Duration.seconds(2 ** 31) } },
  'a fraction of a second of affinity': served({ sessionAffinity: SessionAffinity.clientIp(Duration.seconds(1.5)) }),
  'a load balancer class with a capital prefix': served({ type: ServiceType.LOAD_BALANCER, loadBalancerClass: 'A.example/x' }),
  'a load balancer class with a prefix that ends in a dot': served({ type: ServiceType.LOAD_BALANCER, loadBalancerClass: 'a..b/x' }),
  'a port without a letter': { network: { ports: [Port.tcp(80, '80')] } },
  'a port of 16 characters': { network: { ports: [Port.tcp(80, 'a234567890123456')] } },
  'a range with bits behind its prefix': { network: { ports: [Port.http(80)], allowFrom: [Client.cidr('192.168.1.7/24')] } },
  'an RBAC rule without verbs': { rbac: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: [] }] } },
  'a value of a label': { labels: { a: 'b c' } },
  'a start of a sidecar that never ends': {
    sidecars: [{ name: 's', image: Image.of('ghcr.io/example/s', '1'), resources: RESOURCES, health: { startsWithin: Duration.forever() } }],
  },
  'a priority': { priority: 'High!' },
  'a name with a capital': { name: 'Blog', namespace: 'blog' },
  'no sleep': { preStop: PreStop.sleep(Duration.seconds(0)) },
  'a hostname of 64 characters': { hostname: LONG },
  'an alias of a host': { hostAliases: [{ ip: '1.2.3', hostnames: ['a'] }] },
  'a size that is no number': mounts(Volume.scratch('/x', Size.gib(Number.NaN))),
  'a size without end': data({ size: Size.gib(Number.POSITIVE_INFINITY) }),
  'less than no memory': { resources: { ...RESOURCES, memory: Size.gib(-1) } },
  'half a device': { resources: { ...RESOURCES, extended: { 'gpu.example/x': 0.5 } } },
  'a device without a domain': { resources: { ...RESOURCES, extended: { gpu: 1 } } },
  'a mount path with a colon': mounts(Volume.scratch('/a:b', Size.mib(1))),
  'a group beyond the highest': { security: { groups: [HUGE] } },
};

const lab = (overrides: LabProps): LabProps => ({ accept: [], ...overrides });
const node = (overrides: Partial<NodeProps>): LabProps => lab({ nodes: [worker('w1', overrides), worker('w2'), worker('w3'), control('c1')] });
const operators = (given: Operators): LabProps => lab({ policy: { operators: given } });
const effect = TaintEffect.NO_SCHEDULE;

/** Likewise, in the facts of a cluster. */
const REFUSED_FACTS: { readonly [what: string]: LabProps } = {
  'a name that no label can hold': node({ name: `${LONG}.example` }),
  'a key of a taint': node({ taints: [{ key: 'a b', effect }] }),
  'a value of a taint': node({ taints: [{ key: 'a', value: 'b;c', effect }] }),
  'one taint twice': node({
    taints: [
      { key: 'a', value: 'b', effect },
      { key: 'a', value: 'c', effect },
    ],
  }),
  'a zone with braces': node({ zone: '{{ . }}' }),
  'a region with a space': lab({ sites: [{ name: 'home', region: 'my home' }] }),
  'a class of devices': node({ deviceClasses: ['GPU'] }),
  'an extended resource of Kubernetes': node({ extendedResources: { 'node.kubernetes.io/gpu': 1 } }),
  'a device that climbs': node({ devices: [{ name: 'a', path: '/dev/../etc/shadow' }] }),
  'a reserve that is no number': node({ reserved: { cpu: Cpu.cores(1), memory: Size.gib(Number.NaN) } }),
  'a pool without end': node({ pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(Number.POSITIVE_INFINITY) }] }),
  'a storage class': lab({ storage: { classes: [{ name: 'Fast SSD', nodeLocal: false }] } }),
  'a default class that there is not': lab({ storage: { classes: [{ name: 'fast', nodeLocal: false }], defaultReplicated: 'slow' } }),
  'an ingress class': operators({ ingressClass: 'A B' }),
  'an issuer': operators({ clusterIssuer: '' }),
  'the namespace of ingress': operators({ ingressNamespace: 'a.b' }),
  'the namespace of monitoring': operators({ monitoringNamespace: 'a_b' }),
  'a label of the operator': operators({ prometheusOperator: { labels: { release: 'a b' } } }),
};

test('each refusal of the API server is a finding first, in the facts too', () => {
  const passed = Object.entries(REFUSED_FACTS).filter(
    ([, given]) => !checkFacts(facts(given), systemsOf(given)).some(({ severity }) => severity === Severity.ERROR),
  );
  expect(passed.map(([what]) => what)).toEqual([]);
});

/** What it accepts, close to the above. */
const ACCEPTED: { readonly [what: string]: Given } = {
  'a key with all that a key may have': env('A', EnvValue.fromSecret({ secretName: 's.t', key: '.a_B-9..' })),
  'an annotation with capitals': served({ annotations: { 'Example.COM/A_b.c': 'any text: {{ }} | ` \n' } }),
  'a label of a field': env('A', EnvValue.fromField("metadata.labels['app.kubernetes.io/name']")),
  'an annotation of a field with a capital prefix': env('A', EnvValue.fromField("metadata.annotations['A.example/b']")),
  'a host that only starts like an address': routed({ host: '010.0.0.1.example' }),
  'a CSI driver of 63 characters': mounts(Volume.csi('/x', { driver: `${'a'.repeat(55)}.example` })),
  'a unit of memory': env('A', EnvValue.fromResource('limits.memory', '1Mi')),
  'a unit of cores': env('A', EnvValue.fromResource('limits.cpu', '1m')),
  'an ingress class with a dot': routed({ ingressClass: 'traefik.public' }),
  'a snapshot': data({ source: DataSource.snapshot('before.2025-01-01') }),
  'a populator': data({ source: DataSource.of('volsync.backube', 'ReplicationDestination', 'wiki') }),
  'a copy of a claim': data({ source: DataSource.claim('wiki-data') }),
  'a load balancer class with a domain': served({ type: ServiceType.LOAD_BALANCER, loadBalancerClass: 'io.cilium/l2-announcer' }),
  'a DNS option without a value': { dns: { options: { 'single-request': '' } } },
  'no time to stop': { terminationGrace: Duration.seconds(0) },
};

test('what the API server accepts is not refused', () => {
  expect(
    Object.entries(ACCEPTED).map(([, given]) => messages(findingsOf(SINGLE_POD_FLEXIBLE, given).filter(({ severity }) => severity === Severity.ERROR))),
  ).toEqual(Object.keys(ACCEPTED).map(() => ''));
});

test('each message says what was given, what is allowed and how to fix it', () => {
  const said = [
    'a unit of a resource',
    'annotations of more than 256 KiB',
    'a populator without a kind',
    'an ingress class',
    'an empty mount path',
    'an empty NFS server',
    'a host path that climbs',
    'a DNS option without a name',
    'search domains of more than 2048 characters',
    'a start that takes a thousand years',
    'an address with leading zeros as a host',
    'a CSI driver of 64 characters in several labels',
  ].map((what) => messages(findingsOf(SINGLE_POD_FLEXIBLE, REFUSED[what] ?? {}).filter(({ severity }) => severity === Severity.ERROR)));
  expect(said.join('\n\n')).toMatchInlineSnapshot(`
    "ENV-FIELD-INVALID  lab/worker/blog: A in the unit "3Qi", but the units of limits.memory are 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi and 1Ei.
                       Use one of them.

    LABEL-INVALID  lab/worker/blog: annotations of 300070 bytes, but an object has at most 262144.
                   Put the text into a config file.

    NAME-INVALID  lab/worker/blog: data at /data from the kind "" of the group "volsync.backube", but a source has a kind, and a group like volsync.backube.
                  Copy both from the object.

    NAME-INVALID  lab/worker/blog: the IngressClass "Traefik Public", but Kubernetes accepts a-z, 0-9, "-" and ".".
                  Use its name in the cluster.

    MOUNT-INVALID  lab/worker/blog: a volume without a path, but a mount path is absolute.
                   Say where it is mounted.

    NFS-PATH  lab/worker/blog: the NFS server "", but a server is a DNS name or an address.
              Write its name alone.

    HOST-PATH  lab/worker/blog: the host path "/x/../y", but it must be absolute, without "..".
               Use an absolute path.

    DNS-INVALID  lab/worker/blog: a DNS option without a name, but an option has one.
                 Name it, like ndots.

    DNS-INVALID  lab/worker/blog: search domains of 2233 characters, but a pod has room for 2048.
                 Remove some of them.

    NUMBER-ABSURD  lab/worker/blog: health.startsWithin of 5497558138880 s, but that is more than half a century.
                   Use seconds or minutes.

    HOST-INVALID  lab/worker/blog: the host "010.0.0.1", but a host is a name: the API server refuses an address.
                  Use a DNS name that leads to this address.

    NAME-INVALID  lab/worker/blog: a CSI driver with 64 characters, but its name has at most 63.
                  Use its name in the cluster."
  `);
});

test('each message about facts does so too', () => {
  const said = ['one taint twice', 'a class of devices', 'a default class that there is not', 'an ingress class', 'a label of the operator'].map((what) => {
    const given = REFUSED_FACTS[what] ?? {};
    return messages(checkFacts(facts(given), systemsOf(given)).filter(({ severity }) => severity === Severity.ERROR));
  });
  expect(said.join('\n\n')).toMatchInlineSnapshot(`
    "NODE-TAINT-INVALID  lab/nodes/w1: two taints a:NoSchedule, but a node has one of each key and effect.
                        Remove one of them.

    NODE-HARDWARE-INVALID  lab/nodes/w1: the device class "GPU", but Kubernetes accepts a-z, 0-9, "-" and ".".
                           Use the name that kubectl get deviceclass shows.

    STORAGE-CLASS-NAME  lab/storage/defaultReplicated: the storage class "slow", but the classes are fast.
                        Use the name that kubectl get storageclass shows.

    POLICY-NAME-INVALID  lab/policy/operators: ingressClass: "A B", but Kubernetes accepts a-z, 0-9, "-" and ".".
                         Use its name in the cluster.

    POLICY-NAME-INVALID  lab/policy/operators/prometheusOperator: the label release=a b, but Kubernetes accepts at most 63 letters, digits, "-", "_" and ".".
                         Correct the key or the value."
  `);
});

test('each field of Flux that it would refuse is told with its own path', () => {
  const given = { url: 'https://git.example/lab', branch: 'a..b', path: '../dist', secretName: 'My Secret', namespace: 'Flux' };
  expect(messages(checkFlux('lab/flux', given))).toMatchInlineSnapshot(`
    "FLUX-INVALID  lab/flux/branch: the branch "a..b", but Git has no branch with such a name.
                  Use the name that git branch prints.

    FLUX-INVALID  lab/flux/path: the path "../dist", but it is a folder of the repository, without "..".
                  Write it from the root of the repository.

    FLUX-INVALID  lab/flux/secretName: the Secret "My Secret", but Kubernetes accepts a-z, 0-9, "-" and ".".
                  Use its name in the cluster.

    FLUX-INVALID  lab/flux/namespace: the namespace "Flux", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                  Use the namespace of Flux."
  `);
  expect(
    ['main', 'release/1.0', 'user@host', 'a-b_c'].flatMap((branch) => checkFlux('lab/flux', { url: 'https://git.example/lab', branch, path: './dist' })),
  ).toEqual([]);
});

test('an address of Flux holds no login', () => {
  expect(messages(checkFlux('lab/flux', { url: 'https://me:word@git.example/lab' }))).toMatchInlineSnapshot(`
    "FLUX-INVALID  lab/flux/url: a login in the address, but this value would end up in Git.
                  Put it into a Secret, and name that in secretName."
  `);
  expect(checkFlux('lab/flux', { url: `https://glpat-${'a1b2c'.repeat(4)}@git.example/lab` })).toHaveLength(1);
  expect(checkFlux('lab/flux', { url: 'https://contoso@git.example/lab' })).toEqual([]);
  expect(checkFlux('lab/flux', { url: 'ssh://git@git.example/lab' })).toEqual([]);
});

test('a public value needs its reason', () => {
  expect(findingsOf(SINGLE_POD_FLEXIBLE, env('TOKEN', EnvValue.publicValue('abcdef', ' '))).map(({ code }) => code)).toEqual(['SECRET-IN-ENV']);
  expect(findingsOf(SINGLE_POD_FLEXIBLE, env('TOKEN', EnvValue.publicValue('abcdef', 'it is in the manual')))).toEqual([]);
});

test('each refusal of the API server is a finding first', () => {
  const passed = Object.entries(REFUSED).filter(([, given]) => !findingsOf(SINGLE_POD_FLEXIBLE, given).some(({ severity }) => severity === Severity.ERROR));
  expect(passed.map(([what]) => what)).toEqual([]);
});
