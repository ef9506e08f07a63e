// Made from the types by `npm run shapes`: change those, not this file.
import { CHANGE_ACCEPTANCE } from '../changes/shapes.generated';
import { CLUSTER_FACTS_PROPS, POD_SECURITY_LEVEL } from '../cluster/shapes.generated';
import { LAST_OUTPUT } from './last/shapes.generated';
import { flag, inline, list, mapOf, optional, record, text } from '../cluster/shape';

export const APP_PROPS = record({
  outdir: optional(text),
  publicTexts: optional(mapOf(text)),
  changesSince: optional(LAST_OUTPUT),
  acceptChanges: optional(list(CHANGE_ACCEPTANCE)),
});

export const FLUX_PROPS = record({
  url: text,
  branch: optional(text),
  path: optional(text),
  secretName: optional(text),
  namespace: optional(text),
});

export const NAMESPACE_PROPS = record({
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
  level: optional(POD_SECURITY_LEVEL),
  external: optional(flag),
});

export const CLUSTER_PROPS = record({
  facts: inline(CLUSTER_FACTS_PROPS),
  flux: optional(FLUX_PROPS),
  namespaces: optional(mapOf(NAMESPACE_PROPS)),
});
