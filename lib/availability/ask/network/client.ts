import type { AppReference } from '../reference/app';

export enum ClientKind {
  EVERYBODY = 'everybody',
  NAMESPACE = 'namespace',
  APP = 'app',
  PODS = 'pods',
  CIDR = 'cidr',
}

/** A client that may connect to an app, on the ports of its Services and of its node. */
export class Client {
  static everybody(): Client {
    return new Client(ClientKind.EVERYBODY, '', undefined);
  }
  /** All pods of a namespace. */
  static namespace(name: string): Client {
    return new Client(ClientKind.NAMESPACE, name, undefined);
  }
  /** The pods of another app. */
  static app(app: AppReference): Client {
    // The checks report what is not an app, instead of a crash here.
    return new Client(ClientKind.APP, app?.name, app?.namespace);
  }
  /** Pods of a namespace with all of these labels, whatever made them: `Client.pods('shop', { team: 'web' })`. */
  static pods(namespace: string, labels: { readonly [key: string]: string }): Client {
    return new Client(ClientKind.PODS, namespace, undefined, labels);
  }
  /** A range of addresses outside the cluster: `192.168.1.0/24`. */
  static cidr(range: string): Client {
    return new Client(ClientKind.CIDR, range, undefined);
  }

  private constructor(
    /** @internal */
    readonly kind: ClientKind,
    /** The namespace, the app or the range. */
    readonly value: string,
    /** The namespace of an app. */
    readonly namespace: string | undefined,
    /** The labels of its pods. */
    readonly labels?: { readonly [key: string]: string },
    /** The names of the ports that it may connect to. @default - all */
    readonly ports?: readonly string[],
  ) {
    Object.freeze(this);
  }

  /** The same client, on these ports only, named as in `network.ports`. */
  onPorts(...names: readonly string[]): Client {
    return new Client(this.kind, this.value, this.namespace, this.labels, names);
  }
}
