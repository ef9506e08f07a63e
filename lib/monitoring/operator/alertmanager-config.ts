import { AlertSeverity } from '../../alerts/rule';
import { WATCHDOG } from '../../alerts/self';
import { DEAD_MAN_GROUP_SECONDS, deadManSeconds, INHIBITIONS, type Matcher, ntfyPayload, TEXT, TIMES, TITLE } from '../config/alertmanager';
import { type AlertReceivers, type Receiver, ReceiverKind, type SecretKey } from '../receiver';

/**
 * The same routes and receivers as an AlertmanagerConfig (monitoring.coreos.com/v1alpha1): whatever is secret it takes from
 * Secrets by itself, so that no file of ours holds a whole configuration that would have to be one.
 */
export function alertmanagerConfigSpec(alerts: AlertReceivers | undefined): unknown {
  const pages = alerts?.pages ?? [];
  const deadMan = alerts?.deadMan;
  const severity = (value: AlertSeverity) => [{ name: 'severity', value, matchType: '=' }];
  return {
    route: {
      receiver: alerts === undefined ? 'nobody' : 'warnings',
      groupBy: ['severity'],
      routes: [
        ...(deadMan === undefined
          ? []
          : [
              {
                receiver: 'dead-man',
                matchers: [{ name: 'alertname', value: WATCHDOG, matchType: '=' }],
                groupWait: '0s',
                groupInterval: `${Math.min(DEAD_MAN_GROUP_SECONDS, deadManSeconds(deadMan))}s`,
                repeatInterval: `${deadManSeconds(deadMan)}s`,
              },
            ]),
        { receiver: 'nobody', matchers: severity(AlertSeverity.NONE) },
        { receiver: 'pages', matchers: severity(AlertSeverity.PAGE), ...camel(TIMES.pages) },
        { receiver: 'warnings', matchers: severity(AlertSeverity.WARNING), ...camel(TIMES.warnings) },
      ],
    },
    inhibitRules: INHIBITIONS.map(({ source, target, equal }) => ({ sourceMatch: source.map(matcher), targetMatch: target.map(matcher), equal })),
    receivers: [
      { name: 'nobody' },
      { name: 'pages', ...configsOf(pages, true) },
      { name: 'warnings', ...configsOf(alerts?.warnings ?? pages, false) },
      ...(deadMan === undefined ? [] : [{ name: 'dead-man', webhookConfigs: [{ urlSecret: reference(deadMan.url), sendResolved: false }] }]),
    ],
  };
}

function camel({ group_wait, group_interval, repeat_interval }: (typeof TIMES)['pages' | 'warnings']) {
  return { groupWait: group_wait, groupInterval: group_interval, repeatInterval: repeat_interval };
}

function matcher([name, matchType, value]: Matcher): unknown {
  return { name, matchType, value };
}

function reference({ secretName, key }: SecretKey): unknown {
  return { name: secretName, key };
}

function configsOf(receivers: readonly Receiver[], urgent: boolean): { readonly [kind: string]: readonly unknown[] } {
  const configs: { [kind: string]: unknown[] } = {};
  for (const receiver of receivers) {
    const [kind, config] = configOf(receiver, urgent);
    configs[kind] = [...(configs[kind] ?? []), config];
  }
  return configs;
}

function configOf({ kind, options }: Receiver, urgent: boolean): readonly [string, unknown] {
  const { mail, ntfy, telegram, webhook } = options;
  switch (kind) {
    case ReceiverKind.MAIL:
      return [
        'emailConfigs',
        {
          to: mail?.to,
          from: mail?.from,
          smarthost: mail?.server,
          authUsername: mail?.username,
          ...(mail === undefined ? {} : { authPassword: reference(mail.password) }),
          sendResolved: true,
          headers: [{ key: 'Subject', value: TITLE }],
          html: '',
          text: TEXT,
        },
      ];
    case ReceiverKind.NTFY:
      return [
        'webhookConfigs',
        {
          url: ntfy?.url,
          ...(ntfy === undefined ? {} : { httpConfig: { authorization: { credentials: reference(ntfy.token) } }, payload: ntfyPayload(ntfy.topic, urgent) }),
        },
      ];
    case ReceiverKind.TELEGRAM:
      // The operator knows no plain mode: it is read as HTML, which nothing in our texts looks like.
      return [
        'telegramConfigs',
        {
          chatID: telegram?.chat,
          ...(telegram === undefined ? {} : { botToken: reference(telegram.token) }),
          message: `${TITLE}\n${TEXT}`,
          disableNotifications: !urgent,
        },
      ];
    case ReceiverKind.WEBHOOK:
      return ['webhookConfigs', { ...(webhook === undefined ? {} : { urlSecret: reference(webhook.url) }) }];
  }
}
