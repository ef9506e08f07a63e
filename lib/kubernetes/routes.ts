import type { PlannedRoute } from '../availability/model/plan';
import { type Certificates, routeName } from '../availability/network/routes/certificates';
import { renderBackendTls, renderGrants, renderRoute } from './gateway-routes';
import { type Backend, renderIngress } from './ingress';
import type { Manifest, Metadata } from './manifest';

/** What is rendered around the routes of an app, or of a machine outside the cluster. */
export interface RouteSurroundings {
  readonly name: string;
  readonly metadataOf: (name: string) => Metadata;
  readonly backendOf: (route: PlannedRoute) => Backend;
  readonly certificates: Certificates;
}

/** One object per route, so that annotations apply to its hosts only, and what these need beside them. */
export function renderRoutes(routes: readonly PlannedRoute[], { name, metadataOf, backendOf, certificates }: RouteSurroundings): Manifest[] {
  const policies = new Map<string, Manifest>();
  const objects = routes.map((planned, index) => {
    const metadata = metadataOf(routeName(name, index));
    const backend = backendOf(planned);
    if (planned.parents.length === 0) return renderIngress(metadata, planned, backend, certificates.get(planned));
    // Several routes to one port say the same of it.
    const target = `${backend.service}-${backend.port?.name}`;
    const policy = renderBackendTls(metadataOf(target), planned, backend);
    if (policy !== undefined) policies.set(target, policy);
    return renderRoute(metadata, planned, backend);
  });
  return [...objects, ...policies.values(), ...renderGrants((index) => metadataOf(routeName(name, index)), routes)];
}
