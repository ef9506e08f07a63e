import {
  Allow,
  type Cluster,
  GenericDevicePlugin,
  handbrake,
  homeAssistant,
  Image,
  jellyfin,
  Mount,
  PodSecurityLevel,
  ScheduledJob,
  SinglePod,
  SinglePodPinned,
  type SinglePodPinnedProps,
  TaintEffect,
  Volume,
  type WorkloadProps,
  ZigbeeAdapter,
  ZigbeeCoordinator,
  zigbee2Mqtt,
  zwaveJsUi,
} from '../../lib';
import { lab } from '../lab';
import { appProps, control, messages, RESOURCES, worker } from '../support';

const STICK = { name: 'stick', path: '/dev/serial/by-id/usb-1', group: 20 };
const GPU = { name: 'gpu', path: '/dev/dri', isDirectory: true, group: 44 };
const TAINT = { key: 'lab.example/quiet', effect: TaintEffect.NO_SCHEDULE };
const NODES = [worker('w1', { devices: [STICK, GPU], taints: [TAINT] }), worker('w2'), worker('w3'), control('c1')];
const opens = { security: { allow: [Allow.devices('it opens its devices')] } };
const radio = { ...opens, volumes: [Volume.device('stick', '/dev/radio')] };

interface Container {
  readonly name: string;
  readonly resources: { readonly limits: { readonly [name: string]: number | string }; readonly requests: object };
  readonly securityContext: { readonly privileged?: boolean; readonly capabilities: object };
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly args?: readonly string[];
}
interface Pod {
  readonly containers: readonly [Container];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly object[];
  readonly affinity: object;
  readonly tolerations: readonly object[];
  readonly priorityClassName: string;
  readonly securityContext: object;
}
type App = SinglePod | GenericDevicePlugin | ScheduledJob;

function podOf(app: App, kind = 'Deployment'): Pod {
  return (app.object(kind).toJson() as { spec: { template: { spec: Pod } } }).spec.template.spec;
}

/** A cluster with devices on w1, and a plugin for them or none. */
function plugged(withPlugin = true, nodes = NODES): { readonly cluster: Cluster; readonly plugin: GenericDevicePlugin | undefined } {
  const cluster = lab({ nodes });
  return { cluster, plugin: withPlugin ? new GenericDevicePlugin(cluster.workers, 'devices') : undefined };
}

function pinned(cluster: Cluster, name: string, props: Partial<SinglePodPinnedProps>): SinglePodPinned {
  return new SinglePodPinned(cluster.workers, name, appProps(props));
}

test('an app with a device requests it, and is an ordinary pod on the node that has it', () => {
  const { cluster } = plugged();
  const app = pinned(cluster, 'radio', radio);
  expect(messages(cluster.verdict().open)).toBe('');
  const { containers, volumes, affinity, securityContext } = podOf(app);
  const [{ resources, securityContext: own, volumeMounts }] = containers;
  expect(resources.limits['squat.ai/stick']).toBe(1);
  expect(resources.requests).toMatchObject({ 'squat.ai/stick': 1 });
  expect(own).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  expect([volumes, volumeMounts]).toEqual([undefined, undefined]);
  expect(securityContext).toMatchObject({ runAsUser: 65532, supplementalGroups: [20] });
  expect(JSON.stringify(affinity)).toContain('"values":["w1"]');
  expect(app.plan?.securityLevel).toEqual({ value: PodSecurityLevel.RESTRICTED, why: 'it needs nothing beyond that' });
});

test('without the plugin it mounts the path of the device, privileged, and still drops all capabilities in writing', () => {
  const { cluster } = plugged(false);
  const app = pinned(cluster, 'radio', radio);
  expect(messages(cluster.verdict().open)).toBe('');
  const { containers, volumes } = podOf(app);
  expect(containers[0].securityContext).toEqual({
    privileged: true,
    allowPrivilegeEscalation: true,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(containers[0].resources.limits['squat.ai/stick']).toBeUndefined();
  expect(volumes).toEqual([{ name: 'stick', hostPath: { path: '/dev/serial/by-id/usb-1', type: 'CharDevice' } }]);
  expect(app.plan?.securityLevel.value).toBe(PodSecurityLevel.PRIVILEGED);
});

test('the plugin runs on the nodes with devices only, and needs little there', () => {
  const { cluster, plugin } = plugged();
  expect(messages(cluster.verdict().open)).toBe('');
  expect(plugin?.plan?.placement.value.nodes).toEqual(['w1']);
  const { containers, volumes, tolerations, priorityClassName } = podOf(plugin as GenericDevicePlugin, 'DaemonSet');
  expect(priorityClassName).toBe('system-node-critical');
  expect(tolerations).toContainEqual({ key: 'lab.example/quiet', operator: 'Exists', effect: 'NoSchedule' });
  expect(containers[0]).toMatchObject({
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    resources: { requests: { cpu: '20m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    volumeMounts: [{ mountPath: '/var/lib/kubelet/device-plugins' }, { mountPath: '/dev', readOnly: true }],
    terminationMessagePath: '/termination-log',
  });
  expect(containers[0].securityContext.privileged).toBeUndefined();
  expect(volumes).toEqual([
    { name: 'var-lib-kubelet-device-plugins', hostPath: { path: '/var/lib/kubelet/device-plugins', type: 'Directory' } },
    { name: 'dev', hostPath: { path: '/dev', type: 'Directory' } },
  ]);
});

test('it offers each device at every path that an app wants, as often as the facts say, whatever is declared first', () => {
  const cluster = lab({ nodes: [worker('w1', { devices: [{ ...STICK, pods: 2 }, GPU] }), worker('w2'), worker('w3'), control('c1')] });
  pinned(cluster, 'radio', radio);
  const plugin = new GenericDevicePlugin(cluster.workers, 'devices');
  pinned(cluster, 'other', { ...opens, volumes: [Volume.device('stick')], mounts: [Mount.of(Volume.device('stick'), '/dev/ttyUSB0')] });
  expect(messages(cluster.verdict().open)).toBe('');
  const path = '/dev/serial/by-id/usb-1';
  expect(podOf(plugin, 'DaemonSet').containers[0].args?.map((arg) => (arg.startsWith('{') ? JSON.parse(arg) : arg))).toEqual([
    '--device',
    {
      name: 'stick',
      groups: [{ count: 2, paths: ['/dev/radio', path, '/dev/ttyUSB0'].map((mountPath) => ({ path, mountPath, permissions: 'rw' })) }],
    },
    '--device',
    { name: 'gpu', groups: [{ count: 1, paths: [{ path: '/dev/dri', mountPath: '/dev/dri', permissions: 'rw' }] }] },
  ]);
});

test('two apps on a device for one pod are too many', () => {
  const { cluster } = plugged();
  for (const name of ['radio', 'other']) pinned(cluster, name, radio);
  expect(messages(cluster.verdict().open)).toMatchInlineSnapshot(`
    "HARDWARE-EXCEEDED  lab/nodes/w1: 2 squat.ai/stick requested by 2 apps (other and radio), but w1 has 1.
                       Set pods of the device in the facts, if so many can share it, or remove it from an app."
  `);
});

test('a number of pods is a whole one', () => {
  const { cluster } = plugged(true, [worker('w1', { devices: [{ ...STICK, pods: 0 }] }), worker('w2'), worker('w3'), control('c1')]);
  expect(messages(cluster.verdict().open)).toMatchInlineSnapshot(`
    "NODE-HARDWARE-INVALID  lab/nodes/w1: the device stick for 0 pods, but that is a whole number of at least 1.
                           Set how many pods may have it at once, or leave it out for one."
  `);
});

test('what the plugin does not know stays closed to ordinary containers', () => {
  const { cluster } = plugged();
  pinned(cluster, 'radio', { ...opens, node: { name: 'w1', reason: 'the scanner is there' }, volumes: [Volume.hostPath('/dev/snd')] });
  expect(messages(cluster.verdict().open)).toMatchInlineSnapshot(`
    "DEVICE-CLOSED  lab/worker/radio: the device /dev/snd in an unprivileged container, but the container runtime lets only privileged containers open device files.
                   Declare it among the devices of its node and use Volume.device, so that the device plugin gives it to the app, or add Allow.privileged(reason)."
  `);
});

test('an init container has the device only if it mounts it, and a sidecar likewise', () => {
  const device = Volume.device('stick', '/dev/radio');
  const { cluster } = plugged(true, [worker('w1', { devices: [{ ...STICK, pods: 2 }] }), worker('w2'), worker('w3'), control('c1')]);
  const app = pinned(cluster, 'radio', {
    ...radio,
    initContainers: [{ name: 'prepare' }, { name: 'flash', mounts: [Mount.of(device)] }],
    sidecars: [{ name: 'relay', image: Image.of('ghcr.io/example/relay', '1.0.0'), resources: RESOURCES, mounts: [Mount.of(device)] }],
  });
  expect(messages(cluster.verdict().open)).toBe('');
  const { initContainers = [], containers } = podOf(app);
  expect([...initContainers, ...containers].map(({ name, resources }) => [name, resources.limits['squat.ai/stick']])).toEqual([
    ['prepare', undefined],
    ['flash', 1],
    ['relay', 1],
    ['radio', 1],
  ]);
});

test('a job with a device requests it too', () => {
  const { cluster } = plugged();
  const job = new ScheduledJob(cluster.workers, 'scan', { ...appProps(radio), schedule: '@daily' });
  expect(messages(cluster.verdict().open)).toBe('');
  const { jobTemplate } = (job.object('CronJob').toJson() as { spec: { jobTemplate: { spec: { template: { spec: Pod } } } } }).spec;
  expect(jobTemplate.spec.template.spec.containers[0].resources.limits['squat.ai/stick']).toBe(1);
});

const host = 'app.home.example';
const media = Volume.nfs('/media', { server: 'nas.lab.example', path: '/media' });
const APPS: readonly (readonly [name: string, props: WorkloadProps, level: PodSecurityLevel])[] = [
  ['zwave', zwaveJsUi({ host, stick: 'stick' }), PodSecurityLevel.RESTRICTED],
  [
    'zigbee',
    zigbee2Mqtt({ host, mqtt: 'mqtt://mosquitto.mosquitto:1883', coordinator: ZigbeeCoordinator.stick('stick', ZigbeeAdapter.EMBER) }),
    PodSecurityLevel.RESTRICTED,
  ],
  ['home-assistant', homeAssistant({ host, devices: ['stick', 'gpu'] }), PodSecurityLevel.RESTRICTED],
  ['jellyfin', jellyfin({ host, media, devices: ['gpu'] }), PodSecurityLevel.BASELINE],
  ['handbrake', handbrake({ host, media, devices: ['gpu'] }), PodSecurityLevel.BASELINE],
];

test.each(APPS)('%s is privileged with a path of the node, and at the level that it needs itself with the plugin', (name, props, level) => {
  for (const withPlugin of [false, true]) {
    const { cluster } = plugged(withPlugin);
    const app = new SinglePod(cluster.workers, name, props);
    expect(messages(cluster.verdict().open)).toBe('');
    expect(app.plan?.securityLevel.value).toBe(withPlugin ? level : PodSecurityLevel.PRIVILEGED);
    expect(app.plan?.placement.value.nodes).toEqual(['w1']);
    expect(podOf(app).containers[0].securityContext.privileged).toBe(withPlugin ? undefined : true);
    expect(podOf(app).containers[0].securityContext.capabilities).toMatchObject({ drop: ['ALL'] });
  }
});
