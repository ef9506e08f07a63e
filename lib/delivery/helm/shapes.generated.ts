// Made from the types by `npm run shapes`: change those, not this file.
import { construct, flag, list, optional, record, text } from '../../cluster/shape';

export const HELM_CHART_PROPS = record({
  of: list(construct),
  version: text,
  name: optional(text),
  description: optional(text),
  appVersion: optional(text),
  package: optional(flag),
});
