import { type ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { type App, HighlyAvailable, IngressClass, Probe, type RbacProps, ScheduledJob, SinglePodFlexible } from '../../lib';
import type { AppConstruct } from '../../lib/apps/app-construct';
import { EnvValue } from '../../lib/availability/ask/container/env';
import { Port } from '../../lib/availability/ask/network/port';
import { ServiceType } from '../../lib/availability/ask/network/service';
import { Patch } from '../../lib/availability/ask/patch';
import { Image } from '../../lib/availability/ask/reference/image';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { Size } from '../../lib/cluster/units';
import { lab } from '../lab';
import { fc, runs } from '../property';
import { type AnyAppProps, appProps, messages, RESOURCES, refusalOf } from '../support';

const POD = '/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
const SIDECAR = `${POD}/initContainers/0`;
const DATA = Volume.data('/data', { size: Size.gib(1) });
const RBAC: RbacProps = { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] };

/** An app with an object of most kinds. */
function whole(overrides: Partial<AnyAppProps> = {}): AnyAppProps {
  return appProps({
    network: { ports: [Port.http(8080)], routes: [{ host: 'blog.home.example' }] },
    volumes: [DATA, Volume.config('/etc/blog', { files: { 'blog.conf': 'theme: dark' } })],
    rbac: RBAC,
    env: { LANG: EnvValue.of('C') },
    sidecars: [{ name: 'log', image: Image.of('ghcr.io/example/log', '1'), resources: RESOURCES }],
    ...overrides,
  });
}

/** What the findings say after a patch of the app. */
function refused(...patches: Patch[]): string {
  return messages(new SinglePodFlexible(Testing.chart(), 'blog', whole({ patches })).findings);
}

const add = (path: string, value: unknown, object = 'Deployment') => Patch.add(object, path, value, 'a test');
const replace = (path: string, value: unknown, object = 'Deployment') => Patch.replace(object, path, value, 'a test');
const remove = (path: string, object = 'Deployment') => Patch.remove(object, path, 'a test');

describe('what is decided is refused in a patch', () => {
  test('with the path that it changes, and what to use instead', () => {
    const said = refused(add(`${CONTAINER}/securityContext/privileged`, true), replace(`${CONTAINER}/securityContext/allowPrivilegeEscalation`, true));
    expect(said).toMatchInlineSnapshot(`
      "PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation and /spec/template/spec/containers/0/securityContext/privileged in the Deployment blog, but the class, the facts and the props decide that.
                           Use security, such as security.allow."
    `);
    expect(refused(add(`${CONTAINER}/ports/0/hostPort`, 8080))).toMatchInlineSnapshot(`
      "PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/containers/0/ports/0/hostPort in the Deployment blog, but the class, the facts and the props decide that.
                           Use network.ports, or the ports of a sidecar."
    `);
  });

  test('from above', () => {
    const container = { name: 'blog', image: 'evil', securityContext: { privileged: true } };
    expect(refused(replace(POD, { hostNetwork: true, nodeName: 'n1', tolerations: [], containers: [container] }))).toMatchInlineSnapshot(`
      "PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/initContainers/0 in the Deployment blog, but the class, the facts and the props decide that.
                           Use initContainers or sidecars.

      PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/containers/0/image in the Deployment blog, but the class, the facts and the props decide that.
                           Use image.

      PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/containers/0/resources in the Deployment blog, but the class, the facts and the props decide that.
                           Use resources.

      PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation, /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem, /spec/template/spec/containers/0/securityContext/capabilities, /spec/template/spec/containers/0/securityContext/privileged, /spec/template/spec/hostNetwork and /spec/template/spec/securityContext in the Deployment blog, but the class, the facts and the props decide that.
                           Use security, such as security.allow.

      PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/containers/0/ports in the Deployment blog, but the class, the facts and the props decide that.
                           Use network.ports, or the ports of a sidecar.

      PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/containers/0/volumeMounts/0, /spec/template/spec/containers/0/volumeMounts/1 and /spec/template/spec/volumes in the Deployment blog, but the class, the facts and the props decide that.
                           Use volumes and mounts.

      PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/nodeName, /spec/template/spec/tolerations/0 and /spec/template/spec/tolerations/1 in the Deployment blog, but the class, the facts and the props decide that.
                           Use placement, or another class.

      PATCH-AGAINST-CLASS  test/blog: a patch that changes /spec/template/spec/automountServiceAccountToken and /spec/template/spec/serviceAccountName in the Deployment blog, but the class, the facts and the props decide that.
                           Use rbac."
    `);
  });

  test.each<[string, Patch]>([
    ['/metadata/name', replace('/metadata', { name: 'wiki' })],
    ['/metadata/labels/app.kubernetes.io~1name', remove('/metadata/labels/app.kubernetes.io~1name')],
    ['/kind', replace('/kind', 'DaemonSet')],
    ['/spec/replicas', replace('/spec/replicas', 2)],
    ['/spec/selector/matchLabels/app.kubernetes.io~1name', replace('/spec/selector/matchLabels/app.kubernetes.io~1name', 'wiki')],
    ['/spec/strategy/type', replace('/spec/strategy', { type: 'RollingUpdate' })],
    ['/spec/template/metadata/labels/app.kubernetes.io~1name', remove('/spec/template/metadata/labels')],
    ['/spec/template/metadata/labels/cdk8s-availability~1data-of', add('/spec/template/metadata/labels/cdk8s-availability~1data-of', 'wiki')],
    [
      '/spec/template/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1blog',
      add('/spec/template/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1blog', 'unconfined'),
    ],
    ...['hostIPC', 'hostNetwork', 'hostPID', 'hostUsers'].map((field): [string, Patch] => [`${POD}/${field}`, add(`${POD}/${field}`, true)]),
    [`${POD}/securityContext/runAsNonRoot`, remove(`${POD}/securityContext/runAsNonRoot`)],
    [`${POD}/securityContext/seccompProfile/type`, replace(`${POD}/securityContext/seccompProfile`, { type: 'Unconfined' })],
    [`${POD}/securityContext/sysctls`, add(`${POD}/securityContext/sysctls`, [{ name: 'kernel.msgmax', value: '1' }])],
    [`${POD}/serviceAccountName`, replace(`${POD}/serviceAccountName`, 'default')],
    [`${POD}/serviceAccount`, add(`${POD}/serviceAccount`, 'admin')],
    [`${POD}/automountServiceAccountToken`, remove(`${POD}/automountServiceAccountToken`)],
    [`${POD}/restartPolicy`, add(`${POD}/restartPolicy`, 'OnFailure')],
    [`${POD}/activeDeadlineSeconds`, add(`${POD}/activeDeadlineSeconds`, 60)],
    [`${POD}/terminationGracePeriodSeconds`, add(`${POD}/terminationGracePeriodSeconds`, 600)],
    [`${POD}/priorityClassName`, add(`${POD}/priorityClassName`, 'system-node-critical')],
    [`${POD}/tolerations/2`, add(`${POD}/tolerations/-`, { operator: 'Exists' })],
    [`${POD}/nodeName`, add(`${POD}/nodeName`, 'w1')],
    [`${POD}/volumes/2`, add(`${POD}/volumes/-`, { name: 'host', hostPath: { path: '/' } })],
    [`${POD}/containers/1`, add(`${POD}/containers/-`, { name: 'more', image: 'more', securityContext: { privileged: true } })],
    [`${POD}/containers/0`, remove(`${POD}/containers/0`)],
    [`${POD}/initContainers/1`, add(`${POD}/initContainers/-`, { name: 'first', image: 'first', ports: [{ containerPort: 1, hostPort: 1 }] })],
    [`${CONTAINER}/image`, replace(`${CONTAINER}/image`, 'ghcr.io/example/blog:latest')],
    [`${CONTAINER}/resources/limits/memory`, replace(`${CONTAINER}/resources/limits/memory`, '1Ti')],
    [`${CONTAINER}/resources/claims`, add(`${CONTAINER}/resources/claims`, [])],
    [`${CONTAINER}/securityContext/procMount`, add(`${CONTAINER}/securityContext/procMount`, 'Unmasked')],
    [`${CONTAINER}/securityContext/capabilities/drop/0`, remove(`${CONTAINER}/securityContext/capabilities/drop/0`)],
    [`${CONTAINER}/volumeDevices`, add(`${CONTAINER}/volumeDevices`, [{ name: 'data', devicePath: '/dev/x' }])],
    [`${CONTAINER}/volumeMounts/0/mountPropagation`, add(`${CONTAINER}/volumeMounts/0/mountPropagation`, 'Bidirectional')],
    [`${CONTAINER}/lifecycle/preStop/httpGet/host`, add(`${CONTAINER}/lifecycle`, { preStop: { httpGet: { host: '10.0.0.1', port: 80 } } })],
    [`${CONTAINER}/readinessProbe/tcpSocket/host`, add(`${CONTAINER}/readinessProbe/tcpSocket/host`, '10.0.0.1')],
    ...['schedulerName', 'schedulingGates', 'runtimeClassName'].map((field): [string, Patch] => [`${POD}/${field}`, add(`${POD}/${field}`, 'x')]),
    ['/spec/paused', add('/spec/paused', true)],
    ['/spec/progressDeadlineSeconds', add('/spec/progressDeadlineSeconds', 60)],
    ['/metadata/ownerReferences', add('/metadata/ownerReferences', [{ apiVersion: 'v1', kind: 'Pod', name: 'x', uid: 'y' }])],
    ['/metadata/finalizers', add('/metadata/finalizers', ['example.com/mine'], 'Service')],
    ['/metadata/annotations/config.kubernetes.io~1local-config', add('/metadata/annotations', { 'config.kubernetes.io/local-config': 'true' })],
    ['/metadata/annotations/kustomize.toolkit.fluxcd.io~1reconcile', add('/metadata/annotations', { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' })],
    ['/metadata/annotations/kustomize.toolkit.fluxcd.io~1ssa', add('/metadata/annotations', { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' })],
    ['/metadata/labels/kustomize.toolkit.fluxcd.io~1ssa', add('/metadata/labels/kustomize.toolkit.fluxcd.io~1ssa', 'Ignore', 'Service')],
    [`${CONTAINER}/startupProbe/initialDelaySeconds`, add(`${CONTAINER}/startupProbe/initialDelaySeconds`, 600)],
    [`${CONTAINER}/startupProbe/failureThreshold`, replace(`${CONTAINER}/startupProbe/failureThreshold`, 6000)],
    [`${CONTAINER}/readinessProbe/periodSeconds`, replace(`${CONTAINER}/readinessProbe`, { tcpSocket: { port: 'http' } })],
    [`${CONTAINER}/volumeMounts/0/mountPath`, replace(`${CONTAINER}/volumeMounts/0/mountPath`, '/elsewhere')],
    [`${CONTAINER}/volumeMounts/0/subPath`, add(`${CONTAINER}/volumeMounts/0/subPath`, 'part')],
    [`${SIDECAR}/securityContext/runAsUser`, add(`${SIDECAR}/securityContext/runAsUser`, 0)],
    [`${SIDECAR}/restartPolicy`, remove(`${SIDECAR}/restartPolicy`)],
    ['/spec/resources/requests/storage', replace('/spec/resources/requests/storage', '1Ti', 'PersistentVolumeClaim')],
    ['/spec/storageClassName', add('/spec/storageClassName', 'local', 'PersistentVolumeClaim')],
    ['/spec/volumeMode', add('/spec/volumeMode', 'Block', 'PersistentVolumeClaim')],
    ['/spec/accessModes/0', replace('/spec/accessModes', ['ReadWriteMany'], 'PersistentVolumeClaim')],
    ['/spec/type', replace('/spec/type', 'LoadBalancer', 'Service')],
    ['/spec/externalIPs', add('/spec/externalIPs', ['192.0.2.1'], 'Service')],
    ['/spec/ports/0/nodePort', add('/spec/ports/0/nodePort', 30080, 'Service')],
    ['/spec/externalTrafficPolicy', add('/spec/externalTrafficPolicy', 'Local', 'Service')],
    ['/spec/ingress/0/from', add('/spec/ingress/0/from', [], 'NetworkPolicy')],
    ['/spec/policyTypes/0', replace('/spec/policyTypes', ['Egress'], 'NetworkPolicy')],
    ['/spec/rules/0/host', replace('/spec/rules/0/host', 'wiki.home.example', 'Ingress')],
    ['/rules/0/verbs/1', add('/rules/0/verbs/-', '*', 'Role')],
    ['/roleRef/name', replace('/roleRef/name', 'cluster-admin', 'RoleBinding')],
    ['/subjects/1', add('/subjects/-', { kind: 'Group', name: 'system:authenticated' }, 'RoleBinding')],
    ['/automountServiceAccountToken', replace('/automountServiceAccountToken', true, 'ServiceAccount')],
  ])('%s', (path, patch) => {
    const said = refused(patch);
    expect(said).toContain(path);
    expect(said).toMatch(/^PATCH-AGAINST-CLASS /);
  });

  test('in a disruption budget, and in a job', () => {
    const many = new HighlyAvailable(
      Testing.chart(),
      'site',
      appProps({ patches: [replace('/spec', {}, 'PodDisruptionBudget')], network: { ports: [Port.http(80)] } }),
    );
    expect(messages(many.findings)).toContain('Use budget, or another class.');
    const patches = [add('/spec/jobTemplate/spec/parallelism', 2, 'CronJob'), add('/spec/jobTemplate/spec/template/spec/hostPID', true, 'CronJob')];
    const job = new ScheduledJob(Testing.chart(), 'job', { ...appProps({ patches }), schedule: '30 3 * * *' });
    expect(messages(job.findings)).toMatchInlineSnapshot(`
      "PATCH-AGAINST-CLASS  test/job: a patch that changes /spec/jobTemplate/spec/parallelism in the CronJob job, but the class, the facts and the props decide that.
                           Declare a job for each pod: the plan has room for one.

      PATCH-AGAINST-CLASS  test/job: a patch that changes /spec/jobTemplate/spec/template/spec/hostPID in the CronJob job, but the class, the facts and the props decide that.
                           Use security, such as security.allow."
    `);
  });

  test.each<[string, string, Patch]>([
    ['the deadline of a rollout', 'Use health.startsWithin: the deadline follows from it.', add('/spec/progressDeadlineSeconds', 60)],
    ['a pause', 'Leave it out: a Deployment that is paused starts no new version.', add('/spec/paused', true)],
    ['a scheduler', 'Leave it out: the promise holds for the default scheduler, and for pods that it may place at once.', add(`${POD}/schedulerName`, 'mine')],
    [
      'the start',
      'Use health.usualStart for how long a start takes, and health.startsWithin for how long it may take.',
      add(`${CONTAINER}/startupProbe/initialDelaySeconds`, 9),
    ],
    ['external addresses', 'Use network.service with ServiceType.LOAD_BALANCER and addresses.', add('/spec/externalIPs', ['192.0.2.1'], 'Service')],
  ])('with a fix that exists: %s', (_what, fix, patch) => {
    expect(refused(patch)).toContain(fix);
  });

  test('so that nothing of the patches is left in the objects', () => {
    const app = new SinglePodFlexible(Testing.chart(), 'blog', whole({ patches: [remove('/metadata')] }));
    expect(app.objects.map(({ name }) => name)).toContain('blog');
  });

  test('where the app says what it connects to, what goes out too', () => {
    const open = { ...appProps(), patches: [replace('/spec/egress', [{}], 'NetworkPolicy')], network: { allowTo: [] } };
    expect(messages(new SinglePodFlexible(Testing.chart(), 'blog', open).findings)).toContain('Use network.allowTo.');
  });
});

test('a patch that changes nothing is no change, and neither is one that another takes back', () => {
  expect(refused(replace('/spec/replicas', 1), replace('/spec/template/metadata/labels/app.kubernetes.io~1name', 'blog'))).toBe('');
  expect(refused(add(`${POD}/hostNetwork`, true), remove(`${POD}/hostNetwork`))).toBe('');
});

test.each<[string, Patch]>([
  ['the name in its network', add(`${POD}/subdomain`, 'blogs')],
  ['readiness gates', add(`${POD}/readinessGates`, [{ conditionType: 'example.com/ready' }])],
  ['DNS', add(`${POD}/dnsConfig`, { options: [{ name: 'ndots', value: '1' }] })],
  ['annotations', add('/metadata/annotations', { 'example.com/mine': 'yes' })],
  ['a variable', add(`${CONTAINER}/env/-`, { name: 'TZ', value: 'Europe/Berlin' })],
  ['a variable from a Secret', add(`${CONTAINER}/env/-`, { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } })],
  ['what happens before the end', add(`${CONTAINER}/lifecycle`, { preStop: { sleep: { seconds: 3 } } })],
  ['the part of a volume that is mounted', add(`${CONTAINER}/volumeMounts/0/subPathExpr`, '$(LANG)')],
  ['a mount that is read-only all the way down', add(`${CONTAINER}/volumeMounts/1/recursiveReadOnly`, 'IfPossible')],
  ['the path of a probe', replace(`${CONTAINER}/startupProbe/tcpSocket`, { port: 8080 })],
  ['when a pod counts as available', add('/spec/minReadySeconds', 30)],
  ['when the image is pulled', replace(`${CONTAINER}/imagePullPolicy`, 'Always')],
  ['a newer field of a claim', add('/spec/volumeAttributesClassName', 'fast', 'PersistentVolumeClaim')],
])('%s may be patched', (_what, patch) => {
  expect(refused(patch)).toBe('');
});

test('source ranges of a LoadBalancer may be patched', () => {
  const network = { ports: [Port.http(8080)], service: { type: ServiceType.LOAD_BALANCER } };
  const patches = [add('/spec/loadBalancerSourceRanges', ['10.0.0.0/8'], 'Service')];
  expect(messages(new SinglePodFlexible(Testing.chart(), 'blog', appProps({ network, patches })).findings)).toBe('');
});

describe('what the API server would refuse is refused', () => {
  test.each<[string, Patch, string]>([
    ['no enum', replace(`${CONTAINER}/imagePullPolicy`, 'Sometimes'), `"Sometimes" at ${CONTAINER}/imagePullPolicy`],
    ['no DNS policy', add(`${POD}/dnsPolicy`, 'Nope'), `"Nope" at ${POD}/dnsPolicy`],
    ['a number in a variable', add(`${CONTAINER}/env/-`, { name: 'A', value: 5 }), `5 at ${CONTAINER}/env/1/value`],
    ['a variable without a name', add(`${CONTAINER}/env/-`, { name: '', value: 'a' }), `a variable without a valid name at ${CONTAINER}/env/1`],
    ['a variable twice', add(`${CONTAINER}/env/-`, { name: 'LANG', value: 'de' }), `a second variable LANG at ${CONTAINER}/env/1`],
    ['a number in an annotation', add('/metadata/annotations', { 'a.b/c': 5 }), '5 at /metadata/annotations/a.b~1c'],
    ['a number in a label of the pod', add('/spec/template/metadata/labels/a', 5), '5 at /spec/template/metadata/labels/a'],
    ['a probe with two handlers', add(`${CONTAINER}/startupProbe/exec`, { command: ['true'] }), `exec and tcpSocket at ${CONTAINER}/startupProbe`],
    ['a hook with none', add(`${CONTAINER}/lifecycle`, { preStop: {} }), `no handler at ${CONTAINER}/lifecycle/preStop`],
    ['source ranges of a ClusterIP', add('/spec/loadBalancerSourceRanges', ['10.0.0.0/8'], 'Service'), '/spec/loadBalancerSourceRanges'],
  ])('%s', (_what, patch, given) => {
    const said = refused(patch);
    expect(said).toMatch(/^PATCH-REFUSED /);
    expect(said).toContain(`a patch that leaves ${given}`);
  });

  test('with the path, what is allowed, and a fix', () => {
    expect(refused(add('/spec/minReadySeconds', 600))).toMatchInlineSnapshot(`
      "PATCH-REFUSED  test/blog: a patch that leaves 600 at /spec/minReadySeconds in the Deployment blog, but it must be a whole number from 0, and less than 600.
                     Write fewer seconds, as a whole number."
    `);
    expect(refused(add(`${CONTAINER}/startupProbe/exec`, { command: ['true'] }))).toMatchInlineSnapshot(`
      "PATCH-REFUSED  test/blog: a patch that leaves exec and tcpSocket at /spec/template/spec/containers/0/startupProbe in the Deployment blog, but there must be one of exec, grpc, httpGet and tcpSocket.
                     Replace the whole with Patch.replace."
    `);
  });
});

describe('a probe', () => {
  const container = (object: unknown) => (object as { spec: { template: { spec: { containers: readonly object[] } } } }).spec.template.spec.containers[0];

  test('is removed by a patch: no prop says so', () => {
    const chart = Testing.chart();
    const patches = [remove(`${CONTAINER}/readinessProbe`), remove(`${CONTAINER}/startupProbe`)];
    new SinglePodFlexible(chart, 'blog', whole({ patches }));
    const probed = Object.keys(container(Testing.synth(chart).find(({ kind }) => kind === 'Deployment')) ?? {}).filter((key) => key.endsWith('Probe'));
    expect(probed).toEqual([]);
  });

  test('that a highly available app loses is warned of, and may be accepted', () => {
    const props = appProps({ patches: [remove(`${CONTAINER}/readinessProbe`)], network: { ports: [Port.http(80)] } });
    expect(messages(new HighlyAvailable(Testing.chart(), 'site', props).findings)).toMatchInlineSnapshot(`
      "HA-WITHOUT-PROBE  test/site: a patch that removes the readiness probe in the Deployment site, and without a probe a version that starts but does not work replaces all working pods.
                        Use health.readiness, or accept it with a reason."
    `);
    const chart = Testing.chart();
    new HighlyAvailable(chart, 'site', { ...props, accept: [{ code: 'HA-WITHOUT-PROBE', reason: 'it answers nobody' }] });
    expect(container(Testing.synth(chart).find(({ kind }) => kind === 'Deployment'))).not.toHaveProperty('readinessProbe');
  });

  test('that it never had is not warned of twice', () => {
    const given = { ...appProps({ patches: [add(`${POD}/subdomain`, 'x')] }), health: { readiness: Probe.exec('true') } };
    expect(messages(new HighlyAvailable(Testing.chart(), 'site', given).findings)).toBe('');
  });
});

test('files of a ConfigMap are changed in the props, so that the pods restart', () => {
  expect(refused(add('/data/more.conf', 'colour: blue\n', 'ConfigMap'))).toMatchInlineSnapshot(`
    "PATCH-AGAINST-CLASS  test/blog: a patch that changes /data/more.conf in the ConfigMap blog-etc-blog, but the class, the facts and the props decide that.
                         Change the files of the volume, so that the pods restart, or set reloads if the app reads changes by itself."
  `);

  const reloading = whole({ volumes: [Volume.config('/etc/blog', { files: { 'blog.conf': 'theme: dark' }, reloads: true })] });
  const more = add('/data/more.conf', 'colour: blue\n', 'ConfigMap');
  expect(messages(new SinglePodFlexible(Testing.chart(), 'blog', { ...reloading, patches: [more] }).findings)).toBe('');
});

describe('a secret', () => {
  const WORD = 'hunter2hunter2';

  test('in a variable, a command or a file is refused as in props, and said nowhere', () => {
    const said = refused(
      add(`${CONTAINER}/env/-`, { name: 'DB_PASSWORD', value: WORD }),
      add(`${CONTAINER}/args`, [`--token=${WORD}`]),
      add('/data/more.conf', `user: blog\npassword: ${WORD}\n`, 'ConfigMap'),
    );
    expect(said).not.toContain(WORD);
    expect(said).toMatchInlineSnapshot(`
      "PATCH-AGAINST-CLASS  test/blog: a patch that changes /data/more.conf in the ConfigMap blog-etc-blog, but the class, the facts and the props decide that.
                           Change the files of the volume, so that the pods restart, or set reloads if the app reads changes by itself.

      SECRET-IN-FILE  test/blog: a patch with something that looks like a secret in more.conf in the ConfigMap blog-etc-blog, but this would end up in Git.
                      Put it into a Secret and use Volume.secret, leave a placeholder that the app fills in, or give publicTexts with a reason.

      SECRET-IN-ENV  test/blog: a patch with a value for DB_PASSWORD in the Deployment blog, but this would end up in Git.
                     Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.

      SECRET-IN-ARGS  test/blog: a patch with a value in --token=… in the Deployment blog, but this would end up in Git.
                      Put it into an env variable from a Secret, and write $(NAME) here, or give publicTexts with a reason."
    `);
  });

  test.each<[string, Patch]>([
    ['a list of variables', replace(`${CONTAINER}/env`, [{ name: 'API_KEY', value: WORD }])],
    ['a URL', add(`${CONTAINER}/env/-`, { name: 'DATABASE', value: `postgres://blog:${WORD}@db` })],
    ['a variable of a sidecar', add(`${SIDECAR}/env`, [{ name: 'SMTP_PASSWORD', value: WORD }])],
    ['a command at the start', add(`${CONTAINER}/lifecycle`, { postStart: { exec: { command: ['login', `--password=${WORD}`] } } })],
    ['an annotation', add('/metadata/annotations', { 'example.com/token': WORD })],
  ])('in %s, too', (_where, patch) => {
    const said = refused(patch);
    expect(said).toMatch(/^SECRET-IN-(ENV|ARGS|FILE) /);
    expect(said).not.toContain(WORD);
  });

  test('that the props say is public stays so', () => {
    const env = { DEMO_PASSWORD: EnvValue.publicValue('demo', 'everybody may log in'), LANG: EnvValue.of('C') };
    const app = new SinglePodFlexible(Testing.chart(), 'blog', whole({ env, patches: [remove(`${CONTAINER}/env/1`)] }));
    expect(messages(app.findings)).toBe('');
  });
});

describe('a patch of cdk8s', () => {
  function blog(): { readonly chart: Chart; readonly app: AppConstruct } {
    const chart = new Chart(Testing.app(), 'mine', { namespace: 'mine', labels: { team: 'home' } });
    return { chart, app: new SinglePodFlexible(chart, 'blog', whole()) };
  }

  test('is judged like those of the app', () => {
    const { chart, app } = blog();
    app.object('Deployment').addJsonPatch(JsonPatch.replace('/spec/replicas', 2), JsonPatch.add(`${CONTAINER}/securityContext/privileged`, true));
    app.object('NetworkPolicy').addJsonPatch(JsonPatch.remove('/spec/ingress'));
    app.object('Service').metadata.addLabel('app.kubernetes.io/name', 'wiki');
    expect(messages(app.findings)).toMatchInlineSnapshot(`
      "PATCH-AGAINST-CLASS  mine/blog: a patch that changes /spec/replicas in the Deployment blog, but the class, the facts and the props decide that.
                           Use replicas, or another class.

      PATCH-AGAINST-CLASS  mine/blog: a patch that changes /spec/template/spec/containers/0/securityContext/privileged in the Deployment blog, but the class, the facts and the props decide that.
                           Use security, such as security.allow.

      PATCH-AGAINST-CLASS  mine/blog: a patch that changes /metadata/labels/app.kubernetes.io~1name in the Service blog, but the class, the facts and the props decide that.
                           Use name and namespace of the app.

      PATCH-AGAINST-CLASS  mine/blog: a patch that changes /spec/ingress in the NetworkPolicy blog, but the class, the facts and the props decide that.
                           Use network.allowFrom."
    `);
    expect(() => Testing.synth(chart)).toThrow('PATCH-AGAINST-CLASS');
  });

  test('is judged after it was moved or copied there', () => {
    const { app } = blog();
    app.object('Deployment').addJsonPatch(JsonPatch.move(`${SIDECAR}`, `${POD}/containers/-`), JsonPatch.add(`${CONTAINER}/args`, ['--password=hunter2']));
    const said = messages(app.findings);
    expect(said).toContain('PATCH-AGAINST-CLASS');
    expect(said).toContain('SECRET-IN-ARGS');
  });

  test('of something that nothing decides is written', () => {
    const { chart, app } = blog();
    app.object('Deployment').addJsonPatch(JsonPatch.add(`${POD}/subdomain`, 'blogs'));
    app.object('Service').metadata.addAnnotation('example.com/mine', 'yes');
    app.object('Service').metadata.addLabel('example.com/mine', 'yes');
    expect(messages(app.findings)).toBe('');
    expect(JSON.stringify(Testing.synth(chart))).toContain('"subdomain":"blogs"');
  });

  test('that cannot be applied is a finding, not a crash', () => {
    const { chart, app } = blog();
    app.object('Deployment').addJsonPatch(JsonPatch.add('/spec/nothing/below', 'x'));
    expect(messages(app.findings)).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  mine/blog: a patch of the Deployment blog by addJsonPatch, but there is no /spec/nothing.
                     Check the path in the object in dist/."
    `);
    expect(() => Testing.synth(chart)).toThrow('PATCH-NOWHERE');
  });

  test.each([
    ['removes what is not there', JsonPatch.remove('/spec/template/spec/hostname'), 'there is no /spec/template/spec/hostname'],
    ['replaces what is not there', JsonPatch.replace('/spec/minReadySecond', 1), 'there is no /spec/minReadySecond'],
    ['moves what is not there', JsonPatch.move('/spec/nothing', '/spec/minReadySeconds'), 'there is no /spec/nothing'],
    ['copies what is not there', JsonPatch.copy('/spec/nothing', '/spec/minReadySeconds'), 'there is no /spec/nothing'],
    ['adds an item behind the end', JsonPatch.add('/spec/template/spec/containers/0/args/7', 'x'), 'there is no /spec/template/spec/containers/0/args'],
    ['walks through a value', JsonPatch.add('/spec/replicas/max', 1), '/spec/replicas is a value, not an object or a list'],
    ['leads out of the object', JsonPatch.add('/__proto__/polluted', 1), 'there is no /__proto__'],
    ['tests what is otherwise', JsonPatch.test('/spec/replicas', 7), 'the test of /spec/replicas fails'],
  ])('that %s is refused', (_what, patch, against) => {
    const app = new SinglePodFlexible(Testing.chart(), 'blog', appProps());
    app.object('Deployment').addJsonPatch(patch);
    expect(messages(app.findings)).toBe(
      `PATCH-NOWHERE  test/blog: a patch of the Deployment blog by addJsonPatch, but ${against}.\n               Check the path in the object in dist/.`,
    );
  });

  test('that moves what is there, after a test that holds, is taken', () => {
    const app = new SinglePodFlexible(Testing.chart(), 'blog', appProps());
    const moves = [JsonPatch.add('/spec/x', 3), JsonPatch.test('/spec/x', 3), JsonPatch.move('/spec/x', '/spec/minReadySeconds')];
    app.object('Deployment').addJsonPatch(...moves);
    expect(messages(app.findings)).toBe('');
    expect(app.object('Deployment').toJson()).toHaveProperty('spec.minReadySeconds', 3);
  });

  test('of an object outside of apps is a finding as well', () => {
    const cluster = lab();
    const { node } = new IngressClass(cluster.control, 'traefik', { controller: 'traefik.io/ingress-controller' });
    (node.children[0] as ApiObject).addJsonPatch(JsonPatch.remove('/spec/parameters'));
    expect(refusalOf(() => (cluster.node.scope as App).synth())).toMatchInlineSnapshot(`
      "Synthesis stopped, nothing was written: 1 finding.

      PATCH-NOWHERE  lab/control/traefik/ingress-class: a patch of the IngressClass traefik by addJsonPatch, but there is no /spec/parameters.
                     Check the path in the object in dist/.
      "
    `);
  });

  test.each([
    ['the whole', JsonPatch.replace('', null)],
    ['the metadata', JsonPatch.remove('/metadata')],
    ['the kind', JsonPatch.remove('/kind')],
  ])('of %s of an object in a cluster is refused, too', (_what, patch) => {
    const cluster = lab();
    const app = new SinglePodFlexible(cluster.workers, 'blog', appProps());
    app.object('Deployment').addJsonPatch(patch);
    const { findings } = (cluster.node.scope as unknown as { build(): { findings: { code: string }[] } }).build();
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['PATCH-AGAINST-CLASS']));
  });

  test('cannot turn fail-over off', () => {
    const cluster = lab();
    const app = new SinglePodFlexible(cluster.workers, 'blog', appProps({ volumes: [DATA] }));
    app.object('Deployment').addJsonPatch(JsonPatch.add('/spec/template/metadata/annotations', { 'drbd.linbit.com/ignore-fail-over': '' }));
    expect(app.findings.map(({ code }) => code)).toEqual(['ANNOTATION-AGAINST-CLASS']);
  });
});

type Plain = { readonly [key: string]: unknown };

/** Every pointer into plain data. */
function pointers(value: unknown, walked = ''): string[] {
  const below = typeof value !== 'object' || value === null ? [] : Object.entries(value);
  return [walked, ...below.flatMap(([key, part]) => pointers(part, `${walked}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))];
}

/** What an administrator reads in an object first: written without the table of what is decided. */
function essence(objects: readonly { readonly kind: string; readonly spec?: unknown }[]): unknown {
  return objects.map(({ kind, ...object }) => {
    if (kind !== 'Deployment') return kind === 'ConfigMap' ? kind : { kind, ...object };
    const { replicas, selector, strategy, template } = object.spec as { readonly [key: string]: unknown; readonly template: { readonly spec: Plain } };
    const { containers, initContainers, hostNetwork, hostPID, hostUsers, nodeName, volumes, tolerations, affinity, securityContext, serviceAccountName } =
      template.spec;
    const ofContainer = ({ name, image, ports, resources, securityContext: own }: Plain) => ({ name, image, ports, resources, own });
    const all = [...(containers as Plain[]), ...(initContainers as Plain[])].map(ofContainer);
    const pod = { hostNetwork, hostPID, hostUsers, nodeName, volumes, tolerations, affinity, securityContext, serviceAccountName };
    return { replicas, selector, strategy, pod, all };
  });
}

test('whatever patches a program has: synthesis refuses them, or nothing that is decided has changed', () => {
  const plain = (patches: readonly Patch[]) => {
    const chart = Testing.chart();
    const app = new SinglePodFlexible(chart, 'blog', whole({ patches }));
    return app.findings.length > 0 ? undefined : Testing.synth(chart);
  };
  const before = plain([]) ?? [];
  const deployment = before.find(({ kind }) => kind === 'Deployment');
  const spots = pointers(deployment).filter((path) => path !== '');
  const value = fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, 'x', [], {}, [{}], { privileged: true }, { hostNetwork: true, containers: [] }),
    fc.constantFrom(...spots).map((path) =>
      path
        .split('/')
        .slice(1)
        .reduce<unknown>((part, key) => (part as Plain)?.[key.replaceAll('~1', '/')], deployment),
    ),
  );
  const field = fc.constantFrom('hostNetwork', 'privileged', 'hostPort', 'image', 'name', 'hostname', 'subdomain', 'runAsUser', '-', '0', 'stdin');
  const patch = fc.oneof(
    fc.tuple(fc.constantFrom(...spots), value).map(([path, to]) => replace(path, to)),
    fc.constantFrom(...spots).map((path) => remove(path)),
    fc.tuple(fc.constantFrom(...spots), field, value).map(([path, key, to]) => add(`${path}/${key}`, to)),
    // What may be patched, so that some programs pass.
    fc.constantFrom(add('/spec/template/spec/containers/0/stdin', true), add('/spec/minReadySeconds', 5), add('/spec/template/spec/dnsPolicy', 'Default')),
  );
  let passed = 0;
  fc.assert(
    fc.property(fc.array(patch, { minLength: 1, maxLength: 3 }), (patches) => {
      const after = plain(patches);
      if (after === undefined) return;
      passed += 1;
      expect(essence(after)).toEqual(essence(before));
    }),
    runs(300),
  );
  expect(passed).toBeGreaterThan(10);
});
