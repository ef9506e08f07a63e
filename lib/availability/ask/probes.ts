import type { SidecarHealthProps } from './app';
import { Probe, ProbeKind } from './container/health';
import { type Port, Protocol } from './network/port';
import { ContainerKind, type ResolvedContainer, type ResolvedProbe, type ResolvedProbes } from './resolved';

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
    if (probe === undefined || probe.kind === ProbeKind.NONE) return undefined;
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
      delay: probe.timing.delay?.seconds ?? 0,
    };
  };
  const often = (probe: Probe | undefined, failures: number) =>
    resolve(probe, probe?.timing.period?.seconds ?? PERIOD_SECONDS, probe?.timing.failures ?? failures);
  return {
    readiness: often(readiness, READINESS_FAILURES),
    liveness: often(health.liveness, LIVENESS_FAILURES),
    startup: resolve(startup, STARTUP_PROBE_PERIOD, Math.max(1, Math.ceil((seconds - (startup?.timing.delay?.seconds ?? 0)) / STARTUP_PROBE_PERIOD))),
  };
}

/**
 * Until the probes of all its containers let a pod serve, in start order. A sidecar holds back what starts after it until its startup probe
 * succeeds, and the pod is ready only when each container is (KEP-753). `usual` covers how long they all run before the app serves, not the
 * delays: what starts after another container may have waited for all of it.
 */
export function podReadyWithin(usual: number, containers: readonly Pick<ResolvedContainer, 'kind' | 'probes'>[]): number {
  let held = 0;
  let latest = 0;
  for (const [index, { kind, probes }] of containers.entries()) {
    const own = index === 0 ? readyWithin(kind === ContainerKind.MAIN ? usual : 0, probes) : usual + readyWithin(0, probes);
    if (kind !== ContainerKind.INIT) latest = Math.max(latest, held + own);
    if (kind === ContainerKind.SIDECAR && probes.startup !== undefined) held += probes.startup.delay + STARTUP_PROBE_PERIOD;
  }
  return latest;
}

/**
 * Until the probes let a container serve that is up after `usual` seconds; the period of the startup probe comes on top. A delay counts
 * from the start of the container and is looked at once per period (pkg/kubelet/prober/worker.go). Without a readiness probe a container
 * counts as ready at once: then this is only what the app needs itself.
 */
function readyWithin(usual: number, { readiness, startup }: ResolvedProbes): number {
  if (startup === undefined) {
    if (readiness === undefined) return usual;
    return Math.max(usual, readiness.delay) + Math.max(0, readiness.period - STARTUP_PROBE_PERIOD);
  }
  const delayed = readiness === undefined || readiness.delay === 0 ? 0 : readiness.delay + readiness.period;
  return Math.max(usual, startup.delay, delayed);
}
