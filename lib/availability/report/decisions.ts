import { listed } from '../../cluster/names';
import { formatSeconds, Size } from '../../cluster/units';
import type { PlannedEndpoint, PlannedMetrics } from '../model/metrics';
import type { Decided, Plan, PlannedClaim, PlannedClient, PlannedDestination } from '../model/plan';
import type { PlannedSchedule } from '../model/schedule';
import { sharedVolumes } from '../placement/group';
import { requestInSum } from '../placement/hardware';
import { choicesOf } from '../pod/choice-rules';
import { classInWords } from '../storage/claims';

/** One decision of a plan, in words. */
export interface ReportDecision {
  readonly what: string;
  readonly value: string;
  readonly why: string;
}

const AS_HOST_PATH = 'a path of the node: without a device plugin only a privileged container can open it';
const AS_RESOURCE = 'a device plugin gives it; while it is unplugged no pod starts, and a running one has to restart to find it again';

// All containers together: podEphemeralStorageLimitEviction in pkg/kubelet/eviction/eviction_manager.go.
const OF_NODE_DISK = 'its logs, its own files and its scratch volumes: above it the kubelet evicts the pod; resources.ephemeralStorage sets it';

/** All decisions and their reasons, for people. */
export function decisionsOf(plan: Plan): ReportDecision[] {
  const { rollout, budget, toleration, spread, allowFrom: clients } = plan;
  const say = <T>(what: string, decided: Decided<T>, value: string): ReportDecision => ({ what, value, why: decided.why });
  const together = plan.ask.group ?? [];
  return [
    say('workload', plan.workload, plan.workload.value),
    say('replicas', plan.replicas, `${plan.replicas.value}`),
    ...(plan.autoscale === undefined
      ? []
      : [say('autoscaler', plan.autoscale, `up to ${plan.autoscale.value.max}, above ${plan.autoscale.value.cpuPercent} % of the CPU requests`)]),
    say('rollout', rollout, rollout.value.recreate ? 'stop, then start' : `maxSurge ${rollout.value.maxSurge}, maxUnavailable ${rollout.value.maxUnavailable}`),
    say('nodes', plan.placement, listed(plan.placement.value.nodes ?? [])),
    ...(spread.value.length === 0
      ? []
      : [say('spread', spread, spread.value.map((one) => `${one.hard ? 'hard' : 'soft'} over ${one.topologyKey}`).join(', '))]),
    say('kept on a dead node', toleration, Number.isFinite(toleration.value) ? formatSeconds(toleration.value) : 'forever'),
    say(
      'disruption budget',
      budget,
      budget.value === undefined
        ? 'none'
        : Object.entries(budget.value)
            .map(([key, value]) => `${key} ${value}`)
            .join(', '),
    ),
    say('priority', plan.priority, plan.priority.value ?? 'none'),
    { what: 'disk of the node', value: `${Size.bytes(requestInSum(plan.ask, ({ ephemeralLimit }) => ephemeralLimit.bytes))}`, why: OF_NODE_DISK },
    ...choicesOf(plan.ask).map(({ what, value, reason }) => ({ what, value, why: reason })),
    ...plan.claims.map((claim) => ({
      what: `data at ${claim.volume.path}`,
      value: `${dataText(claim)}${claim.owner === undefined ? sharedWith(plan, claim) : ''}${claim.volume.readOnly ? ', read-only' : ''}`,
      why: claim.why,
    })),
    ...plan.devices.map(({ volume, hostPath, resource }) => ({
      what: `device ${volume.options.device}`,
      value: resource ?? hostPath,
      why: resource === undefined ? AS_HOST_PATH : AS_RESOURCE,
    })),
    ...(together.length === 0
      ? []
      : [say('together with', plan.colocation, listed(together.filter((one) => one.name !== plan.ask.name).map((one) => one.name)))]),
    ...(plan.schedule === undefined ? [] : [say('schedule', plan.schedule, scheduleText(plan.schedule.value))]),
    ...(plan.allowTo.value === undefined ? [] : [say('destinations', plan.allowTo, listed(plan.allowTo.value.map(destinationName)))]),
    say('clients', clients, clients.value === undefined ? 'anyone' : listed([...clients.value, ...scraperOf(plan)].map(clientName))),
    ...(plan.routes.some(({ parents }) => parents.length > 0) ? [say('web addresses', plan.routeApi, waysIn(plan))] : []),
    ...plan.services.flatMap(({ name, props, addresses }) =>
      addresses === undefined ? [] : [say(`address of ${name}`, addresses, listed(props.addresses ?? []))],
    ),
    ...(plan.metrics === undefined ? [] : [say('metrics', plan.metrics, metricsIn(plan.metrics.value))]),
    say('pod security', plan.securityLevel, plan.securityLevel.value),
  ];
}

/** `1Gi ReadWriteOnce on longhorn` */
function dataText({ owner, exists, name, accessMode, storageClass, volume: { options } }: PlannedClaim): string {
  if (owner !== undefined) return `${name} of ${owner}`;
  if (exists !== true) return `${options.data?.size} ${accessMode} on ${classInWords(storageClass ?? 'the default class')}`;
  const size = options.claim?.size === undefined ? '' : `${options.claim.size} `;
  return `the claim ${name}, ${size}${accessMode} on ${classInWords(storageClass ?? 'a class that nobody names')}`;
}

/** `blog.example on public/public` */
function waysIn({ routes }: Plan): string {
  return routes
    .map(({ route, parents }) => `${route.host} on ${listed([...new Set(parents.map(({ name, namespace }) => `${namespace}/${name}`))])}`)
    .join(', ');
}

function metricsIn({ endpoints }: PlannedMetrics): string {
  return endpoints.map(endpointText).join('; ');
}

function endpointText({ service, port, path, intervalSeconds, tls, bearerToken }: PlannedEndpoint): string {
  return [
    `${path} of the port ${port.name} of ${service}`,
    ...(tls === undefined ? [] : [tls.unverified === undefined ? 'by HTTPS' : `by HTTPS, unchecked because ${tls.unverified}`]),
    ...(bearerToken === undefined ? [] : [`with ${bearerToken.key} of the Secret ${bearerToken.secretName}`]),
    ...(intervalSeconds === undefined ? [] : [`every ${formatSeconds(intervalSeconds)}`]),
  ].join(', ');
}

/** The other apps that mount it and may write to it. */
function sharedWith(plan: Plan, claim: Plan['claims'][number]): string {
  const others = (plan.ask.sharing ?? []).flatMap((app) =>
    sharedVolumes(app).some(({ path, options }) => options.shared?.app.name === plan.ask.name && (options.shared.path ?? path) === claim.volume.path)
      ? [app.name]
      : [],
  );
  return others.length === 0 ? '' : `, shared with ${listed(others)}`;
}

function scheduleText({ schedule, timeZone, deadline, concurrency, retries }: PlannedSchedule): string {
  const limit = deadline === undefined ? 'no deadline' : `at most ${formatSeconds(deadline)} each`;
  const when = schedule === undefined ? 'once' : `${schedule} ${timeZone}`;
  return `${when}, ${limit}, ${retries} more ${retries === 1 ? 'try' : 'tries'}${schedule === undefined ? '' : `, concurrency ${concurrency}`}`;
}

function destinationName(destination: PlannedDestination): string {
  if (destination.except !== undefined) return `${destination.cidr} except private addresses`;
  return destination.dns === true ? `DNS of ${clientName(destination)}` : clientName(destination);
}

/** Who scrapes an app that names its clients. */
function scraperOf({ metrics, ask }: Plan): PlannedClient[] {
  const { letIn, endpoints = [] } = metrics?.value ?? {};
  const ports = ask.network.ports.filter(({ number }) => endpoints.some(({ port }) => port.number === number));
  return letIn === undefined ? [] : [{ namespace: letIn, ports }];
}

function clientName(client: PlannedClient): string {
  const { ports } = client;
  return ports === undefined ? peerName(client) : `${peerName(client)} on ${listed(ports.map(({ name }) => name))}`;
}

function peerName({ app, namespace, labels, cidr, anyone }: PlannedClient): string {
  if (anyone === true) return 'anyone';
  if (labels !== undefined) return `those of ${namespace} with ${listed(Object.entries(labels).map(([key, value]) => `${key}=${value}`))}`;
  if (app === undefined) return cidr ?? `all of ${namespace}`;
  return namespace === undefined || namespace === app ? app : `${namespace}/${app}`;
}
