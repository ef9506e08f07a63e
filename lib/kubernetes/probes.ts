import { ProbeKind } from '../availability/ask/container/health';
import type { ResolvedProbe, ResolvedProbes } from '../availability/ask/resolved';
import type { Container, KubeProbe } from './plain';

/** The probes of a container. */
export function renderProbes({ readiness, liveness, startup }: ResolvedProbes): Pick<Container, 'readinessProbe' | 'livenessProbe' | 'startupProbe'> {
  return {
    ...(readiness === undefined ? {} : { readinessProbe: renderProbe(readiness) }),
    ...(liveness === undefined ? {} : { livenessProbe: renderProbe(liveness) }),
    ...(startup === undefined ? {} : { startupProbe: renderProbe(startup) }),
  };
}

function renderProbe(probe: ResolvedProbe): KubeProbe {
  return {
    ...action(probe),
    ...(probe.delay === 0 ? {} : { initialDelaySeconds: probe.delay }),
    periodSeconds: probe.period,
    timeoutSeconds: probe.timeout,
    failureThreshold: probe.failures,
  };
}

function action({ kind, path, port, portNumber, command, http: { https, headers = {} } }: ResolvedProbe): KubeProbe {
  switch (kind) {
    case ProbeKind.HTTP:
      return {
        httpGet: {
          path: path ?? '/',
          port,
          ...(https === true ? { scheme: 'HTTPS' } : {}),
          ...(Object.keys(headers).length === 0 ? {} : { httpHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })) }),
        },
      };
    case ProbeKind.TCP:
      return { tcpSocket: { port } };
    case ProbeKind.EXEC:
      return { exec: { command: [...command] } };
    case ProbeKind.GRPC:
      return { grpc: { port: portNumber, ...(path === undefined ? {} : { service: path }) } };
  }
}
