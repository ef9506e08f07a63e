// Made from the types by `npm run shapes`: change those, not this file.
import { DURATION, SIZE } from '../cluster/shapes.generated';
import { ReceiverKind } from './receiver';
import { SECRET_KEY } from '../availability/ask/reference/shapes.generated';
import { TLS } from '../availability/ask/network/shapes.generated';
import { chosen, flag, instance, list, mapOf, number, oneOf, optional, record, text } from '../cluster/shape';

export const GRAFANA_PROPS = record({ secretName: text, host: optional(text), tls: optional(TLS), dashboards: optional(mapOf(text)) });

export const RECEIVER_KIND = oneOf('ReceiverKind', ReceiverKind);

export const MAIL_OPTIONS = record({ to: text, from: text, server: text, username: text, password: SECRET_KEY });

export const NTFY_OPTIONS = record({ url: text, topic: text, token: SECRET_KEY });

export const TELEGRAM_OPTIONS = record({ chat: number, token: SECRET_KEY });

export const WEBHOOK_OPTIONS = record({ url: SECRET_KEY });

export const RECEIVER = instance('Receiver', 'Receiver.mail(…)', {
  kind: RECEIVER_KIND,
  options: chosen({
    mail: optional(MAIL_OPTIONS),
    ntfy: optional(NTFY_OPTIONS),
    telegram: optional(TELEGRAM_OPTIONS),
    webhook: optional(WEBHOOK_OPTIONS),
  }),
});

export const HEARTBEAT = record({ url: SECRET_KEY, every: optional(DURATION) });

export const ALERT_RECEIVERS = record({ critical: list(RECEIVER), warnings: optional(list(RECEIVER)), heartbeat: optional(HEARTBEAT) });

export const SCRAPE_TARGET = record({
  job: text,
  addresses: list(text),
  path: optional(text),
  https: optional(flag),
  labels: optional(mapOf(text)),
});

export const PROMETHEUS_PROPS = record({
  retention: optional(DURATION),
  volumeSize: optional(SIZE),
  storageClass: optional(text),
  scrapeInterval: optional(DURATION),
  rules: optional(mapOf(text)),
  targets: optional(list(SCRAPE_TARGET)),
});

export const EXPORTER_TLS = instance('ExporterTls', 'ExporterTls.secret(…)', { secretName: text, issuer: optional(text) });

export const MONITORING_PROPS = record({
  grafana: GRAFANA_PROPS,
  alerts: optional(ALERT_RECEIVERS),
  prometheus: optional(PROMETHEUS_PROPS),
  highlyAvailable: optional(flag),
  node: optional(text),
  clusterLabel: optional(text),
  exporterTls: optional(EXPORTER_TLS),
});

export const NODE_EXPORTER_PROPS = record({ namespace: optional(text) });
