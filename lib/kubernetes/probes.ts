import type { Sidecar, SidecarHealthProps, WorkloadProps } from '../availability/ask/app';
import { Probe, ProbeKind } from '../availability/ask/container/health';
import type { Port } from '../availability/ask/network/network';
import { Protocol } from '../availability/ask/network/network';
import { STARTUP_PROBE_PERIOD } from '../availability/failure/timing';
import type { Container, KubeProbe } from './plain';

const DEFAULT_STARTS_WITHIN_SECONDS = 300;
const PERIOD_SECONDS = 10;
/** A loaded node answers late; Kubernetes' own 1 s takes healthy pods out of service. */
const TIMEOUT_SECONDS = 5;

type Probes = Pick<Container, 'readinessProbe' | 'livenessProbe' | 'startupProbe'>;

/** The probes of an app's container. Without a port and without a word there are none. */
export function renderProbes({ health = {}, network = {} }: WorkloadProps): Probes {
  const ports = network.ports ?? [];
  return render({ ...health, readiness: health.readiness ?? (mainPort(ports) === undefined ? undefined : Probe.tcp()) }, ports);
}

/** Only what it asks for: of most sidecars nobody needs to know. */
export function renderSidecarProbes({ health = {}, ports = [] }: Sidecar): Probes {
  return render(health, ports);
}

function render(
  { readiness, liveness, startup = readiness, startsWithin }: { [K in keyof SidecarHealthProps]: SidecarHealthProps[K] | undefined },
  ports: readonly Port[],
): Probes {
  const seconds = startsWithin?.seconds ?? DEFAULT_STARTS_WITHIN_SECONDS;
  return {
    ...(readiness === undefined ? {} : { readinessProbe: { ...action(readiness, ports), ...timing(readiness, 3) } }),
    ...(liveness === undefined ? {} : { livenessProbe: { ...action(liveness, ports), ...timing(liveness, 6) } }),
    ...(startup === undefined
      ? {}
      : {
          startupProbe: {
            ...action(startup, ports),
            periodSeconds: STARTUP_PROBE_PERIOD,
            timeoutSeconds: timeout(startup),
            failureThreshold: Math.max(1, Math.ceil(seconds / STARTUP_PROBE_PERIOD)),
          },
        }),
  };
}

function timing(probe: Probe, usualFailures: number): KubeProbe {
  const { period, failures } = probe.timing;
  return { periodSeconds: period?.seconds ?? PERIOD_SECONDS, timeoutSeconds: timeout(probe), failureThreshold: failures ?? usualFailures };
}

function timeout(probe: Probe): number {
  return probe.timing.timeout?.seconds ?? TIMEOUT_SECONDS;
}

/** UDP cannot be probed: the first port that can. */
function mainPort(ports: readonly Port[]): Port | undefined {
  return ports.find((port) => port.protocol === Protocol.TCP);
}

function action(probe: Probe, ports: readonly Port[]): KubeProbe {
  const port = probe.port ?? mainPort(ports)?.name ?? '';
  const { https, headers = {} } = probe.http;
  switch (probe.kind) {
    case ProbeKind.HTTP:
      return {
        httpGet: {
          path: probe.path ?? '/',
          port,
          ...(https === true ? { scheme: 'HTTPS' } : {}),
          ...(Object.keys(headers).length === 0 ? {} : { httpHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })) }),
        },
      };
    case ProbeKind.TCP:
      return { tcpSocket: { port } };
    case ProbeKind.EXEC:
      return { exec: { command: [...probe.command] } };
    case ProbeKind.GRPC:
      // Here Kubernetes takes no name of a port.
      return { grpc: { port: ports.find((one) => one.name === port)?.number ?? 0, ...(probe.path === undefined ? {} : { service: probe.path }) } };
  }
}
