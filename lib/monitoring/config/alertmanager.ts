import { AlertSeverity } from '../../alerts/rule';
import { WATCHDOG } from '../../alerts/self';
import { type AlertReceivers, type DeadMan, type Receiver, ReceiverKind, type SecretKey } from '../receiver';

/** Where the files lie in its container. */
export const ALERTMANAGER_FOLDER = '/etc/alertmanager';
const SECRETS_FOLDER = `${ALERTMANAGER_FOLDER}/secrets`;
const TEMPLATES = 'messages.tmpl';

const DEFAULT_DEAD_MAN_SECONDS = 300;
/** A dead-man receiver must be called often, whatever else is said to it. */
const DEAD_MAN_GROUP_SECONDS = 60;

/** Where a Secret is mounted. */
export function secretFolder(secretName: string): string {
  return `${SECRETS_FOLDER}/${secretName}`;
}

function secretFile({ secretName, key }: SecretKey): string {
  return `${secretFolder(secretName)}/${key}`;
}

/** Every Secret that the receivers need, with the keys of it. */
export function secretsOf(alerts: AlertReceivers | undefined): ReadonlyMap<string, readonly string[]> {
  const all = [...(alerts?.pages ?? []), ...(alerts?.warnings ?? [])].map((receiver) => receiver.secret);
  const found = new Map<string, string[]>();
  for (const secret of [...all, alerts?.deadMan?.url]) {
    if (secret === undefined) continue;
    const keys = found.get(secret.secretName) ?? [];
    if (!keys.includes(secret.key)) keys.push(secret.key);
    found.set(secret.secretName, keys.sort());
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** alertmanager.yml as data. Fields: Alertmanager 0.34, docs/configuration.md. */
export function alertmanagerConfig(alerts: AlertReceivers | undefined): unknown {
  const pages = alerts?.pages ?? [];
  const warnings = alerts?.warnings ?? pages;
  const deadMan = alerts?.deadMan;
  return {
    templates: [`${ALERTMANAGER_FOLDER}/config/${TEMPLATES}`],
    route: {
      receiver: 'nobody',
      // What falls together is one message: a dead node and the apps that it took along.
      group_by: ['severity'],
      routes: [
        ...(deadMan === undefined ? [] : [deadManRoute(deadMan)]),
        { receiver: 'nobody', matchers: [`severity="${AlertSeverity.NONE}"`] },
        { receiver: 'pages', matchers: [`severity="${AlertSeverity.PAGE}"`], group_wait: '10s', group_interval: '1m', repeat_interval: '1h' },
        { receiver: 'warnings', matchers: [`severity="${AlertSeverity.WARNING}"`], group_wait: '1m', group_interval: '5m', repeat_interval: '24h' },
      ],
    },
    inhibit_rules: [
      // Who is woken for an app need not hear of it by daylight too.
      {
        source_matchers: [`severity="${AlertSeverity.PAGE}"`, 'app!=""'],
        target_matchers: [`severity="${AlertSeverity.WARNING}"`, 'app!=""'],
        equal: ['cluster', 'namespace', 'app'],
      },
      // What is gone with its node comes back with it.
      { source_matchers: ['alertname="NodeDown"'], target_matchers: ['alertname=~"TargetDown|WitnessLost"', 'node!=""'], equal: ['cluster', 'node'] },
    ],
    receivers: [
      { name: 'nobody' },
      { name: 'pages', ...configsOf(pages, true) },
      { name: 'warnings', ...configsOf(warnings, false) },
      ...(deadMan === undefined ? [] : [{ name: 'dead-man', webhook_configs: [{ url_file: secretFile(deadMan.url), send_resolved: false }] }]),
    ],
  };
}

function deadManRoute({ every }: DeadMan): unknown {
  const seconds = every?.seconds ?? DEFAULT_DEAD_MAN_SECONDS;
  return {
    receiver: 'dead-man',
    matchers: [`alertname="${WATCHDOG}"`],
    group_wait: '0s',
    // The repetition is looked at once in this time only.
    group_interval: `${Math.min(DEAD_MAN_GROUP_SECONDS, seconds)}s`,
    repeat_interval: `${seconds}s`,
  };
}

/** The configurations of some receivers, by the name of their kind. */
function configsOf(receivers: readonly Receiver[], urgent: boolean): { readonly [kind: string]: readonly unknown[] } {
  const configs: { [kind: string]: unknown[] } = {};
  for (const receiver of receivers) {
    const [kind, config] = configOf(receiver, urgent);
    configs[kind] = [...(configs[kind] ?? []), config];
  }
  return configs;
}

const TITLE = '{{ template "availability.title" . }}';
const TEXT = '{{ template "availability.text" . }}';

function configOf({ kind, options }: Receiver, urgent: boolean): readonly [string, unknown] {
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
          // ntfy takes a message as JSON at its root (docs.ntfy.sh, Publish as JSON); 5 is urgent, 3 the default.
          url: ntfy?.url,
          ...(ntfy === undefined ? {} : { http_config: { authorization: { credentials_file: secretFile(ntfy.token) } } }),
          payload: { topic: ntfy?.topic, title: TITLE, message: TEXT, priority: urgent ? 5 : 3 },
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

/** What a person reads, on a phone: first what is wrong, then what to type. */
const MESSAGES = `{{ define "availability.title" -}}
[{{ .CommonLabels.cluster }}] {{ if eq .Status "firing" }}{{ with index .Alerts.Firing 0 }}{{ .Annotations.summary }}{{ end }}{{ if gt (len .Alerts.Firing) 1 }} And {{ len (slice .Alerts.Firing 1) }} more.{{ end }}{{ else }}All is well again.{{ end }}
{{- end }}
{{ define "availability.text" -}}
{{ range .Alerts.Firing }}{{ .Annotations.summary }}
Promise: {{ .Annotations.promise }}
Since: {{ .Annotations.since }}
Probably: {{ .Annotations.cause }}
Type: {{ .Annotations.command }}

{{ end }}{{ range .Alerts.Resolved }}Well again: {{ .Annotations.summary }}
{{ end }}
{{- end }}
`;

/** The files beside alertmanager.yml. */
export function alertmanagerTemplates(): { readonly [name: string]: string } {
  return { [TEMPLATES]: MESSAGES };
}
