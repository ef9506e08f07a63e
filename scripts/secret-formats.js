// Writes lib/cluster/secrets/formats.generated.ts: the formats of tokens that gitleaks knows, as patterns of JavaScript.
// With --check it writes nothing, and fails with the lines that it would write. Needs Go, to get gitleaks' rules.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { writeOrCheck } = require('./generated');
const { toJavaScript } = require('./re2');

const VERSION = 'v8.30.1';
const OUT = path.join(__dirname, '..', 'lib', 'cluster', 'secrets', 'formats.generated.ts');

/** Of rules that take any text behind the name of a product: here names are judged by what they mean, not by who sells it. */
const BEHIND_A_NAME = String.raw`(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)`;
/** What gitleaks wants behind a token in source code. Here it may also end before a comma or a bracket. */
const BEHIND = [String.raw`(?:[\x60'"\s;]|\\[nr]|$)`, String.raw`(?:[\x60'"\s;]|\\[nr]|$|\b)`, String.raw`(?:[^\w-]|\z)`, String.raw`(?:[^a-zA-Z0-9+/]|\z)`];
const END = '(?![A-Za-z0-9])';

/** Rules that would match other texts too, or that this project does better. */
const LEFT_OUT = new Map([
  ['azure-ad-client-secret', 'begins with any three characters'],
  ['curl-auth-header', 'secrets in commands are found by their words'],
  ['curl-auth-user', 'secrets in commands are found by their words'],
  ['facebook-access-token', 'a number'],
  ['flutterwave-public-key', 'public'],
  ['hashicorp-tf-api-token', 'begins with any 14 characters'],
  ['maxmind-license-key', 'begins with any six characters'],
  ['private-key', 'found by its first line'],
  ['sidekiq-sensitive-url', 'found as a login in a URL'],
  ['sourcegraph-access-token', 'any 40 hexadecimal digits, such as a commit'],
  ['twilio-api-key', 'a prefix of two letters'],
  ['vault-service-token', 'a prefix of one letter'],
]);

function main() {
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', `github.com/zricethezav/gitleaks/v8@${VERSION}`], { cwd: '/', encoding: 'utf8' }));
  const formats = rulesIn(fs.readFileSync(path.join(Dir, 'config', 'gitleaks.toml'), 'utf8'))
    .filter(({ id, regex, path: file }) => regex !== undefined && file === undefined && !regex.includes(BEHIND_A_NAME) && !LEFT_OUT.has(id))
    .map(({ id, regex }) => ({ id, pattern: pattern(regex) }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  writeOrCheck(OUT, file(formats), 'secret-formats');
}

/** The rules of gitleaks.toml, which a program writes: one field in a line. */
function rulesIn(toml) {
  return toml
    .split(/^\[\[rules\]\]$/m)
    .slice(1)
    .map((rule) => {
      const field = (name) => new RegExp(`^${name} = (?:'''(.*)'''|"(.*)")$`, 'm').exec(rule.split(/^\[\[/m)[0]);
      const text = (name) => field(name)?.[1] ?? field(name)?.[2];
      return { id: text('id'), regex: text('regex'), path: text('path') };
    });
}

function pattern(regex) {
  const end = BEHIND.find((one) => regex.endsWith(one));
  const cut = end === undefined ? regex : regex.slice(0, -end.length);
  return toJavaScript(cut) + (end === undefined ? '' : END);
}

function file(formats) {
  const rows = formats.map(
    ({ id, pattern }) => `  // ${id}\n  ${JSON.stringify(pattern).replaceAll("'", "\\'").replace(/^"|"$/g, "'").replaceAll('\\"', '"')},`,
  );
  return `// Written by \`npm run secret-formats\` from the rules of gitleaks ${VERSION} (https://github.com/gitleaks/gitleaks).
// Copyright (c) 2019 Zachary Rice, MIT License: see THIRD-PARTY-NOTICES.md.

/** Tokens that say what they are: those rules that a token meets by itself, whatever its name and its place. */
export const TOKEN_FORMATS: readonly string[] = [
${rows.join('\n')}
];
`;
}

main();
