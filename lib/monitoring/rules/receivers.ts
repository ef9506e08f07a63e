import { Severity } from '../../cluster/finding';
import type { Said } from '../../cluster/rule';
import { type Receiver, ReceiverKind } from '../receiver';
import { onMonitoring } from './rule';
import type { Settled } from './settled';

function receiversOf({ props: { alerts } }: Settled): readonly Receiver[] {
  return [...(alerts?.critical ?? []), ...(alerts?.warnings ?? [])];
}

/** A receiver that lets nobody in, or that Alertmanager does not start with, is found out on the worst of days. */
const WITHOUT_SECRET = onMonitoring({
  code: 'ALERT-WITHOUT-SECRET',
  severity: Severity.ERROR,
  means: 'a receiver, or the dead-man receiver, without the Secret that lets alerts in',
  fix: 'name the Secret and its key',
  *check(settled) {
    const { heartbeat } = settled.props.alerts ?? {};
    const secrets = [
      ...receiversOf(settled).map(({ kind, secret }) => ({ what: `${kind}`, secret })),
      ...(heartbeat === undefined ? [] : [{ what: 'the dead-man receiver', secret: heartbeat.url }]),
    ];
    for (const { what, secret } of secrets)
      if (secret === undefined || secret.secretName.trim() === '' || secret.key.trim() === '')
        yield {
          path: `${settled.path}/alerts`,
          given: `alerts by ${what} without a Secret`,
          allowed: 'but what lets them in there must not stand in Git',
          fix: 'Name a Secret of the namespace of monitoring, and its key.',
        };
  },
});

const NOBODY = onMonitoring({
  code: 'ALERT-NOBODY',
  severity: Severity.ERROR,
  means: 'pages, or warnings, go to no receiver',
  fix: 'name one, or leave it out',
  *check({ path: at, props: { alerts } }) {
    const path = `${at}/alerts`;
    const allowed = 'but somebody must hear of them';
    if (alerts?.critical.length === 0) yield { path, given: 'critical to nobody', allowed, fix: 'Name a receiver, or leave alerts out.' };
    if (alerts?.warnings?.length === 0) yield { path, given: 'warnings to nobody', allowed, fix: 'Leave it out for those of critical.' };
  },
});

const INVALID = onMonitoring({
  code: 'ALERT-RECEIVER-INVALID',
  severity: Severity.ERROR,
  means: 'a receiver that Alertmanager refuses, or that would hear nothing',
  fix: 'see the message',
  *check(settled) {
    for (const receiver of receiversOf(settled))
      for (const { given, ...rest } of refusals(receiver)) yield { ...rest, path: `${settled.path}/alerts`, given: `${receiver.kind} with ${given}` };
  },
});

/** What Alertmanager refuses, or would never deliver. */
function* refusals({ kind, options: { mail, ntfy, telegram } }: Receiver): Iterable<Said> {
  if (mail !== undefined) {
    if (!/^[^\s:]+:[0-9]{1,5}$/.test(mail.server))
      yield { given: `the server "${mail.server}"`, allowed: 'but a server is a host and a port', fix: "Write it like 'mail.example:587'." };
    for (const field of ['to', 'from'] as const)
      if (!/^[^\s@]+@[^\s@]+$/.test(mail[field]))
        yield { given: `${field}: "${mail[field]}"`, allowed: 'but that is no address', fix: "Write it like 'you@mail.example'." };
    return;
  }
  if (ntfy !== undefined) {
    const url = /^https?:\/\/([^/@\s]+@)?[^/@\s]+(\/?)(.*)$/.exec(ntfy.url);
    if (url === null)
      yield { given: `the address "${ntfy.url}"`, allowed: 'but that is no address of a server', fix: "Write it like 'https://ntfy.home.example'." };
    if (url?.[1] !== undefined) yield { given: 'a password in its address', allowed: 'but what is written here ends in Git', fix: 'Give it an access token.' };
    if (url?.[3] !== undefined && url[3] !== '')
      yield { given: `the path "${url[3]}" in its address`, allowed: 'but messages go to the root of the server', fix: 'Name the topic in topic.' };
    if (!/^[-_A-Za-z0-9]{1,64}$/.test(ntfy.topic))
      yield { given: `the topic "${ntfy.topic}"`, allowed: 'but ntfy takes letters, digits, "-" and "_", at most 64', fix: 'Use another.' };
    return;
  }
  if (kind === ReceiverKind.TELEGRAM && telegram !== undefined && !(Number.isInteger(telegram.chat) && telegram.chat !== 0))
    yield { given: `the chat ${telegram.chat}`, allowed: 'but that is no number of a chat', fix: 'Ask @userinfobot, or the getUpdates of your bot.' };
}

const NO_DEAD_MAN = onMonitoring({
  code: 'MONITORING-NO-DEAD-MAN',
  severity: Severity.WARNING,
  means: 'nobody outside notices when monitoring itself is down',
  fix: '`alerts.heartbeat`, or accept it',
  *check({ props: { alerts }, place }) {
    if (alerts?.heartbeat !== undefined) return;
    yield {
      given: alerts === undefined ? 'alerts to nobody' : 'no dead-man receiver',
      allowed: `and when ${place.home === undefined ? 'the monitoring nodes die' : `${place.home.name} dies`}, nobody is told of that, or of anything after it`,
      fix: 'Name one outside of the cluster in alerts.heartbeat, or accept it with a reason in accept of the facts.',
    };
  },
});

/** What is wrong with who hears of alerts. */
export const RECEIVER_RULES = [WITHOUT_SECRET, NOBODY, INVALID, NO_DEAD_MAN];
