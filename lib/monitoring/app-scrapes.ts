import { JOB } from '../alerts/jobs';
import type { Scrape } from '../alerts/scrape';
import type { MetricsTls } from '../availability/ask/network/metrics';
import type { SecretKey } from '../availability/ask/reference/secret-key';
import { Volume } from '../availability/ask/volume/volume';
import type { PlannedEndpoint } from '../availability/model/metrics';
import type { Plan } from '../availability/model/plan';
import type { ReportNeed } from '../availability/report/report-needs';

/** Where the Secrets of apps lie in the container of Prometheus. */
const FOLDER = '/etc/prometheus/apps';

interface Place {
  readonly plan: Plan;
  readonly endpoint: PlannedEndpoint;
}

/** Those places of apps that their Services do not tell of. With the operator, each app has a ServiceMonitor. */
function untold(plans: readonly Plan[]): readonly Place[] {
  return plans.flatMap((plan) => {
    const { endpoints = [], monitor } = plan.metrics?.value ?? {};
    return monitor === undefined ? endpoints.flatMap((endpoint) => (endpoint.annotated ? [] : [{ plan, endpoint }])) : [];
  });
}

/** A scrape for each of them. */
export function endpointScrapes(plans: readonly Plan[], sampleLimit: number): readonly Scrape[] {
  const seen = new Map<string, number>();
  return untold(plans).map(({ plan, endpoint: { service, port, path, intervalSeconds, honorLabels, tls, bearerToken } }) => {
    const namespace = namespaceOf(plan);
    const job = `${JOB.APPS}-${namespace}-${service}-${port.name}`;
    const times = (seen.get(job) ?? 0) + 1;
    seen.set(job, times);
    return {
      job: times === 1 ? job : `${job}-${times}`,
      path,
      sampleLimit,
      ...(intervalSeconds === undefined ? {} : { everySeconds: intervalSeconds }),
      honorLabels,
      from: {
        kind: 'endpoint',
        namespace,
        service,
        port: { name: port.name, number: port.number },
        tls: tls === undefined ? undefined : trust(namespace, tls),
        tokenFile: bearerToken === undefined ? undefined : fileOf(namespace, bearerToken),
      },
    };
  });
}

/**
 * The Secrets that these scrapes read. A pod mounts those of its own namespace alone, so each is there once more, named after both.
 * Without one Prometheus starts all the same: only that app is not scraped.
 */
export function endpointSecrets(plans: readonly Plan[]): readonly Volume[] {
  const keys = new Map<string, Set<string>>();
  for (const { plan, endpoint } of untold(plans))
    for (const secret of [endpoint.bearerToken, endpoint.tls?.authority]) {
      if (secret === undefined) continue;
      const copy = copyOf(namespaceOf(plan), secret);
      keys.set(copy, (keys.get(copy) ?? new Set()).add(secret.key));
    }
  return [...keys].map(([secretName, some]) => Volume.secret(`${FOLDER}/${secretName}`, { secretName, keys: [...some].sort(), optional: true }));
}

/** The copies that the Prometheus of a program mounts: its volumes are optional, but somebody has to make each of them. */
export function secretCopies(plans: readonly Plan[]): readonly ReportNeed[] {
  const originals = new Map(
    untold(plans).flatMap(({ plan, endpoint: { bearerToken, tls } }) => {
      const namespace = namespaceOf(plan);
      return [bearerToken, tls?.authority].flatMap((secret) =>
        secret === undefined ? [] : [[copyOf(namespace, secret), `${namespace}/${secret.secretName}`] as const],
      );
    }),
  );
  if (originals.size === 0) return [];
  return plans.flatMap((plan) =>
    plan.ask.volumes.flatMap(({ path, options: { secret } }): ReportNeed[] => {
      const copy = secret?.secretName ?? '';
      const original = path === `${FOLDER}/${copy}` ? originals.get(copy) : undefined;
      return original === undefined ? [] : [{ kind: 'Secret', namespace: namespaceOf(plan), name: copy, keys: secret?.keys ?? [], copyOf: original }];
    }),
  );
}

function trust(namespace: string, { authority, serverName, unverified }: MetricsTls) {
  return {
    ...(authority === undefined ? {} : { authorityFile: fileOf(namespace, authority) }),
    ...(serverName === undefined ? {} : { serverName }),
    unverified: unverified !== undefined,
  };
}

function namespaceOf({ ask: { namespace = 'default' } }: Plan): string {
  return namespace;
}

function copyOf(namespace: string, { secretName }: SecretKey): string {
  return `${namespace}-${secretName}`;
}

function fileOf(namespace: string, secret: SecretKey): string {
  return `${FOLDER}/${copyOf(namespace, secret)}/${secret.key}`;
}
