import type { AlertReceivers, Receiver } from '../receiver';
import { ntfyPayload, TEXT, TITLE } from './messages';
import { type Fields, SecretValue } from './tree';

/** One way to reach somebody: under which key, and how. */
type Config = readonly [kind: string, config: Fields];

/** All that routes name. */
export function receivers(alerts: AlertReceivers | undefined): readonly Fields[] {
  const critical = alerts?.critical ?? [];
  const warnings = alerts?.warnings ?? critical;
  return [
    { name: 'nobody' },
    named(
      'critical',
      critical.flatMap((receiver) => configsOf(receiver, true)),
    ),
    named(
      'warnings',
      warnings.flatMap((receiver) => configsOf(receiver, false)),
    ),
    ...(alerts?.heartbeat === undefined
      ? []
      : [named('heartbeat', [['webhook_configs', { url: new SecretValue(alerts.heartbeat.url), send_resolved: false }]])]),
  ];
}

/** Those of one kind stand together. */
function named(name: string, configs: readonly Config[]): Fields {
  const kinds: { [kind: string]: Fields[] } = {};
  for (const [kind, config] of configs) kinds[kind] = [...(kinds[kind] ?? []), config];
  return { name, ...kinds };
}

function configsOf({ options: { mail, ntfy, telegram, webhook } }: Receiver, urgent: boolean): readonly Config[] {
  return [
    ...(mail === undefined
      ? []
      : [
          config('email_configs', {
            to: mail.to,
            from: mail.from,
            smarthost: mail.server,
            auth_username: mail.username,
            auth_password: new SecretValue(mail.password),
            send_resolved: true,
            headers: { Subject: TITLE },
            html: '',
            text: TEXT,
          }),
        ]),
    ...(ntfy === undefined
      ? []
      : [
          config('webhook_configs', {
            url: ntfy.url,
            http_config: { authorization: { credentials: new SecretValue(ntfy.token) } },
            payload: ntfyPayload(ntfy.topic, urgent),
          }),
        ]),
    ...(telegram === undefined
      ? []
      : [
          config('telegram_configs', {
            chat_id: telegram.chat,
            bot_token: new SecretValue(telegram.token),
            // Plain: names of apps may look like HTML.
            parse_mode: '',
            message: `${TITLE}\n${TEXT}`,
            disable_notifications: !urgent,
          }),
        ]),
    ...(webhook === undefined ? [] : [config('webhook_configs', { url: new SecretValue(webhook.url) })]),
  ];
}

function config(kind: string, fields: Fields): Config {
  return [kind, fields];
}
