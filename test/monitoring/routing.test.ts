import { Duration, Receiver } from '../../lib';
import { alertmanagerConfig } from '../../lib/monitoring/config/alertmanager';
import { alertmanagerConfigSpec } from '../../lib/monitoring/operator/alertmanager-config';

const key = (secretName: string) => ({ secretName, key: 'key' });
const RECEIVERS = {
  mail: Receiver.mail({ to: 'you@mail.example', from: 'lab@mail.example', server: 'mail.example:587', username: 'lab', password: key('mail') }),
  ntfy: Receiver.ntfy({ url: 'https://ntfy.example', topic: 'lab', token: key('ntfy') }),
  telegram: Receiver.telegram({ chat: -1, token: key('telegram') }),
  webhook: Receiver.webhook({ url: key('hook') }),
};

/** Each value with the names that lead to it, in one spelling: in small letters, and without how a secret is referred to. */
function leaves(tree: unknown, path = ''): readonly string[] {
  if (Array.isArray(tree)) return tree.flatMap((one) => leaves(one, path));
  if (typeof tree !== 'object' || tree === null) return [`${path} ${tree}`];
  const { name, key: of, value, matchType } = tree as { readonly [field: string]: unknown };
  // What the operator writes as objects: a matcher, a header, a secret.
  if (matchType !== undefined) return [`${path} ${name}${matchType}"${value}"`];
  if (of !== undefined && value !== undefined) return leaves(value, `${path}.${`${of}`.toLowerCase()}`);
  if (of !== undefined) return [`${path} /etc/alertmanager/secrets/${name}/${of}`];
  return Object.entries(tree).flatMap(([field, below]) => leaves(below, `${path}.${field.replaceAll('_', '').toLowerCase()}`));
}

function both(alerts: Parameters<typeof alertmanagerConfig>[0]): readonly (readonly string[])[] {
  const plain = leaves(alertmanagerConfig(alerts)).map((leaf) =>
    leaf.replace(/file (?=\/etc\/alertmanager\/secrets)/, ' ').replace(/(source|target)matchers/, '$1match'),
  );
  const operated = leaves(alertmanagerConfigSpec(alerts)).map((leaf) => leaf.replace('.urlsecret ', '.url '));
  return [plain, operated];
}

test.each(Object.entries(RECEIVERS))('alerts go to %s by the same words in both forms', (_, receiver) => {
  const [plain, operated] = both({ critical: [receiver], heartbeat: { url: key('healthchecks'), every: Duration.minutes(10) } });
  // Where templates lie the operator is told elsewhere, and it knows no plain messages of Telegram.
  expect(operated).toEqual(plain?.filter((leaf) => !leaf.startsWith('.templates ') && !leaf.includes('.parsemode ')));
});

test('and to nobody as well', () => {
  const [plain, operated] = both(undefined);
  expect(operated).toEqual(plain?.slice(1));
  expect(plain?.[0]).toBe('.templates /etc/alertmanager/config/messages.tmpl');
});
