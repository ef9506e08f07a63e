import { Severity } from '../../cluster/finding';
import type { Said } from '../../cluster/rule';
import { type Receiver, ReceiverKind } from '../receiver';
import { onMonitoring } from './rule';
import type { Settled } from './settled';

function receiversOf({ props: { alerts } }: Settled): readonly Receiver[] {
  return [...(alerts?.critical ?? []), ...(alerts?.warnings ?? [])];
}

/** A receiver without credentials, or one that stops Alertmanager from starting, goes unnoticed until the first failure. */
const WITHOUT_SECRET = onMonitoring({
  code: 'ALERT-WITHOUT-SECRET',
  severity: Severity.ERROR,
  means: 'a receiver, or the heartbeat receiver, without the Secret that it needs',
  fix: 'name the Secret and its key',
  *check(settled) {
    const { heartbeat } = settled.props.alerts ?? {};
    const secrets = [
      ...receiversOf(settled).map(({ kind, secret }) => ({ what: `${kind}`, secret })),
      ...(heartbeat === undefined ? [] : [{ what: 'the heartbeat receiver', secret: heartbeat.url }]),
    ];
    for (const { what, secret } of secrets)
      if (secret === undefined || secret.secretName.trim() === '' || secret.key.trim() === '')
        yield {
          path: `${settled.path}/alerts`,
          given: `alerts through ${what}, without a Secret`,
          allowed: 'but credentials must not end up in Git',
          fix: "Name a Secret in monitoring's namespace, and its key.",
        };
  },
});

const NOBODY = onMonitoring({
  code: 'ALERT-NOBODY',
  severity: Severity.ERROR,
  means: 'critical alerts, or warnings, go to no receiver',
  fix: 'name one, or leave it out',
  *check({ path: at, props: { alerts } }) {
    const path = `${at}/alerts`;
    const allowed = 'but an empty list drops them';
    if (alerts?.critical.length === 0) yield { path, given: 'no receiver for critical alerts', allowed, fix: 'Name a receiver, or omit alerts.' };
    if (alerts?.warnings?.length === 0) yield { path, given: 'no receiver for warnings', allowed, fix: 'Omit it to use the receivers of critical.' };
  },
});

const INVALID = onMonitoring({
  code: 'ALERT-RECEIVER-INVALID',
  severity: Severity.ERROR,
  means: 'a receiver that Alertmanager refuses, or that would receive nothing',
  fix: 'see the message',
  *check(settled) {
    for (const receiver of receiversOf(settled))
      for (const { given, ...rest } of refusals(receiver)) yield { ...rest, path: `${settled.path}/alerts`, given: `${receiver.kind} with ${given}` };
  },
});

/** What Alertmanager refuses or would never deliver. */
function* refusals({ kind, options: { mail, ntfy, telegram } }: Receiver): Iterable<Said> {
  if (mail !== undefined) {
    if (!/^[^\s:]+:[0-9]{1,5}$/.test(mail.server))
      yield { given: `the server "${mail.server}"`, allowed: 'but a server is a host and a port', fix: "Write it like 'mail.example:587'." };
    for (const field of ['to', 'from'] as const)
      if (!/^(?!.*\{\{)[^\s@]+@[^\s@]+$/.test(mail[field]))
        yield { given: `${field}: "${mail[field]}"`, allowed: 'but that is not a mail address', fix: "Write it like 'you@mail.example'." };
    return;
  }
  if (ntfy !== undefined) {
    const url = /^https?:\/\/([^/@\s]+@)?[^/@\s{}]+(\/?)(.*)$/.exec(ntfy.url);
    if (url === null)
      yield { given: `the address "${ntfy.url}"`, allowed: 'but that is not the URL of a server', fix: "Write it like 'https://ntfy.home.example'." };
    if (url?.[1] !== undefined) yield { given: 'a password in its address', allowed: 'but this text ends up in Git', fix: 'Use an access token.' };
    if (url?.[3] !== undefined && url[3] !== '')
      yield { given: `the path "${url[3]}" in its address`, allowed: 'but messages go to the root of the server', fix: 'Put the topic into topic.' };
    if (!/^[-_A-Za-z0-9]{1,64}$/.test(ntfy.topic))
      yield { given: `the topic "${ntfy.topic}"`, allowed: 'but ntfy accepts up to 64 letters, digits, "-" and "_"', fix: 'Choose another topic.' };
    return;
  }
  if (kind === ReceiverKind.TELEGRAM && telegram !== undefined && !(Number.isInteger(telegram.chat) && telegram.chat !== 0))
    yield { given: `the chat ${telegram.chat}`, allowed: 'but that is not a chat ID', fix: "Ask @userinfobot, or call your bot's getUpdates." };
}

const NO_HEARTBEAT = onMonitoring({
  code: 'MONITORING-NO-HEARTBEAT',
  severity: Severity.WARNING,
  means: 'nobody outside notices when monitoring itself is down',
  fix: '`alerts.heartbeat`, or accept it',
  *check({ props: { alerts }, place }) {
    if (alerts?.heartbeat !== undefined) return;
    yield {
      given: alerts === undefined ? 'no receiver for alerts' : 'no heartbeat receiver',
      allowed: `and when ${place.home === undefined ? 'the monitoring nodes die' : `${place.home.name} dies`}, nobody hears about that, or about any later failure`,
      fix: 'Name a receiver outside the cluster in alerts.heartbeat, or accept this with a reason in the accept list of the facts.',
    };
  },
});

/** What is wrong with the receivers. */
export const RECEIVER_RULES = [WITHOUT_SECRET, NOBODY, INVALID, NO_HEARTBEAT];
