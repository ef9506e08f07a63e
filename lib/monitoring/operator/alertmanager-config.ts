import { routing } from '../config/routing';
import { type Fields, Matcher, SecretValue, type Tree } from '../config/tree';
import type { AlertReceivers } from '../receiver';

/**
 * The same routes and receivers as an AlertmanagerConfig (monitoring.coreos.com/v1alpha1): whatever is secret it takes from
 * Secrets by itself, so that no file of ours holds a whole configuration that would have to be one.
 */
export function alertmanagerConfigSpec(alerts: AlertReceivers | undefined): unknown {
  return fields(routing(alerts));
}

/** Where its names are not Alertmanager's own in camel case. */
const NAMES: { readonly [field: string]: string } = { chat_id: 'chatID', source_matchers: 'sourceMatch', target_matchers: 'targetMatch' };
/** What it does not know. Without a plain mode messages of Telegram are read as HTML, which nothing in our texts looks like. */
const UNKNOWN = ['parse_mode'];

function fields(some: Fields): { readonly [field: string]: unknown } {
  return Object.fromEntries(
    Object.entries(some)
      .filter(([name]) => !UNKNOWN.includes(name))
      .map(([name, value]) => field(name, value)),
  );
}

function field(name: string, value: Tree): readonly [string, unknown] {
  // Addresses alone may stand there in the clear, so a secret one has a name of its own.
  if (name === 'url' && value instanceof SecretValue) return ['urlSecret', written(value)];
  if (name === 'headers') return [name, Object.entries(value).map(([key, text]) => ({ key, value: text }))];
  return [NAMES[name] ?? name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), written(value)];
}

function written(tree: Tree): unknown {
  if (tree instanceof SecretValue) return { name: tree.key.secretName, key: tree.key.key };
  if (tree instanceof Matcher) return { name: tree.name, matchType: tree.how, value: tree.value };
  if (Array.isArray(tree)) return tree.map(written);
  return typeof tree === 'object' ? fields(tree as Fields) : tree;
}
