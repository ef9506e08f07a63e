import { type AlertReceivers, type Receiver, ReceiverKind, type SecretKey } from '../receiver';
import { MESSAGES, ntfyPayload, TEXT, TITLE } from './messages';
import { type Config, GROUP_BY, INHIBITIONS, type Matcher, type Route, receiversOf, rootReceiver, routesOf } from './routes';

/** Where the files lie in its container. */
export const ALERTMANAGER_FOLDER = '/etc/alertmanager';
const SECRETS_FOLDER = `${ALERTMANAGER_FOLDER}/secrets`;
const TEMPLATES = 'messages.tmpl';

/** Where a Secret is mounted. */
export function secretFolder(secretName: string): string {
  return `${SECRETS_FOLDER}/${secretName}`;
}

function secretFile({ secretName, key }: SecretKey): string {
  return `${secretFolder(secretName)}/${key}`;
}

/** Every Secret that the receivers need, with the keys of it. */
export function secretsOf(alerts: AlertReceivers | undefined): ReadonlyMap<string, readonly string[]> {
  const all = [...(alerts?.critical ?? []), ...(alerts?.warnings ?? [])].map((receiver) => receiver.secret);
  const found = new Map<string, string[]>();
  for (const secret of [...all, alerts?.heartbeat?.url]) {
    if (secret === undefined) continue;
    const keys = found.get(secret.secretName) ?? [];
    if (!keys.includes(secret.key)) keys.push(secret.key);
    found.set(secret.secretName, keys.sort());
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** alertmanager.yml as data. Fields: Alertmanager 0.34, docs/configuration.md. */
export function alertmanagerConfig(alerts: AlertReceivers | undefined): unknown {
  return {
    templates: [`${ALERTMANAGER_FOLDER}/config/${TEMPLATES}`],
    route: { receiver: rootReceiver(alerts), group_by: GROUP_BY, routes: routesOf(alerts).map(route) },
    inhibit_rules: INHIBITIONS.map(({ source, target, equal }) => ({ source_matchers: source.map(matcher), target_matchers: target.map(matcher), equal })),
    receivers: receiversOf(alerts, configOf, ({ url }) => ['webhook_configs', { url_file: secretFile(url), send_resolved: false }]),
  };
}

function route({ receiver, matchers, times }: Route): unknown {
  return {
    receiver,
    matchers: matchers.map(matcher),
    ...(times === undefined ? {} : { group_wait: times.wait, group_interval: times.interval, repeat_interval: times.repeat }),
  };
}

function matcher([name, how, value]: Matcher): string {
  return `${name}${how}"${value}"`;
}

function configOf({ kind, options }: Receiver, urgent: boolean): Config {
  const { mail, ntfy, telegram, webhook } = options;
  switch (kind) {
    case ReceiverKind.MAIL:
      return [
        'email_configs',
        {
          to: mail?.to,
          from: mail?.from,
          smarthost: mail?.server,
          auth_username: mail?.username,
          ...(mail === undefined ? {} : { auth_password_file: secretFile(mail.password) }),
          send_resolved: true,
          headers: { Subject: TITLE },
          html: '',
          text: TEXT,
        },
      ];
    case ReceiverKind.NTFY:
      return [
        'webhook_configs',
        {
          url: ntfy?.url,
          ...(ntfy === undefined
            ? {}
            : { http_config: { authorization: { credentials_file: secretFile(ntfy.token) } }, payload: ntfyPayload(ntfy.topic, urgent) }),
        },
      ];
    case ReceiverKind.TELEGRAM:
      return [
        'telegram_configs',
        {
          chat_id: telegram?.chat,
          ...(telegram === undefined ? {} : { bot_token_file: secretFile(telegram.token) }),
          // Plain: names of apps may look like HTML.
          parse_mode: '',
          message: `${TITLE}\n${TEXT}`,
          disable_notifications: !urgent,
        },
      ];
    case ReceiverKind.WEBHOOK:
      return ['webhook_configs', { ...(webhook === undefined ? {} : { url_file: secretFile(webhook.url) }) }];
  }
}

/** The files beside alertmanager.yml. */
export function alertmanagerTemplates(): { readonly [name: string]: string } {
  return { [TEMPLATES]: MESSAGES };
}
