import { TOKEN_FORMATS } from './formats.generated';
import { isLiteral, Place } from './value';

/**
 * Looser than gitleaks where issuers have changed the length before, and what it takes only behind a name: AWS, GitHub, Slack, Stripe, age,
 * Anthropic, OpenAI, Telegram, and the addresses of webhooks, which are a login.
 */
const MORE_FORMATS = [
  'AKIA[0-9A-Z]{16}(?![A-Za-z0-9])',
  'github_pat_[A-Za-z0-9_]{50,100}',
  'xox[abprs]-[0-9A-Za-z-]{20,100}',
  'sk_live_[A-Za-z0-9]{24,100}',
  'sk-(?:ant|proj)-[\\w-]{20,200}',
  'AGE-SECRET-KEY-1[0-9A-Z]{58}',
  '\\b[0-9]{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])',
  'hooks\\.slack\\.com\\/(?:services|workflows|triggers)\\/\\w{3,}\\/[\\w/+-]{8,}',
  'discord(?:app)?\\.com\\/api\\/webhooks\\/\\d{8,}\\/[\\w-]{20,}',
];
const TOKEN = new RegExp([...MORE_FORMATS, ...TOKEN_FORMATS].join('|'));
/** Every token has as many letters, digits, "-" and "_" in a row, but for webhooks of Slack. */
const SHORTEST_RUN = 16;

const PEM = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;

/** After `://`: a user, who may be empty, and a password before a host. */
const LOGIN = /[^/\s@:"']{0,256}:([^/\s@"']{1,256})@/y;
/** What a URL shows instead of a password. */
const SHOWN = /^(?:%[sv]|%7B|[<{].*[>}]$)/i;

const IN_QUERY = /[?&;](?:password|passwd|pwd|token|access_token|api_?key|secret|client_secret)=([\w%+/.~=:${}()-]{1,256})/gi;

/** A connection string: `host=db user=wiki password=word`. */
const IN_DSN = /(?<![\w.$-])(?:password|passwd|pwd) ?= ?(?:"([^"]{1,256})|'([^']{1,256})|([^\s"';&,]{1,256}))/gi;

/** RFC 9110. */
const HEADER = /\bauthorization["']?[\s:=]{0,4}["']?(?:bearer|basic|token|apikey)\s{1,4}([^\s"',;]{4,4096})/gi;
/** Words after `Basic` in a sentence. */
const PROSE = /^(?:auth\w*|scheme|tokens?|header|login|is|are|or|and)$/i;

/** Whether a text is a secret, whatever it is called. Linear: each pattern is bounded. */
export function isSecretText(text: string, place: Place = Place.ENV): boolean {
  return text.length >= 8 && (isToken(text) || holdsLogin(text, place));
}

/** Whether a login is in a URL, a connection string or a header. */
export function holdsLogin(text: string, place: Place): boolean {
  return (text.includes('://') && hasLogin(text, place)) || (text.includes('=') && hasParameter(text, place)) || isHeader(text, place);
}

/** Whether somebody's token, or the key of a certificate, is in a text. */
export function isToken(text: string): boolean {
  return PEM.test(text) || ((hasLongRun(text) || text.includes('hooks.slack.com/')) && TOKEN.test(text));
}

/** Cheaper than to look for a hundred formats in every text. */
function hasLongRun(text: string): boolean {
  let run = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isPart = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 45;
    run = isPart ? run + 1 : 0;
    if (run === SHORTEST_RUN) return true;
  }
  return false;
}

function hasLogin(text: string, place: Place): boolean {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    LOGIN.lastIndex = at + 3;
    const [, password] = LOGIN.exec(text) ?? [];
    if (password !== undefined && !SHOWN.test(password) && isLiteral(password, place)) return true;
  }
  return false;
}

function hasParameter(text: string, place: Place): boolean {
  for (const [, value = ''] of text.matchAll(IN_QUERY)) if (!SHOWN.test(value) && isLiteral(value, place)) return true;
  for (const [, one, other, bare] of text.matchAll(IN_DSN)) if (isLiteral(one ?? other ?? bare ?? '', place)) return true;
  return false;
}

function isHeader(text: string, place: Place): boolean {
  if (/^bearer [\w+/.~=-]{8,}$/i.test(text)) return true;
  const [, basic] = /^basic ([A-Za-z0-9+/]{6,4096}={0,2})$/i.exec(text) ?? [];
  if (basic !== undefined && Buffer.from(basic, 'base64').toString('latin1').includes(':')) return true;
  for (const [, value = ''] of text.matchAll(HEADER)) if (!PROSE.test(value) && isLiteral(value, place)) return true;
  return false;
}
