import type { Client } from './client';
import type { Destination } from './destination';
import type { Port } from './port';
import type { Route } from './route';
import type { NamedServiceProps, ServiceProps } from './service';

/** How an app is reached. */
export interface NetworkProps {
  /** @default - it listens on nothing */
  readonly ports?: readonly Port[];
  /** The first Service, with the name of the app. @default - a ClusterIP Service with all ports, if there are any */
  readonly service?: ServiceProps;
  /** More Services; a port may be in several Services. @default - none */
  readonly services?: readonly NamedServiceProps[];
  /** @default - not reachable from the web */
  readonly routes?: readonly Route[];
  /**
   * Who may connect to the ports of the Services. The pods of the app always may, and the ingress controller if there is an HTTP route.
   * An empty list: no one else. @default - anyone
   */
  readonly allowFrom?: readonly Client[];
  /** Where the app may connect to. It can always reach its own pods and the DNS. An empty list: nothing else. @default - anywhere */
  readonly allowTo?: readonly Destination[];
}
