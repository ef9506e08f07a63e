import type { Port } from '../availability/ask/network/port';
import { PathType, pathsOf } from '../availability/ask/network/route';
import { resolveApp } from '../availability/ask/resolve';
import { checkAppShape } from '../availability/ask/shape';
import type { Ask } from '../availability/ask/workload';
import { isEncrypted } from '../availability/network/routes/planned-routes';
import { plannedServices } from '../availability/network/services/services';
import type { ClusterFacts } from '../cluster/cluster';
import { refuse, refuseMisshapen } from '../cluster/refuse';
import { found } from '../cluster/rule';
import { text } from '../cluster/shape';
import { APP_WITHOUT_PORT, APP_WITHOUT_ROUTE } from './rules';

/** The DNS name in the cluster, also for apps of other namespaces. */
export function hostOfService(service: string, namespace: string | undefined): string {
  return namespace === undefined ? service : `${service}.${namespace}.svc`;
}

/**
 * The URL of a port for other apps of the cluster.
 *
 * @param wanted the name of the port; undefined: the first HTTP port
 */
export function serviceUrl(ask: Ask, wanted: string | undefined): string {
  if (wanted !== undefined) refuseMisshapen('serviceUrl', text, wanted);
  if (isMisshapen(ask)) return '';
  const fits = ({ name, speaksHttp }: Port) => (wanted === undefined ? speaksHttp : name === wanted);
  const [first] = plannedServices(resolveApp(ask), undefined).flatMap((service) => service.ports.filter(fits).map((port) => ({ service, port })));
  if (first === undefined)
    return refuse([
      found(APP_WITHOUT_PORT, ask.path, {
        given: `the URL of ${wanted === undefined ? 'an HTTP port' : `the port ${wanted}`}`,
        allowed: 'but no Service of the app has one',
        fix: 'Add it to network.ports.',
      }),
    ]);
  const { service, port } = first;
  const scheme = port.appProtocol === 'https' ? 'https' : 'http';
  return `${scheme}://${hostOfService(service.name, ask.namespace)}:${port.servicePort ?? port.number}`;
}

/** The first web address of an app. */
export function routeUrl(ask: Ask, facts: ClusterFacts | undefined): string {
  if (isMisshapen(ask)) return '';
  const [route] = ask.props.network?.routes ?? [];
  if (route === undefined)
    return refuse([
      found(APP_WITHOUT_ROUTE, ask.path, {
        given: 'the URL of the app',
        allowed: 'but it has no web address',
        fix: 'Add one to network.routes, or use serviceUrl().',
      }),
    ]);
  const [first] = pathsOf(route);
  const path = first === undefined || first.pathType === PathType.IMPLEMENTATION_SPECIFIC || first.path === '/' ? '' : first.path;
  return `${isEncrypted(route, facts) ? 'https' : 'http'}://${route.host}${path}`;
}

/** In that case nothing is written, and the findings say why. */
function isMisshapen(ask: Ask): boolean {
  return checkAppShape(ask).length > 0;
}
