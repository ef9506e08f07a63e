// Made from the types by `npm run shapes`: change those, not this file.
import { TLS } from '../../availability/ask/network/shapes.generated';
import { flag, list, mapOf, number, optional, record, text } from '../../cluster/shape';

export const WILDCARD_PROPS = record({ host: text, tls: optional(TLS) });

export const GATEWAY_PROPS = record({
  name: optional(text),
  namespace: optional(text),
  className: text,
  controller: optional(text),
  httpPort: optional(number),
  httpsPort: optional(number),
  wildcards: optional(list(WILDCARD_PROPS)),
  redirect: optional(flag),
  addresses: optional(list(text)),
  annotations: optional(mapOf(text)),
});
