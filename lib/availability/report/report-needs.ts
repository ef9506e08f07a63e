import { EnvKind } from '../ask/container/env';
import { mainFirst } from '../ask/resolved';
import { traitsOf } from '../ask/volume/traits';
import { identity } from '../model/identity';
import type { Plan } from '../model/plan';
import { allowancesOf } from '../pod/security/level';
import { referencesOf } from './patched-needs';

/** An exception that an app asked for, with its reason. */
export interface ReportAllowance {
  readonly what: string;
  readonly reason: string;
}

/** Something that must exist in the cluster before an app can start, or Flux applies its objects, but that the program does not write: secrets stay out of Git. */
export interface ReportNeed {
  readonly kind: string;
  /** Empty: it is in none. */
  readonly namespace: string;
  readonly name: string;
  /** Empty: the app names no keys. */
  readonly keys: readonly string[];
  /** The Secret, as `namespace/name`, that it is a copy of: pods mount only those of their own namespace. Without it an app starts, and its metrics are missing. */
  readonly copyOf?: string;
}

/** What apps refer to but do not create: each once, with the keys of all that name it. */
export function needsOfAll(plans: readonly Plan[]): ReportNeed[] {
  const once = new Map<string, ReportNeed>();
  for (const need of plans.flatMap(needsOf)) {
    const which = `${need.kind}/${need.namespace}/${need.name}`;
    const keys = [...new Set([...(once.get(which)?.keys ?? []), ...need.keys])].sort();
    once.set(which, { ...need, keys });
  }
  return [...once.values()];
}

/** The Secrets, ConfigMaps and claims that an app refers to but does not create. */
function needsOf(plan: Plan): ReportNeed[] {
  const { ask } = plan;
  const [namespace = ''] = identity(plan).split('/');
  const keys = new Map<string, Set<string>>();
  const need = (kind: string, name: string, key?: string) => {
    const known = keys.get(`${kind}/${name}`) ?? new Set<string>();
    if (key !== undefined) known.add(key);
    keys.set(`${kind}/${name}`, known);
  };
  for (const { env, envFrom, own } of mainFirst(ask)) {
    if (own.envFrom)
      for (const { kind, source, isOptional } of envFrom)
        if (!isOptional && kind !== EnvKind.VALUE) need(kind === EnvKind.SECRET ? 'Secret' : 'ConfigMap', source);
    if (!own.env) continue;
    for (const [, { kind, source, value, isOptional }] of env)
      if (source !== undefined && !isOptional) need(kind === EnvKind.SECRET ? 'Secret' : 'ConfigMap', source, value);
  }
  for (const volume of ask.volumes) {
    for (const { kind, name, keys: asked, optional } of traitsOf(volume).references(volume))
      if (!optional) for (const key of asked ?? [undefined]) need(kind, name, key);
  }
  if (ask.rbac?.serviceAccount !== undefined) need('ServiceAccount', ask.rbac.serviceAccount);
  for (const name of ask.imagePullSecrets) need('Secret', name, '.dockerconfigjson');
  // Prometheus finds them beside the ServiceMonitor.
  const { endpoints = [], monitor } = plan.metrics?.value ?? {};
  for (const { bearerToken, tls } of monitor === undefined ? [] : endpoints)
    for (const secret of [bearerToken, tls?.authority]) if (secret !== undefined) need('Secret', secret.secretName, secret.key);
  for (const { tls, backendTls } of ask.network.routes) {
    if (tls?.secretName !== undefined) need('Secret', tls.secretName, 'tls.crt');
    if (backendTls?.configMapName !== undefined) need('ConfigMap', backendTls.configMapName, 'ca.crt');
  }
  for (const { kind, name, key } of ask.patches.flatMap(referencesOf)) need(kind, name, key);
  return [...keys].map(([which, names]) => ({ kind: which.split('/')[0] ?? '', namespace, name: which.split('/')[1] ?? '', keys: [...names].sort() }));
}

/** The exceptions of an app, in the order of its props. */
export function reportAllowances(plan: Plan): ReportAllowance[] {
  const { ask } = plan;
  return [
    ...allowancesOf(ask).map(({ allow, what }) => ({ what: `allowed: ${what}`, reason: allow.reason })),
    ...ask.network.ports.flatMap(({ hostPort, protocol }) =>
      hostPort === undefined ? [] : [{ what: `port ${hostPort.number}/${protocol} of the node`, reason: hostPort.reason }],
    ),
    ...ask.volumes.flatMap(({ path, options: { hostPath } }) =>
      hostPath?.onEveryNode === undefined ? [] : [{ what: `${hostPath.hostPath ?? path} of every node`, reason: hostPath.onEveryNode }],
    ),
    ...mainFirst(ask)
      .flatMap(({ env, own }) => (own.env ? env : []))
      .flatMap(([name, value]) =>
        value.kind === EnvKind.VALUE && value.publicBecause !== undefined ? [{ what: `${name} in plain text`, reason: value.publicBecause }] : [],
      ),
    ...Object.values(ask.publicTexts).map((reason) => ({ what: 'a text that looks like a secret', reason })),
    ...ask.patches.map((patch) => ({ what: `patch: ${patch.operation} ${patch.object} ${patch.path}`, reason: patch.reason })),
  ];
}
