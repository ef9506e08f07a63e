import type { AppProps } from '../availability/app/app';
import { Probe, ProbeKind } from '../availability/app/health';
import type { Port } from '../availability/app/network';
import { Protocol } from '../availability/app/network';
import { STARTUP_PROBE_PERIOD } from '../availability/timing';
import type { Container, KubeProbe } from './plain';

const DEFAULT_STARTS_WITHIN_SECONDS = 300;
/** A loaded node answers late; Kubernetes' own 1 s takes healthy pods out of service. */
const TIMEOUT_SECONDS = 5;

type Probes = Pick<Container, 'readinessProbe' | 'livenessProbe' | 'startupProbe'>;

/** The probes of an app's container. Without a port and without a word there are none. */
export function renderProbes(props: AppProps): Probes {
  const { health = {}, network = {} } = props;
  const main = mainPort(network.ports ?? []);
  const readiness = health.readiness ?? (main === undefined ? undefined : Probe.tcp());
  const startup = health.startup ?? readiness;
  const startsWithin = health.startsWithin?.seconds ?? DEFAULT_STARTS_WITHIN_SECONDS;
  return {
    ...(readiness === undefined
      ? {}
      : { readinessProbe: { ...action(readiness, main), periodSeconds: 10, timeoutSeconds: TIMEOUT_SECONDS, failureThreshold: 3 } }),
    ...(health.liveness === undefined
      ? {}
      : { livenessProbe: { ...action(health.liveness, main), periodSeconds: 10, timeoutSeconds: TIMEOUT_SECONDS, failureThreshold: 6 } }),
    ...(startup === undefined
      ? {}
      : {
          startupProbe: {
            ...action(startup, main),
            periodSeconds: STARTUP_PROBE_PERIOD,
            timeoutSeconds: TIMEOUT_SECONDS,
            failureThreshold: Math.max(1, Math.ceil(startsWithin / STARTUP_PROBE_PERIOD)),
          },
        }),
  };
}

/** UDP cannot be probed: the first port that can. */
function mainPort(ports: readonly Port[]): Port | undefined {
  return ports.find((port) => port.protocol === Protocol.TCP);
}

function action(probe: Probe, main: Port | undefined): KubeProbe {
  const port = probe.port ?? main?.name ?? '';
  switch (probe.kind) {
    case ProbeKind.HTTP:
      return { httpGet: { path: probe.path ?? '/', port } };
    case ProbeKind.TCP:
      return { tcpSocket: { port } };
    case ProbeKind.EXEC:
      return { exec: { command: [...probe.command] } };
  }
}
