import { EnvFrom, EnvValue } from '../../lib/availability/ask/container/env';
import { Mount } from '../../lib/availability/ask/container/mount';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { needsOfAll } from '../../lib/availability/report/report-needs';
import { Duration, Size } from '../../lib/cluster/units';
import { renderPod } from '../../lib/kubernetes/pod';
import { type AnyAppProps, messagesOf, planOf } from '../support';

const { SINGLE_POD_FLEXIBLE } = AvailabilityClass;
const said = (props: Partial<AnyAppProps>) => messagesOf(SINGLE_POD_FLEXIBLE, props);
const sets = (...envFrom: EnvFrom[]): Partial<AnyAppProps> => ({ envFrom });
const values = (content: { readonly [key: string]: string }, prefix?: string) => EnvFrom.values('settings', content, prefix);

describe('a set of variables of the app', () => {
  test('is not empty, not too big, and the only one with its name', () => {
    expect(said(sets(values({})))).toMatchInlineSnapshot(`
      "ENV-SET-INVALID  lab/worker/blog: the set of variables settings without any, but a set has at least one.
                       Add one, or remove it."
    `);
    expect(said(sets(values({ TEXT: 'a'.repeat(1024 ** 2) })))).toMatchInlineSnapshot(`
      "ENV-SET-INVALID  lab/worker/blog: the set of variables settings of 1048580 bytes, but a ConfigMap holds at most 1048576.
                       Use files on a volume."
    `);
    expect(said(sets(values({ TEXT: 'a'.repeat(1024 ** 2 - 4) })))).toBe('');
    expect(said(sets(values({ A: '1' }), values({ A: '2' })))).toMatchInlineSnapshot(`
      "ENV-SET-INVALID  lab/worker/blog: the set of variables settings with two contents, but a name stands for one.
                       Name one of them differently."
    `);
    expect(said({ ...sets(values({ A: '1' })), initContainers: [{ name: 'first', envFrom: [values({ A: '1' }, 'B_')] }] })).toBe('');
    expect(said({ ...sets(values({ A: '1' })), volumes: [Volume.config('/settings', { files: { a: 'b' } })] })).toMatchInlineSnapshot(`
      "ENV-SET-INVALID  lab/worker/blog: the set of variables settings, but the config files at /settings have that name.
                       Name one of them differently."
    `);
  });

  test('has names of variables, and no secrets', () => {
    expect(said(sets(values({ '1': 'a' })))).toMatchInlineSnapshot(`
      "ENV-NAME-INVALID  lab/worker/blog: the variable "1", but Kubernetes accepts letters, digits, "_", "." and "-", without a digit first, and not "." or "..".
                        Rename it."
    `);
    expect(said(sets(values({ '1': 'a' }, 'A_')))).toBe('');
    expect(said(sets(values({ DB_PASSWORD: 'hunter2-and-more' })))).toMatchInlineSnapshot(`
      "SECRET-IN-ENV  lab/worker/blog: a value for DB_PASSWORD, but this value would end up in Git.
                     Use EnvFrom.secret, or EnvValue.publicValue in env with the reason why it is not a secret."
    `);
    expect(said(sets(EnvFrom.secret('db')))).toBe('');
  });

  test('restarts its pods when a value changes, and is no need of the cluster', () => {
    const of = (value: string) => planOf(SINGLE_POD_FLEXIBLE, sets(values({ MODE: value })));
    const checksum = (value: string) => renderPod(of(value)).metadata?.annotations?.['cdk8s-availability/checksum-settings'];
    expect(checksum('dark')).not.toBe(checksum('light'));
    expect(needsOfAll([of('dark')])).toEqual([]);
  });
});

describe('a subPathExpr', () => {
  const DATA = Volume.scratch('/data', Size.mib(8));
  const of = (subPathExpr: string, more: Partial<AnyAppProps> = {}): Partial<AnyAppProps> => ({
    volumes: [DATA.unmounted()],
    mounts: [Mount.of(DATA, '/logs', { subPathExpr })],
    ...more,
  });
  const POD_NAME = EnvValue.fromField('metadata.name');

  test('has only variables of its container', () => {
    expect(said(of('logs/$(POD_NAME)'))).toMatchInlineSnapshot(`
      "MOUNT-SUBPATH  lab/worker/blog: $(POD_NAME) in the subPathExpr of data, but the app has no such variable, and does not start without it.
                     Add it to env: { POD_NAME: EnvValue.fromField('metadata.name') }, for example."
    `);
    expect(said(of('logs/$(POD_NAME)', { env: { POD_NAME } }))).toBe('');
    expect(said(of('logs/$(A_POD)', sets(values({ POD: 'x' }, 'A_'))))).toBe('');
    expect(said(of('logs/$(POD_NAME)', sets(EnvFrom.configMap('names'))))).toBe('');
    expect(said(of('logs/$$(POD_NAME)'))).toBe('');
  });

  test('is relative, and alone', () => {
    expect(said(of('/$(POD_NAME)', { env: { POD_NAME } }))).toContain('MOUNT-SUBPATH');
    expect(said({ volumes: [DATA.unmounted()], mounts: [Mount.of(DATA, '/logs', { subPath: 'a', subPathExpr: 'b' })] })).toMatchInlineSnapshot(`
      "MOUNT-SUBPATH  lab/worker/blog: a subPath and a subPathExpr of data, but a mount has one.
                     Leave one of them out."
    `);
  });
});

test('a token is what Kubernetes accepts', () => {
  const token = (options: Parameters<typeof Volume.token>[1]) => said({ volumes: [Volume.token('/token', options)] });
  expect(token({ expiration: Duration.minutes(9) })).toMatchInlineSnapshot(`
    "TOKEN-INVALID  lab/worker/blog: a token at /token for 540 s, but Kubernetes accepts whole seconds from 10 min to 2^32 s.
                   Use at least 10 min."
  `);
  expect(token({ file: 'a/b' })).toMatchInlineSnapshot(`
    "TOKEN-INVALID  lab/worker/blog: the file "a/b" for the token at /token, but it is the name of one file.
                   Use letters, digits, "-", "_" and "."."
  `);
  expect(token({ audience: ' ' })).toMatchInlineSnapshot(`
    "TOKEN-INVALID  lab/worker/blog: a token at /token for nobody, but an audience has a name.
                   Name it, or leave it out for the API server."
  `);
  expect(token({ audience: 'vault', expiration: Duration.minutes(10), file: 'vault-token' })).toBe('');
});
