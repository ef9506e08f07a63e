export enum ClientKind {
  EVERYBODY = 'everybody',
  NAMESPACE = 'namespace',
  APP = 'app',
  CIDR = 'cidr',
}

/** Who may connect to an app, on the ports of its Service. */
export class Client {
  static everybody(): Client {
    return new Client(ClientKind.EVERYBODY, '', undefined);
  }
  /** All pods of a namespace. */
  static namespace(name: string): Client {
    return new Client(ClientKind.NAMESPACE, name, undefined);
  }
  /** The pods of another app. @param namespace @default - one named like the app; in a chart of your own, that chart's */
  static app(name: string, namespace?: string): Client {
    return new Client(ClientKind.APP, name, namespace);
  }
  /** A range of addresses outside the cluster: `192.168.1.0/24`. */
  static cidr(range: string): Client {
    return new Client(ClientKind.CIDR, range, undefined);
  }

  private constructor(
    readonly kind: ClientKind,
    /** The namespace, the app or the range. */
    readonly value: string,
    /** The namespace of an app. */
    readonly namespace: string | undefined,
  ) {
    Object.freeze(this);
  }
}
