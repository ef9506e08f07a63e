import { AlertSeverity } from '../../alerts/rule';
import { WATCHDOG } from '../../alerts/self';
import { type AlertReceivers, type DeadMan, type Receiver, ReceiverKind, type SecretKey } from '../receiver';

/** Where the files lie in its container. */
export const ALERTMANAGER_FOLDER = '/etc/alertmanager';
const SECRETS_FOLDER = `${ALERTMANAGER_FOLDER}/secrets`;
const TEMPLATES = 'messages.tmpl';

const DEFAULT_DEAD_MAN_SECONDS = 300;
/** A dead-man receiver must be called often, whatever else is said to it. */
export const DEAD_MAN_GROUP_SECONDS = 60;

/** How soon, and how often, people are told. */
export const TIMES = {
  pages: { group_wait: '10s', group_interval: '1m', repeat_interval: '1h' },
  warnings: { group_wait: '1m', group_interval: '5m', repeat_interval: '24h' },
} as const;

/** Name of a label, how it is compared, and with what. */
export type Matcher = readonly [string, '=' | '!=' | '=~', string];

/** What need not be said while something else is. A label that both lack counts as equal, so each side names what it has. */
export const INHIBITIONS: readonly { readonly source: readonly Matcher[]; readonly target: readonly Matcher[]; readonly equal: readonly string[] }[] = [
  // Who is woken for an app need not hear of it by daylight too.
  {
    source: [
      ['severity', '=', AlertSeverity.PAGE],
      ['app', '!=', ''],
    ],
    target: [
      ['severity', '=', AlertSeverity.WARNING],
      ['app', '!=', ''],
    ],
    equal: ['cluster', 'namespace', 'app'],
  },
  // What is gone with its node comes back with it.
  {
    source: [['alertname', '=', 'NodeDown']],
    target: [
      ['alertname', '=~', 'TargetDown|WitnessLost'],
      ['node', '!=', ''],
    ],
    equal: ['cluster', 'node'],
  },
];

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
        { receiver: 'pages', matchers: [`severity="${AlertSeverity.PAGE}"`], ...TIMES.pages },
        { receiver: 'warnings', matchers: [`severity="${AlertSeverity.WARNING}"`], ...TIMES.warnings },
      ],
    },
    inhibit_rules: INHIBITIONS.map(({ source, target, equal }) => ({ source_matchers: source.map(matcher), target_matchers: target.map(matcher), equal })),
    receivers: [
      { name: 'nobody' },
      { name: 'pages', ...configsOf(pages, true) },
      { name: 'warnings', ...configsOf(warnings, false) },
      ...(deadMan === undefined ? [] : [{ name: 'dead-man', webhook_configs: [{ url_file: secretFile(deadMan.url), send_resolved: false }] }]),
    ],
  };
}

function matcher([name, how, value]: Matcher): string {
  return `${name}${how}"${value}"`;
}

export function deadManSeconds({ every }: DeadMan): number {
  return every?.seconds ?? DEFAULT_DEAD_MAN_SECONDS;
}

function deadManRoute(deadMan: DeadMan): unknown {
  const seconds = deadManSeconds(deadMan);
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

export const TITLE = '{{ template "availability.title" . }}';
export const TEXT = '{{ template "availability.text" . }}';

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

/**
 * A message as ntfy takes it at its root (docs.ntfy.sh, Publish as JSON); priority 5 is urgent, 3 the default. Alertmanager reads
 * what comes out as YAML (template/template.go, DeepCopyWithTemplate): as JSON strings, texts stay texts.
 */
export function ntfyPayload(topic: string, urgent: boolean): string {
  const title =
    '{{ $t := printf "[%s] All is well again." .CommonLabels.cluster }}' +
    '{{ if eq .Status "firing" }}{{ $t = printf "[%s] %s" .CommonLabels.cluster (index .Alerts.Firing 0).Annotations.summary }}{{ end }}';
  const told = ['summary', 'promise', 'since', 'cause', 'command'].map((name) => `.Annotations.${name}`).join(' ');
  const message =
    '{{ $m := "" }}' +
    `{{ range .Alerts.Firing }}{{ $m = printf "%s%s\\nPromise: %s\\nSince: %s\\nProbably: %s\\nType: %s\\n\\n" $m ${told} }}{{ end }}` +
    '{{ range .Alerts.Resolved }}{{ $m = printf "%sWell again: %s\\n" $m .Annotations.summary }}{{ end }}';
  return `${title}${message}{"topic":${JSON.stringify(topic)},"title":{{ $t | toJson }},"message":{{ $m | toJson }},"priority":${urgent ? 5 : 3}}`;
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
