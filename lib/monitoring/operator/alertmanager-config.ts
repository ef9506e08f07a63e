import { ntfyPayload, TEXT, TITLE } from '../config/messages';
import { type Config, GROUP_BY, INHIBITIONS, type Matcher, type Route, receiversOf, rootReceiver, routesOf } from '../config/routes';
import { type AlertReceivers, type Receiver, ReceiverKind, type SecretKey } from '../receiver';

/**
 * The same routes and receivers as an AlertmanagerConfig (monitoring.coreos.com/v1alpha1): whatever is secret it takes from
 * Secrets by itself, so that no file of ours holds a whole configuration that would have to be one.
 */
export function alertmanagerConfigSpec(alerts: AlertReceivers | undefined): unknown {
  return {
    route: { receiver: rootReceiver(alerts), groupBy: GROUP_BY, routes: routesOf(alerts).map(route) },
    inhibitRules: INHIBITIONS.map(({ source, target, equal }) => ({ sourceMatch: source.map(matcher), targetMatch: target.map(matcher), equal })),
    receivers: receiversOf(alerts, configOf, ({ url }) => ['webhookConfigs', { urlSecret: reference(url), sendResolved: false }]),
  };
}

function route({ receiver, matchers, times }: Route): unknown {
  return {
    receiver,
    matchers: matchers.map(matcher),
    ...(times === undefined ? {} : { groupWait: times.wait, groupInterval: times.interval, repeatInterval: times.repeat }),
  };
}

function matcher([name, matchType, value]: Matcher): unknown {
  return { name, matchType, value };
}

function reference({ secretName, key }: SecretKey): unknown {
  return { name: secretName, key };
}

function configOf({ kind, options }: Receiver, urgent: boolean): Config {
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
