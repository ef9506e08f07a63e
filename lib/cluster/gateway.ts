/**
 * A Gateway that HTTP routes attach to. Every `Gateway` of a program is one. Without the construct, for example in the
 * facts, write `{ name: 'public' }`.
 */
export interface GatewayReference {
  readonly name: string;
  /** @default - the name of the Gateway */
  readonly namespace?: string;
  /** The listener of an external Gateway that routes attach to. @default - every listener that accepts them */
  readonly listener?: string;
  /** Somebody else creates it, and its listeners have the certificates. @default false */
  readonly external?: boolean;
}

/** The identity of a Gateway: `namespace/name`. */
export function gatewayId({ name, namespace = name }: GatewayReference): string {
  return `${namespace}/${name}`;
}

/** A certificate for all hosts of one domain. */
export interface WildcardFacts {
  /** `*.home.example` */
  readonly host: string;
  /** The ClusterIssuer that signs it. @default - it is in a Secret */
  readonly issuer?: string;
  /** The Secret, in the namespace of the Gateway. @default - the ClusterIssuer signs it */
  readonly secretName?: string;
}

/** What routes must know about a Gateway that a system creates. */
export interface GatewayFacts {
  readonly name: string;
  readonly namespace: string;
  readonly wildcards: readonly WildcardFacts[];
}
