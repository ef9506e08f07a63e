import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { Size } from '../../lib/cluster/units';
import { messagesOf } from '../support';

const ONE = Size.gib(1);

function said(...volumes: Volume[]): string {
  return messagesOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { volumes });
}

/** What is said of one file with this content. */
function file(content: string, name = 'app.conf'): string {
  return said(Volume.config('/etc/app', { files: { [name]: content } }));
}

test('refuses two volumes at one path', () => {
  expect(said(Volume.scratch('/data', ONE), Volume.data('/data', { size: ONE }))).toMatchInlineSnapshot(`
    "MOUNT-CLASH  lab/worker/blog: two volumes at /data, but a path can hold only one.
                 Move one of them."
  `);
});

test.each(['/data/', '//data'])('refuses two volumes at one path, one of them written %s', (path) => {
  expect(said(Volume.scratch(path, ONE), Volume.data('/data', { size: ONE, name: 'other' }))).toMatch(/^MOUNT-CLASH .* two volumes at \/data, /);
});

test('refuses two volumes whose names would be one', () => {
  expect(said(Volume.scratch('/var/tmp', ONE), Volume.scratch('/var-tmp', ONE))).toMatchInlineSnapshot(`
    "VOLUME-NAME-CLASH  lab/worker/blog: two volumes that would both be named var-tmp, but each volume needs its own name.
                       Name one of them with named(…), or use another path."
  `);
});

test.each(['data', '/a:b', '/a/../b'])('refuses the mount path %j', (path) => {
  expect(said(Volume.scratch(path, ONE))).toBe(
    `MOUNT-INVALID  lab/worker/blog: the path "${path}", but a mount path is absolute, without ":" or "..".\n               Correct the path.`,
  );
});

test('refuses data of nothing', () => {
  expect(said(Volume.data('/data', { size: Size.gib(0) }))).toMatchInlineSnapshot(`
    "VOLUME-SIZE  lab/worker/blog: 0 for /data, but a volume has at least 1Mi and less than 1Pi.
                 Set the size that it needs."
  `);
});

test('refuses an absurd scratch volume', () => {
  expect(said(Volume.scratch('/tmp', Size.tib(2000)))).toMatchInlineSnapshot(`
    "VOLUME-SIZE  lab/worker/blog: 2000Ti for /tmp, but a volume has at least 1Mi and less than 1Pi.
                 Set the size that it needs."
  `);
});

test('refuses a folder of NFS that is not absolute', () => {
  expect(said(Volume.nfs('/media', { server: 'nas.lab.example', path: 'media' }))).toMatchInlineSnapshot(`
    "NFS-PATH  lab/worker/blog: the folder "media" of nas.lab.example, but the server exports absolute paths.
              Write it as showmount -e prints it.

    FLEXIBLE-TWIN-WRITER  lab/worker/blog: /media over the network, and while a node is cut off but alive, its pod keeps writing there next to its replacement.
                          Keep data on replicated volumes, such as those of DRBD, if two writers would damage it, mount it read-only, or accept it with the reason why they do no damage."
  `);
});

test('refuses a host path that is not absolute', () => {
  const text = messagesOf(AvailabilityClass.SINGLE_POD_PINNED, {
    node: { name: 'w1', reason: 'the files are there' },
    volumes: [Volume.hostPath('/srv', { hostPath: 'srv' })],
  });
  expect(text).toMatchInlineSnapshot(`
    "HOST-PATH  lab/worker/blog: the host path "srv", but it must be absolute, without "..".
               Use an absolute path."
  `);
});

test('refuses a config volume without files', () => {
  expect(said(Volume.config('/etc/app', { files: {} }))).toMatchInlineSnapshot(`
    "CONFIG-EMPTY  lab/worker/blog: no file for /etc/app, but a config volume needs at least one.
                  Add a file, or remove the volume."
  `);
});

test('refuses more than a ConfigMap holds', () => {
  expect(file('x'.repeat(1024 ** 2))).toMatchInlineSnapshot(`
    "CONFIG-TOO-BIG  lab/worker/blog: 1048584 bytes at /etc/app, but a ConfigMap holds at most 1048576.
                    Put big files on a data volume, or into the image."
  `);
  expect(file('x'.repeat(1024 ** 2 - 'app.conf'.length))).toBe('');
});

test('counts files that are no text, too, and refuses two of one name', () => {
  const volume = (bytes: number, name = 'logo.png') =>
    said(Volume.config('/etc/app', { files: { 'app.conf': 'a' }, binaryFiles: { [name]: new Uint8Array(bytes) } }));
  const room = 1024 ** 2 - 'app.conf'.length - 'a'.length - 'logo.png'.length;
  expect(volume(room)).toBe('');
  expect(volume(room + 1)).toMatchInlineSnapshot(`
    "CONFIG-TOO-BIG  lab/worker/blog: 1048577 bytes at /etc/app, but a ConfigMap holds at most 1048576.
                    Put big files on a data volume, or into the image."
  `);
  expect(volume(1, 'app.conf')).toMatchInlineSnapshot(`
    "CONFIG-NAME  lab/worker/blog: two files "app.conf", but each file needs its own name, whether text or binary.
                 Rename one of them."
  `);
});

test('takes each size from 1Mi, and less than 1Pi', () => {
  expect(said(Volume.scratch('/tmp', Size.mib(1)))).toBe('');
  expect(said(Volume.scratch('/tmp', Size.tib(1024)))).toContain('for /tmp, but a volume has at least 1Mi and less than 1Pi.');
  expect(said(Volume.scratch('/tmp', Size.mib(0.5)))).toContain('for /tmp, but a volume has at least 1Mi');
});

test('takes permission bits from 0 to 0o777, on files of each kind', () => {
  const modes = (mode: number) => [
    Volume.config('/a', { files: { a: 'a' }, mode }),
    Volume.configMap('/b', { configMapName: 'b', mode }),
    Volume.secret('/c', { secretName: 'c', mode }),
  ];
  for (const mode of [0, 0o440, 0o777]) expect(said(...modes(mode))).toBe('');
  expect(said(...modes(0o1000))).toMatchInlineSnapshot(`
    "VOLUME-MODE  lab/worker/blog: the mode 512 for /a, but permission bits are 0 to 0o777.
                 Write it with the prefix 0o.

    VOLUME-MODE  lab/worker/blog: the mode 512 for /b, but permission bits are 0 to 0o777.
                 Write it with the prefix 0o.

    VOLUME-MODE  lab/worker/blog: the mode 512 for /c, but permission bits are 0 to 0o777.
                 Write it with the prefix 0o."
  `);
  for (const mode of [-1, 420.5]) expect(said(...modes(mode)).match(/VOLUME-MODE/g)).toHaveLength(3);
});

test('refuses a server of NFS that is no name', () => {
  const server = (name: string) => said(Volume.nfs('/media', { server: name, path: '/media', readOnly: true }));
  expect(server('nas.lab.example')).toBe('');
  expect(server('nas.lab.example/media')).toMatchInlineSnapshot(`
    "NFS-PATH  lab/worker/blog: the NFS server "nas.lab.example/media", but a server is a DNS name or an address.
              Write its name alone."
  `);
  for (const name of ['', 'a nas', '/nas', 'nas ']) expect(server(name)).toContain('NFS-PATH');
});

test('refuses a host path that leaves its folder, not one that only looks so', () => {
  const host = (hostPath: string) => said(Volume.hostPath('/srv', { hostPath, onEveryNode: 'a test' }));
  expect(host('/srv/../etc')).toMatchInlineSnapshot(`
    "HOST-PATH  lab/worker/blog: the host path "/srv/../etc", but it must be absolute, without "..".
               Use an absolute path."
  `);
  expect(host('/srv/..data')).toBe('');
});

test('refuses a path on every node without a reason', () => {
  for (const onEveryNode of ['', ' '])
    expect(said(Volume.hostPath('/srv', { onEveryNode }))).toBe(
      'ALLOW-WITHOUT-REASON  lab/worker/blog: /srv on every node without a reason, but the report must say why it is the same everywhere.\n                      Add a reason.',
    );
});

test('refuses labels and annotations of a claim that Kubernetes refuses', () => {
  const data = (options: object) => said(Volume.data('/data', { size: ONE, ...options }));
  expect(data({ labels: { team: 'home' }, annotations: { 'example.org/a': 'b' } })).toBe('');
  expect(data({ labels: { 'not a key': 'x' }, annotations: { 'no key': 'x' } })).toMatchInlineSnapshot(`
    "LABEL-INVALID  lab/worker/blog: the label not a key=x, but Kubernetes accepts at most 63 letters, digits, "-", "_" and ".".
                   Correct the key or the value.

    LABEL-INVALID  lab/worker/blog: the annotation no key, but Kubernetes accepts at most 63 letters, digits, "-", "_" and ".".
                   Correct the key."
  `);
});

test('two volumes at one path are said once, whatever their names', () => {
  expect(said(Volume.scratch('/var/tmp', ONE), Volume.scratch('/var/tmp', ONE)).match(/-CLASH/g)).toHaveLength(1);
  expect(said(Volume.scratch('/a/b', ONE), Volume.scratch('/a-b', ONE), Volume.scratch('/c', ONE), Volume.scratch('/c', ONE)).match(/-CLASH/g)).toHaveLength(2);
});

test('refuses a file name that a ConfigMap would not take', () => {
  expect(file('', 'conf.d/app.conf')).toMatchInlineSnapshot(`
    "CONFIG-NAME  lab/worker/blog: the file "conf.d/app.conf", but a ConfigMap accepts letters, digits, "-", "_" and "." in names.
                 Rename it."
  `);
});

test("refuses a secret's value in a file", () => {
  expect(file('user: admin\npassword: hunter2\n')).toMatchInlineSnapshot(`
    "SECRET-IN-FILE  lab/worker/blog: something that looks like a secret in app.conf, but this file would end up in Git.
                    Put it into a Secret and use Volume.secret, leave a placeholder that the app fills in, or give publicTexts with a reason."
  `);
});

test.each(['-----BEGIN RSA PRIVATE KEY-----\nMIIE', 'API_KEY=abcdef', '{\n  "client_secret": "abcdef"\n}', 'passwd = "abcdef"', "password: 'truely'"])(
  'takes %j for a secret',
  (content) => {
    expect(file(content)).toBe(
      'SECRET-IN-FILE  lab/worker/blog: something that looks like a secret in app.conf, but this file would end up in Git.\n                Put it into a Secret and use Volume.secret, leave a placeholder that the app fills in, or give publicTexts with a reason.',
    );
  },
);

test.each([
  `password: \${DB_PASSWORD}`,
  'password: <set by the operator>',
  'password: ""',
  '# password of the user',
  'password: !secret mqtt',
  "password: '!secret mqtt'",
  'api_key: false',
  'password_file: /run/secrets/db',
])('takes %j for no secret', (content) => {
  expect(file(content)).toBe('');
});
