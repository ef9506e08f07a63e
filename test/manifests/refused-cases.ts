import type { Manifest } from '../../lib/kubernetes/manifest';
import { CONTAINER, type Fields, workload } from './support';

/** An object that the API server refuses, or whose pods or claims it refuses, and the field that it names. */
export type RefusedCase = readonly [what: string, field: string, object: Manifest];

const NAMED = { name: 'wiki', namespace: 'home' };
const LABELS = { app: 'wiki' };
const POD = { metadata: { labels: LABELS }, spec: { containers: [CONTAINER] } };
/** Its first container with these fields. */
const having = (fields: Fields, kind?: string) => workload({ containers: [{ ...CONTAINER, ...fields }] }, {}, kind);
const port = (fields: Fields) => having({ ports: [fields] });
const env = (...list: readonly unknown[]) => having({ env: list });
const resources = (fields: Fields) => having({ resources: fields });
const mounts = (...volumeMounts: readonly unknown[]) => having({ volumeMounts });
const volumes = (...list: readonly unknown[]) => workload({ volumes: list });
const probe = (fields: Fields) => having({ readinessProbe: fields });
const toleration = (fields: Fields) => workload({ tolerations: [fields] });
const spread = (fields: Fields) => workload({ topologySpreadConstraints: [SPREAD, { ...SPREAD, ...fields }].slice(1) });
const SPREAD = { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: LABELS } };
const affinity = (fields: Fields) => workload({ affinity: fields });
const nodeTerm = (term: Fields) => ({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [term] }] } },
});
const apartTerm = (term: Fields) => ({ podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } });
const template = (fields: Fields, spec: Fields = {}) => ({
  metadata: { name: 'data', ...(fields as object) },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});
const templates = (...list: readonly unknown[]) => workload({}, { volumeClaimTemplates: list }, 'StatefulSet');
const rolling = (rollingUpdate: Fields, type = 'RollingUpdate') => workload({}, { strategy: { type, rollingUpdate } });
const job = (pod: Fields = {}, spec: Fields = {}) =>
  ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: NAMED,
    spec: { ...spec, template: { spec: { restartPolicy: 'Never', containers: [CONTAINER], ...pod } } },
  }) as Manifest;
const cron = (fields: Fields, pod: Fields = {}, metadata: Fields = NAMED) =>
  ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [CONTAINER], ...pod } } } }, ...fields },
  }) as unknown as Manifest;
const pod = (fields: Fields) =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { ...NAMED, labels: LABELS }, spec: { containers: [CONTAINER], ...fields } }) as Manifest;
const claim = (fields: Fields) =>
  ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: NAMED,
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...fields },
  }) as Manifest;
const budget = (fields: Fields) =>
  ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: NAMED, spec: { selector: { matchLabels: LABELS }, ...fields } }) as Manifest;
const service = (fields: Fields) =>
  ({ apiVersion: 'v1', kind: 'Service', metadata: NAMED, spec: { selector: LABELS, ports: [{ port: 80, ...fields }] } }) as unknown as Manifest;
const OVERHEAD = { overhead: { cpu: '250m' } };
const scaler = (fields: Fields) =>
  ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: NAMED,
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'wiki' }, maxReplicas: 3, ...fields },
  }) as Manifest;
const without = (object: Manifest, ...keys: readonly string[]): Manifest => {
  const [key = '', ...rest] = keys;
  const { [key]: part, ...others } = object as unknown as Fields;
  return (rest.length === 0 ? others : { ...others, [key]: without(part as Manifest, ...rest) }) as unknown as Manifest;
};
const named = (name: string, kind = 'Deployment') => ({ ...workload({}, {}, kind), metadata: { name, namespace: 'home' } }) as Manifest;
const ofKind = (kind: string, fields: Fields, apiVersion = 'apps/v1') =>
  ({ apiVersion, kind, metadata: NAMED, spec: { selector: { matchLabels: LABELS }, template: POD, ...fields } }) as Manifest;

/** `npm run e2e -- network` tries each on a real API server. */
export const REFUSED: readonly RefusedCase[] = [
  ['a Deployment without a selector', 'spec.selector', without(workload(), 'spec', 'selector')],
  ['a StatefulSet without a selector', 'spec.selector', without(workload({}, {}, 'StatefulSet'), 'spec', 'selector')],
  ['a DaemonSet without a selector', 'spec.selector', without(ofKind('DaemonSet', {}), 'spec', 'selector')],
  ['a ReplicaSet without a selector', 'spec.selector', without(ofKind('ReplicaSet', {}), 'spec', 'selector')],
  ['an empty selector', 'spec.selector', workload({}, { selector: {} })],
  ['a selector of other labels', 'spec.template.metadata.labels', workload({}, { selector: { matchLabels: { app: 'blog' } } })],
  [
    'a selector of other labels, of a StatefulSet',
    'spec.template.metadata.labels',
    workload({}, { selector: { matchLabels: { app: 'blog' } } }, 'StatefulSet'),
  ],
  ['a Job with a selector of its own', 'spec.selector', job({}, { selector: { matchLabels: LABELS } })],
  ['overhead without a RuntimeClass, of a Pod', 'spec.overhead', pod(OVERHEAD)],
  ['overhead without a RuntimeClass, of a StatefulSet', 'spec.template.spec.overhead', workload(OVERHEAD, {}, 'StatefulSet')],
  ['a minute that is none', 'spec.schedule', cron({ schedule: '61 * * * *' })],
  ['six fields', 'spec.schedule', cron({ schedule: '0 0 3 * * *' })],
  ['a shortcut that is none', 'spec.schedule', cron({ schedule: '@nightly' })],
  ['a schedule with a time zone', 'spec.schedule', cron({ schedule: 'CRON_TZ=Europe/Berlin 0 3 * * *' })],
  ['a port of a Service above all', 'spec.ports[0].port', service({ port: 99999 })],
  ['a port of a Service of 0', 'spec.ports[0].port', service({ port: 0 })],
  ['a Service without a port', 'spec.ports[0].port', service({ port: undefined })],
  ['a target port above all', 'spec.ports[0].targetPort', service({ targetPort: 70000 })],
  ['no template', 'spec.template', without(workload(), 'spec', 'template')],
  ['no containers', 'spec.template.spec.containers', workload({ containers: [] })],
  ['no containers, of a StatefulSet', 'spec.template.spec.containers', workload({ containers: [] }, {}, 'StatefulSet')],
  ['no containers, of a Pod', 'spec.containers', pod({ containers: [] })],
  ['a container without a name', 'spec.template.spec.containers[0].name', having({ name: undefined })],
  ['a container whose name is no label', 'spec.template.spec.containers[0].name', having({ name: 'my_wiki' })],
  ['a container without an image', 'spec.template.spec.containers[0].image', having({ image: undefined })],
  ['a container without an image, of a StatefulSet', 'spec.template.spec.containers[0].image', having({ image: undefined }, 'StatefulSet')],
  [
    'a container without an image, of a DaemonSet',
    'spec.template.spec.containers[0].image',
    ofKind('DaemonSet', { template: { ...POD, spec: { containers: [{ name: 'wiki' }] } } }),
  ],
  ['a container without an image, of a CronJob', 'spec.jobTemplate.spec.template.spec.containers[0].image', cron({}, { containers: [{ name: 'wiki' }] })],
  ['two containers of one name', 'spec.template.spec.containers[1].name', workload({ containers: [CONTAINER, CONTAINER] })],
  [
    'an init container with the name of a container',
    'spec.template.spec.initContainers[0].name',
    workload({ initContainers: [{ ...CONTAINER, readinessProbe: undefined }] }),
  ],
  ['an init container with a probe', 'spec.template.spec.initContainers[0].readinessProbe', workload({ initContainers: [{ ...CONTAINER, name: 'init' }] })],
  ['replicas that are text', 'spec.replicas', workload({}, { replicas: 'two' })],
  ['replicas below zero', 'spec.replicas', workload({}, { replicas: -1 })],
  ['replicas below zero, of a StatefulSet', 'spec.replicas', workload({}, { replicas: -1 }, 'StatefulSet')],
  ['replicas that are no whole number', 'spec.replicas', workload({}, { replicas: 1.5 })],
  ['an unknown restartPolicy', 'spec.template.spec.restartPolicy', workload({ restartPolicy: 'Sometimes' })],
  ['an unknown restartPolicy of a Pod', 'spec.restartPolicy', pod({ restartPolicy: 'Sometimes' })],
  ['a Deployment of pods that do not restart', 'spec.template.spec.restartPolicy', workload({ restartPolicy: 'Never' })],
  ['a StatefulSet of pods that do not restart', 'spec.template.spec.restartPolicy', workload({ restartPolicy: 'OnFailure' }, {}, 'StatefulSet')],
  [
    'a DaemonSet of pods that do not restart',
    'spec.template.spec.restartPolicy',
    ofKind('DaemonSet', { template: { ...POD, spec: { ...POD.spec, restartPolicy: 'Never' } } }),
  ],
  ['a Job whose pods always restart', 'spec.template.spec.restartPolicy', job({ restartPolicy: 'Always' })],
  ['a Job that says nothing of restarts', 'spec.template.spec.restartPolicy', job({ restartPolicy: undefined })],
  ['a CronJob that says nothing of restarts', 'spec.jobTemplate.spec.template.spec.restartPolicy', cron({}, { restartPolicy: undefined })],
  ['a CronJob without a schedule', 'spec.schedule', cron({ schedule: undefined })],
  ['a name of more than 52 characters, of a CronJob', 'metadata.name', cron({}, {}, { name: 'a'.repeat(53), namespace: 'home' })],
  ['a name with an underscore', 'metadata.name', named('my_wiki')],
  ['a name in capitals', 'metadata.name', named('Wiki')],
  ['a name with an underscore, of a StatefulSet', 'metadata.name', named('my_wiki', 'StatefulSet')],
  ['a name with an underscore, of a claim', 'metadata.name', { ...claim({}), metadata: { name: 'my_data', namespace: 'home' } } as Manifest],
  ['a label with a space', 'metadata.labels', { ...workload(), metadata: { ...NAMED, labels: { app: 'my wiki' } } } as Manifest],
  [
    'a label of pods with a space',
    'spec.template.metadata.labels',
    ofKind('Deployment', { template: { ...POD, metadata: { labels: { ...LABELS, team: 'my team' } } } }),
  ],
  ['a port of 0', 'spec.template.spec.containers[0].ports[0].containerPort', port({ containerPort: 0 })],
  ['a port above 65535', 'spec.template.spec.containers[0].ports[0].containerPort', port({ containerPort: 65536 })],
  ['no containerPort', 'spec.template.spec.containers[0].ports[0].containerPort', port({ name: 'http' })],
  ['a port that is text', 'spec.template.spec.containers[0].ports[0].containerPort', port({ containerPort: '80' })],
  ['a host port above 65535', 'spec.template.spec.containers[0].ports[0].hostPort', port({ containerPort: 80, hostPort: 70000 })],
  ['a port name of more than 15 characters', 'spec.template.spec.containers[0].ports[0].name', port({ containerPort: 80, name: 'metrics-exporter' })],
  ['a port name in capitals', 'spec.template.spec.containers[0].ports[0].name', port({ containerPort: 80, name: 'HTTP' })],
  ['a port name of digits', 'spec.template.spec.containers[0].ports[0].name', port({ containerPort: 80, name: '80' })],
  [
    'two ports of one name',
    'spec.template.spec.containers[0].ports[1].name',
    having({
      ports: [
        { containerPort: 80, name: 'web' },
        { containerPort: 81, name: 'web' },
      ],
    }),
  ],
  ['a protocol in small letters', 'spec.template.spec.containers[0].ports[0].protocol', port({ containerPort: 80, protocol: 'tcp' })],
  [
    'another host port on the network of the node',
    'spec.template.spec.containers[0].ports[0].hostPort',
    workload({ hostNetwork: true, containers: [{ ...CONTAINER, ports: [{ containerPort: 80, hostPort: 81 }] }] }),
  ],
  ['a mount of no volume', 'spec.template.spec.containers[0].volumeMounts[0].name', mounts({ name: 'data', mountPath: '/data' })],
  [
    'a mount of no volume, of a StatefulSet',
    'spec.template.spec.containers[0].volumeMounts[0].name',
    having({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }, 'StatefulSet'),
  ],
  [
    'a mount without a path',
    'spec.template.spec.containers[0].volumeMounts[0].mountPath',
    workload({ volumes: [{ name: 'data', emptyDir: {} }], containers: [{ ...CONTAINER, volumeMounts: [{ name: 'data' }] }] }),
  ],
  [
    'two mounts at one path',
    'spec.template.spec.containers[0].volumeMounts[1].mountPath',
    workload({
      volumes: [{ name: 'data', emptyDir: {} }],
      containers: [
        {
          ...CONTAINER,
          volumeMounts: [
            { name: 'data', mountPath: '/data' },
            { name: 'data', mountPath: '/data' },
          ],
        },
      ],
    }),
  ],
  ['two volumes of one name', 'spec.template.spec.volumes[1].name', volumes({ name: 'data', emptyDir: {} }, { name: 'data', emptyDir: {} })],
  ['a volume without a name', 'spec.template.spec.volumes[0].name', volumes({ emptyDir: {} })],
  ['a volume whose name is no label', 'spec.template.spec.volumes[0].name', volumes({ name: 'my.data', emptyDir: {} })],
  ['a volume of two types', 'spec.template.spec.volumes[0]', volumes({ name: 'data', emptyDir: {}, hostPath: { path: '/srv' } })],
  ['a volume of a claim without a name', 'spec.template.spec.volumes[0].persistentVolumeClaim.claimName', volumes({ name: 'data', persistentVolumeClaim: {} })],
  ['a host path without a path', 'spec.template.spec.volumes[0].hostPath.path', volumes({ name: 'data', hostPath: {} })],
  ['an unknown type of a host path', 'spec.template.spec.volumes[0].hostPath.type', volumes({ name: 'data', hostPath: { path: '/srv', type: 'Folder' } })],
  ['a variable without a name', 'spec.template.spec.containers[0].env[0].name', env({ value: 'x' })],
  ['a variable that is a number', 'spec.template.spec.containers[0].env[0].value', env({ name: 'PORT', value: 8080 })],
  [
    'a variable with a value from two places',
    'spec.template.spec.containers[0].env[0].valueFrom',
    env({ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
  ],
  ['a quantity with a space', 'spec.template.spec.containers[0].resources.requests.memory', resources({ requests: { memory: '64 Mi' } })],
  ['a quantity of megabytes', 'spec.template.spec.containers[0].resources.limits.memory', resources({ limits: { memory: '64MB' } })],
  ['a quantity below zero', 'spec.template.spec.containers[0].resources.requests[cpu]', resources({ requests: { cpu: '-1' } })],
  [
    'a request above its limit',
    'spec.template.spec.containers[0].resources.requests',
    resources({ requests: { memory: '128Mi' }, limits: { memory: '64Mi' } }),
  ],
  [
    'a request of a device that is not its limit',
    'spec.template.spec.containers[0].resources.requests',
    resources({ requests: { 'example.org/gpu': 1 }, limits: { 'example.org/gpu': 2 } }),
  ],
  ['half a device', 'spec.template.spec.containers[0].resources.limits[example.org/gpu]', resources({ limits: { 'example.org/gpu': '0.5' } })],
  ['a request of a resource without a domain', 'spec.template.spec.containers[0].resources.requests[mem]', resources({ requests: { mem: '1Gi' } })],
  ['a probe of two kinds', 'spec.template.spec.containers[0].readinessProbe', probe({ tcpSocket: { port: 80 }, exec: { command: ['true'] } })],
  ['a probe of no kind', 'spec.template.spec.containers[0].readinessProbe', probe({ periodSeconds: 10 })],
  [
    'a liveness probe that wants two successes',
    'spec.template.spec.containers[0].livenessProbe.successThreshold',
    having({ livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } }),
  ],
  ['a probe of a port above 65535', 'spec.template.spec.containers[0].readinessProbe.tcpSocket.port', probe({ tcpSocket: { port: 70000 } })],
  ['a toleration of no key that is no Exists', 'spec.template.spec.tolerations[0].operator', toleration({ operator: 'Equal', value: 'x' })],
  ['a toleration with Exists and a value', 'spec.template.spec.tolerations[0].operator', toleration({ key: 'a', operator: 'Exists', value: 'x' })],
  [
    'tolerationSeconds of another effect',
    'spec.template.spec.tolerations[0].effect',
    toleration({ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 30 }),
  ],
  ['tolerationSeconds of no effect', 'spec.template.spec.tolerations[0].effect', toleration({ key: 'a', operator: 'Exists', tolerationSeconds: 30 })],
  ['a spread without maxSkew', 'spec.template.spec.topologySpreadConstraints[0].maxSkew', spread({ maxSkew: undefined })],
  ['a spread without a key', 'spec.template.spec.topologySpreadConstraints[0].topologyKey', spread({ topologyKey: undefined })],
  ['a spread that does not say what if not', 'spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable', spread({ whenUnsatisfiable: undefined })],
  ['minDomains of a soft spread', 'spec.template.spec.topologySpreadConstraints[0].minDomains', spread({ whenUnsatisfiable: 'ScheduleAnyway', minDomains: 2 })],
  ['two spreads over the same', 'spec.template.spec.topologySpreadConstraints[0]', workload({ topologySpreadConstraints: [SPREAD, SPREAD] })],
  [
    'an anti-affinity without a key',
    'spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey',
    affinity(apartTerm({ labelSelector: { matchLabels: LABELS } })),
  ],
  [
    'a node affinity of no terms',
    'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
    affinity({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } }),
  ],
  [
    'a node affinity of In without values',
    'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values',
    affinity(nodeTerm({ key: 'disk', operator: 'In' })),
  ],
  [
    'a node affinity of Exists with values',
    'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values',
    affinity(nodeTerm({ key: 'disk', operator: 'Exists', values: ['ssd'] })),
  ],
  ['Recreate with the fields of a rolling update', 'spec.strategy.rollingUpdate', rolling({ maxSurge: 1 }, 'Recreate')],
  ['a rolling update that can never begin', 'spec.strategy.rollingUpdate.maxUnavailable', rolling({ maxSurge: 0, maxUnavailable: 0 })],
  ['a rolling update of more than all', 'spec.strategy.rollingUpdate.maxUnavailable', rolling({ maxUnavailable: '150%' })],
  ['a rolling update of words', 'spec.strategy.rollingUpdate.maxSurge', rolling({ maxSurge: 'half' })],
  ['an unknown strategy', 'spec.strategy.type', workload({}, { strategy: { type: 'Rolling' } })],
  ['an unknown podManagementPolicy', 'spec.podManagementPolicy', workload({}, { podManagementPolicy: 'Ordered' }, 'StatefulSet')],
  ['a claim template without accessModes', 'spec.volumeClaimTemplates[0].spec.accessModes', templates(template({}, { accessModes: undefined }))],
  ['a claim template without a size', 'spec.volumeClaimTemplates[0].spec.resources[storage]', templates(template({}, { resources: undefined }))],
  ['a claim without accessModes', 'spec.accessModes', claim({ accessModes: undefined })],
  ['a claim without a size', 'spec.resources[storage]', claim({ resources: { requests: { memory: '1Gi' } } })],
  ['a claim of an unknown access mode', 'spec.accessModes[0]', claim({ accessModes: ['RWO'] })],
  ['a claim for one pod and for one node', 'spec.accessModes', claim({ accessModes: ['ReadWriteOnce', 'ReadWriteOncePod'] })],
  ['a claim of zero', 'spec.resources[storage]', claim({ resources: { requests: { storage: '0' } } })],
  ['a budget of two kinds', 'spec', budget({ minAvailable: 1, maxUnavailable: 1 })],
  ['a budget below zero', 'spec.minAvailable', budget({ minAvailable: -1 })],
  ['a budget of words', 'spec.maxUnavailable', budget({ maxUnavailable: 'one' })],
  ['an autoscaler without a maximum', 'spec.maxReplicas', scaler({ maxReplicas: undefined })],
  ['an autoscaler with more at least than at most', 'spec.maxReplicas', scaler({ minReplicas: 5 })],
];

/** What looks as if the server refused it, and is accepted. */
export const ACCEPTED: readonly (readonly [what: string, object: Manifest])[] = [
  ['a Deployment', workload()],
  ['a StatefulSet without a serviceName', workload({}, {}, 'StatefulSet')],
  [
    'a StatefulSet with a claim template',
    workload({ containers: [{ ...CONTAINER, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] }, { volumeClaimTemplates: [template({})] }, 'StatefulSet'),
  ],
  ['a ReplicationController without a selector', without(ofKind('ReplicationController', {}, 'v1'), 'spec', 'selector')],
  ['a name of labels', named('wiki.example.org')],
  ['a name that begins with a digit', named('1wiki')],
  ['a name of 100 characters', named('a'.repeat(100))],
  ['a volume of no type', volumes({ name: 'data' })],
  ['a volume of null', volumes({ name: 'data', emptyDir: null })],
  ['two ports of one number', having({ ports: [{ containerPort: 80 }, { containerPort: 80 }] })],
  ['a host port of 0', port({ containerPort: 80, hostPort: 0 })],
  ['a limit without a request', resources({ limits: { memory: '64Mi' } })],
  ['amounts that are numbers', resources({ requests: { cpu: 0.5, memory: 67108864 } })],
  ['amounts with spaces around', resources({ requests: { cpu: ' 1 ' } })],
  ['memory in thousandths', resources({ requests: { memory: '64000m' } })],
  ['amounts with an exponent', resources({ requests: { memory: '64e6' } })],
  ['fields of null', workload({ affinity: null, volumes: null }, { replicas: null })],
  ['a variable without a value', env({ name: 'A' })],
  ['a variable with a dot', env({ name: 'a.b' })],
  ['two variables of one name', env({ name: 'A', value: '1' }, { name: 'A', value: '2' })],
  ['a toleration of everything', toleration({ operator: 'Exists' })],
  ['tolerationSeconds below zero', toleration({ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: -1 })],
  ['two spreads over the same, hard and soft', workload({ topologySpreadConstraints: [SPREAD, { ...SPREAD, whenUnsatisfiable: 'ScheduleAnyway' }] })],
  ['a rolling update without a type', workload({}, { strategy: { rollingUpdate: { maxSurge: 1 } } })],
  ['no more than one may be missing, of one', rolling({ maxSurge: 0 })],
  ['a surge of more than all', rolling({ maxSurge: '200%' })],
  ['a probe of the name of no port', probe({ httpGet: { path: '/', port: 'nowhere' } })],
  [
    'a mount at one path in two containers',
    workload({
      volumes: [{ name: 'data', emptyDir: {} }],
      containers: [CONTAINER, { ...CONTAINER, name: 'other' }].map((one) => ({ ...one, volumeMounts: [{ name: 'data', mountPath: '/data' }] })),
    }),
  ],
  ['a sidecar with a probe', workload({ initContainers: [{ ...CONTAINER, name: 'side', restartPolicy: 'Always' }] })],
  ['a Job', job()],
  ['a Job that restarts on failure', job({ restartPolicy: 'OnFailure' })],
  ['overhead of nothing', pod({ overhead: null })],
  ['a shortcut', cron({ schedule: '@daily' })],
  ['a time between two runs', cron({ schedule: '@every 6h' })],
  ['a schedule with names', cron({ schedule: '*/15 3-5 ? jan,JUL mon-fri' })],
  ['a schedule of a day that is not', cron({ schedule: '0 0 31 2 *' })],
  ['a Service', service({ targetPort: 'http' })],
  ['a target port of 0', service({ targetPort: 0 })],
  ['a CronJob', cron({})],
  ['a Pod', pod({})],
  ['a claim', claim({})],
  ['a claim of ReadWriteOncePod', claim({ accessModes: ['ReadWriteOncePod'] })],
  ['a budget', budget({ maxUnavailable: '50%' })],
  ['a budget of neither', budget({})],
  ['an autoscaler', scaler({})],
  ['an autoscaler with as many at least as at most', scaler({ minReplicas: 3 })],
  ['labels without a value', { ...workload(), metadata: { ...NAMED, labels: { app: '' } } } as Manifest],
];
