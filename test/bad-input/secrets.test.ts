import { ApiObject, Chart } from 'cdk8s';
import { App, type AppProps, Cluster, EnvValue, Port, Probe, SinglePodFlexible, type SinglePodFlexibleProps, Volume } from '../../lib';
import { appProps, clusterProps, messages } from '../support';

const WORD = 'hunter2hunter2';

/** What stands against a program with an app, and objects beside it. */
function said(props: Partial<SinglePodFlexibleProps>, objects: readonly object[] = [], of: AppProps = {}): string {
  const app = new App({ outdir: '/nowhere', ...of });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(), namespaces: { 'kube-system': { external: true } } });
  new SinglePodFlexible(cluster.workers, 'blog', appProps(props));
  for (const [index, object] of objects.entries()) new ApiObject(new Chart(cluster, `own${index}`), 'object', object as never);
  return messages(app.build().findings.filter(({ code }) => /SECRET|PUBLIC/.test(code)));
}

const object = (kind: string, rest: object, apiVersion = 'v1') => ({ apiVersion, kind, metadata: { name: 'own', namespace: 'kube-system' }, ...rest });

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding));
const files = (binary: Uint8Array) => [Volume.config('/etc/blog', { files: {}, binaryFiles: { key: binary } })];

describe('one search for all texts', () => {
  test.each<[string, string, Partial<SinglePodFlexibleProps>, RegExp]>([
    ['flags in a variable', 'SECRET-IN-ENV', { env: { JAVA_OPTS: EnvValue.of(`-Xmx1g -Dspring.datasource.password=${WORD}`) } }, /JAVA_OPTS/],
    ['JSON in a variable', 'SECRET-IN-ENV', { env: { CONFIG: EnvValue.of(`{"db":{"password":"${WORD}"}}`) } }, /CONFIG/],
    ['JSON in an argument', 'SECRET-IN-ARGS', { args: [`{"db":{"password":"${WORD}"}}`] }, /a word/],
    ['JSON in an annotation', 'SECRET-IN-METADATA', { podAnnotations: { 'a.example/config': `{"password":"${WORD}"}` } }, /a.example\/config/],
    ['a label', 'SECRET-IN-METADATA', { podLabels: { password: WORD } }, /a value of password/],
    ['a key in a binary file', 'SECRET-IN-FILE', { volumes: files(bytes('-----BEGIN PRIVATE KEY-----\nMII')) }, /in key/],
    ['UTF-16 in a binary file', 'SECRET-IN-FILE', { volumes: files(bytes(`\ufeffpassword=${WORD}`, 'utf16le')) }, /in key/],
  ])('%s', (_what, code, props, place) => {
    const text = said(props);
    expect(text).toContain(code);
    expect(text).toMatch(place);
    expect(text).not.toContain(WORD);
  });

  test('the path of a probe', () => {
    const http = { ports: [Port.http(80)] };
    expect(said({ network: http, health: { readiness: Probe.http(`/health?token=${WORD}`) } })).toMatchInlineSnapshot(`
      "SECRET-IN-PROBE  lab/worker/blog: a login in the path of a probe, but this value would end up in Git.
                       Probe a path that needs no login, use Probe.exec with a variable from a Secret, or give publicTexts with a reason."
    `);
    expect(said({ network: http, health: { readiness: Probe.http('/health?verbose=1') } })).toBe('');
  });

  test('but not bytes that are no text', () => {
    expect(said({ volumes: files(new Uint8Array([0x89, 0x50, 0, 1, ...bytes(`password=${WORD}`)])) })).toBe('');
    expect(said({ volumes: files(new Uint8Array([0xff, ...bytes(`password=${WORD}`)])) })).toBe('');
  });

  test('the binary data of a ConfigMap beside the apps', () => {
    const data = { binaryData: { key: Buffer.from(`password=${WORD}`).toString('base64') } };
    expect(said({}, [object('ConfigMap', data)])).toContain('SECRET-IN-OBJECT');
  });
});

describe('what looks like a secret', () => {
  const EVERYWHERE: Partial<SinglePodFlexibleProps> = {
    args: ['app', '--password', WORD],
    volumes: [Volume.config('/etc/blog', { files: { 'blog.yaml': `password: ${WORD}` } })],
    podAnnotations: { 'example.com/password': WORD },
    network: { ports: [Port.http(80)] },
    health: { readiness: Probe.http('/', undefined, { headers: { 'X-Api-Key': WORD } }) },
  };

  test('is refused in commands, files, headers and annotations, and said nowhere', () => {
    const text = said(EVERYWHERE);
    expect(text).not.toContain(WORD);
    expect(text).toMatchInlineSnapshot(`
      "SECRET-IN-ARGS  lab/worker/blog: a value in --password …, but this value would end up in Git.
                      Put it into an env variable from a Secret, and write $(NAME) here, or give publicTexts with a reason.

      SECRET-IN-PROBE  lab/worker/blog: a login in the header X-Api-Key of a probe, but this value would end up in Git.
                       Probe a path that needs no login, use Probe.exec with a variable from a Secret, or give publicTexts with a reason.

      SECRET-IN-METADATA  lab/worker/blog: a value of example.com/password, but this value would end up in Git.
                          Name a Secret instead, leave it out, or give publicTexts with a reason.

      SECRET-IN-FILE  lab/worker/blog: something that looks like a secret in blog.yaml, but this file would end up in Git.
                      Put it into a Secret and use Volume.secret, leave a placeholder that the app fills in, or give publicTexts with a reason."
    `);
  });

  test('is written when the app says why it is public, and the report says so', () => {
    const props = { ...EVERYWHERE, publicTexts: { [WORD]: 'the password of the demo' } };
    expect(said(props)).toBe('');
    const app = new App({ outdir: '/nowhere' });
    new SinglePodFlexible(new Cluster(app, 'lab', { facts: clusterProps() }).workers, 'blog', appProps(props));
    const report = new Map(app.build().files).get('lab/report/report.md')?.toString();
    expect(report).toContain('| a text that looks like a secret | the password of the demo |');
  });

  test('is refused still beside a public text', () => {
    expect(said({ args: ['--password=hunter3', `--token=${WORD}`], publicTexts: { [WORD]: 'a demo' } })).toContain('a value in --password=…');
    expect(said({ args: [`--password=${WORD}3`], publicTexts: { [WORD]: 'a demo' } })).toContain('a value in --password=…');
  });

  test('is not public without a reason, or when the text is a part of others', () => {
    expect(said({ args: [`--password=${WORD}`, '--token=abc'], publicTexts: { [WORD]: ' ', abc: 'a demo' } })).toMatchInlineSnapshot(`
      "SECRET-IN-ARGS  lab/worker/blog: a value in --password=…, but this value would end up in Git.
                      Put it into an env variable from a Secret, and write $(NAME) here, or give publicTexts with a reason.

      PUBLIC-TEXT-INVALID  lab/worker/blog: a public text without a reason, but the report must say why it is not a secret.
                           Add a reason.

      PUBLIC-TEXT-INVALID  lab/worker/blog: a public text of 3 characters, but fewer than 4 would hide parts of other texts.
                           Write the whole text."
    `);
  });
});

test('switches without a value are none: pg_dump and restic', () => {
  expect(said({ command: ['pg_dump', '-h', 'db', '-U', 'app', '--no-password', 'mydb'] })).toBe('');
  expect(said({ command: ['restic', '--insecure-no-password', 'backup', '/data'] })).toBe('');
});

test('a password is one whatever it begins with', () => {
  for (const value of ['!Sommer2024', '$ecret', '%abc', '<xyz', '~/abc', './abc', '/abc', '{{abc'])
    expect(said({ env: { DB_PASSWORD: EnvValue.of(value) } })).toContain('SECRET-IN-ENV  lab/worker/blog: a value for DB_PASSWORD,');
});

describe('objects outside of apps', () => {
  const SECRET = object('Secret', { stringData: { url: 'https://public.example' } });
  const POD = { spec: { containers: [{ name: 'app', image: 'x', env: [{ name: 'DB_PASSWORD', value: WORD }], args: ['--token', WORD] }] } };
  const OBJECTS = [
    object('Secret', { data: { word: 'aHVudGVyMg==' }, stringData: { part: `$\{A}${WORD}$\{B}`, filled: `$\{A}`, sops: 'ENC[abc]', none: '' } }),
    object('List', { items: [object('Secret', { stringData: { word: WORD } })] }),
    object('ConfigMap', { data: { DB_PASSWORD: WORD, 'a.pem': '-----BEGIN PRIVATE KEY-----', 'b.yaml': `password: ${WORD}`, HOST: 'db' } }),
    object('Deployment', { spec: { template: POD } }, 'apps/v1'),
    object('HelmRelease', { spec: { values: { auth: { password: WORD, existingSecret: 'db' } } } }, 'helm.toolkit.fluxcd.io/v2'),
  ];

  test('are refused with secrets, which are said nowhere', () => {
    const text = said({}, OBJECTS);
    expect(text).not.toContain(WORD);
    expect(text).toMatchInlineSnapshot(`
      "SECRET-IN-OBJECT  lab/own0/object: the Secret own with word and part, but its values would end up in Git.
                        Bring it with SOPS, External Secrets or by hand, outside of the output, or give publicTexts of the App with a reason.

      SECRET-IN-OBJECT  lab/own1/object: the Secret own with word, but its values would end up in Git.
                        Bring it with SOPS, External Secrets or by hand, outside of the output, or give publicTexts of the App with a reason.

      SECRET-IN-OBJECT  lab/own2/object: the ConfigMap own with something that looks like a secret in DB_PASSWORD, a.pem and b.yaml, but its values would end up in Git.
                        Name a Secret instead, or give publicTexts of the App with the reason why it is public.

      SECRET-IN-OBJECT  lab/own3/object: the Deployment own with a value in --token …, but its values would end up in Git.
                        Name a Secret instead, or give publicTexts of the App with the reason why it is public.

      SECRET-IN-OBJECT  lab/own3/object: the Deployment own with a value for DB_PASSWORD, but its values would end up in Git.
                        Name a Secret instead, or give publicTexts of the App with the reason why it is public.

      SECRET-IN-OBJECT  lab/own4/object: the HelmRelease own with a value for password, but its values would end up in Git.
                        Name a Secret instead, or give publicTexts of the App with the reason why it is public."
    `);
  });

  test('are written when the program says why a text is public', () => {
    expect(said({}, [SECRET])).toContain('the Secret own with url');
    expect(said({}, [SECRET], { publicTexts: { 'https://public.example': 'everybody knows it' } })).toBe('');
    expect(said({}, [SECRET], { publicTexts: { 'https://public.example': '' } })).toMatchInlineSnapshot(`
      "PUBLIC-TEXT-INVALID  App: a public text without a reason, but the report must say why it is not a secret.
                           Add a reason.

      SECRET-IN-OBJECT  lab/own0/object: the Secret own with url, but its values would end up in Git.
                        Bring it with SOPS, External Secrets or by hand, outside of the output, or give publicTexts of the App with a reason."
    `);
  });

  test('may name Secrets, hold references, and be of other kinds', () => {
    expect(
      said({}, [
        object('ConfigMap', { data: { PASSWORD_FILE: '/run/secrets/db', DB_PASSWORD: `$\{DB_PASSWORD}`, 'a.conf': 'min_password: 12345' } }),
        object(
          'Deployment',
          { spec: { template: { spec: { imagePullSecrets: [{ name: 'pull' }], containers: [{ name: 'app', args: ['--no-password'] }] } } } },
          'apps/v1',
        ),
        object(
          'HelmRelease',
          { spec: { values: { auth: { existingSecret: 'db', passwordKey: 'password', usePassword: true } } } },
          'helm.toolkit.fluxcd.io/v2',
        ),
        object('Widget', { spec: { password: 'see the manual' } }, 'example.com/v1'),
      ]),
    ).toBe('');
  });
});

describe('the address of Flux', () => {
  const flux = (url: string) => {
    const app = new App({ outdir: '/nowhere' });
    new Cluster(app, 'lab', { facts: clusterProps(), flux: { url } });
    return messages(app.build().findings);
  };

  test.each(['https://contoso@dev.azure.com/contoso/infra/_git/cluster', 'https://git@codeberg.org/me/cluster.git', 'ssh://git@git.example/lab.git'])(
    'may name a user: %s',
    (url) => {
      expect(flux(url)).toBe('');
    },
  );

  test.each([
    'https://me:hunter2@git.example/lab.git',
    'https://:hunter2@git.example/lab.git',
    `https://ghp_${'a1'.repeat(18)}@github.com/me/lab.git`,
    'https://0a1b2c3d4e5f60718293a4b5c6d7e8f901234567@git.example/lab.git',
  ])('holds no login: %s', (url) => {
    expect(flux(url)).toBe(
      'FLUX-INVALID  lab/flux/url: a login in the address, but this value would end up in Git.\n              Put it into a Secret, and name that in secretName.',
    );
  });

  test('is not said where a login is in it', () => {
    expect(flux('ftp://me:hunter2@git.example/lab')).not.toContain('hunter2');
  });
});
