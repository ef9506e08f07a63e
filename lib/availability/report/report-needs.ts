import { EnvKind } from '../ask/container/env';
import { keysOf } from '../ask/volume/volume-options';
import { identity } from '../fleet/check-apps';
import type { Plan } from '../model/plan';
import { podPorts } from '../network/services';
import { allowancesOf } from '../pod/security-level';

/** What an app asked to be let out of, with the reason that it gave. */
export interface ReportAllowance {
  readonly what: string;
  readonly reason: string;
}

/** Something that must be in the cluster before an app can start, and that nobody here writes: secrets stay out of Git. */
export interface ReportNeed {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Empty: the app says no keys. */
  readonly keys: readonly string[];
}

/** The Secrets, ConfigMaps and claims that an app refers to and does not bring along. */
export function needsOf(plan: Plan): ReportNeed[] {
  const { props } = plan.ask;
  const [namespace = ''] = identity(plan).split('/');
  const keys = new Map<string, Set<string>>();
  const need = (kind: string, name: string | undefined, key?: string) => {
    if (name === undefined) return;
    const known = keys.get(`${kind}/${name}`) ?? new Set<string>();
    if (key !== undefined) known.add(key);
    keys.set(`${kind}/${name}`, known);
  };
  for (const { env, envFrom } of [props, ...(props.initContainers ?? []), ...(props.sidecars ?? [])]) {
    for (const { kind, source, isOptional } of envFrom ?? []) if (!isOptional) need(kind === EnvKind.SECRET ? 'Secret' : 'ConfigMap', source);
    for (const { kind, source, value, isOptional } of Object.values(env ?? {})) {
      if (isOptional) continue;
      if (kind === EnvKind.SECRET) need('Secret', source, value);
      if (kind === EnvKind.CONFIG_MAP) need('ConfigMap', source, value);
    }
  }
  for (const { options } of props.volumes ?? []) {
    const { secret, configMap } = options;
    if (secret?.optional !== true) for (const key of keysOf(secret) ?? [undefined]) need('Secret', secret?.secretName, key);
    if (configMap?.optional !== true) for (const key of keysOf(configMap) ?? [undefined]) need('ConfigMap', configMap?.configMapName, key);
    need('Secret', options.csi?.secretName);
    need(options.data?.source?.kind ?? '', options.data?.source?.name);
    need('PersistentVolumeClaim', options.claim?.claimName);
  }
  need('ServiceAccount', props.rbac?.serviceAccount);
  for (const name of props.imagePullSecrets ?? []) need('Secret', name, '.dockerconfigjson');
  for (const entry of props.network?.routes ?? []) need('Secret', entry.tls?.secretName, 'tls.crt');
  return [...keys].map(([which, names]) => ({ kind: which.split('/')[0] ?? '', namespace, name: which.split('/')[1] ?? '', keys: [...names].sort() }));
}

/** What it was let out of, in the order of what it says. */
export function reportAllowances(plan: Plan): ReportAllowance[] {
  const { props } = plan.ask;
  return [
    ...allowancesOf(props).map(({ allow, what }) => ({ what: `allowed: ${what}`, reason: allow.reason })),
    ...podPorts(props).flatMap(({ hostPort, protocol }) =>
      hostPort === undefined ? [] : [{ what: `port ${hostPort.number}/${protocol} of the node`, reason: hostPort.reason }],
    ),
    ...(props.volumes ?? []).flatMap(({ path, options: { hostPath } }) =>
      hostPath?.onEveryNode === undefined ? [] : [{ what: `${hostPath.hostPath ?? path} of every node`, reason: hostPath.onEveryNode }],
    ),
    ...[props, ...(props.initContainers ?? []), ...(props.sidecars ?? [])]
      .flatMap(({ env }) => Object.entries(env ?? {}))
      .flatMap(([name, value]) =>
        value.kind === EnvKind.VALUE && value.publicBecause !== undefined ? [{ what: `${name} in plain text`, reason: value.publicBecause }] : [],
      ),
    ...(props.patches ?? []).map((patch) => ({ what: `patch: ${patch.operation} ${patch.kind} ${patch.path}`, reason: patch.reason })),
  ];
}
