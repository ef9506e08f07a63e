import type { ClusterFacts } from '../../cluster/cluster';
import { resourceOf } from '../ask/devices';
import type { ResolvedApp } from '../ask/resolved';
import { isDevice } from '../ask/volume/traits';
import type { Plan, PlannedClaim, PlannedDevice, Rollout } from '../model/plan';
import { decideMetrics } from '../network/metrics';
import { decideClients } from '../network/policy/clients';
import { decideDestinations } from '../network/policy/destinations';
import { decideRouteApi, planRoutes } from '../network/routes/planned-routes';
import { plannedServices } from '../network/services/services';
import { decideColocation, inGroup } from '../placement/group';
import { decidePriority } from '../placement/priority';
import { decideLevel } from '../pod/security/level';
import { decideEphemeral } from '../storage/ephemeral';

export const STOP_THEN_START: Rollout = Object.freeze({ recreate: true, maxSurge: 0, maxUnavailable: 1 });

export const START_THEN_STOP: Rollout = Object.freeze({ recreate: false, maxSurge: 1, maxUnavailable: 0 });

/** Of a Deployment, in seconds (Kubernetes, apps/v1 defaults). */
export const DEFAULT_PROGRESS_DEADLINE = 600;
/** For an app, beyond its slowest start. */
const PROGRESS_MARGIN = 120;

/** A plan as its class makes it, before the list of unchecked rules is added. */
export type ClassPlan = Omit<Plan, 'unchecked'>;

type Common =
  | 'ask'
  | 'allowFrom'
  | 'allowTo'
  | 'services'
  | 'routeApi'
  | 'routes'
  | 'metrics'
  | 'claims'
  | 'ephemeral'
  | 'colocation'
  | 'devices'
  | 'groups'
  | 'progressDeadline'
  | 'securityLevel'
  | 'priority'
  | 'volumeTie';

/** The part of a plan that every class decides the same way. */
export function commonPlan(app: ResolvedApp, facts: ClusterFacts | undefined, claims: readonly PlannedClaim[]): Pick<Plan, Common> {
  const devices = plannedDevices(app, facts);
  const ofDevices = devices.flatMap((device) => (device.group === undefined ? [] : [device.group]));
  const deadline = Math.ceil(app.startsWithin) + PROGRESS_MARGIN;
  return {
    ask: app,
    allowFrom: decideClients(app, facts),
    allowTo: decideDestinations(app, facts),
    services: plannedServices(app, facts),
    routeApi: decideRouteApi(facts),
    routes: planRoutes(app.network.routes, facts),
    metrics: decideMetrics(app, facts),
    claims,
    ephemeral: decideEphemeral(app, facts),
    colocation: decideColocation(app, facts),
    devices,
    groups: [...new Set([...ofDevices, ...app.security.groups])],
    progressDeadline: deadline > DEFAULT_PROGRESS_DEADLINE ? deadline : undefined,
    securityLevel: decideLevel(app),
    priority: decidePriority(app, facts !== undefined),
    volumeTie: inGroup(app, facts).tie,
  };
}

function plannedDevices({ volumes, deviceResources }: ResolvedApp, facts: ClusterFacts | undefined): PlannedDevice[] {
  return volumes.filter(isDevice).map((volume) => {
    const device = facts?.nodes.flatMap((node) => node.devices ?? []).find((one) => one.name === volume.options.device);
    return {
      volume,
      hostPath: device?.path ?? volume.path,
      isDirectory: device?.isDirectory ?? false,
      group: device?.group,
      resource: resourceOf(volume, deviceResources),
    };
  });
}
