import { isKeyedSecret, isLogin, isNamedSecret, mayName } from './name';
import { holdsLogin, isToken } from './text';
import { isLiteral, Place } from './value';

/** `key: value`, `key = value`, `'key' => 'value'`, anywhere in a line. */
const PAIR =
  /(?<![\w.$-])(["']?)([A-Za-z_][\w.-]{0,127})\1\]?\s{0,16}(=>|:=|[:=])\s{0,16}("[^"\n]{0,4096}"|'[^'\n]{0,4096}'|(?=[{[])|(?:\$\{[^{}\n]{0,256}\}|[^\s,;"'{}[\]])(?:\$\{[^{}\n]{0,256}\}|[^\s,;}\]]){0,4096})/g;
/** The same at the beginning of a line, where a bare value may have blanks. */
const LINE = /^(?:- )?(["']?)([A-Za-z_][\w.-]{0,127})\1\s{0,16}([:=])\s{0,16}([^"'{[|>&\s].{0,4096})$/;
/** A key of YAML whose value begins in the next line. */
const OPEN = /^(?:- )?["']?([A-Za-z_][\w.-]{0,127})["']?:\s*(?:[|>][+-]?\d?)?$/;
/** `--password=word`, `-Dspring.datasource.password=word`, anywhere in a line. */
const FLAG = /(?<![\w.$/-])-{1,2}D?([A-Za-z][\w.-]{0,127})=("[^"\n]{0,4096}"|'[^'\n]{0,4096}'|[^\s"']{1,4096})/g;
/** Headers that nginx, HAProxy, Caddy and Apache set. */
const HEADER =
  /^(?:(?:proxy|grpc|uwsgi)_set_header|add_header|fastcgi_param|header_up|http-request\s{1,16}(?:set|add)-header|RequestHeader\s{1,16}set)\s{1,16}([\w-]{1,64})\s{1,16}("[^"\n]{0,4096}"|'[^'\n]{0,4096}'|[^\s;"']{1,4096})/i;
/** An expression of HAProxy. */
const SAMPLE = /^%\[/;
/** Anchors and tags of YAML before a value. */
const PROPERTIES = /(:\s{1,16})(?:(?:&[^\s,[\]{}]{1,128}|!!\w{1,32})(?:\s{1,16}|$)){1,2}/;
/** Redis, HAProxy, netrc, and the elements and attributes of XML. */
const OTHERS: readonly RegExp[] = [
  /^(?:requirepass|masterauth)\s{1,16}(\S{1,4096})/i,
  /\binsecure-password\s{1,16}(\S{1,4096})/i,
  /^(?:machine|login)\s.{0,256}\bpassword\s{1,16}(\S{1,256})/i,
  /<(?:password|passwd|api_?key)>([^<\s][^<]{0,255})</i,
  /\b(?:key|name)=["'][\w.-]{0,64}password["']\s{1,8}value=["']([^"']{1,256})["']/i,
];
const COMMENT = /^(?:#|\/\/|;|--|<!--|\*|%|rem\s)/i;

/** Whether a config file holds a secret. Line by line, so that its time grows with its size only. */
export function isSecretFile(content: string, isScript = content.startsWith('#!')): boolean {
  if (isToken(content)) return true;
  let open: Open | undefined;
  for (const whole of content.split(/[\r\n]/)) {
    const line = whole.trim().replace(PROPERTIES, '$1').trim();
    if (line === '' || COMMENT.test(line)) continue;
    const indent = whole.length - whole.trimStart().length;
    if (open !== undefined && indent > open.indent && isValueOf(open, line)) return true;
    // The value of a variable in a manifest stands beside its name.
    const [, variable] = /^(?:- )?name:\s*["']?([A-Za-z_]\w{0,127})["']?$/.exec(line) ?? [];
    const [, value] = variable === undefined && open?.isVariable === true ? (/^value:\s*["']?([^"']{1,4096})["']?$/.exec(line) ?? []) : [];
    if (value !== undefined && open !== undefined && isNamedSecret(open.key, value, Place.FILE)) return true;
    const [, key] = OPEN.exec(line) ?? [];
    if (variable !== undefined) open = { key: variable, indent, isVariable: true };
    else open = key === undefined ? undefined : { key, indent, isVariable: false };
    if (isSecretLine(line, isScript || /^(?:export\s|\$)|;$/.test(line) ? Place.SCRIPT : Place.FILE)) return true;
  }
  return false;
}

/** What a value in a later line belongs to. */
interface Open {
  readonly key: string;
  readonly indent: number;
  readonly isVariable: boolean;
}

/** The next line after `password:` or `password: |`; a mapping there is none. */
function isValueOf({ key, isVariable }: Open, line: string): boolean {
  return !isVariable && !/^(?:- |["']?[\w.-]{1,128}["']?:(?:\s|$))/.test(line) && isKeyedSecret(key, unquoted(line), Place.FILE);
}

function isSecretLine(line: string, place: Place): boolean {
  if (!mayName(line)) return holdsLogin(line, place);
  // References of files are references in scripts among them too.
  const isEntry = (key: string, separator: string, value: string) =>
    (isKeyedSecret(key, value, Place.FILE) && (place === Place.FILE || isKeyedSecret(key, value, place))) ||
    (separator === '=' &&
      /^[A-Z][A-Z0-9_]*$/.test(key) &&
      isNamedSecret(key, value, Place.FILE) &&
      (place === Place.FILE || isNamedSecret(key, value, place))) ||
    isLogin(key, value, Place.FILE);
  const [, , first, sign, rest = ''] = LINE.exec(line) ?? [];
  const isWhole = first !== undefined && sign !== undefined && !/[;,{}]/.test(rest) && !/\s#/.test(rest);
  if (isWhole && isEntry(first, sign, rest.trim())) return true;
  for (const [, , key = '', separator = '', value = ''] of line.matchAll(PAIR)) {
    if (isWhole && key === first) continue;
    if (isEntry(key, separator, unquoted(value))) return true;
  }
  const isWritten = (name: string, value: string) => isNamedSecret(name, value, Place.FILE) && isNamedSecret(name, value, Place.SCRIPT);
  for (const [, name = '', value = ''] of line.matchAll(FLAG)) if (isWritten(name, unquoted(value))) return true;
  const [, header, word = ''] = HEADER.exec(line) ?? [];
  if (header !== undefined && !SAMPLE.test(word) && isWritten(header, unquoted(word))) return true;
  for (const other of OTHERS) {
    const [, value] = other.exec(line) ?? [];
    if (value !== undefined && isLiteral(unquoted(value), Place.FILE)) return true;
  }
  return holdsLogin(line, place);
}

/** Whether a text of another place, such as a variable, is a config file: several lines, or JSON. */
export function isLikeFile(text: string): boolean {
  return text.includes('\n') || /^\s*(?:\{\s*["}]|\[\s*["{[])/.test(text);
}

/** The text of a binary file, if it is one: UTF-8, or UTF-16 that says so. */
export function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  if (encoding === 'utf-8' && bytes.includes(0)) return undefined;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function unquoted(value: string): string {
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return value;
  return value.slice(1).split(quote, 1)[0] ?? '';
}
