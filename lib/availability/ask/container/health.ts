import { frozenCopy } from '../../../cluster/cluster';
import type { Duration } from '../../../cluster/units';

export enum ProbeKind {
  HTTP = 'http',
  TCP = 'tcp',
  EXEC = 'exec',
  GRPC = 'grpc',
}

/** What a GET says beside its path. */
export interface HttpProbeOptions {
  /** Over TLS; the certificate is not looked at. @default false */
  readonly https?: boolean;
  /** By name: `{ Host: 'wiki.home.example' }`. @default - the kubelet's own */
  readonly headers?: { readonly [name: string]: string };
}

/** How often a probe asks, and how much it bears. */
export interface ProbeTiming {
  readonly period?: Duration;
  readonly timeout?: Duration;
  readonly failures?: number;
}

/** A question to the app whose answer says whether it is well. */
export class Probe {
  /** A GET that must answer with 200 to 399. @param port @default - the main port */
  static http(path: string, port?: string, options: HttpProbeOptions = {}): Probe {
    return new Probe(ProbeKind.HTTP, path, port, [], options);
  }
  /** A connection that must open. @param port @default - the main port */
  static tcp(port?: string): Probe {
    return new Probe(ProbeKind.TCP, undefined, port, []);
  }
  /** A command that must end with 0. */
  static exec(...command: string[]): Probe {
    return new Probe(ProbeKind.EXEC, undefined, undefined, command);
  }
  /**
   * The health service of gRPC (grpc.health.v1), without TLS.
   * @param service which it asks after @default - the server as a whole
   * @param port @default - the main port
   */
  static grpc(port?: string, service?: string): Probe {
    return new Probe(ProbeKind.GRPC, service, port, []);
  }

  private constructor(
    /** @internal */
    readonly kind: ProbeKind,
    /** Of a GET; of gRPC, the service. */
    readonly path: string | undefined,
    readonly port: string | undefined,
    readonly command: readonly string[],
    readonly http: HttpProbeOptions = {},
    readonly timing: ProbeTiming = {},
  ) {
    this.http = frozenCopy(http);
    Object.freeze(this);
  }

  /** The same question, asked this often. Not of a start: that is asked every 5 s, and `startsWithin` says how long. */
  every(period: Duration): Probe {
    return this.timed({ period });
  }
  /** The same question, whose answer may take this long; without it 5 s. */
  within(timeout: Duration): Probe {
    return this.timed({ timeout });
  }
  /** The same question, that may be answered badly so many times in a row before something is done. Not of a start. */
  tolerating(failures: number): Probe {
    return this.timed({ failures });
  }

  private timed(timing: ProbeTiming): Probe {
    return new Probe(this.kind, this.path, this.port, this.command, this.http, Object.freeze({ ...this.timing, ...timing }));
  }
}

/** How Kubernetes learns that the app is well. */
export interface HealthProps {
  /** Asked every 10 s; three bad answers take the pod out of its Services. @default - a connection to the main port, if there is one */
  readonly readiness?: Probe;
  /** Asked every 10 s; six bad answers restart the container. @default - none: a restart heals few apps and harms slow ones */
  readonly liveness?: Probe;
  /** Asked every 5 s until it first succeeds; the others wait for it. @default - the same as readiness */
  readonly startup?: Probe;
  /** The slowest start that is still a start; later the container is restarted. @default - 5 min */
  readonly startsWithin?: Duration;
  /** How long the start takes as a rule; the report counts with it. @default - 30 s */
  readonly usualStart?: Duration;
}
