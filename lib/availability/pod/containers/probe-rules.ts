import { Severity } from '../../../cluster/finding';
import { HIGHEST_INT32, listed } from '../../../cluster/names';
import { type Probe, ProbeKind } from '../../ask/container/health';
import { type Port, Protocol } from '../../ask/network/port';
import { ContainerKind, mainFirst, type ResolvedApp } from '../../ask/resolved';
import { onAsk } from '../../model/rule';

interface AskedProbe {
  /** As part of a sentence: `health.readiness`, `health of proxy, readiness`. */
  readonly given: string;
  readonly isStartup: boolean;
  readonly ofMain: boolean;
  readonly probe: Probe;
  readonly ports: readonly Port[];
}

const KINDS = ['readiness', 'liveness', 'startup'] as const;

function* probesOf(app: ResolvedApp): Iterable<AskedProbe> {
  for (const { kind, name, health, ports } of mainFirst(app)) {
    const ofMain = kind === ContainerKind.MAIN;
    for (const what of KINDS) {
      const probe = health[what];
      if (probe !== undefined) yield { given: `${ofMain ? 'health.' : `health of ${name}, `}${what}`, isStartup: what === 'startup', ofMain, probe, ports };
    }
  }
}

const PROBE_INVALID = onAsk({
  code: 'PROBE-INVALID',
  severity: Severity.ERROR,
  means: 'a probe with durations or failures that Kubernetes refuses, or a startup probe with its own interval',
  fix: 'use whole seconds; for the start, set `startsWithin`',
  *check(app) {
    for (const { given, isStartup, probe } of probesOf(app)) {
      const { period, timeout, failures, delay } = probe.timing;
      if (probe.kind === ProbeKind.NONE && Object.keys(probe.timing).length > 0)
        yield { given: `${given} with Probe.none and a time`, allowed: 'but then nothing is asked', fix: 'Leave the time out.' };
      if (isStartup && (period !== undefined || failures !== undefined))
        yield {
          given: `${given} with its own interval or failures`,
          allowed: 'but the startup probe runs every 5 s for the time in startsWithin',
          fix: 'Set health.startsWithin.',
        };
      if (probe.kind === ProbeKind.EXEC && probe.command.length === 0)
        yield { given: `${given} without a command`, allowed: 'but this probe runs one', fix: 'Give the command as a list of words.' };
      if (delay !== undefined && !(Number.isInteger(delay.seconds) && delay.seconds >= 0 && delay.seconds <= HIGHEST_INT32))
        yield { given: `${given} after ${delay.seconds} s`, allowed: 'but Kubernetes accepts only whole seconds', fix: 'Use whole seconds.' };
      for (const time of [period?.seconds, timeout?.seconds]) {
        if (time !== undefined && (!Number.isInteger(time) || time < 1 || time > HIGHEST_INT32))
          yield { given: `${given} with ${time} s`, allowed: 'but Kubernetes accepts only whole seconds, at least 1', fix: 'Use whole seconds.' };
      }
      if (failures !== undefined && (!Number.isInteger(failures) || failures < 1 || failures > HIGHEST_INT32))
        yield { given: `${given} that tolerates ${failures} failures`, allowed: 'but Kubernetes needs at least 1', fix: 'Use at least 1.' };
      for (const name of Object.keys(probe.http.headers ?? {})) {
        if (!/^[-A-Za-z0-9]+$/.test(name))
          yield { given: `${given} with the header "${name}"`, allowed: 'but headers have letters, digits and "-"', fix: 'Correct the name.' };
      }
    }
  },
});

const PROBE_WITHOUT_PORT = onAsk({
  code: 'PROBE-WITHOUT-PORT',
  severity: Severity.ERROR,
  means: 'a probe of a port that the app does not have',
  fix: 'add the port, or name another',
  *check(app) {
    for (const { given, ofMain, probe, ports } of probesOf(app)) {
      if (probe.kind === ProbeKind.EXEC || probe.kind === ProbeKind.NONE) continue;
      const known = ports.filter((port) => port.protocol === Protocol.TCP).map((port) => port.name);
      if (probe.port === undefined ? known.length > 0 : known.includes(probe.port)) continue;
      yield {
        given: probe.port === undefined ? `${given} without a port` : `${given} on the port ${probe.port}`,
        allowed: `but the TCP ports are ${listed(known)}`,
        fix: ofMain ? 'Add the port to network.ports, or name one of them.' : 'Add the port to the ports of the sidecar, or name one of them.',
      };
    }
  },
});

/** What is wrong with probes. */
export const PROBE_RULES = [PROBE_INVALID, PROBE_WITHOUT_PORT];
