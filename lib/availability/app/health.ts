import type { Duration } from '../../cluster/units';

export enum ProbeKind {
  HTTP = 'http',
  TCP = 'tcp',
  EXEC = 'exec',
}

/** A question to the app whose answer says whether it is well. */
export class Probe {
  /** A GET that must answer with 200 to 399. @param port @default - the main port */
  static http(path: string, port?: string): Probe {
    return new Probe(ProbeKind.HTTP, path, port, []);
  }
  /** A connection that must open. @param port @default - the main port */
  static tcp(port?: string): Probe {
    return new Probe(ProbeKind.TCP, undefined, port, []);
  }
  /** A command that must end with 0. */
  static exec(...command: string[]): Probe {
    return new Probe(ProbeKind.EXEC, undefined, undefined, command);
  }

  private constructor(
    readonly kind: ProbeKind,
    readonly path: string | undefined,
    readonly port: string | undefined,
    readonly command: readonly string[],
  ) {
    Object.freeze(this);
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
