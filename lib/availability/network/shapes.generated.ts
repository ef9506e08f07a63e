// Made from the types by `npm run shapes`: change those, not this file.
import { PORT, ROUTE } from '../ask/network/shapes.generated';
import { list, optional, record, text } from '../../cluster/shape';

export const EXTERNAL_SERVICE_PROPS = record({
  name: optional(text),
  namespace: optional(text),
  addresses: optional(list(text)),
  dnsName: optional(text),
  ports: list(PORT),
  routes: optional(list(ROUTE)),
});
