import type { Finding } from '../../cluster/finding';
import type { MonitoringProps } from '../props';
import { type Receiver, ReceiverKind } from '../receiver';
import { error, warning } from './say';

/** A receiver that lets nobody in, or that Alertmanager does not start with, is found out on the worst of days. */
export function checkReceivers(path: string, { alerts }: MonitoringProps, death: string): Finding[] {
  const at = `${path}/alerts`;
  const all: readonly Receiver[] = [...(alerts?.critical ?? []), ...(alerts?.warnings ?? [])];
  const secrets = [
    ...all.map(({ kind, secret }) => ({ what: `${kind}`, secret })),
    ...(alerts?.heartbeat === undefined ? [] : [{ what: 'the dead-man receiver', secret: alerts.heartbeat.url }]),
  ];
  const blank = secrets.filter(({ secret }) => secret === undefined || secret.secretName.trim() === '' || secret.key.trim() === '');
  const empty = alerts === undefined ? [] : [...(alerts.critical.length === 0 ? ['critical'] : []), ...(alerts.warnings?.length === 0 ? ['warnings'] : [])];
  return [
    ...blank.map(({ what }) =>
      error(
        'ALERT-WITHOUT-SECRET',
        at,
        `alerts by ${what} without a Secret`,
        'but what lets them in there must not stand in Git',
        'Name a Secret of the namespace of monitoring, and its key.',
      ),
    ),
    ...empty.map((which) =>
      error(
        'ALERT-NOBODY',
        at,
        `${which} to nobody`,
        'but somebody must hear of them',
        which === 'critical' ? 'Name a receiver, or leave alerts out.' : 'Leave it out for those of critical.',
      ),
    ),
    ...all.flatMap((receiver) => checkReceiver(at, receiver)),
    ...(alerts?.heartbeat === undefined
      ? [
          warning(
            'MONITORING-NO-DEAD-MAN',
            path,
            alerts === undefined ? 'alerts to nobody' : 'no dead-man receiver',
            `and when ${death}, nobody is told of that, or of anything after it`,
            'Name one outside of the cluster in alerts.heartbeat, or accept it with a reason in accept of the facts.',
          ),
        ]
      : []),
  ];
}

/** What Alertmanager refuses, or would never deliver. */
function checkReceiver(at: string, { kind, options: { mail, ntfy, telegram } }: Receiver): Finding[] {
  const wrong = (given: string, allowed: string, fix: string) => [error('ALERT-RECEIVER-INVALID', at, `${kind} with ${given}`, allowed, fix)];
  if (mail !== undefined)
    return [
      ...(/^[^\s:]+:[0-9]{1,5}$/.test(mail.server)
        ? []
        : wrong(`the server "${mail.server}"`, 'but a server is a host and a port', "Write it like 'mail.example:587'.")),
      ...(['to', 'from'] as const).flatMap((field) =>
        /^[^\s@]+@[^\s@]+$/.test(mail[field]) ? [] : wrong(`${field}: "${mail[field]}"`, 'but that is no address', "Write it like 'you@mail.example'."),
      ),
    ];
  if (ntfy !== undefined) {
    const url = /^https?:\/\/([^/@\s]+@)?[^/@\s]+(\/?)(.*)$/.exec(ntfy.url);
    return [
      ...(url === null ? wrong(`the address "${ntfy.url}"`, 'but that is no address of a server', "Write it like 'https://ntfy.home.example'.") : []),
      ...(url?.[1] === undefined ? [] : wrong('a password in its address', 'but what is written here ends in Git', 'Give it an access token.')),
      ...(url?.[3] === undefined || url[3] === ''
        ? []
        : wrong(`the path "${url[3]}" in its address`, 'but messages go to the root of the server', 'Name the topic in topic.')),
      ...(/^[-_A-Za-z0-9]{1,64}$/.test(ntfy.topic)
        ? []
        : wrong(`the topic "${ntfy.topic}"`, 'but ntfy takes letters, digits, "-" and "_", at most 64', 'Use another.')),
    ];
  }
  if (kind === ReceiverKind.TELEGRAM && telegram !== undefined && !(Number.isInteger(telegram.chat) && telegram.chat !== 0))
    return wrong(`the chat ${telegram.chat}`, 'but that is no number of a chat', 'Ask @userinfobot, or the getUpdates of your bot.');
  return [];
}
