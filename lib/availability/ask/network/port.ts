import { Protocol } from '../../../cluster/protocol';

export { Protocol };

/** A port that the app listens on. The first of an app is its main port. */
export class Port {
  /** An HTTP port. */
  static http(number: number, name = 'http'): Port {
    return new Port(name, number, Protocol.TCP, true, undefined, true);
  }
  static tcp(number: number, name: string): Port {
    return new Port(name, number, Protocol.TCP, false, undefined, true);
  }
  static udp(number: number, name: string): Port {
    return new Port(name, number, Protocol.UDP, false, undefined, true);
  }
  static sctp(number: number, name: string): Port {
    return new Port(name, number, Protocol.SCTP, false, undefined, true);
  }

  private constructor(
    readonly name: string,
    /** Where the container listens. */
    readonly number: number,
    readonly protocol: Protocol,
    readonly speaksHttp: boolean,
    /** Where the Service listens. @default - the same number */
    readonly servicePort: number | undefined,
    /** Whether a Service without a list of ports includes it. */
    readonly exposed: boolean,
    /** The application protocol in the Service. */
    readonly appProtocol?: string,
    /** The port of the node that leads to it. */
    readonly hostPort?: HostPort,
  ) {
    Object.freeze(this);
  }

  /** The same port, with another number in its Services. After `unexposed()`, in those that name it: the order does not matter. */
  exposedAs(servicePort: number): Port {
    return this.changed({ servicePort });
  }

  /** The same port, only for probes and for containers of the pod: only Services that name it include it. */
  unexposed(): Port {
    return this.changed({ exposed: false });
  }

  /** The same port, with its application protocol for controllers: `kubernetes.io/h2c`, `https`, `example.com/mine`. */
  withAppProtocol(appProtocol: string): Port {
    return this.changed({ appProtocol });
  }

  /**
   * The same port, also on the addresses of the node of the pod, without the rest of the host network. Needs the
   * level privileged: the Pod Security Standards forbid it in baseline.
   *
   * @param number the port of the node
   * @param reason why a Service is not enough, for the report
   */
  withHostPort(number: number, reason: string): Port {
    return this.changed({ hostPort: Object.freeze({ number, reason }) });
  }

  /** The same on one address of the node, as only YAML of others says it. @internal */
  withHostPortAt(address: string, number: number, reason: string): Port {
    return this.changed({ hostPort: Object.freeze({ address, number, reason }) });
  }

  private changed(changes: Partial<Pick<Port, 'servicePort' | 'exposed' | 'appProtocol' | 'hostPort'>>): Port {
    const { name, number, protocol, speaksHttp, servicePort, exposed, appProtocol, hostPort } = { ...this, ...changes };
    return new Port(name, number, protocol, speaksHttp, servicePort, exposed, appProtocol, hostPort);
  }
}

/** A port of the node that leads to a port of the pod. */
export interface HostPort {
  /** The only address of the node that leads there. @default - each @internal */
  readonly address?: string;
  readonly number: number;
  readonly reason: string;
}
