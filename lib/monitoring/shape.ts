import { TLS } from '../availability/ask/shape/network-shape';
import { DURATION, SIZE } from '../cluster/facts-shape';
import { flag, instance, list, mapOf, number, oneOf, optional, record, text } from '../cluster/shape';
import type { ExporterTls } from './exporter-tls';
import type { GrafanaProps, MonitoringProps, PrometheusProps, ScrapeTarget } from './props';
import {
  type AlertReceivers,
  type Heartbeat,
  type MailOptions,
  type NtfyOptions,
  type Receiver,
  ReceiverKind,
  type SecretKey,
  type TelegramOptions,
  type WebhookOptions,
} from './receiver';

const SECRET = record<SecretKey>({ secretName: text, key: text });

const TARGET = record<ScrapeTarget>({ job: text, addresses: list(text), path: optional(text), https: optional(flag), labels: optional(mapOf(text)) });

const RECEIVER = instance<Receiver>('a Receiver', 'Receiver.ntfy(…)', {
  kind: oneOf('ReceiverKind', ReceiverKind),
  options: record<Receiver['options']>({
    mail: optional(record<MailOptions>({ to: text, from: text, server: text, username: text, password: SECRET })),
    ntfy: optional(record<NtfyOptions>({ url: text, topic: text, token: SECRET })),
    telegram: optional(record<TelegramOptions>({ chat: number, token: SECRET })),
    webhook: optional(record<WebhookOptions>({ url: SECRET })),
  }),
});

/** What the props of monitoring look like. */
export const MONITORING_SHAPE = record<MonitoringProps>({
  grafana: record<GrafanaProps>({
    adminSecret: text,
    host: optional(text),
    dashboards: optional(mapOf(text)),
    tls: optional(TLS),
  }),
  alerts: optional(
    record<AlertReceivers>({
      critical: list(RECEIVER),
      warnings: optional(list(RECEIVER)),
      heartbeat: optional(record<Heartbeat>({ url: SECRET, every: optional(DURATION) })),
    }),
  ),
  prometheus: optional(
    record<PrometheusProps>({
      retention: optional(DURATION),
      volumeSize: optional(SIZE),
      storageClass: optional(text),
      scrapeInterval: optional(DURATION),
      rules: optional(mapOf(text)),
      targets: optional(list(TARGET)),
    }),
  ),
  highlyAvailable: optional(flag),
  node: optional(text),
  clusterLabel: optional(text),
  exporterTls: optional(instance<ExporterTls>('an ExporterTls', 'ExporterTls.secret(…)', { secretName: text, issuer: optional(text) })),
});
