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
  // What is degraded while a node is down is well again when it is back.
  { source: [['alertname', '=', 'NodeDown']], target: [['alertname', '=', 'VolumeDegraded']], equal: ['cluster'] },
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
      // Alerts of others, whose severities are others.
      receiver: alerts === undefined ? 'nobody' : 'warnings',
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

/** Alerts that are told of in full; of as many again their first line, for a phone shows no more, and nobody carries more. */
const IN_FULL = 3;
const IN_SHORT = 10;
/** ntfy takes 4096 bytes (server.yml, message-size-limit), Telegram 4096 characters; some of ours are longer than a byte. */
const MOST_CHARACTERS = 3_500;

/**
 * A message as ntfy takes it at its root (docs.ntfy.sh, Publish as JSON); priority 5 is urgent, 3 the default. Alertmanager reads
 * what comes out as YAML (template/template.go, DeepCopyWithTemplate): as JSON strings, texts stay texts.
 */
export function ntfyPayload(topic: string, urgent: boolean): string {
  const priority = urgent ? '{{ if eq .Status "firing" }}5{{ else }}3{{ end }}' : '3';
  return `${texts()}{"topic":${JSON.stringify(topic)},"title":{{ $t | toJson }},"message":{{ printf "%.${MOST_CHARACTERS}s" $m | toJson }},"priority":${priority}}`;
}

/** Sets $t, the first line, and $m, the rest: a template cannot be given to a function, a variable can. */
function texts(): string {
  const more = (count: string) => `{{ if gt (len ${count}) 1 }}{{ $t = printf "%s And %d more." $t (len (slice ${count} 1)) }}{{ end }}`;
  // Alerts of others have a description at best.
  const told = ['summary', 'promise', 'since', 'cause', 'command'];
  const name = '{{ $s := .Annotations.summary }}{{ if not $s }}{{ $s = .Labels.alertname }}{{ end }}';
  const parts = told
    .slice(1)
    .map((part) => `{{ with $a.Annotations.${part} }}{{ $m = printf "%s${HEADINGS[part]}: %s\\n" $m . }}{{ end }}`)
    .join('');
  return [
    '{{ $t := "" }}{{ $m := "" }}{{ $n := 0 }}',
    '{{ if eq .Status "firing" }}',
    `{{ with index .Alerts.Firing 0 }}${name}{{ $t = $s }}{{ end }}${more('.Alerts.Firing')}`,
    '{{ else }}',
    `{{ with index .Alerts.Resolved 0 }}${name}{{ $t = printf "Over: %s" $s }}{{ end }}${more('.Alerts.Resolved')}`,
    '{{ end }}{{ $t = printf "[%s] %s" .CommonLabels.cluster $t }}',
    `{{ range $i, $a := .Alerts.Firing }}${name}`,
    `{{ if lt $i ${IN_FULL} }}{{ $m = printf "%s%s\\n" $m $s }}${parts}{{ with $a.Annotations.description }}{{ $m = printf "%s%s\\n" $m . }}{{ end }}{{ $m = printf "%s\\n" $m }}`,
    `{{ else if lt $i ${IN_SHORT} }}{{ $m = printf "%s%s\\n" $m $s }}{{ else }}{{ $n = len (slice $.Alerts.Firing ${IN_SHORT}) }}{{ end }}{{ end }}`,
    '{{ if $n }}{{ $m = printf "%sAnd %d more.\\n" $m $n }}{{ end }}',
    `{{ range $i, $a := .Alerts.Resolved }}{{ if lt $i ${IN_SHORT} }}${name}{{ $m = printf "%sOver: %s\\n" $m $s }}{{ end }}{{ end }}`,
  ].join('');
}

const HEADINGS: { readonly [annotation: string]: string } = { promise: 'Promise', since: 'Since', cause: 'Probably', command: 'Type' };

/** What a person reads, on a phone: first what is wrong, last what to type. */
const MESSAGES = `{{ define "availability.title" -}}
${texts()}{{ $t }}
{{- end }}
{{ define "availability.text" -}}
${texts()}{{ printf "%.${MOST_CHARACTERS}s" $m }}
{{- end }}
`;

/** The files beside alertmanager.yml. */
export function alertmanagerTemplates(): { readonly [name: string]: string } {
  return { [TEMPLATES]: MESSAGES };
}
