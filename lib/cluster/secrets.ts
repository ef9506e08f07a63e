/**
 * Names whose values are secrets. With `_FILE` or `_PATH` behind it, a name is only the place of one; `KUBE_SECRET` names an object.
 * A key of WireGuard is `PrivateKey` or `PresharedKey`.
 */
const SECRET_NAME =
  /(PASS|PASSWORD|PASSWD|PWD|PASSPHRASE|(?<!KUBE_)SECRET|SECRET[_-]?KEY([_-]BASE)?|TOKEN|API[_-]?KEY|PRIVATE[_-]?KEY|PRESHARED[_-]?KEY|ACCESS[_-]?KEY|ENCRYPTION[_-]?KEY|CREDENTIALS?)$/i;

/** Of keys in files and annotations, where `secret` mostly names an object, and `token` and `pass` mean many things. */
const SECRET_KEY =
  /(password|passwd|passphrase|(^|[_.-])pass|client[_-]?secret|app[_-]?secret|api[_-]?key|secret[_-]?key|private[_-]?key|preshared[_-]?key|(access|auth|bot|refresh)[_-]?token)$/i;

/** Switches: never a secret, whatever the name. */
const SWITCH = /^(true|false|yes|no|on|off|enabled|disabled|none|null|nil|undefined)$/i;

/** A user and a password before a host: `postgres://user:word@host`; the user may be empty. */
const IN_URL = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^/\s:@"']{0,256}:[^/\s@$"'{<][^/\s@"']{0,256}@/i;

/** A parameter of a URL: `https://host/?password=word`. */
const IN_QUERY = /[?&](password|passwd|token|access_token|api_?key|secret)=(?![${<*]|%7B)[^&\s"']/i;

/**
 * Tokens that say what they are, as their issuers document them: AWS (IAM identifiers), GitHub and GitLab (token formats), npm, Slack,
 * Stripe, SendGrid, Google, Anthropic, OpenAI, Telegram and age.
 */
const TOKEN =
  /\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,100}|glpat-[\w-]{20}|npm_[A-Za-z0-9]{36}|xox[abprs]-[0-9A-Za-z-]{20,100}|sk_live_[A-Za-z0-9]{24,100}|SG\.[\w-]{22}\.[\w-]{43}|AIza[\w-]{35}|sk-(ant|proj)-[\w-]{20,200}|[0-9]{8,10}:[A-Za-z0-9_-]{35}|AGE-SECRET-KEY-1[0-9A-Z]{58})(?![A-Za-z0-9])/;

const PEM = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;

/**
 * What stands for a value: `${NAME}`, `$(NAME)`, `{{ … }}`, `<%= … %>`, `<your password>`, `****`, the tags `!secret` and `!env_var` of
 * Home Assistant and ESPHome, and the place of a file.
 */
const REFERENCE = /^(\$|\{\{|<|\*+$|!|%|\.{0,2}\/|~\/|file:|env:|ENC\[)/;

function isValue(value: string): boolean {
  return value !== '' && !SWITCH.test(value) && !REFERENCE.test(value);
}

/** Whether a text is a secret, whatever it is called. Linear: each pattern is bounded. */
export function isSecretText(text: string): boolean {
  return (
    PEM.test(text) || TOKEN.test(text) || text.split(/[\s"',;|]+/).some((word) => IN_QUERY.test(word) || word.split('=').some((part) => IN_URL.test(part)))
  );
}

/** Whether a variable with that name and value holds a secret. */
export function isSecretVariable(name: string, value: string): boolean {
  return (SECRET_NAME.test(name) && isValue(value)) || isSecretText(value);
}

/** Whether a key of a file or an annotation with that value holds a secret. A short value is a number or a mode. */
export function isSecretEntry(key: string, value: string): boolean {
  return SECRET_KEY.test(key) && value.length > 3 && isValue(value);
}

/** Where a secret is in a command, without the secret: `--password …`. Undefined: there is none. */
export function secretInWords(words: readonly string[]): string | undefined {
  // A word may be a script of its own.
  const all = words.flatMap((word) => word.split(/\s+/));
  for (const [index, word] of all.entries()) {
    const cut = word.indexOf('=');
    const name = cut < 0 ? word : word.slice(0, cut);
    if (!/^-{0,2}[A-Za-z][\w.-]{0,63}$/.test(name)) continue;
    const value = cut < 0 ? all[index + 1] : word.slice(cut + 1);
    if (value === undefined || (cut < 0 && (!name.startsWith('--') || value.startsWith('-')))) continue;
    if (isSecretVariable(name.replaceAll('-', '_'), value.replace(/^["']/, '').replace(/["']$/, ''))) return cut < 0 ? `${name} …` : `${name}=…`;
  }
  return words.some(isSecretText) ? 'a word' : undefined;
}

/** A line of a config file: `password: word`, `"password": "word",`, `requirepass word`. */
const LINE = /^(?:- )?["']?([A-Za-z_][\w.-]{0,127})["']?\s*[:=]\s*(.*)$/;
const REDIS = /^(requirepass|masterauth)\s+(\S+)/i;
const IN_JSON = /"([\w.-]{1,128})"\s{0,8}:\s{0,8}"([^"\n]{0,4096})"/g;
const IN_XML = /<(password|api_?key)>([^<$\s][^<$]{0,255})</i;

/** Whether a config file holds a secret. Line by line, so that its time grows with its size only. */
export function isSecretFile(content: string): boolean {
  if (PEM.test(content) || IN_XML.test(content)) return true;
  for (const whole of content.split(/[\r\n]/)) {
    const line = whole.trim();
    if (line === '' || line.startsWith('#') || line.startsWith('//') || line.startsWith(';')) continue;
    const [, key, value] = LINE.exec(line) ?? REDIS.exec(line) ?? [];
    if (key !== undefined && value !== undefined && (REDIS.test(line) ? isValue(value) : isSecretEntry(key, bare(value)))) return true;
    if (line.includes('":')) for (const [, name = '', text = ''] of line.matchAll(IN_JSON)) if (isSecretEntry(name, text)) return true;
    if (isSecretText(line)) return true;
  }
  return false;
}

/** A value without its quotes and what follows it. */
function bare(value: string): string {
  const quote = value[0];
  if (quote === '"' || quote === "'") return value.slice(1).split(quote, 1)[0] ?? '';
  return (value.split(/[\s,;]/, 1)[0] ?? '').trim();
}
