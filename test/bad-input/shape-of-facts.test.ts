import {
  App,
  Cluster,
  type ClusterFactsProps,
  type ClusterProps,
  DrbdStorage,
  Image,
  SinglePodFlexible,
  SinglePodPinned,
  type SinglePodPinnedProps,
  Size,
} from '../../lib';
import { appProps, clusterProps, controlPlane, messages, worker } from '../support';

function cluster(props: unknown): { readonly app: App; readonly cluster: Cluster } {
  const app = new App();
  return { app, cluster: new Cluster(app, 'lab', props as unknown as ClusterProps) };
}

/** What is said of facts, when they are the sound ones but for some. */
function saidOfFacts(overrides: { readonly [key: string]: unknown }): string {
  return messages(cluster({ facts: { ...clusterProps(), ...overrides } }).app.build().findings);
}

describe('facts', () => {
  test('with a key that is misspelt', () => {
    expect(saidOfFacts({ link: [] })).toMatchInlineSnapshot(`
"SHAPE-UNKNOWN-KEY  lab: the key link, but the keys are nodes, controlPlane, sites, links, sharedFates, storage, policy, clusterDns, failureRates and accept.
                   Did you mean links?"
`);
  });

  test('without nodes, control plane or anything', () => {
    expect(saidOfFacts({ nodes: undefined, controlPlane: undefined })).toMatchInlineSnapshot(`
      "SHAPE-MISSING  lab: no nodes, but it must be a list.
                     Add nodes: [{ name, roles, site, cpu, memory }].

      SHAPE-MISSING  lab: no controlPlane, but it must be an object.
                     Add controlPlane: { distribution, version, servers, datastore, apiEndpoint }."
    `);
    for (const props of [undefined, null]) expect(messages(cluster(props).app.build().findings)).toMatch(/^SHAPE-WRONG {2}lab: .*, but it must be an object\./);
    expect(messages(cluster({}).app.build().findings)).toMatchInlineSnapshot(`
      "SHAPE-MISSING  lab: no facts, but it must be an object.
                     Add facts: { nodes, controlPlane }."
    `);
  });

  test('with a node that lacks something', () => {
    expect(saidOfFacts({ nodes: [{ name: 'a', site: 'home', memory: Size.gib(8) }] })).toMatchInlineSnapshot(`
      "SHAPE-MISSING  lab/nodes/a: no roles, but it must be a list.
                     Add roles: [NodeRole.CONTROL].

      SHAPE-MISSING  lab/nodes/a: no cpu, but it must be a Cpu.
                     Add cpu: Cpu.cores(…)."
    `);
    expect(saidOfFacts({ nodes: [{ site: 'home' }] })).toMatch(/^SHAPE-MISSING {2}lab\/nodes\/0: no name/);
  });

  test('with a text for a list, or a code for an acceptance', () => {
    expect(saidOfFacts({ controlPlane: { ...controlPlane(), servers: 'c' } })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/controlPlane/servers: a string, but it must be a list.
                   Write ['…']."
    `);
    expect(saidOfFacts({ accept: ['CODE'] })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/accept/0: a string, but it must be an object.
                   Write { code, reason }."
    `);
  });

  test('with words that an enum does not have', () => {
    expect(saidOfFacts({ controlPlane: { ...controlPlane(), datastore: 'sqllite' } })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/controlPlane/datastore: "sqllite", but it must be one of sqlite, embedded-etcd and external.
                   Did you mean Datastore.SQLITE?"
    `);
    expect(saidOfFacts({ nodes: [{ ...worker('w1'), roles: ['worker', 'gpu'] }] })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/nodes/w1/roles/1: "gpu", but it must be one of control, worker, storage, witness, ingress, monitoring and edge.
                   Use one of them."
    `);
  });

  test('are reported alone, with the shapes of apps: nothing follows from what is none', () => {
    const { app, cluster: lab } = cluster({ facts: { node: [] } });
    new DrbdStorage(lab.storage, 'drbd', { pool: 'nvme' });
    new SinglePodFlexible(lab.workers, 'wiki', { ...appProps(), env: { A: 'b' } } as unknown as SinglePodPinnedProps);
    new SinglePodPinned(lab.workers, 'radio', appProps({ node: { name: 'attic', reason: 'the antenna' }, image: Image.of('radio', 'latest') }));
    expect(app.build().findings.map(({ code, path }) => `${path} ${code}`)).toEqual([
      'lab SHAPE-UNKNOWN-KEY',
      'lab SHAPE-MISSING',
      'lab SHAPE-MISSING',
      'lab/worker/wiki/env/A SHAPE-WRONG',
    ]);
  });

  test('that are sound are none the worse for an app that is not', () => {
    const { app, cluster: lab } = cluster({ facts: clusterProps({ accept: [] } satisfies Partial<ClusterFactsProps>) });
    new SinglePodFlexible(lab.workers, 'wiki', { ...appProps(), env: 'A=b' } as unknown as SinglePodPinnedProps);
    expect(app.build().findings.map(({ code }) => code)).toEqual(['CONTROL-SINGLE-SERVER', 'SHAPE-WRONG']);
  });
});

describe('Flux', () => {
  const flux = (props: unknown) => messages(cluster({ facts: clusterProps(), flux: props }).app.build().findings);

  test('without a url, or with one that is none', () => {
    expect(flux({})).toMatchInlineSnapshot(`
      "SHAPE-MISSING  lab/flux: no url, but it must be a string.
                     Add url: '…'."
    `);
    expect(flux({ url: 'git@github.com:me/x.git' })).toMatchInlineSnapshot(`
      "FLUX-URL  lab/flux/url: the address "git@github.com:me/x.git", but Flux only accepts http://, https:// and ssh://.
                Write it as ssh://git@github.com/me/x.git."
    `);
    expect(flux({ url: 'github.com/me/x' })).toMatch(/Write it as https:\/\/… or ssh:\/\/…\.$/);
  });

  test('takes what the CRD takes', () => {
    for (const url of ['https://github.com/me/x', 'http://git.lab/x', 'ssh://git@github.com/me/x.git']) expect(flux({ url })).toBe('');
  });
});
