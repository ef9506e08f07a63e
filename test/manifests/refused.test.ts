import type { Manifest } from '../../lib/kubernetes/manifest';
import { controlPlane } from '../support';
import { ACCEPTED, REFUSED } from './refused-cases';
import { CONTAINER, checking, workload } from './support';

const { report, said } = checking({});
const of = (object: Manifest, code = 'MANIFEST-REFUSED') => report([object]).findings.filter((one) => one.code === code);

test.each(REFUSED)('%s is refused, at %s', (_, field, object) => {
  expect(of(object).map(({ given }) => given.split(' at ').at(-1))).toContain(field);
});

test.each(ACCEPTED)('%s is not', (_, object) => {
  expect(of(object)).toEqual([]);
});

test('each is said once, with where it is, and how the API server names it', () => {
  const seen = REFUSED.map(([what, , object]) => [what, ...of(object).map(({ given, allowed, fix }) => `${given}, ${allowed}. ${fix}`)].join('\n  '));
  expect(`\n${seen.join('\n')}\n`).toMatchInlineSnapshot(`
"
a Deployment without a selector
  nothing at spec.selector, but the API server wants labels of its pods, and refuses this. Write them under matchLabels.
a StatefulSet without a selector
  nothing at spec.selector, but the API server wants labels of its pods, and refuses this. Write them under matchLabels.
a DaemonSet without a selector
  nothing at spec.selector, but the API server wants labels of its pods, and refuses this. Write them under matchLabels.
a ReplicaSet without a selector
  nothing at spec.selector, but the API server wants labels of its pods, and refuses this. Write them under matchLabels.
an empty selector
  an empty selector at spec.selector, but the API server wants labels of its pods, and refuses this. Write them under matchLabels.
a selector of other labels
  {"app":"wiki"} at spec.template.metadata.labels, but the API server wants the labels that spec.selector asks for, and refuses this. Give both the same labels.
a selector of other labels, of a StatefulSet
  {"app":"wiki"} at spec.template.metadata.labels, but the API server wants the labels that spec.selector asks for, and refuses this. Give both the same labels.
a Job with a selector of its own
  a selector at spec.selector, but the API server wants none, because it makes one itself, and refuses this. Remove it.
overhead without a RuntimeClass, of a Pod
  {"cpu":"250m"} at spec.overhead, but the API server wants none without a runtimeClassName, and refuses this. Remove it, or name the RuntimeClass that has it.
overhead without a RuntimeClass, of a StatefulSet
  {"cpu":"250m"} at spec.template.spec.overhead, but the API server wants none without a runtimeClassName, and refuses its pods. Remove it, or name the RuntimeClass that has it.
a minute that is none
  "61 * * * *" at spec.schedule, but the API server wants five fields, a shortcut such as @daily, or @every 6h, and refuses this. Correct it: the minute goes from 0 to 59, written like 5, 1-5, */15 or 1,3.
six fields
  "0 0 3 * * *" at spec.schedule, but the API server wants five fields, a shortcut such as @daily, or @every 6h, and refuses this. Correct it: a schedule has five fields: minute, hour, day of the month, month and day of the week.
a shortcut that is none
  "@nightly" at spec.schedule, but the API server wants five fields, a shortcut such as @daily, or @every 6h, and refuses this. Correct it: the shortcuts are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly and @every.
a schedule with a time zone
  "CRON_TZ=Europe/Berlin 0 3 * * *" at spec.schedule, but the API server wants no time zone in it, and refuses this. Write that as timeZone, beside it.
a port of a Service above all
  99999 at spec.ports[0].port, but the API server wants a port from 1 to 65535, and refuses this. Correct it.
a port of a Service of 0
  0 at spec.ports[0].port, but the API server wants a port from 1 to 65535, and refuses this. Correct it.
a Service without a port
  nothing at spec.ports[0].port, but the API server wants a port from 1 to 65535, and refuses this. Write it.
a target port above all
  70000 at spec.ports[0].targetPort, but the API server wants a port from 1 to 65535, and refuses this. Correct it.
no template
  nothing at spec.template, but the API server wants a template of its pods, and refuses this. Write it.
no containers
  nothing at spec.template.spec.containers, but the API server wants at least one container, and refuses this. Write it.
no containers, of a StatefulSet
  nothing at spec.template.spec.containers, but the API server wants at least one container, and refuses this, or its pods. Write it.
no containers, of a Pod
  nothing at spec.containers, but the API server wants at least one container, and refuses this. Write it.
a container without a name
  nothing at spec.template.spec.containers[0].name, but the API server wants a name of the container, and refuses this. Write it.
a container whose name is no label
  "my_wiki" at spec.template.spec.containers[0].name, but the API server wants a name of a-z, 0-9 and -, of at most 63 characters, and refuses this. Rename it.
a container without an image
  nothing at spec.template.spec.containers[0].image, but the API server wants an image, and refuses this. Write it.
a container without an image, of a StatefulSet
  nothing at spec.template.spec.containers[0].image, but the API server wants an image, and refuses this, or its pods. Write it.
a container without an image, of a DaemonSet
  nothing at spec.template.spec.containers[0].image, but the API server wants an image, and refuses this. Write it.
a container without an image, of a CronJob
  nothing at spec.jobTemplate.spec.template.spec.containers[0].image, but the API server wants an image, and refuses this. Write it.
two containers of one name
  "wiki" again at spec.template.spec.containers[1].name, but the API server wants a name of its own for each container, and refuses this. Change one of the two.
an init container with the name of a container
  "wiki" again at spec.template.spec.initContainers[0].name, but the API server wants a name of its own for each container, and refuses this. Change one of the two.
an init container with a probe
  a probe at spec.template.spec.initContainers[0].readinessProbe, but the API server wants none at an init container without restartPolicy: Always, and refuses this. Remove it.
replicas that are text
  "two" at spec.replicas, but the API server wants a whole number of 32 bits, and refuses this. Correct it.
replicas below zero
  -1 at spec.replicas, but the API server wants no less than 0, and refuses this. Correct it.
replicas below zero, of a StatefulSet
  -1 at spec.replicas, but the API server wants no less than 0, and refuses this. Correct it.
replicas that are no whole number
  1.5 at spec.replicas, but the API server wants a whole number of 32 bits, and refuses this. Correct it.
an unknown restartPolicy
  "Sometimes" at spec.template.spec.restartPolicy, but the API server wants one of Always, Never and OnFailure, and refuses this. Use one of them.
an unknown restartPolicy of a Pod
  "Sometimes" at spec.restartPolicy, but the API server wants one of Always, Never and OnFailure, and refuses this. Use one of them.
a Deployment of pods that do not restart
  "Never" at spec.template.spec.restartPolicy, but the API server wants Always, and refuses this. Write Always.
a StatefulSet of pods that do not restart
  "OnFailure" at spec.template.spec.restartPolicy, but the API server wants Always, and refuses this, or its pods. Write Always.
a DaemonSet of pods that do not restart
  "Never" at spec.template.spec.restartPolicy, but the API server wants Always, and refuses this. Write Always.
a Job whose pods always restart
  "Always" at spec.template.spec.restartPolicy, but the API server wants Never or OnFailure, and refuses this. Write Never or OnFailure.
a Job that says nothing of restarts
  nothing at spec.template.spec.restartPolicy, but the API server wants Never or OnFailure, and refuses this. Write Never or OnFailure.
a CronJob that says nothing of restarts
  nothing at spec.jobTemplate.spec.template.spec.restartPolicy, but the API server wants Never or OnFailure, and refuses this. Write Never or OnFailure.
a CronJob without a schedule
  nothing at spec.schedule, but the API server wants a schedule, and refuses this. Write it.
a name of more than 52 characters, of a CronJob
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" at metadata.name, but the API server wants at most 52 characters, and refuses this. Rename it.
a name with an underscore
  "my_wiki" at metadata.name, but the API server wants at most 253 of a-z, 0-9, - and ., with a letter or digit at both ends, and refuses this. Rename it.
a name in capitals
  "Wiki" at metadata.name, but the API server wants at most 253 of a-z, 0-9, - and ., with a letter or digit at both ends, and refuses this. Rename it.
a name with an underscore, of a StatefulSet
  "my_wiki" at metadata.name, but the API server wants at most 253 of a-z, 0-9, - and ., with a letter or digit at both ends, and refuses this. Rename it.
a name with an underscore, of a claim
  "my_data" at metadata.name, but the API server wants at most 253 of a-z, 0-9, - and ., with a letter or digit at both ends, and refuses this. Rename it.
a label with a space
  app: "my wiki" at metadata.labels, but the API server wants at most 63 letters, digits, -, _ and ., with a letter or digit at both ends, and refuses this. Change the value.
a label of pods with a space
  team: "my team" at spec.template.metadata.labels, but the API server wants at most 63 letters, digits, -, _ and ., with a letter or digit at both ends, and refuses this. Change the value.
a port of 0
  0 at spec.template.spec.containers[0].ports[0].containerPort, but the API server wants a port from 1 to 65535, and refuses this. Correct it.
a port above 65535
  65536 at spec.template.spec.containers[0].ports[0].containerPort, but the API server wants a port from 1 to 65535, and refuses this. Correct it.
no containerPort
  nothing at spec.template.spec.containers[0].ports[0].containerPort, but the API server wants a port from 1 to 65535, and refuses this. Write it.
a port that is text
  "80" at spec.template.spec.containers[0].ports[0].containerPort, but the API server wants a whole number of 32 bits, and refuses this. Correct it.
a host port above 65535
  70000 at spec.template.spec.containers[0].ports[0].hostPort, but the API server wants a port from 1 to 65535, and refuses this. Correct it.
a port name of more than 15 characters
  "metrics-exporter" at spec.template.spec.containers[0].ports[0].name, but the API server wants at most 15 of a-z, 0-9 and -, with a letter, and a letter or digit on both sides of each -, and refuses this. Rename it.
a port name in capitals
  "HTTP" at spec.template.spec.containers[0].ports[0].name, but the API server wants at most 15 of a-z, 0-9 and -, with a letter, and a letter or digit on both sides of each -, and refuses this. Rename it.
a port name of digits
  "80" at spec.template.spec.containers[0].ports[0].name, but the API server wants at most 15 of a-z, 0-9 and -, with a letter, and a letter or digit on both sides of each -, and refuses this. Rename it.
two ports of one name
  "web" again at spec.template.spec.containers[0].ports[1].name, but the API server wants a name of its own for each port of a container, and refuses this. Change one of the two.
a protocol in small letters
  "tcp" at spec.template.spec.containers[0].ports[0].protocol, but the API server wants one of SCTP, TCP and UDP, and refuses this. Use one of them.
another host port on the network of the node
  81 at spec.template.spec.containers[0].ports[0].hostPort, but the API server wants the containerPort, because the pod is on the network of its node, and refuses this. Write the same number, or leave it out.
a mount of no volume
  "data" at spec.template.spec.containers[0].volumeMounts[0].name, but the API server wants the name of a volume of the pod, and refuses this. Add the volume, or correct its name.
a mount of no volume, of a StatefulSet
  "data" at spec.template.spec.containers[0].volumeMounts[0].name, but the API server wants the name of a volume of the pod, and refuses this, or its pods. Add the volume, or correct its name.
a mount without a path
  nothing at spec.template.spec.containers[0].volumeMounts[0].mountPath, but the API server wants a path, and refuses this. Write it.
two mounts at one path
  "/data" again at spec.template.spec.containers[0].volumeMounts[1].mountPath, but the API server wants a path of its own for each mount of a container, and refuses this. Change one of the two.
two volumes of one name
  "data" again at spec.template.spec.volumes[1].name, but the API server wants a name of its own for each volume, and refuses this. Change one of the two.
a volume without a name
  nothing at spec.template.spec.volumes[0].name, but the API server wants a name of the volume, and refuses this. Write it.
a volume whose name is no label
  "my.data" at spec.template.spec.volumes[0].name, but the API server wants a name of a-z, 0-9 and -, of at most 63 characters, and refuses this. Rename it.
a volume of two types
  a volume of the types emptyDir and hostPath at spec.template.spec.volumes[0], but the API server wants one, and refuses this. Remove one of them.
a volume of a claim without a name
  nothing at spec.template.spec.volumes[0].persistentVolumeClaim.claimName, but the API server wants the name of a claim, and refuses this. Write it.
a host path without a path
  nothing at spec.template.spec.volumes[0].hostPath.path, but the API server wants a path, and refuses this. Write it.
an unknown type of a host path
  "Folder" at spec.template.spec.volumes[0].hostPath.type, but the API server wants one of BlockDevice, CharDevice, Directory, DirectoryOrCreate, File, FileOrCreate and Socket, and refuses this. Use one of them.
a variable without a name
  nothing at spec.template.spec.containers[0].env[0].name, but the API server wants a name of the variable, and refuses this. Write it.
a variable that is a number
  8080 at spec.template.spec.containers[0].env[0].value, but the API server wants a string, and refuses this. Write it in quotes.
a variable with a value from two places
  a second value at spec.template.spec.containers[0].env[0].valueFrom, but the API server wants value or valueFrom, and refuses this. Remove one of the two.
a quantity with a space
  "64 Mi" at spec.template.spec.containers[0].resources.requests.memory, but the API server wants a quantity, such as 500m or 1Gi, and refuses this. Correct it.
a quantity of megabytes
  "64MB" at spec.template.spec.containers[0].resources.limits.memory, but the API server wants a quantity, such as 500m or 1Gi, and refuses this. Correct it.
a quantity below zero
  "-1" at spec.template.spec.containers[0].resources.requests[cpu], but the API server wants no less than 0, and refuses this. Correct it.
a request above its limit
  memory: 128Mi at spec.template.spec.containers[0].resources.requests, but the API server wants at most the limit, 64Mi, and refuses this. Raise the limit, or request less.
a request of a device that is not its limit
  example.org/gpu: 1 at spec.template.spec.containers[0].resources.requests, but the API server wants exactly the limit, 2, and refuses this. Raise the limit, or request less.
half a device
  "0.5" at spec.template.spec.containers[0].resources.limits[example.org/gpu], but the API server wants a whole number of devices, and refuses this. Round it.
a request of a resource without a domain
  "mem" at spec.template.spec.containers[0].resources.requests[mem], but the API server wants cpu, memory, ephemeral-storage, or a name with a domain, and refuses this. Correct the name.
a probe of two kinds
  exec and tcpSocket at spec.template.spec.containers[0].readinessProbe, but the API server wants one of exec, grpc, httpGet, tcpSocket, and refuses this. Write one of them.
a probe of no kind
  no question at spec.template.spec.containers[0].readinessProbe, but the API server wants one of exec, grpc, httpGet, tcpSocket, and refuses this. Write one of them.
a liveness probe that wants two successes
  2 at spec.template.spec.containers[0].livenessProbe.successThreshold, but the API server wants 1, and refuses this. Remove it.
a probe of a port above 65535
  70000 at spec.template.spec.containers[0].readinessProbe.tcpSocket.port, but the API server wants a port from 1 to 65535, and refuses this. Correct it.
a toleration of no key that is no Exists
  "Equal" at spec.template.spec.tolerations[0].operator, but the API server wants Exists, because there is no key, and refuses this. Write operator: Exists, or a key.
a toleration with Exists and a value
  Exists with the value "x" at spec.template.spec.tolerations[0].operator, but the API server wants no value with Exists, and refuses this. Remove the value, or write operator: Equal.
tolerationSeconds of another effect
  "NoSchedule" at spec.template.spec.tolerations[0].effect, but the API server wants NoExecute, because there are tolerationSeconds, and refuses this. Write effect: NoExecute.
tolerationSeconds of no effect
  nothing at spec.template.spec.tolerations[0].effect, but the API server wants NoExecute, because there are tolerationSeconds, and refuses this. Write effect: NoExecute.
a spread without maxSkew
  nothing at spec.template.spec.topologySpreadConstraints[0].maxSkew, but the API server wants a number of at least 1, and refuses this. Write it.
a spread without a key
  nothing at spec.template.spec.topologySpreadConstraints[0].topologyKey, but the API server wants a label of nodes, such as kubernetes.io/hostname, and refuses this. Write it.
a spread that does not say what if not
  nothing at spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable, but the API server wants DoNotSchedule or ScheduleAnyway, and refuses this. Write it.
minDomains of a soft spread
  2 at spec.template.spec.topologySpreadConstraints[0].minDomains, but the API server wants it only with whenUnsatisfiable: DoNotSchedule, and refuses this. Remove it.
two spreads over the same
  a spread over kubernetes.io/hostname with DoNotSchedule, and another one at spec.template.spec.topologySpreadConstraints[0], but the API server wants one, and refuses this. Remove one of the two.
an anti-affinity without a key
  nothing at spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey, but the API server wants a label of nodes, such as kubernetes.io/hostname, and refuses this. Write it.
a node affinity of no terms
  nothing at spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms, but the API server wants at least one term, and refuses this. Write it.
a node affinity of In without values
  nothing at spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values, but the API server wants at least one value, and refuses this. Write it.
a node affinity of Exists with values
  ["ssd"] at spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values, but the API server wants no values with Exists, and refuses this. Remove them, or write operator: In.
Recreate with the fields of a rolling update
  fields of a rolling update at spec.strategy.rollingUpdate, but the API server wants none with the type Recreate, and refuses this. Remove them.
a rolling update that can never begin
  0 at spec.strategy.rollingUpdate.maxUnavailable, but the API server wants more than 0 where maxSurge is 0, and refuses this. Write maxUnavailable: 1.
a rolling update of more than all
  "150%" at spec.strategy.rollingUpdate.maxUnavailable, but the API server wants at most 100%, and refuses this. Correct it.
a rolling update of words
  "half" at spec.strategy.rollingUpdate.maxSurge, but the API server wants a number, or a part such as 25%, and refuses this. Correct it.
an unknown strategy
  "Rolling" at spec.strategy.type, but the API server wants one of Recreate and RollingUpdate, and refuses this. Use one of them.
an unknown podManagementPolicy
  "Ordered" at spec.podManagementPolicy, but the API server wants one of OrderedReady and Parallel, and refuses this. Use one of them.
a claim template without accessModes
  nothing at spec.volumeClaimTemplates[0].spec.accessModes, but the API server wants at least one access mode, and refuses this, or its pods. Write it.
a claim template without a size
  nothing at spec.volumeClaimTemplates[0].spec.resources[storage], but the API server wants a size (resources.requests.storage), and refuses this, or its pods. Write it.
a claim without accessModes
  nothing at spec.accessModes, but the API server wants at least one access mode, and refuses this. Write it.
a claim without a size
  nothing at spec.resources[storage], but the API server wants a size (resources.requests.storage), and refuses this. Write it.
a claim of an unknown access mode
  "RWO" at spec.accessModes[0], but the API server wants one of ReadOnlyMany, ReadWriteMany, ReadWriteOnce and ReadWriteOncePod, and refuses this. Use one of them.
a claim for one pod and for one node
  ["ReadWriteOnce","ReadWriteOncePod"] at spec.accessModes, but the API server wants no other mode beside ReadWriteOncePod, and refuses this. Keep the one that you need.
a claim of zero
  "0" at spec.resources[storage], but the API server wants more than 0, and refuses this. Correct it.
a budget of two kinds
  minAvailable and maxUnavailable at spec, but the API server wants one of the two, and refuses this. Remove minAvailable.
a budget below zero
  -1 at spec.minAvailable, but the API server wants no less than 0, and refuses this. Correct it.
a budget of words
  "one" at spec.maxUnavailable, but the API server wants a number, or a part such as 25%, and refuses this. Correct it.
an autoscaler without a maximum
  nothing at spec.maxReplicas, but the API server wants a number of pods, and refuses this. Write it.
an autoscaler with more at least than at most
  3 at spec.maxReplicas, but the API server wants no less than minReplicas, 5, and refuses this. Correct one of the two.
"
`);
});

test('a field that Kubernetes does not have is said with the one that was probably meant', () => {
  expect(
    said([workload({ nodeselector: { disk: 'ssd' } }, { replica: 2 }), workload({ serviceType: 'LoadBalancer' }, {}, 'StatefulSet')]),
  ).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 71 s to 2 min 7 s
  failures   1 s to 37 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
  warning    MANIFEST-FIELD-UNKNOWN: the field spec.replica, but Kubernetes 1.36 has none of that name there: kubectl apply and Flux refuse it, others leave it out.
             Use replicas.
  warning    MANIFEST-FIELD-UNKNOWN: the field spec.template.spec.nodeselector, but Kubernetes 1.36 has none of that name there: kubectl apply and Flux refuse it, others leave it out.
             Use nodeSelector.

home/StatefulSet/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  down until a person acts
  failures   1 s to 67 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
  warning    MANIFEST-FIELD-UNKNOWN: the field spec.template.spec.serviceType, but Kubernetes 1.36 has none of that name there: kubectl apply and Flux refuse it, others leave it out.
             Remove it, or move it: kubectl explain shows the fields.
  warning    MANIFEST-STATEFULSET-WAITS: a StatefulSet of one pod, and it makes no other while the one on a dead node is there: the app stays down until a person deletes that by force.
             Use a Deployment with the strategy Recreate, or an agent that fences dead nodes with the out-of-service taint.

all of them
  failures   until repair: site home and power everywhere
             degraded until repaired: cluster DNS coredns

2 workloads: 4 warnings.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  const newer = { controlPlane: controlPlane({ version: '1.37.0' }) };
  expect(report([workload({ nodeselector: {} })], newer).findings.filter(({ code }) => code === 'MANIFEST-FIELD-UNKNOWN')).toEqual([]);
});

test('what Flux fills in later, and what SOPS encrypted, is not judged', () => {
  const later = (name: string) => `$\{${name}}`;
  const filled = workload({ containers: [{ ...CONTAINER, ports: [{ containerPort: later('PORT'), name: later('NAME') }] }] }, { replicas: later('REPLICAS') });
  expect(of({ ...filled, metadata: { ...filled.metadata, labels: { team: `${later('TEAM')} team` } } } as Manifest)).toEqual([]);
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'wiki' }, immutable: 'ENC[AES256_GCM,data:A]', sops: { version: '3.9.0' } };
  expect(report([secret as Manifest]).findings).toEqual([]);
});

test('overhead without a RuntimeClass: the API server takes a Deployment, and none of its pods', () => {
  const object = workload({ overhead: { cpu: '250m' } });
  expect(of(object).map(({ allowed }) => allowed)).toEqual(['but the API server wants none without a runtimeClassName, and refuses its pods']);
  expect(report([object]).workloads[0]?.why).toContain('its spec.template.spec.overhead, or the pods that are made of it: none ever starts');
  expect(of(workload({ overhead: { cpu: '250m' }, runtimeClassName: 'kata' }))).toEqual([]);
});

test('before Kubernetes 1.29 a schedule may begin with its time zone', () => {
  const cron = (schedule: string): Manifest => {
    const template = { spec: { restartPolicy: 'Never', containers: [CONTAINER] } };
    return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'wiki' }, spec: { schedule, jobTemplate: { spec: { template } } } } as Manifest;
  };
  const refused = (schedule: string, version: string) =>
    report([cron(schedule)], { controlPlane: controlPlane({ version }) }).findings.some(({ code }) => code === 'MANIFEST-REFUSED');
  expect(['1.28.9', '1.29.0'].map((version) => refused('TZ=Europe/Berlin 0 3 * * *', version))).toEqual([false, true]);
  expect(refused('TZ=Europe/Berlin 61 3 * * *', '1.28.9')).toBe(true);
});
