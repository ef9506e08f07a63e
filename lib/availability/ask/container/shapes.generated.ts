// Made from the types by `npm run shapes`: change those, not this file.
import { AllowKind } from './security';
import { CPU, DURATION, SIZE } from '../../../cluster/shapes.generated';
import { EnvKind } from './env';
import { MountPropagation } from './mount';
import { ProbeKind } from './health';
import { VOLUME } from '../volume/shapes.generated';
import { flag, inline, instance, list, mapOf, missedElsewhere, number, oneOf, optional, record, text } from '../../../cluster/shape';

export const CPU_LIMIT = record({ cpu: CPU, reason: text });

export const DEVICE_CLAIM_OPTIONS = record({ count: optional(number), name: optional(text) });

export const DEVICE_CLAIM = instance('DeviceClaim', 'DeviceClaim.of(…)', { deviceClass: text, options: inline(DEVICE_CLAIM_OPTIONS) });

export const RESOURCES_PROPS = record({
  cpu: CPU,
  memory: SIZE,
  memoryLimit: missedElsewhere(SIZE),
  cpuLimit: optional(CPU_LIMIT),
  ephemeralStorage: optional(SIZE),
  extended: optional(mapOf(number)),
  deviceClaims: optional(list(DEVICE_CLAIM)),
});

export const ENV_KIND = oneOf('EnvKind', EnvKind);

export const ENV_VALUE = instance('EnvValue', 'EnvValue.of(…)', {
  kind: ENV_KIND,
  value: text,
  source: optional(text),
  publicBecause: optional(text),
  unit: optional(text),
  isOptional: flag,
});

export const ENV_FROM = instance('EnvFrom', 'EnvFrom.secret(…)', {
  kind: ENV_KIND,
  source: text,
  prefix: optional(text),
  isOptional: flag,
  values: optional(mapOf(text)),
});

export const MOUNT_PROPAGATION = oneOf('MountPropagation', MountPropagation);

export const MOUNT_OPTIONS = record({
  subPath: optional(text),
  subPathExpr: optional(text),
  readOnly: optional(flag),
  propagation: optional(MOUNT_PROPAGATION),
});

export const MOUNT = instance('Mount', 'Mount.of(…)', { volume: VOLUME, path: text, options: inline(MOUNT_OPTIONS) });

export const PROBE_KIND = oneOf('ProbeKind', ProbeKind);

export const HTTP_PROBE_OPTIONS = record({ https: optional(flag), headers: optional(mapOf(text)) });

export const PROBE_TIMING = record({
  period: optional(DURATION),
  timeout: optional(DURATION),
  failures: optional(number),
  delay: optional(DURATION),
});

export const PROBE = instance('Probe', 'Probe.http(…)', {
  kind: PROBE_KIND,
  path: optional(text),
  port: optional(text),
  command: list(text),
  http: HTTP_PROBE_OPTIONS,
  timing: PROBE_TIMING,
  reason: optional(text),
});

export const HEALTH_PROPS = record({
  readiness: optional(PROBE),
  liveness: optional(PROBE),
  startup: optional(PROBE),
  startsWithin: optional(DURATION),
  usualStart: optional(DURATION),
});

export const ALLOW_KIND = oneOf('AllowKind', AllowKind);

export const ALLOW = instance('Allow', 'Allow.writableRootFilesystem(…)', { kind: ALLOW_KIND, reason: text, detail: optional(text), value: optional(text) });

export const SECURITY_PROPS = record({
  user: optional(number),
  group: optional(number),
  fsGroup: optional(number),
  groups: optional(list(number)),
  allow: optional(list(ALLOW)),
  userNamespace: optional(flag),
  sysctls: optional(mapOf(text)),
});

export const CONTAINER_SECURITY_PROPS = record({ user: optional(number), group: optional(number), allow: optional(list(ALLOW)) });
