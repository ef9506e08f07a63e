import { EnvValue } from '../../lib/availability/ask/container/env';
import type { ResourcesProps } from '../../lib/availability/ask/container/resources';
import { Allow } from '../../lib/availability/ask/container/security';
import { Image } from '../../lib/availability/ask/reference/image';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { PodSecurityLevel } from '../../lib/cluster/policy';
import { Cpu, Size } from '../../lib/cluster/units';
import { type AnyAppProps, appProps, decisionOf, facts, findingsOf, messages, messagesOf, only, RESOURCES } from '../support';

const DIGEST = `sha256:${'a'.repeat(64)}`;

function said(overrides: Partial<AnyAppProps>, given = facts()): string {
  return messagesOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, overrides, given);
}

/** Props without one that the types ask for, as a program without types may give them. */
function without(key: 'image' | 'resources'): string {
  const { [key]: _left, ...rest } = appProps();
  const { plan, findings } = decisionOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...rest, [key]: undefined });
  expect(plan).toBeUndefined();
  return messages(findings);
}

describe('images', () => {
  test('refuses an app without an image', () => {
    expect(without('image')).toMatchInlineSnapshot(`
      "IMAGE-MISSING  lab/worker/blog: no image, but an app needs one.
                     Use Image.of(repository, tag, digest)."
    `);
  });

  test('refuses latest', () => {
    expect(said({ image: Image.of('ghcr.io/example/blog', 'latest') })).toMatchInlineSnapshot(`
      "IMAGE-UNPINNED  lab/worker/blog: the image ghcr.io/example/blog:latest, but latest moves, so nodes may run different images.
                      Use a version, or add the digest."
    `);
  });

  test.each(['stable', 'edge', 'nightly', 'main', 'develop'])('refuses the moving tag %s', (tag) => {
    expect(said({ image: Image.of('ghcr.io/example/blog', tag) })).toBe(
      [
        `IMAGE-UNPINNED  lab/worker/blog: the image ghcr.io/example/blog:${tag}, but ${tag} moves, so nodes may run different images.`,
        '                Use a version, or add the digest.',
      ].join('\n'),
    );
  });

  test('refuses an image without a tag', () => {
    const findings = findingsOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { image: Image.of('ghcr.io/example/blog', '') });
    expect(only('IMAGE-UNPINNED', findings)).toMatchInlineSnapshot(`
      "IMAGE-UNPINNED  lab/worker/blog: the image ghcr.io/example/blog without a tag, but that means latest: each restart may run another image.
                      Use a version."
    `);
  });

  test('takes latest with a digest, and a digest alone', () => {
    expect(said({ image: Image.of('ghcr.io/example/blog', 'latest', DIGEST) })).toBe('');
    expect(said({ image: Image.digest('ghcr.io/example/blog', DIGEST) })).toBe('');
  });

  test('refuses a digest that is cut', () => {
    expect(said({ image: Image.digest('ghcr.io/example/blog', 'sha256:abc') })).toMatchInlineSnapshot(`
      "IMAGE-INVALID  lab/worker/blog: the digest "sha256:abc", but a digest is sha256: and 64 hexadecimal digits.
                     Copy the whole digest."
    `);
  });

  test('refuses a repository in capitals', () => {
    expect(said({ image: Image.of('ghcr.io/Example/Blog', '1.2.3') })).toMatchInlineSnapshot(`
      "IMAGE-INVALID  lab/worker/blog: the image "ghcr.io/Example/Blog", but a repository is in lower case, without tag or digest.
                     Pass tag and digest as separate arguments."
    `);
  });

  test('refuses a repository with a digest in it', () => {
    expect(said({ image: Image.of(`ghcr.io/example/blog@${DIGEST}`, '1.2.3') })).toBe(
      `IMAGE-INVALID  lab/worker/blog: the image "ghcr.io/example/blog@${DIGEST}", but a repository is in lower case, without tag or digest.\n               Pass tag and digest as separate arguments.`,
    );
  });

  test('refuses a tag with a space', () => {
    expect(said({ image: Image.of('ghcr.io/example/blog', '1.2 3') })).toMatchInlineSnapshot(`
      "IMAGE-INVALID  lab/worker/blog: the tag "1.2 3", but a tag has letters, digits, "_", "." and "-".
                     Correct it."
    `);
  });

  test('takes registries with a port, and none', () => {
    for (const repository of ['registry.lab.example:5000/blog', 'localhost/blog', 'nginx', 'library/nginx']) {
      expect(said({ image: Image.of(repository, '1.2.3') })).toBe('');
    }
  });

  test('refuses the image of an init container as it does that of the app', () => {
    expect(said({ initContainers: [{ name: 'setup', image: Image.of('busybox', 'latest') }] })).toMatchInlineSnapshot(`
      "IMAGE-UNPINNED  lab/worker/blog: the image of setup busybox:latest, but latest moves, so nodes may run different images.
                      Use a version, or add the digest."
    `);
  });
});

describe('the policy of a cluster', () => {
  test('refuses an image without a digest', () => {
    const given = facts({ policy: { images: { requireDigest: true } } });
    expect(said({}, given)).toMatchInlineSnapshot(`
      "IMAGE-WITHOUT-DIGEST  lab/worker/blog: the image ghcr.io/example/blog:1.2.3, but the policy of the cluster requires a digest.
                            Add the digest."
    `);
    expect(said({ image: Image.of('ghcr.io/example/blog', '1.2.3', DIGEST) }, given)).toBe('');
  });

  test('refuses an image of another registry', () => {
    const given = facts({ policy: { images: { registries: ['registry.lab.example', 'ghcr.io'] } } });
    expect(said({ image: Image.of('nginx', '1.27.0') }, given)).toMatchInlineSnapshot(`
      "IMAGE-REGISTRY  lab/worker/blog: the image nginx:1.27.0, but the policy of the cluster allows registry.lab.example and ghcr.io.
                      Use a mirror in one of these."
    `);
    expect(said({}, given)).toBe('');
  });
});

describe('environment variables', () => {
  test('refuses the value of a secret', () => {
    expect(said({ env: { DB_PASSWORD: EnvValue.of('hunter2') } })).toMatchInlineSnapshot(`
      "SECRET-IN-ENV  lab/worker/blog: a value for DB_PASSWORD, but this value would end up in Git.
                     Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret."
    `);
  });

  test.each(['password', 'API_KEY', 'APIKEY', 'AUTH_TOKEN', 'CLIENT_SECRET', 'AWS_SECRET_ACCESS_KEY', 'SSH_PRIVATE_KEY', 'GIT_CREDENTIALS'])(
    'takes %s for the name of a secret',
    (name) => {
      expect(said({ env: { [name]: EnvValue.of('hunter2') } })).toBe(
        `SECRET-IN-ENV  lab/worker/blog: a value for ${name}, but this value would end up in Git.\n               Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.`,
      );
    },
  );

  test('takes a reference to a Secret, an empty value, a file of it, and what is public for a reason', () => {
    const env = {
      DB_PASSWORD: EnvValue.fromSecret({ secretName: 'blog', key: 'password' }),
      OLD_PASSWORD: EnvValue.of(''),
      DB_PASSWORD_FILE: EnvValue.of('/run/secrets/db'),
      PUBLIC_TOKEN: EnvValue.publicValue('pk_123', 'it is in every page'),
      KEYBOARD: EnvValue.of('de'),
      REQUIRE_PASSWORD: EnvValue.of('true'),
      TS_KUBE_SECRET: EnvValue.of('tailscale-state'),
    };
    expect(said({ env })).toBe('');
  });

  test('refuses the value of a secret in an init container', () => {
    expect(said({ initContainers: [{ name: 'setup', env: { TOKEN: EnvValue.of('hunter2') } }] })).toMatchInlineSnapshot(`
      "SECRET-IN-ENV  lab/worker/blog: a value for TOKEN, but this value would end up in Git.
                     Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret."
    `);
  });

  test('refuses a variable name that Kubernetes would not take', () => {
    expect(said({ env: { '2ND=NAME': EnvValue.of('x') } })).toMatchInlineSnapshot(`
      "ENV-NAME-INVALID  lab/worker/blog: the variable "2ND=NAME", but Kubernetes accepts letters, digits, "_", "." and "-", without a digit first, and not "." or "..".
                        Rename it."
    `);
    for (const name of ['.', '..', '..data']) expect(said({ env: { [name]: EnvValue.of('x') } })).toMatch(/^ENV-NAME-INVALID /);
    expect(said({ env: { '.data': EnvValue.of('x'), '-a.b': EnvValue.of('x') } })).toBe('');
  });
});

describe('resources', () => {
  test('refuses an app without resources', () => {
    expect(without('resources')).toMatchInlineSnapshot(`
      "RESOURCES-MISSING  lab/worker/blog: no resources for the app, but the scheduler places pods by their requests.
                         Set resources: { cpu, memory, memoryLimit }."
    `);
  });

  test('refuses an app without a memory limit', () => {
    const { memoryLimit: _left, ...resources } = RESOURCES;
    expect(said({ resources: resources as ResourcesProps })).toMatchInlineSnapshot(`
      "RESOURCES-WITHOUT-LIMIT  lab/worker/blog: no memory limit for the app, but without one it can use up the memory of the whole node.
                               Set memoryLimit."
    `);
  });

  test('refuses a request of nothing', () => {
    expect(said({ resources: { ...RESOURCES, cpu: Cpu.cores(0) } })).toMatchInlineSnapshot(`
      "RESOURCES-ABSURD  lab/worker/blog: 0 cores for the app, but a request is more than 0 and at most 1024.
                        Request what it usually uses."
    `);
    expect(said({ resources: { ...RESOURCES, memory: Size.mib(0) } })).toMatchInlineSnapshot(`
      "RESOURCES-ABSURD  lab/worker/blog: 0 of memory for the app, but a request is at least 4Mi and at most 64Ti.
                        Request what it usually uses."
    `);
  });

  test('refuses a request of bytes where mebibytes were meant', () => {
    expect(said({ resources: { ...RESOURCES, memory: Size.bytes(512) } })).toMatchInlineSnapshot(`
      "RESOURCES-ABSURD  lab/worker/blog: 512 of memory for the app, but a request is at least 4Mi and at most 64Ti.
                        Request what it usually uses."
    `);
  });

  test('refuses a memory limit below the request', () => {
    expect(said({ resources: { ...RESOURCES, memoryLimit: Size.mib(64) } })).toMatchInlineSnapshot(`
      "RESOURCES-ABSURD  lab/worker/blog: a memory limit of 64Mi below the request of 128Mi, but Kubernetes refuses that.
                        Raise the limit."
    `);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0])('of %p GiB are refused, as a limit or on the disk of the node', (gib) => {
    const wrong = said({ resources: { ...RESOURCES, memoryLimit: Size.gib(gib), ephemeralStorage: Size.gib(gib) } });
    expect(wrong.match(/RESOURCES-ABSURD/g)).toHaveLength(2);
    expect(wrong).toContain(
      `RESOURCES-ABSURD  lab/worker/blog: ${Size.gib(gib)} of disk for the app, but that is more than 0 and at most 64Ti.
                  Set the most that it writes outside of its volumes.`,
    );
  });

  test('refuses an init container without a memory limit', () => {
    const { memoryLimit: _left, ...resources } = RESOURCES;
    expect(said({ initContainers: [{ name: 'setup', resources: resources as ResourcesProps }] })).toMatchInlineSnapshot(`
      "RESOURCES-WITHOUT-LIMIT  lab/worker/blog: no memory limit for setup, but without one it can use up the memory of the whole node.
                               Set memoryLimit."
    `);
  });
});

describe('init containers', () => {
  test('refuses two of one name', () => {
    expect(said({ initContainers: [{ name: 'setup' }, { name: 'setup' }] })).toMatchInlineSnapshot(`
      "INIT-DUPLICATE  lab/worker/blog: two init containers named setup, but each container needs its own name.
                      Rename one of them."
    `);
  });

  test('refuses the name of the app, and one that Kubernetes would not take', () => {
    expect(said({ initContainers: [{ name: 'blog' }, { name: 'Set_Up' }] })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/blog: the init container "blog", but Kubernetes accepts a-z, 0-9 and "-", and the main container already has the name of the app.
                    Rename it.

      NAME-INVALID  lab/worker/blog: the init container "Set_Up", but Kubernetes accepts a-z, 0-9 and "-", and the main container already has the name of the app.
                    Rename it."
    `);
  });
});

describe('ways out of the restricted defaults', () => {
  test('refuses one without a reason', () => {
    expect(said({ security: { allow: [Allow.writableRootFilesystem(' ')] } })).toMatchInlineSnapshot(`
      "ALLOW-WITHOUT-REASON  lab/worker/blog: writable-root without a reason, but the report must say why the app needs it.
                            Add a reason."
    `);
  });

  test('refuses a capability that is written in another way', () => {
    expect(said({ security: { allow: [Allow.capability('cap_net_admin', 'it routes')] } })).toMatchInlineSnapshot(`
      "ALLOW-INVALID  lab/worker/blog: the capability "cap_net_admin", but capabilities are written like NET_BIND_SERVICE, without CAP_.
                     Correct it."
    `);
  });

  test('refuses a capability that Linux does not have', () => {
    expect(said({ security: { allow: [Allow.capability('NET_ADMINN', 'it routes')] } })).toMatchInlineSnapshot(`
      "ALLOW-INVALID  lab/worker/blog: the capability NET_ADMINN, but Linux has no such capability.
                     See capabilities(7) for the names."
    `);
    expect(said({ security: { allow: [Allow.capability('CHECKPOINT_RESTORE', 'it does')] } })).toBe('');
  });

  test('refuses what needs a looser level than the cluster allows', () => {
    const given = facts({ policy: { podSecurity: PodSecurityLevel.BASELINE } });
    const allow = [Allow.capability('SYS_TIME', 'it sets the clock'), Allow.capability('CHOWN', 'it gives files away')];
    expect(said({ security: { allow } }, given)).toMatchInlineSnapshot(`
      "POD-SECURITY-LEVEL  lab/worker/blog: the level privileged (capability SYS_TIME: it sets the clock; capability CHOWN: it gives files away), but the policy of the cluster allows at most baseline.
                          Remove the exception, or raise policy.podSecurity."
    `);
    expect(said({ security: { allow: allow.slice(1) } }, given)).toBe('');
    expect(said({ security: { allow } })).toBe('');
    expect(said({}, facts({ policy: { podSecurity: PodSecurityLevel.RESTRICTED } }))).toBe('');
  });

  test('refuses user 0 unless root is allowed', () => {
    expect(said({ security: { user: 0 } })).toMatchInlineSnapshot(`
      "ROOT-NOT-ALLOWED  lab/worker/blog: user 0, but containers run as an ordinary user by default.
                        Set another user, or add Allow.rootUser(reason)."
    `);
    expect(said({ security: { user: 0, allow: [Allow.rootUser('its init drops privileges itself'), Allow.capability('SETUID', 'so it may')] } })).toBe('');
  });

  test('warns of a root that may do nothing of what makes it root', () => {
    const rooted = { allow: [Allow.rootUser('its init becomes another user')] };
    const { image, resources } = appProps();
    expect(said({ security: rooted, initContainers: [{ name: 'like-the-app' }] })).toMatchInlineSnapshot(`
      "ROOT-WITHOUT-CAPABILITIES  lab/worker/blog: user 0 with all capabilities dropped, and without them root cannot chown files, read files of other users or switch to another user, which most images that start as root do.
                                 Add those that it needs, such as Allow.capability('CHOWN', reason), SETUID and SETGID; set another user; or accept it if root owns every file that it uses."
    `);
    expect(
      said({ initContainers: [{ name: 'setup', security: rooted }], sidecars: [{ name: 'side', image, resources, security: rooted }] }),
    ).toMatchInlineSnapshot(`
      "ROOT-WITHOUT-CAPABILITIES  lab/worker/blog: user 0 in setup with all capabilities dropped, and without them root cannot chown files, read files of other users or switch to another user, which most images that start as root do.
                                 Add those that it needs, such as Allow.capability('CHOWN', reason), SETUID and SETGID; set another user; or accept it if root owns every file that it uses.

      ROOT-WITHOUT-CAPABILITIES  lab/worker/blog: user 0 in side with all capabilities dropped, and without them root cannot chown files, read files of other users or switch to another user, which most images that start as root do.
                                 Add those that it needs, such as Allow.capability('CHOWN', reason), SETUID and SETGID; set another user; or accept it if root owns every file that it uses."
    `);
    expect(said({ security: { user: 1000, ...rooted } })).toBe('');
    expect(said({ security: rooted, volumes: [Volume.hostPath('/var/log', { readOnly: true, onEveryNode: 'each node logs there' })] })).toBe('');
    expect(said({ security: { allow: [...rooted.allow, Allow.privileged('it opens a device')] } })).toBe('');
  });
});

describe('a NUL character', () => {
  test('is refused in variables and commands: the container would not start', () => {
    expect(said({ env: { LIST: EnvValue.of('a\0b') }, args: ['a\0'], initContainers: [{ name: 'setup', command: ['b\0'] }] })).toMatchInlineSnapshot(`
      "NUL-CHARACTER  lab/worker/blog: the variable LIST with a NUL character, but Linux ends variables and arguments there, and the container does not start.
                     Leave it out, or put the text into a config file.

      NUL-CHARACTER  lab/worker/blog: a command with a NUL character, but Linux ends variables and arguments there, and the container does not start.
                     Leave it out, or put the text into a config file.

      NUL-CHARACTER  lab/worker/blog: a command of setup with a NUL character, but Linux ends variables and arguments there, and the container does not start.
                     Leave it out, or put the text into a config file."
    `);
  });

  test('but other control characters arrive', () => {
    expect(said({ env: { PROMPT: EnvValue.of('\x1b[0m\t>\n') }, args: ['a\x07'] })).toBe('');
  });
});
