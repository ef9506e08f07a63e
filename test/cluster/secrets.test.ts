import { isSecretEntry, isSecretFile, isSecretText, isSecretVariable, secretInWords } from '../../lib/cluster/secrets';
import { TOKEN_FORMATS } from '../../lib/cluster/secrets/formats.generated';

/** Made up here, in the format of their issuers, and in two parts so that no scanner of a host takes them for real. */
const TOKENS = [
  `AKIA${'ABCDEFGH12345678'}`,
  `ghp_${'a1'.repeat(18)}`,
  `glpat-${'a1b2c'.repeat(4)}`,
  `npm_${'a1'.repeat(18)}`,
  `sk_live_${'a1'.repeat(12)}`,
  `AIza${'a1b2c'.repeat(7)}`,
];

test.each<[string, string]>([
  ['SECRET_KEY', 'abcdef'],
  ['SECRET_KEY_BASE', 'abcdef'],
  ['DB_PASSWORD', 'hunter2'],
  ['REDIS_URL', 'redis://:hunter2@cache:6379'],
  ['DATABASE_URL', 'postgres://wiki:hunter2@database/wiki'],
  ['SMTP', 'smtp://mail/?password=hunter2'],
  ['CERT', '-----BEGIN EC PRIVATE KEY-----\nMII'],
  ...TOKENS.map((token): [string, string] => ['ANYTHING', token]),
])('the variable %s holds a secret', (name, value) => {
  expect(isSecretVariable(name, value)).toBe(true);
});

test.each([
  ['PASSWORD_FILE', '/run/secrets/x'],
  ['PASSWORD_MIN_LENGTH', '8'],
  ['PASSWORD', ''],
  ['PASSWORD', '/run/secrets/x'],
  ['PASSWORD', '$(DB_PASSWORD)'],
  ['PASSWORD', `$\{DB_PASSWORD}`],
  ['TOKEN', 'true'],
  ['DATABASE_URL', 'postgres://database/wiki'],
  ['DATABASE_URL', 'postgres://wiki:$(DB_PASSWORD)@database/wiki'],
  ['DATABASE_URL', `postgres://wiki:$\{DB_PASSWORD}@database/wiki`],
  ['HOOK', `https://host/?token=$\{TOKEN}`],
  ['KUBE_SECRET', 'wiki'],
  ['SECRET_NAME', 'wiki'],
  ['IMAGE', `ghcr.io/x@sha256:${'0'.repeat(64)}`],
  ['TIME', '12:30'],
])('the variable %s=%s holds none', (name, value) => {
  expect(isSecretVariable(name, value)).toBe(false);
});

test.each([
  [['--password', 'hunter2'], '--password …'],
  [['--db_password=hunter2'], '--db_password=…'],
  [['--api-key=hunter2'], '--api-key=…'],
  [['-password=hunter2'], '-password=…'],
  [['sh', '-c', 'DB_PASSWORD=hunter2 exec app'], 'DB_PASSWORD=…'],
  [['sh', '-c', 'curl --token "hunter2"'], '--token …'],
  [['curl', 'https://me:hunter2@host/'], 'a word'],
])('a command shows where its secret is: %j', (words, where) => {
  expect(secretInWords(words)).toBe(where);
});

test.each([[['--password', '$(PASSWORD)']], [['--password-file=/x']], [['--token', '--verbose']], [['redis-cli', 'ping']]])(
  'a command without a secret: %j',
  (words) => {
    expect(secretInWords(words)).toBeUndefined();
  },
);

test.each([
  '[Interface]\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=',
  '[Peer]\nPresharedKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=',
  '{"user": "a", "password": "hunter2"}',
  'user = a\npass = hunter2',
  'requirepass hunter2',
  'url: redis://:hunter2@cache',
  '<password>hunter2</password>',
  'db:\n  password: "hunter2"',
])('a file with a secret: %j', (content) => {
  expect(isSecretFile(content)).toBe(true);
});

test.each([
  '# password: hunter2',
  'password: null',
  `password: $\{DB_PASSWORD}`,
  'password: "{{ .Env.PASSWORD }}"',
  'password_file: /run/secrets/db',
  'existingSecret: database',
  'secretName: wiki-tls',
  '{"password": ""}',
  'PublicKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=',
  'min_password_length: 12',
  'see https://host/docs?page=1',
])('a file without one: %j', (content) => {
  expect(isSecretFile(content)).toBe(false);
});

test('the key of an annotation tells, but not one that names an object', () => {
  expect(isSecretEntry('example.com/widget.password', 'hunter2')).toBe(true);
  expect(isSecretEntry('example.com/auth-secret', 'wiki')).toBe(false);
});

test.each([
  ['line breaks', '\n'.repeat(2 ** 20)],
  ['spaces', ' '.repeat(2 ** 20)],
  ['one word', 'a'.repeat(2 ** 20)],
  ['the start of a URL', 'a://'.repeat(2 ** 18)],
  ['the start of keys', '"a":'.repeat(2 ** 18)],
  ['a key that never ends', `password${' '.repeat(2 ** 20)}`],
  ['the start of a PEM', '-----BEGIN '.repeat(2 ** 16)],
  ['an element that never ends', '<password>'.repeat(2 ** 16)],
  ['keys before quotes', "key:'".repeat(2 ** 18)],
  ['keys before braces', 'key: {{'.repeat(2 ** 17)],
  ['long keys', `${'password_'.repeat(2 ** 16)}: x`],
  ['flags', '--password '.repeat(2 ** 16)],
  ['curl', 'curl -u x '.repeat(2 ** 16)],
  ['the start of a header', 'authorization: bearer '.repeat(2 ** 15)],
  ['the start of a connection string', 'password='.repeat(2 ** 16)],
  ['defaults that never end', 'password=${A:-'.repeat(2 ** 16)],
  ['flags with a name that never ends', ' --password-'.repeat(2 ** 16)],
  ['flags with a value', ' -Dpassword='.repeat(2 ** 16)],
  ['headers', `proxy_set_header X-Api-Key ${' '.repeat(2 ** 20)}`],
  ['anchors', 'password: &a '.repeat(2 ** 16)],
  ['JSON that never ends', '{"a":'.repeat(2 ** 17)],
  ['logins that never end', `://${'b'.repeat(250)}:`.repeat(2 ** 12)],
])('1 MiB of %s takes no time', (_what, content) => {
  expect(cpuMillis(() => [isSecretFile(content), isSecretText(content), secretInWords([content]), isSecretVariable('X', content)])).toBeLessThan(3_000);
});

test('each format of a token is linear: 1 MiB of what it is made of takes no time', () => {
  const slow = TOKEN_FORMATS.filter((source) => {
    const format = new RegExp(source);
    const begin = /[A-Za-z0-9-]{2,12}[_.-]?/.exec(source.replace(/\\b|\(\?:|\[([a-z])[A-Z]\]/g, '$1'))?.[0] ?? '';
    const texts = [begin, `${begin}a`, `${begin}1-`, `${begin}A1b2.`, `/${begin}${'a1'.repeat(150)}`].map((one) => one.repeat(2 ** 18 / one.length));
    return cpuMillis(() => texts.map((text) => format.test(text))) > 1_500;
  });
  expect(slow).toEqual([]);
});

/** Time of this process on a core, which other processes do not lengthen. */
function cpuMillis(work: () => unknown): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}
