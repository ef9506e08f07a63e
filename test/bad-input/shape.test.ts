import {
  Allow,
  App,
  Cluster,
  type ClusterProps,
  EnvValue,
  HighlyAvailable,
  type HighlyAvailableProps,
  Image,
  Port,
  SinglePod,
  SinglePodFlexible,
  SinglePodPinned,
  type SinglePodPinnedProps,
  Size,
  Volume,
} from '../../lib';
import { appProps, clusterProps, messages, refusalOf } from '../support';

/** What a program says that nobody compiled. */
type Untyped = { readonly [key: string]: unknown };

function cluster(props: unknown): { readonly app: App; readonly cluster: Cluster } {
  const app = new App();
  return { app, cluster: new Cluster(app, 'lab', props as unknown as ClusterProps) };
}

/** What is said of an app in a sound cluster, when its props are the sound ones but for some. */
function said(overrides: Untyped, kind: typeof SinglePod | typeof HighlyAvailable = SinglePodFlexible): string {
  const { app, cluster: lab } = cluster({ facts: clusterProps() });
  new kind(lab.workers, 'blog', { ...appProps(), ...overrides } as unknown as HighlyAvailableProps & SinglePodPinnedProps);
  return messages(app.build().findings);
}

describe('keys', () => {
  test('that are misspelt are refused, and the one that was meant is named', () => {
    expect(said({ volume: [Volume.data('/data', { size: Size.gib(1) })] })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog: the key volume, but the keys are image, resources, name, namespace, command, args, workingDir, env, envFrom, network, metrics, volumes, mounts, health, security, initContainers, sidecars, rbac, placement, podLabels, podAnnotations, labels, annotations, terminationGrace, postStart, preStop, tty, stdin, priority, runtimeClass, imagePullSecrets, hostname, hostAliases, dns, dependsOn, objective, maxReplicas, accept, publicTexts, patches and rollingUpdate.
                         Did you mean volumes?"
    `);
    expect(said({ network: { port: [Port.http(80)] } })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog/network: the key port, but the keys are ports, service, services, routes, allowFrom and allowTo.
                         Did you mean ports?"
    `);
    expect(said({ environment: {} })).toMatch(/Did you mean env\?$/);
    expect(said({ Image: 1 })).toMatch(/Did you mean image\?$/);
    expect(said({ colour: 'blue' })).toMatch(/Remove it, or use one of them\.$/);
  });

  test('of another class are refused, if they say something', () => {
    expect(said({ replicas: 3 })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog: the key replicas, but only HighlyAvailable has it.
                         Remove it, or make the app a HighlyAvailable."
    `);
    expect(said({ schedule: '@daily' })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog: the key schedule, but only ScheduledJob has it.
                         Remove it, or make the app a ScheduledJob."
    `);
    expect(said({ node: { name: 'w1', reason: 'a test' } })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog: the key node, but only SinglePodPinned, ScheduledJob and OneOffJob have it.
                         Remove it, or make the app one of them."
    `);
    expect(said({ replicas: undefined, node: undefined, nothing: undefined })).toBe('');
  });

  test('that objects have from elsewhere are none', () => {
    expect(said({ constructor: 'mine' })).toMatch(/^SHAPE-UNKNOWN-KEY {2}lab\/worker\/blog: the key constructor, /);
  });
});

describe('apps', () => {
  test('without props, or with something else', () => {
    for (const props of [undefined, null, 'whoami', [], new Map()]) {
      const { app, cluster: lab } = cluster({ facts: clusterProps() });
      const given = props as unknown as SinglePodPinnedProps;
      new SinglePodFlexible(lab.workers, 'one', given);
      new SinglePodPinned(lab.workers, 'two', given);
      new HighlyAvailable(lab.workers, 'three', given);
      new SinglePod(lab.workers, 'four', given);
      expect(app.build().findings.map(({ code, path }) => `${path} ${code}`)).toEqual([
        'lab/worker/one SHAPE-WRONG',
        'lab/worker/two SHAPE-WRONG',
        'lab/worker/three SHAPE-WRONG',
        'lab/worker/four SHAPE-WRONG',
      ]);
    }
    const { app, cluster: lab } = cluster({ facts: clusterProps() });
    new SinglePodFlexible(lab.workers, 'blog', undefined as unknown as SinglePodPinnedProps);
    expect(messages(app.build().findings)).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog: nothing, but it must be an object.
                   Write { image, resources }."
    `);
  });

  test('with ports that are none', () => {
    expect(said({ network: { ports: [80] } })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/network/ports/0: the number 80, but it must be a Port.
                   Write Port.http(…)."
    `);
    expect(said({ network: { ports: Port.http(80) } })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/network/ports: a Port, but it must be a list.
                   Write [Port.http(…)]."
    `);
    expect(said({ ports: [80] })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog: the key ports, but the keys are image, resources, name, namespace, command, args, workingDir, env, envFrom, network, metrics, volumes, mounts, health, security, initContainers, sidecars, rbac, placement, podLabels, podAnnotations, labels, annotations, terminationGrace, postStart, preStop, tty, stdin, priority, runtimeClass, imagePullSecrets, hostname, hostAliases, dns, dependsOn, objective, maxReplicas, accept, publicTexts, patches and rollingUpdate.
                         Remove it, or use one of them."
    `);
  });

  test('with HTTP entries that are none', () => {
    expect(said({ network: { ports: [Port.http(80)], http: {} } })).toMatchInlineSnapshot(`
      "SHAPE-UNKNOWN-KEY  lab/worker/blog/network: the key http, but the keys are ports, service, services, routes, allowFrom and allowTo.
                         Remove it, or use one of them."
    `);
    expect(said({ network: { ports: [Port.http(80)], routes: [{}] } })).toMatchInlineSnapshot(`
      "SHAPE-MISSING  lab/worker/blog/network/routes/0: no host, but it must be a string.
                     Add host: '…'."
    `);
  });

  test('with a node that is a text', () => {
    expect(said({ node: 'a' }, SinglePodPinned)).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/node: a string, but it must be an object.
                   Write { name, reason }."
    `);
    expect(said({ node: 'a' }, SinglePod)).toMatch(/^SHAPE-WRONG {2}lab\/worker\/blog\/node: a string/);
  });

  test('with volumes that are none, or lack what their kind needs', () => {
    const untyped = Volume as unknown as { readonly [kind: string]: (...given: unknown[]) => Volume };
    expect(said({ volumes: [untyped.data?.('/d', {})] })).toMatchInlineSnapshot(`
      "SHAPE-MISSING  lab/worker/blog/volumes/0/data: no size, but it must be a Size.
                     Add size: Size.gib(…)."
    `);
    expect(said({ volumes: [untyped.nfs?.('/d')] })).toMatchInlineSnapshot(`
      "SHAPE-MISSING  lab/worker/blog/volumes/0: no nfs, but it must be an object.
                     Add nfs: { server, path }."
    `);
    expect(said({ volumes: [untyped.claim?.('/d'), untyped.secret?.('/e'), untyped.scratch?.('/f'), untyped.config?.('/g')] }).match(/no \w+/g)).toEqual([
      'no claim',
      'no secret',
      'no size',
      'no config',
    ]);
    expect(said({ volumes: Volume.hostPath('/srv') })).toMatch(/: a Volume, but it must be a list/);
    expect(said({ volumes: [undefined] }, SinglePod)).toMatch(/volumes\/0: nothing, but it must be a Volume/);
    expect(said({ volumes: [untyped.config?.('/etc/blog', { files: { a: 1 } })] })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/volumes/0/config/files/a: the number 1, but it must be a string.
                   Write '…'."
    `);
  });

  test('with an env of plain texts, which are not shown: they may be passwords', () => {
    expect(said({ env: { A: 'b' } })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/env/A: a string, but it must be an EnvValue.
                   Write EnvValue.of(…)."
    `);
    expect(said({ env: [EnvValue.of('b')] })).toMatch(/blog\/env: a list, but it must be an object\./);
  });

  test('with units as bare numbers', () => {
    expect(said({ objective: { rto: 300 } })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/objective/rto: the number 300, but it must be a Duration.
                   Write Duration.seconds(…)."
    `);
    expect(said({ resources: { ...appProps().resources, memory: 8 } })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/resources/memory: the number 8, but it must be a Size.
                   Write Size.gib(…)."
    `);
    expect(said({ replicas: 200 }, HighlyAvailable)).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/replicas: the number 200, but it must be a Replicas.
                   Write Replicas.of(…)."
    `);
  });

  test('with an image that is a text', () => {
    expect(said({ image: 'x/y:1' })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/image: a string, but it must be an Image.
                   Write Image.of(…)."
    `);
  });

  test('with something else where a list, a flag or null belongs', () => {
    expect(said({ args: '--verbose' })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/args: a string, but it must be a list.
                   Write ['…']."
    `);
    expect(said({ env: null })).toMatch(/blog\/env: null, but it must be an object\./);
    expect(said({ security: Promise.resolve({}) })).toMatch(/blog\/security: a Promise, but it must be an object\./);
    expect(said({ dependsOn: () => ['db'] })).toMatch(/blog\/dependsOn: a function, but it must be a list\./);
    expect(said({ security: { allow: [(Allow.rootUser as (reason?: string) => Allow)()] } })).toMatch(/allow\/0: no reason, but it must be a string\./);
  });

  test('whose acceptances are codes alone', () => {
    expect(said({ accept: ['FLEXIBLE-STUCK-VOLUME'] })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/accept/0: a string, but it must be an object.
                   Write { code, reason }."
    `);
    expect(said({ accept: 'FLEXIBLE-STUCK-VOLUME' })).toMatch(/blog\/accept: a string, but it must be a list\./);
  });

  test('keep the codes that say best what is missing', () => {
    expect(said({ image: undefined, resources: undefined }).match(/^[A-Z]+-\S+/gm)).toEqual(['IMAGE-MISSING', 'RESOURCES-MISSING']);
    expect(said({ resources: { ...appProps().resources, memoryLimit: undefined } })).toMatch(/^RESOURCES-WITHOUT-LIMIT /);
    expect(said({ resources: { memoryLimit: Size.gib(1) } }).match(/no \w+/g)).toEqual(['no cpu', 'no memory']);
  });

  test('may have values that another copy of the package made, but not copies without methods', () => {
    class Image2 {
      constructor(
        readonly repository: string,
        readonly tag: string,
        readonly digest: string | undefined,
      ) {}
      get registry(): string {
        return 'ghcr.io';
      }
      toString(): string {
        return `${this.repository}:${this.tag}`;
      }
    }
    expect(said({ image: new Image2('ghcr.io/example/blog', '1.2.3', undefined) })).toBe('');
    expect(said({ image: { ...Image.of('ghcr.io/example/blog', '1.2.3') } })).toMatch(/blog\/image: an object, but it must be an Image\./);
  });
});

test('an app belongs into a folder', () => {
  const { cluster: lab } = cluster({ facts: clusterProps() });
  expect(refusalOf(() => new SinglePodFlexible(lab, 'blog', appProps()))).toMatchInlineSnapshot(`
    "Synthesis stopped, nothing was written: 1 finding.

    APP-WITHOUT-FOLDER  lab/blog: an app outside a folder, but each app becomes a file in one.
                        Put it into cluster.workers, or into your own chart.
    "
  `);
});
