import { isAddress } from '../../cluster/cidr';
import { isDnsLabel, isDnsName, isLabelKey } from '../../cluster/names';
import { partAt } from '../../cluster/parts';

/** Why the API server refuses an object. */
export interface Refusal {
  /** A value at its path. */
  readonly given: string;
  readonly allowed: string;
  readonly fix: string;
}

/** MaxDNSNameservers and MaxDNSSearchPaths in pkg/apis/core/validation. */
const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;

/** Texts of a pod that must be of one form, by path; `*` is each item of a list. */
const TEXTS: readonly { readonly path: string; readonly name: string; readonly is: (text: string) => boolean }[] = [
  { path: 'hostname', name: 'a DNS label: a-z, 0-9 and -', is: isDnsLabel },
  { path: 'subdomain', name: 'a DNS label: a-z, 0-9 and -', is: isDnsLabel },
  { path: 'readinessGates/*/conditionType', name: 'like the key of a label', is: isLabelKey },
  { path: 'dnsConfig/nameservers/*', name: 'an IP address', is: isAddress },
  { path: 'dnsConfig/searches/*', name: 'a DNS name in lower case', is: (text) => text === '.' || isDnsName(text.replace(/\.$/, '').replaceAll('_', 'a')) },
  { path: 'dnsConfig/options/*/name', name: 'a name', is: (text) => text !== '' },
  { path: 'hostAliases/*/ip', name: 'an IP address', is: isAddress },
  { path: 'hostAliases/*/hostnames/*', name: 'a DNS name in lower case', is: isDnsName },
  { path: 'imagePullSecrets/*/name', name: 'a DNS name in lower case', is: isDnsName },
];

/** What the API server refuses in the pod of an object. Values of wrong types are told by their type. */
export function* refusedInPod(spec: unknown, path: string): Iterable<Refusal> {
  for (const { path: field, name, is } of TEXTS)
    for (const [at, text] of textsAt(spec, field.split('/'), path))
      if (text !== '' || field.includes('/'))
        if (!is(text)) yield { given: `"${text.slice(0, 40)}" at ${at}`, allowed: `but it must be ${name}`, fix: 'Correct it.' };
  const servers = itemsOf(partAt(spec, 'dnsConfig', 'nameservers')).length;
  if (partAt(spec, 'dnsPolicy') === 'None' && servers === 0)
    yield {
      given: `dnsPolicy None without a name server at ${path}`,
      allowed: 'but then the pod cannot resolve names',
      fix: 'Use dns, with nameservers.',
    };
  yield* ofMost(servers, MOST_NAMESERVERS, `${path}/dnsConfig/nameservers`);
  yield* ofMost(itemsOf(partAt(spec, 'dnsConfig', 'searches')).length, MOST_SEARCHES, `${path}/dnsConfig/searches`);
}

function* ofMost(count: number, most: number, path: string): Iterable<Refusal> {
  if (count > most) yield { given: `${count} items at ${path}`, allowed: `but a pod has at most ${most}`, fix: 'Remove some of them.' };
}

function* textsAt(value: unknown, [key, ...rest]: readonly string[], path: string): Iterable<readonly [path: string, text: string]> {
  if (key === undefined) {
    if (typeof value === 'string') yield [path, value];
  } else if (key === '*') for (const [index, item] of itemsOf(value).entries()) yield* textsAt(item, rest, `${path}/${index}`);
  else yield* textsAt(partAt(value, key), rest, `${path}/${key}`);
}

export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
