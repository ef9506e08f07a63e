import type { SidecarHealthProps } from './app';
import { Probe } from './container/health';
import { type Port, Protocol } from './network/port';
import type { ResolvedProbe, ResolvedProbes } from './resolved';

const PERIOD_SECONDS = 10;
/** A busy node answers late; the 1 s of Kubernetes would take healthy pods out of service. */
const TIMEOUT_SECONDS = 5;
const READINESS_FAILURES = 3;
const LIVENESS_FAILURES = 6;
/** The period of the startup probe, in seconds. */
export const STARTUP_PROBE_PERIOD = 5;
const DEFAULT_STARTS_WITHIN_SECONDS = 300;

/** @param asksByItself whether the first TCP port is probed by default: without a port and without health props there are no probes */
export function resolveProbes(health: SidecarHealthProps, ports: readonly Port[], asksByItself: boolean): ResolvedProbes {
  // UDP cannot be probed: the first port that can.
  const main = ports.find((port) => port.protocol === Protocol.TCP);
  const readiness = health.readiness ?? (asksByItself && main !== undefined ? Probe.tcp() : undefined);
  const startup = health.startup ?? readiness;
  const seconds = health.startsWithin?.seconds ?? DEFAULT_STARTS_WITHIN_SECONDS;
  const resolve = (probe: Probe | undefined, period: number, failures: number): ResolvedProbe | undefined => {
    if (probe === undefined) return undefined;
    const port = probe.port ?? main?.name ?? '';
    return {
      kind: probe.kind,
      path: probe.path,
      port,
      portNumber: ports.find((one) => one.name === port)?.number ?? 0,
      command: probe.command,
      http: probe.http,
      period,
      timeout: probe.timing.timeout?.seconds ?? TIMEOUT_SECONDS,
      failures,
    };
  };
  const often = (probe: Probe | undefined, failures: number) =>
    resolve(probe, probe?.timing.period?.seconds ?? PERIOD_SECONDS, probe?.timing.failures ?? failures);
  return {
    readiness: often(readiness, READINESS_FAILURES),
    liveness: often(health.liveness, LIVENESS_FAILURES),
    startup: resolve(startup, STARTUP_PROBE_PERIOD, Math.max(1, Math.ceil(seconds / STARTUP_PROBE_PERIOD))),
  };
}
