import type { ClusterFacts } from '../../cluster/cluster';
import { duplicates, isDnsLabel, isDnsName, isLabelKey, listed } from '../../cluster/names';
import type { Duration } from '../../cluster/units';
import type { WorkloadProps } from '../ask/app';
import { EnvKind } from '../ask/container/env';
import { hostsOf, PathType, pathsOf } from '../ask/network/network';
import { VolumeKind } from '../ask/volume/volume';
import { type Ask, AvailabilityClass, OtherWorkload } from '../ask/workload';
import type { Findings } from '../model/findings';
import { checkServices } from '../network/check-services';
import { checkClients } from '../network/clients';
import { checkDestinations } from '../network/destinations';
import { checkMetrics } from '../network/metrics';
import { exposedPorts, onHostNetwork, plannedServices, podPorts, servedPorts } from '../network/services';
import { checkHardwareNames } from '../placement/check-hardware';
import { checkAccess } from '../pod/check-access';
import { checkContainer } from '../pod/check-container';
import { checkAnnotations, checkLabels } from '../pod/check-labels';
import { checkMounts } from '../pod/check-mounts';
import { checkPod } from '../pod/check-pod';
import { checkSecurity } from '../pod/check-security';
import { checkVersion } from '../pod/version';
import { checkVolumes } from '../storage/check-volumes';

/** What one app says that no class could keep, or that Kubernetes would refuse. */
export function checkApp(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): void {
  checkIdentity(ask, findings);
  checkNumbers(ask, findings);
  checkNetwork(ask, findings);
  checkServices(ask, facts, findings);
  checkMetrics(ask, facts, findings);
  checkClients(ask, facts, findings);
  checkDestinations(ask, findings);
  checkPod(ask.props, isStateful(ask), findings);
  checkContainer(ask, facts, findings);
  checkSecurity(ask.props, facts, findings);
  checkHardwareNames(ask.props, findings);
  checkVersion(ask.props, facts, findings);
  checkAccess(ask.props.rbac, findings);
  checkVolumes(ask, findings);
  checkMounts(ask.props, findings);
  for (const patch of ask.props.patches ?? []) {
    if (patch.reason.trim() === '')
      findings.error('PATCH-WITHOUT-REASON', `a patch of ${patch.path} without a reason`, 'but the report shows why the props would not do', 'Say it.');
  }
}

/** Names of objects that the app refers to and does not bring along. */
function referredNames(props: WorkloadProps): [string, string][] {
  return [
    ...[props, ...(props.initContainers ?? []), ...(props.sidecars ?? [])]
      .flatMap(({ env, envFrom }) => [...Object.values(env ?? {}), ...(envFrom ?? [])])
      .flatMap(({ kind, source }): [string, string][] => (source === undefined ? [] : [[kind === EnvKind.SECRET ? 'Secret' : 'ConfigMap', source]])),
    ...(props.priority === undefined ? [] : [['PriorityClass', props.priority] as [string, string]]),
    ...(props.runtimeClass === undefined ? [] : [['RuntimeClass', props.runtimeClass] as [string, string]]),
    ...(props.imagePullSecrets ?? []).map((name): [string, string] => ['Secret', name]),
    ...(props.volumes ?? []).flatMap(({ options }): [string, string][] => [
      ...(options.secret === undefined ? [] : ([['Secret', options.secret.secretName]] as [string, string][])),
      ...(options.claim === undefined ? [] : ([['claim', options.claim.claimName]] as [string, string][])),
      ...(options.configMap === undefined ? [] : ([['ConfigMap', options.configMap.configMapName]] as [string, string][])),
      ...(options.csi === undefined ? [] : ([['CSI driver', options.csi.driver]] as [string, string][])),
      ...(options.csi?.secretName === undefined ? [] : ([['Secret', options.csi.secretName]] as [string, string][])),
      ...(options.data?.source === undefined ? [] : ([[options.data.source.kind, options.data.source.name]] as [string, string][])),
    ]),
    ...(props.network?.routes ?? []).flatMap((entry): [string, string][] => (entry.tls?.secretName === undefined ? [] : [['Secret', entry.tls.secretName]])),
  ];
}

function checkIdentity(ask: Ask, findings: Findings): void {
  if (!isDnsLabel(ask.name))
    findings.error(
      'NAME-INVALID',
      `the name "${ask.name}"`,
      'but Kubernetes takes a-z, 0-9 and "-", at most 63',
      'Give the construct another id, or set name.',
    );
  if (isStateful(ask) && ask.name.length > LONGEST_STATEFUL_NAME)
    findings.error(
      'NAME-INVALID',
      `the name "${ask.name}"`,
      `but a StatefulSet puts a hash of its revision behind it: at most ${LONGEST_STATEFUL_NAME}`,
      'Shorten it.',
    );
  if (ask.availabilityClass === OtherWorkload.SCHEDULED_JOB && ask.name.length > LONGEST_JOB_NAME)
    findings.error('NAME-INVALID', `the name "${ask.name}"`, `but a CronJob puts the time of each run behind it: at most ${LONGEST_JOB_NAME}`, 'Shorten it.');
  // Service names are RFC 1035 labels: relaxed only by a feature gate that is not on everywhere yet.
  if (/^[0-9]/.test(ask.name) && ((ask.props.network?.ports ?? []).length > 0 || plannedServices(ask, undefined).length > 0))
    findings.error('NAME-INVALID', `the name "${ask.name}"`, 'but the name of a Service starts with a letter', 'Give the construct another id, or set name.');
  for (const [what, name] of referredNames(ask.props)) {
    if (!isDnsName(name))
      findings.error('NAME-INVALID', `the ${what} "${name}"`, 'but Kubernetes takes a-z, 0-9, "-" and "."', 'Use the name that it has in the cluster.');
  }
  if (ask.namespace !== undefined && ask.namespace !== ask.name && !isDnsLabel(ask.namespace))
    findings.error('NAME-INVALID', `the namespace "${ask.namespace}"`, 'but Kubernetes takes a-z, 0-9 and "-", at most 63', 'Set another namespace.');
  for (const labels of [ask.props.podLabels, ask.props.labels]) checkLabels(labels ?? {}, findings);
  for (const annotations of [ask.props.podAnnotations, ask.props.annotations]) checkAnnotations(annotations ?? {}, findings);
  const ignored = 'drbd.linbit.com/ignore-fail-over';
  if (ask.props.podAnnotations?.[ignored] !== undefined && ask.availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED) {
    findings.error(
      'ANNOTATION-AGAINST-CLASS',
      `the annotation ${ignored}`,
      'but then nothing moves the pod, and the model promises that it moves',
      'Take it away, or make the app a SinglePodPinned.',
    );
  }
}

/** It becomes a StatefulSet. */
function isStateful({ availabilityClass, props }: Ask): boolean {
  const perPod = (props.volumes ?? []).some((volume) => volume.kind === VolumeKind.DATA && volume.options.data?.readWriteMany !== true);
  return availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE && perPod;
}

/** Names that become longer: of Services and of the label in which a StatefulSet marks its revision, both at most 63. */
const LONGEST_STATEFUL_NAME = 52;

/** pkg/apis/batch/validation, validateCronJob: 63 less the 11 characters of a time. */
const LONGEST_JOB_NAME = 52;

function checkNumbers(ask: Ask, findings: Findings): void {
  const { props } = ask;
  const times: { readonly [what: string]: Duration | undefined } = {
    terminationGrace: props.terminationGrace,
    'health.startsWithin': props.health?.startsWithin,
    'health.usualStart': props.health?.usualStart,
    'objective.rto': props.objective?.rto,
    'objective.rpo': props.objective?.rpo,
  };
  for (const [what, time] of Object.entries(times)) {
    const bounded = what.startsWith('objective') || time?.seconds !== Number.POSITIVE_INFINITY;
    if (time !== undefined && !(time.seconds >= 0 && bounded))
      findings.error('NUMBER-ABSURD', `${what} of ${time.seconds} s`, 'but it is not below 0, and it has an end', 'Say it in seconds or minutes.');
  }
  const { user, group, fsGroup, groups = [] } = props.security ?? {};
  const main = Object.entries({ user, group, fsGroup }).map(([what, id]) => [`security.${what}`, id] as const);
  const ids = [...main, ...groups.map((id) => ['security.groups', id] as const)];
  const own = [...(props.initContainers ?? []), ...(props.sidecars ?? [])].flatMap(({ name, security }) =>
    Object.entries({ user: security?.user, group: security?.group }).map(([what, id]) => [`security.${what} of ${name}:`, id] as const),
  );
  for (const [what, id] of [...ids, ...own]) {
    if (id !== undefined && !(Number.isInteger(id) && id >= 0 && id < 2 ** 31))
      findings.error('NUMBER-ABSURD', `${what} ${id}`, 'but ids are 0 to 2147483647', 'Use the number that the image documents.');
  }
  if (props.maxReplicas !== undefined && !(Number.isInteger(props.maxReplicas) && props.maxReplicas >= 1))
    findings.error('NUMBER-ABSURD', `maxReplicas: ${props.maxReplicas}`, 'but an app has at least one pod', 'Leave it out for no ceiling.');
}

/** The ports and entries of an app, each for itself. */
export function checkNetwork(ask: Pick<Ask, 'props'>, findings: Findings): void {
  const { routes: http = [] } = ask.props.network ?? {};
  const ports = podPorts(ask.props);
  for (const port of ports) {
    // Port names: IANA_SVC_NAME, at most 15 characters with a letter among them (Kubernetes API, ContainerPort.name).
    if (!/^(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(port.name) || port.name.includes('--'))
      findings.error('PORT-INVALID', `the port name "${port.name}"`, 'but Kubernetes takes at most 15 of a-z, 0-9 and "-"', 'Shorten it.');
    for (const number of new Set([port.number, port.servicePort ?? port.number, port.hostPort?.number ?? port.number])) {
      if (!Number.isInteger(number) || number < 1 || number > 65535)
        findings.error('PORT-INVALID', `the port ${number}`, 'but ports are 1 to 65535', 'Use another.');
    }
    if (port.appProtocol !== undefined && !isLabelKey(port.appProtocol))
      findings.error(
        'PORT-INVALID',
        `the protocol "${port.appProtocol}" of the port ${port.name}`,
        'but Kubernetes takes names like https or kubernetes.io/h2c',
        'Mend it.',
      );
    if (port.hostPort?.reason.trim() === '')
      findings.error(
        'ALLOW-WITHOUT-REASON',
        `the port ${port.hostPort.number} of the node without a reason`,
        'but the report shows why the app needs it',
        'Say it.',
      );
    if (port.hostPort !== undefined && onHostNetwork(ask))
      findings.error(
        'PORT-INVALID',
        `the port ${port.hostPort.number} of the node for ${port.name}`,
        'but on the host network all ports are ports of the node',
        'Leave withHostPort out.',
      );
  }
  for (const number of duplicates(ports.flatMap(({ hostPort, protocol }) => (hostPort === undefined ? [] : [`${hostPort.number}/${protocol}`]))))
    findings.error('PORT-CLASH', `two ports behind ${number} of the node`, 'but a port of a node is one', 'Use another number.');
  for (const name of duplicates(ports.map((port) => port.name)))
    findings.error('PORT-CLASH', `two ports named ${name}`, 'but a name is one port', 'Rename one of them.');
  for (const number of duplicates(ports.map((port) => `${port.number}/${port.protocol}`)))
    findings.error('PORT-CLASH', `two ports ${number}`, 'but only one program can listen there', 'Take one of them away.');
  const served = servedPorts(ask);
  if (ask.props.network?.service !== undefined && ask.props.network.service.ports === undefined && exposedPorts(ask.props).length === 0)
    findings.error('SERVICE-WITHOUT-PORT', 'a Service', 'but the app has no port for it', 'Add one to network.ports.');
  for (const entry of http) {
    for (const given of hostsOf(entry)) {
      if (!isDnsName(given.startsWith('*.') ? given.slice(2) : given))
        findings.error(
          'HOST-INVALID',
          `the host "${given}"`,
          'but a host is a DNS name in lower case',
          'Write it as browsers show it, without scheme, port or path.',
        );
    }
    for (const { path, pathType } of pathsOf(entry)) {
      if (!path.startsWith('/')) findings.error('HOST-INVALID', `the path "${path}" of ${entry.host}`, 'but a path starts with "/"', `Use "/${path}".`);
      // Kubernetes, validateHTTPIngressPath.
      else if (pathType !== PathType.IMPLEMENTATION_SPECIFIC && /\/\/|\/\.\.?(\/|$)|%2f/i.test(path))
        findings.error(
          'HOST-INVALID',
          `the path "${path}" of ${entry.host}`,
          'but Kubernetes takes no "//", "/./", "/../" and "%2f"',
          'Write the path that is meant.',
        );
    }
    const speaking = served.filter((port) => port.speaksHttp);
    if (entry.port === undefined ? speaking.length === 0 : !served.some((port) => port.name === entry.port)) {
      findings.error(
        'ROUTE-WITHOUT-PORT',
        entry.port === undefined ? `${entry.host}` : `${entry.host} on the port ${entry.port}`,
        `but ports of the Service are ${listed(served.map((port) => port.name))}`,
        ports.some((port) => (entry.port === undefined ? port.speaksHttp : port.name === entry.port))
          ? 'Name it in network.service.ports, or in a Service of network.services.'
          : 'Add a Port.http, or name one of them.',
      );
    }
  }
}
