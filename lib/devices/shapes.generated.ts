// Made from the types by `npm run shapes`: change those, not this file.
import { ACCEPTANCE } from '../cluster/shapes.generated';
import { IMAGE } from '../availability/ask/reference/shapes.generated';
import { RESOURCES_PROPS } from '../availability/ask/container/shapes.generated';
import { list, optional, record, text } from '../cluster/shape';

export const GENERIC_DEVICE_PLUGIN_PROPS = record({
  namespace: optional(text),
  image: optional(IMAGE),
  resources: optional(RESOURCES_PROPS),
  accept: optional(list(ACCEPTANCE)),
});
