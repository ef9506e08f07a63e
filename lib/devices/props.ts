import type { ResourcesProps } from '../availability/ask/container/resources';
import type { Image } from '../availability/ask/reference/image';
import type { Acceptance } from '../cluster/finding';

/** Everything else follows from the devices of the nodes, and from the apps that use them. */
export interface GenericDevicePluginProps {
  /** @default - its own, with the name of the construct; its level is privileged */
  readonly namespace?: string;
  /** @default - the release that the library was written for, with its digest */
  readonly image?: Image;
  /** @default - 20m, 16Mi, at most 64Mi */
  readonly resources?: ResourcesProps;
  /** Weaknesses of the agent that you accept. @default - none */
  readonly accept?: readonly Acceptance[];
}
