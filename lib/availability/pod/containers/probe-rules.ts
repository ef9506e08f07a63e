import { Severity } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import { type Probe, ProbeKind } from '../../ask/container/health';
import { type Port, Protocol } from '../../ask/network/network';
import { ContainerKind, mainFirst, type ResolvedApp } from '../../ask/resolved';
import { onAsk } from '../../model/rule';

interface AskedProbe {
  /** As it stands in a sentence: `health.readiness`, `health of proxy, readiness`. */
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
  means: 'a probe with times or failures that Kubernetes refuses, or a start with a rhythm of its own',
  fix: 'whole seconds; `startsWithin`',
  *check(app) {
    for (const { given, isStartup, probe } of probesOf(app)) {
      const { period, timeout, failures } = probe.timing;
      if (isStartup && (period !== undefined || failures !== undefined))
        yield {
          given: `${given} that says how often or how many`,
          allowed: 'but a start is asked for every 5 s, for as long as startsWithin says',
          fix: 'Say health.startsWithin.',
        };
      if (probe.kind === ProbeKind.EXEC && probe.command.length === 0)
        yield { given: `${given} without a command`, allowed: 'but a command is what is asked', fix: 'Say it, word by word.' };
      for (const time of [period?.seconds, timeout?.seconds]) {
        if (time !== undefined && (!Number.isInteger(time) || time < 1))
          yield { given: `${given} with ${time} s`, allowed: 'but Kubernetes takes whole seconds, and at least one', fix: 'Say it in seconds.' };
      }
      if (failures !== undefined && (!Number.isInteger(failures) || failures < 1))
        yield { given: `${given} that tolerates ${failures} failures`, allowed: 'but the first that counts is one', fix: 'Use at least 1.' };
      for (const name of Object.keys(probe.http.headers ?? {})) {
        if (!/^[-A-Za-z0-9]+$/.test(name))
          yield { given: `${given} with the header "${name}"`, allowed: 'but headers have letters, digits and "-"', fix: 'Mend it.' };
      }
    }
  },
});

const PROBE_WITHOUT_PORT = onAsk({
  code: 'PROBE-WITHOUT-PORT',
  severity: Severity.ERROR,
  means: 'a probe asks a port that the app does not have',
  fix: 'add the port, or name another',
  *check(app) {
    for (const { given, ofMain, probe, ports } of probesOf(app)) {
      if (probe.kind === ProbeKind.EXEC) continue;
      const known = ports.filter((port) => port.protocol === Protocol.TCP).map((port) => port.name);
      if (probe.port === undefined ? known.length > 0 : known.includes(probe.port)) continue;
      yield {
        given: probe.port === undefined ? `${given} without a port to ask` : `${given} on the port ${probe.port}`,
        allowed: `but TCP ports are ${listed(known)}`,
        fix: ofMain ? 'Add the port to network.ports, or name one of them.' : 'Add the port to ports of the sidecar, or name one of them.',
      };
    }
  },
});

/** What is wrong with how Kubernetes learns that a container is well. */
export const PROBE_RULES = [PROBE_INVALID, PROBE_WITHOUT_PORT];
