import { frozenCopy } from '../../../cluster/cluster';
import type { Duration } from '../../../cluster/units';

export enum ProbeKind {
  HTTP = 'http',
  TCP = 'tcp',
  EXEC = 'exec',
  GRPC = 'grpc',
  NONE = 'none',
}

/** Options of a GET, besides its path. */
export interface HttpProbeOptions {
  /** Use TLS; the certificate is not verified. @default false */
  readonly https?: boolean;
  /** Headers by name: `{ Host: 'wiki.home.example' }`. @default - those of the kubelet */
  readonly headers?: { readonly [name: string]: string };
}

/** The intervals, failures and delay of a probe. */
export interface ProbeTiming {
  readonly period?: Duration;
  readonly timeout?: Duration;
  readonly failures?: number;
  readonly delay?: Duration;
}

/** A probe: a question to the app whose answer shows whether it is healthy. */
export class Probe {
  /** A GET that must answer with 200 to 399. @param port @default - the main port */
  static http(path: string, port?: string, options: HttpProbeOptions = {}): Probe {
    return new Probe(ProbeKind.HTTP, path, port, [], options);
  }
  /** A connection that must open. @param port @default - the main port */
  static tcp(port?: string): Probe {
    return new Probe(ProbeKind.TCP, undefined, port, []);
  }
  /** A command that must exit with 0. */
  static exec(...command: string[]): Probe {
    return new Probe(ProbeKind.EXEC, undefined, undefined, command);
  }
  /**
   * The health service of gRPC (grpc.health.v1), without TLS.
   * @param service the service to check @default - the server as a whole
   * @param port @default - the main port
   */
  static grpc(port?: string, service?: string): Probe {
    return new Probe(ProbeKind.GRPC, service, port, []);
  }
  /** No probe, although the class would ask. Without `readiness` there is no startup probe either, unless you give one. @param reason why nobody should ask */
  static none(reason: string): Probe {
    return new Probe(ProbeKind.NONE, undefined, undefined, [], {}, {}, reason);
  }

  private constructor(
    /** @internal */
    readonly kind: ProbeKind,
    /** The path of a GET; for gRPC, the service. */
    readonly path: string | undefined,
    readonly port: string | undefined,
    readonly command: readonly string[],
    readonly http: HttpProbeOptions = {},
    readonly timing: ProbeTiming = {},
    /** Why there is none. */
    readonly reason: string | undefined = undefined,
  ) {
    this.http = frozenCopy(http);
    Object.freeze(this);
  }

  /** The same probe with this interval. Not for startup probes: they run every 5 s for the time in `startsWithin`. */
  every(period: Duration): Probe {
    return this.timed({ period });
  }
  /** The same probe with this timeout; the default is 5 s. */
  within(timeout: Duration): Probe {
    return this.timed({ timeout });
  }
  /** The same probe, which may fail this many times in a row before Kubernetes acts. Not for startup probes. */
  tolerating(failures: number): Probe {
    return this.timed({ failures });
  }
  /** The same probe, first asked this long after the start of the container. */
  after(delay: Duration): Probe {
    return this.timed({ delay });
  }

  private timed(timing: ProbeTiming): Probe {
    return new Probe(this.kind, this.path, this.port, this.command, this.http, Object.freeze({ ...this.timing, ...timing }), this.reason);
  }
}

/** Health checks of an app. */
export interface HealthProps {
  /** Runs every 10 s; three failures remove the pod from its Services. `Probe.none` leaves it out. @default - a connection to the main port, if there is one */
  readonly readiness?: Probe;
  /** Runs every 10 s; six failures restart the container. @default - none: a restart helps few apps and harms slow ones */
  readonly liveness?: Probe;
  /** Runs every 5 s until it first succeeds; the others wait for it. @default - the same as readiness */
  readonly startup?: Probe;
  /** The longest time that a start may take; after that the container restarts. @default - 5 min */
  readonly startsWithin?: Duration;
  /**
   * How long a start usually takes, for the times in the report and the objective: from the first container of the pod, with init
   * containers, sidecars and `postStart`, until the app serves. Delays of probes come on top where other containers start first.
   * @default - 30 s
   */
  readonly usualStart?: Duration;
}
