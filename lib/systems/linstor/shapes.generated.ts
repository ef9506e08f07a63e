// Made from the types by `npm run shapes`: change those, not this file.
import { ReplicationProtocol } from './props';
import { flag, number, oneOf, optional, record, text } from '../../cluster/shape';

export const REPLICATION_PROTOCOL = oneOf('ReplicationProtocol', ReplicationProtocol);

export const DRBD_STORAGE_PROPS = record({
  pool: text,
  replicas: optional(number),
  protocol: optional(REPLICATION_PROTOCOL),
  acceptSlowWrites: optional(text),
  failOverUnsafePods: optional(text),
  kernelModulePreinstalled: optional(flag),
  localPool: optional(text),
});
