import { EnvFrom, EnvValue } from '../../../lib/availability/ask/container/env';
import { Probe } from '../../../lib/availability/ask/container/health';
import { Mount, MountPropagation } from '../../../lib/availability/ask/container/mount';
import { Port } from '../../../lib/availability/ask/network/port';
import { Patch } from '../../../lib/availability/ask/patch';
import { PreStop } from '../../../lib/availability/ask/pod';
import { Image } from '../../../lib/availability/ask/reference/image';
import { Volume } from '../../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../../lib/availability/ask/workload';
import { Duration, Size } from '../../../lib/cluster/units';
import { type AnyAppProps, controlPlane, facts, factsOf, findingsOf, RESOURCES, worker } from '../../support';
import { type Cases, ofClass } from '../case';

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED } = AvailabilityClass;
const flexible = ofClass(SINGLE_POD_FLEXIBLE);

const DIGEST = `sha256:${'0'.repeat(64)}`;
const SCRATCH = Volume.scratch('/tmp', Size.mib(8));
const PHOTOS = Volume.hostPath('/photos', { onEveryNode: 'the same photos' });
const HTTP = { ports: [Port.http(8080)] };
const SLEEPS = { preStop: PreStop.sleep(Duration.seconds(5)) };
const IGNORED = { podAnnotations: { 'drbd.linbit.com/ignore-fail-over': '' } };
const GPU_NODES = factsOf([1, 2, 3].map((number) => worker(`w${number}`, { extendedResources: { 'amd.com/gpu': 1 } })));

const image = (repository: string, tag: string, digest?: string) => ({ image: Image.of(repository, tag, digest) });
const images = (policy: object) => facts({ policy: { images: policy } });
const without = (prop: 'image' | 'resources') => ({ [prop]: undefined }) as Partial<AnyAppProps>;
const inits = (...names: string[]) => ({ initContainers: names.map((name) => ({ name })) });
const asking = (resources: object) => ({ resources: { ...RESOURCES, ...resources } });
const scratchAt = (...paths: string[]) => ({ volumes: paths.map((path, index) => Volume.scratch(path, Size.mib(8)).named(`scratch-${index}`)) });
const subPath = (path: string) => ({ volumes: [SCRATCH], mounts: [Mount.of(SCRATCH, '/cache', { subPath: path })] });
const propagating = (propagation: MountPropagation) => ({ volumes: [PHOTOS], mounts: [Mount.of(PHOTOS, '/mnt', { propagation })] });
const inMemory = (mib: number) => ({ volumes: [Volume.memory('/cache', Size.mib(mib))] });
const kubernetes = (version: string) => facts({ controlPlane: controlPlane({ version }) });
const env = (name: string, value: EnvValue) => ({ env: { [name]: value } });
const patch = (reason: string) => ({ patches: [Patch.add('Deployment', '/spec/minReadySeconds', 2, reason)] });

export const POD_CASES = {
  'IMAGE-MISSING': flexible([without('image')], [{}]),
  'IMAGE-INVALID': flexible([image('ghcr.io/Example/blog', '1.2.3')], [image('ghcr.io/example/blog', '1.2.3')]),
  'IMAGE-UNPINNED': flexible([image('ghcr.io/example/blog', 'latest')], [image('ghcr.io/example/blog', 'latest', DIGEST)]),
  'IMAGE-WITHOUT-DIGEST': flexible(
    [image('ghcr.io/example/blog', '1.2.3'), images({ requireDigest: true })],
    [image('ghcr.io/example/blog', '1.2.3', DIGEST), images({ requireDigest: true })],
  ),
  'IMAGE-REGISTRY': flexible(
    [image('quay.io/example/blog', '1.2.3'), images({ registries: ['ghcr.io'] })],
    [image('ghcr.io/example/blog', '1.2.3'), images({ registries: ['ghcr.io'] })],
  ),
  'NAME-INVALID': flexible([{ name: 'my_blog' }], [{ name: 'my-blog' }]),
  'NUMBER-ABSURD': flexible([{ terminationGrace: Duration.forever() }], [{ terminationGrace: Duration.hours(1) }]),
  'GRACE-ZERO': flexible(
    [{ volumes: [Volume.data('/data', { size: Size.gib(1) })], terminationGrace: Duration.seconds(0) }],
    [{ volumes: [SCRATCH], terminationGrace: Duration.seconds(0) }],
  ),
  'START-TOO-LONG': flexible(
    [{ network: HTTP, health: { usualStart: Duration.minutes(4), startsWithin: Duration.minutes(1) } }],
    [{ network: HTTP, health: { usualStart: Duration.minutes(1), startsWithin: Duration.minutes(1) } }],
  ),
  'LABEL-INVALID': flexible([{ podLabels: { 'app.kubernetes.io/tier': 'web' } }], [{ podLabels: { 'lab.example/tier': 'web' } }]),
  'ANNOTATION-AGAINST-CLASS': {
    fires: () => findingsOf(SINGLE_POD_FLEXIBLE, IGNORED),
    silent: () => findingsOf(SINGLE_POD_PINNED, { ...IGNORED, node: { name: 'w1', reason: 'it is the quiet one' } }),
  },
  'INIT-DUPLICATE': flexible([inits('migrate', 'migrate')], [inits('migrate', 'seed')]),
  'POST-START-INVALID': flexible([{ postStart: [] }], [{ postStart: ['true'] }]),
  'PRE-STOP-INVALID': flexible([{ preStop: PreStop.sleep(Duration.seconds(30)) }], [{ preStop: PreStop.sleep(Duration.seconds(29)) }]),
  'KUBERNETES-TOO-OLD': flexible([SLEEPS, kubernetes('1.29.9')], [SLEEPS, kubernetes('1.30.0')]),
  'RESOURCES-MISSING': flexible([without('resources')], [{}]),
  'RESOURCES-WITHOUT-LIMIT': flexible([asking({ memoryLimit: undefined })], [{}]),
  'INIT-MEMORY-UNSAID': flexible(
    [{ ...asking({ memory: Size.mib(257), memoryLimit: Size.mib(512) }), ...inits('migrate') }],
    [{ ...asking({ memory: Size.mib(256), memoryLimit: Size.mib(512) }), ...inits('migrate') }],
  ),
  'ENV-SET-INVALID': flexible([{ envFrom: [EnvFrom.values('settings', {})] }], [{ envFrom: [EnvFrom.values('settings', { MODE: 'dark' })] }]),
  'CHOICE-WITHOUT-REASON': flexible(
    [{ network: HTTP, health: { readiness: Probe.none(' ') } }],
    [{ network: HTTP, health: { readiness: Probe.none('it takes each connection for a client') } }],
  ),
  'RESOURCES-ABSURD': flexible([asking({ memory: Size.mib(3) })], [asking({ memory: Size.mib(4) })]),
  'HARDWARE-INVALID': flexible([asking({ extended: { gpu: 1 } }), GPU_NODES], [asking({ extended: { 'amd.com/gpu': 1 } }), GPU_NODES]),
  'PROBE-INVALID': flexible([{ health: { readiness: Probe.exec() } }], [{ health: { readiness: Probe.exec('true') } }]),
  'PROBE-WITHOUT-PORT': flexible(
    [{ health: { readiness: Probe.tcp('web') }, network: { ports: [Port.http(8080)] } }],
    [{ health: { readiness: Probe.tcp('http') }, network: { ports: [Port.http(8080)] } }],
  ),
  'SECRET-IN-PROBE': flexible(
    [{ network: { ports: [Port.http(80)] }, health: { readiness: Probe.http('/', undefined, { headers: { Authorization: 'Basic YWRtaW46aHVudGVyMg==' } }) } }],
    [{ network: { ports: [Port.http(80)] }, health: { readiness: Probe.http('/', undefined, { headers: { Host: 'blog.example' } }) } }],
  ),
  'SECRET-IN-METADATA': flexible(
    [{ podAnnotations: { 'example.com/widget.password': 'hunter2' } }],
    [{ podAnnotations: { 'example.com/auth-secret': 'blog', 'example.com/password-file': '/run/secrets/blog' } }],
  ),
  'KEY-INVALID': flexible(
    [{ env: { A: EnvValue.fromSecret({ secretName: 'blog', key: 'a b' }) } }],
    [{ env: { A: EnvValue.fromSecret({ secretName: 'blog', key: '.dockerconfigjson' }) } }],
  ),
  'ENV-NAME-INVALID': flexible([env('1ST', EnvValue.of('yes'))], [env('FIRST', EnvValue.of('yes'))]),
  'NUL-CHARACTER': flexible([env('LIST', EnvValue.of('a\0b'))], [env('LIST', EnvValue.of('a\x1b[0m\tb\n'))]),
  'ENV-FIELD-INVALID': flexible([env('NODE', EnvValue.fromField('spec.nodename'))], [env('NODE', EnvValue.fromField('spec.nodeName'))]),
  'SECRET-IN-ENV': flexible([env('DB_PASSWORD', EnvValue.of('hunter2'))], [env('DB_PASSWORD', EnvValue.publicValue('hunter2', 'a demo'))]),
  'SECRET-IN-ARGS': flexible([{ args: ['--password=hunter2'] }], [{ args: ['--password=$(PASSWORD)'] }]),
  'PUBLIC-TEXT-INVALID': flexible(
    [{ args: ['--password=hunter2'], publicTexts: { hunter2: ' ' } }],
    [{ args: ['--password=hunter2'], publicTexts: { hunter2: 'a demo' } }],
  ),
  'PUBLIC-TEXT-UNUSED': flexible([{ publicTexts: { hunter2: 'a demo' } }], [{ args: ['--password=hunter2'], publicTexts: { hunter2: 'a demo' } }]),
  'MOUNT-CLASH': flexible([scratchAt('/cache', '/cache/')], [scratchAt('/cache', '/cache2')]),
  'MOUNT-INVALID': flexible([scratchAt('cache')], [scratchAt('/cache')]),
  'MOUNT-UNDECLARED': flexible([{ mounts: [Mount.of(SCRATCH, '/cache')] }], [{ volumes: [SCRATCH], mounts: [Mount.of(SCRATCH, '/cache')] }]),
  'MOUNT-SUBPATH': flexible([subPath('../thumbs')], [subPath('thumbs')]),
  'MOUNT-PROPAGATION': flexible([propagating(MountPropagation.BIDIRECTIONAL)], [propagating(MountPropagation.HOST_TO_CONTAINER)]),
  'MEMORY-VOLUME-OVER-LIMIT': flexible([inMemory(129)], [inMemory(128)]),
  'DNS-INVALID': flexible([{ dns: { nameservers: ['router.lab'] } }], [{ dns: { nameservers: ['192.168.1.1'] } }]),
  'PATCH-WITHOUT-REASON': flexible([patch(' ')], [patch('a test')]),
} satisfies Cases;
