import type { SecretKey } from '../../availability/ask/reference/secret-key';
import type { AlertReceivers } from '../receiver';
import { MESSAGES } from './messages';
import { routing } from './routing';
import { type Fields, Matcher, SecretValue, type Tree } from './tree';

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

/** alertmanager.yml as data. */
export function alertmanagerConfig(alerts: AlertReceivers | undefined): unknown {
  return { templates: [`${ALERTMANAGER_FOLDER}/config/${TEMPLATES}`], ...fields(routing(alerts)) };
}

function fields(some: Fields): { readonly [field: string]: unknown } {
  return Object.fromEntries(
    Object.entries(some).map(([name, value]) => (value instanceof SecretValue ? [`${name}_file`, secretFile(value.key)] : [name, written(value)])),
  );
}

function written(tree: Tree): unknown {
  if (tree instanceof Matcher) return `${tree.name}${tree.how}"${tree.value}"`;
  if (Array.isArray(tree)) return tree.map(written);
  return typeof tree === 'object' ? fields(tree as Fields) : tree;
}

/** The files beside alertmanager.yml. */
export function alertmanagerTemplates(): { readonly [name: string]: string } {
  return { [TEMPLATES]: MESSAGES };
}
