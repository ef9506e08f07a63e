import { isLiteral, type Place } from './value';

/** What variables, flags and headers call a secret. `compass` and `bypass` are words, `PWD` is the folder of a shell. */
const IN_ENV =
  /(?:password|passwd|passphrase|passcode|(?<!^(?:old_?)?)pwd|(?<!com|by|tres|sur|over|under|im)pass|secret|token|credentials?|secret_?key_?base|(?:api|secret|private|preshared|access|encryption|signing|master|auth|hmac|jwt)_?key|psk|masterauth)$/;

/** Of keys in files and annotations, where `secret` mostly names an object, and `token` means many things. */
const IN_FILE =
  /(?:password|passwd|passphrase|passcode|(?<![a-z])pwd|(?<![a-z])(?<!(?:proxy|fastcgi|grpc|scgi|uwsgi)_)pass|(?:db|my|sql|smtp|user|root|admin|ftp|mail|ldap|redis|require)pass|(?:client|app|jwt|session|cookie|webhook|hmac|shared|consumer|credential)_?secret|(?:api|secret|private|preshared|secret_?access|encryption|signing|master|hmac)_?key|(?:access|auth|bot|refresh|bearer|api|session)_?token|(?<![a-z])psk|masterauth)$/;

/** A part of every name below: cheaper than to look for each of them. */
const HINT = /pass|pwd|secret|token|key|credential|psk|auth|proxy_?user/i;

/** Whether a text may name a secret. */
export function mayName(text: string): boolean {
  return HINT.test(text);
}

/** Of names that may hold a secret: then the value decides. */
const VAGUE = /(?:^|_)(?:token|secret|key|auth|credentials?)$/;

/** Names of objects of Kubernetes. */
const NAMES_OBJECT = /(?:^|_)(?:kube|existing|tls|pull|cert|certificate)_secret$/;

/** Before the noun, they make a switch of it: `allow_empty_password`. */
export const SWITCHES =
  /(?:^|_)(?:no|not|non|without|skip|ask|use|show|hide|enable|disable|allow|deny|disallow|require|requires|need|needs|has|is|can|accept|check|verify|prompt|generate|with|ignore|warn|force|support|insecure)_/;

/** Right before the noun, they say something about it: `min_password`, `label_password`. */
const ABOUT = /(?:^|_)(?:min|max|minimum|maximum|label|title|hint|placeholder|message|help|description|error|num|count)_(?:[a-z]+|[a-z]+_key)$/;

/** What a switch may say besides yes and no. */
const WORD = /^(?:[a-z]+(?: [a-z]+){0,9}|[A-Z]+|[A-Z][a-z]+|\d{1,5})$/;

/** `dbPassword`, `DB-PASSWORD` and `DB_PASSWORD_2` are `db_password`. */
export function plainName(name: string): string {
  return name
    .replace(/^-+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/(?:_?\d{1,4}|_(?:v\d|b64|base64|plain|raw|hex|value|text))+$/, '');
}

/** Whether a variable, a flag or a header with that name and value holds a secret. */
export function isNamedSecret(name: string, value: string, place: Place): boolean {
  if (!mayName(name)) return false;
  const plain = plainName(name);
  return IN_ENV.test(plain) && !NAMES_OBJECT.test(plain) && isMeant(plain, value) && isLiteral(value, place);
}

/** Whether a key of a file or an annotation with that value holds a secret. A short value is a number or a mode. */
export function isKeyedSecret(key: string, value: string, place: Place): boolean {
  if (value.length <= 3 || !mayName(key)) return false;
  const plain = plainName(key);
  if (IN_FILE.test(plain)) return isMeant(plain, value) && !/^X-[A-Za-z-]+$/.test(value) && isLiteral(value, place);
  return VAGUE.test(plain) && !/public|_hash/.test(plain) && isRandom(value);
}

/** A login in one word: `BASIC_AUTH=user:word`. */
export function isLogin(name: string, value: string, place: Place): boolean {
  if (!mayName(name)) return false;
  const [, word = ''] = /(?:basic_?auth|user_?pass|proxy_user)$/.test(plainName(name)) ? (/^[^:\s]{1,256}:(\S.*)$/s.exec(value) ?? []) : [];
  return word !== '' && isLiteral(word, place);
}

function isMeant(plain: string, value: string): boolean {
  return !ABOUT.test(plain) && !(SWITCHES.test(plain) && WORD.test(value));
}

/** Nobody writes that by hand: letters of both cases and digits, or 32 hexadecimal digits. */
export function isRandom(value: string): boolean {
  return /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w+/=-]{20,512}$/.test(value) || /^(?=.*[a-f])(?=.*\d)[0-9a-f]{32,512}$/i.test(value);
}
