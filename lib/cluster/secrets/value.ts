/** Where a value stands: it decides what replaces references in it. */
export enum Place {
  /** The value of a variable: Kubernetes replaces `$(NAME)`, Flux `${NAME}`. */
  ENV = 'env',
  /** A word of a command; an entrypoint may replace `$NAME`. */
  WORD = 'word',
  /** Part of a shell script. */
  SCRIPT = 'script',
  /** A config file, whose format has templates and tags of its own. */
  FILE = 'file',
}

/** Switches and words of schemas: never a secret, whatever the name. */
const SWITCH = /^(true|false|yes|no|on|off|enabled?|disabled?|none|null|nil|undefined|required|optional|string|boolean|~)$/i;

/** Where a secret is: an absolute path with two or more parts, or an address without a login. */
const ELSEWHERE = /^(?:(?:file:(?:\/\/)?)?\/[a-z]+(?:\/[\w.-]{1,255}){1,32}\/?|https?:\/\/[^@?]{0,2048})$/;

/** Hidden, encrypted by SOPS, or hashed as crypt(3) and its followers do. */
const UNREADABLE = /^(?:\*+|•+|x{3,}|\.{3}|ENC\[.*|\$(?:argon2(?:id|i|d)|2[abxy]|[156y]|apr1|pbkdf2[\w-]*|scrypt)\$.+)$/is;

/** `${NAME}`, also with a default, which is a value of its own. */
const BRACED = /\$\{\w[\w.]{0,127}(?::?[-=]([^{}]{0,1024})|:?[?+][^{}]{0,1024})?\}/g;

/** `$(NAME)`, and what Grafana replaces in every setting. */
const SIMPLE = String.raw`\$\([\w.-]{1,253}\)|\$__(?:file|env|vault)\{[^{}]{1,1024}\}|^env:\w{1,128}$`;

/** What else stands for a value, by place. */
const REFERENCES: { readonly [place in Place]: RegExp } = {
  [Place.ENV]: new RegExp(SIMPLE, 'g'),
  [Place.WORD]: new RegExp(String.raw`${SIMPLE}|\$[A-Z_][A-Z0-9_]{0,127}(?![a-z])`, 'g'),
  // Words of a script may be the beginning of an expansion.
  [Place.SCRIPT]: new RegExp(String.raw`${SIMPLE}|\$\w{1,128}|\$[@*#]|(?:\$[({]|${'`'}).*$`, 'g'),
  // Templates of Helm and Jinja, ERB, configparser, Windows and Symfony, Caddy, Concourse and autoconf; tags of Home Assistant, ESPHome and
  // Ansible; `<your password>`; calls in code.
  [Place.FILE]: new RegExp(
    [
      SIMPLE,
      String.raw`\$[A-Z_][A-Z0-9_]{0,127}(?![a-z])`,
      String.raw`\$?\{\{.*\}\}|\{\{[^}]*$`,
      '<%.*%>',
      String.raw`%\(\w{1,128}\)s|%(?:env\()?\w{1,128}\)?%`,
      String.raw`^\{\$?[\w.]{1,128}\}$|^\(\([\w.-]{1,128}\)\)$|^@\w{1,128}@$|^__\w{1,128}__$`,
      '^!(?:secret|env_var|env|include|vault|reference|ref|sub)(?: .*)?$',
      '^<[^<>]{1,256}>$',
      String.raw`^[A-Za-z_][\w.]{0,127}\(.*$`,
      String.raw`^(?:process\.env|os\.environ)[.[].*$`,
    ].join('|'),
    'g',
  ),
};

/** Whether a text is a value, and not a switch, a path or wholly a reference. What is beside references is one: `${A}word`. */
export function isLiteral(value: string, place: Place): boolean {
  const text = value.replace(/^(?:(?:Bearer|Basic|Token)\s+|base64:)/i, '').trim();
  if (text === '' || text.length > 4096) return text !== '';
  if (SWITCH.test(text) || ELSEWHERE.test(text) || UNREADABLE.test(text)) return false;
  return !isReference(text, place);
}

/** Whether a text is made of references only. */
export function isReference(text: string, place: Place): boolean {
  const rest = text.replace(BRACED, (_, fallback: string | undefined) => fallback ?? '').replace(REFERENCES[place], '');
  return rest !== text && !/[\p{L}\p{N}]/u.test(rest);
}
