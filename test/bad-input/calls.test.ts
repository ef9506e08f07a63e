import { join } from 'node:path';
import { ApiObject, Chart, Include } from 'cdk8s';
import { Construct } from 'constructs';
import * as lib from '../../lib';
import {
  Allow,
  App,
  behindVpn,
  Cluster,
  Cpu,
  configFiles,
  Duration,
  EnvValue,
  ExternalService,
  FindingsError,
  PiraeusOperator,
  roleLabel,
  SinglePodFlexible,
  Size,
  Volume,
} from '../../lib';
import { appProps, clusterProps, messages, refusalOf } from '../support';

/** The findings alone. */
function refusal(act: () => unknown): string {
  return refusalOf(() => void act())
    .split('\n')
    .slice(2)
    .join('\n')
    .trim();
}

function lab(): Cluster {
  return new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps() });
}

const VPN = { provider: 'mullvad', secretName: 'vpn' };

describe('a call with something that it cannot take is refused with its name', () => {
  test.each<[string, () => unknown, string]>([
    ['Size.gib', () => Size.gib(1n as never), 'SHAPE-WRONG  Size.gib: a BigInt, but it must be a number.\n             Write a number.'],
    ['Cpu.cores', () => Cpu.cores(Symbol('x') as never), 'SHAPE-WRONG  Cpu.cores: a symbol, but it must be a number.\n             Write a number.'],
    ['Duration.hours', () => Duration.hours({} as never), 'SHAPE-WRONG  Duration.hours: an object, but it must be a number.\n             Write a number.'],
    [
      'EnvValue.texts',
      () => (EnvValue.texts as () => unknown)(),
      "SHAPE-WRONG  EnvValue.texts: nothing, but it must be an object.\n             Write { name: '…' }.",
    ],
    [
      'Allow.capabilities',
      () => Allow.capabilities(undefined as never, 'a reason'),
      "SHAPE-WRONG  Allow.capabilities: nothing, but it must be a list.\n             Write ['…'].",
    ],
    ['behindVpn', () => behindVpn(null as never, VPN), 'SHAPE-WRONG  behindVpn: null, but it must be an object.\n             Write { … }.'],
    [
      'behindVpn of an app with odd parts',
      () => behindVpn({ ...appProps(), volumes: 1 as never }, VPN),
      'SHAPE-WRONG  behindVpn/volumes: the number 1, but it must be a list.\n             Write [Volume.data(…)].',
    ],
    ['configFiles', () => (configFiles as () => unknown)(), "SHAPE-WRONG  configFiles: nothing, but it must be a string.\n             Write '…'."],
    ['cluster.use', () => lab().use(null as never), 'SHAPE-WRONG  cluster.use: null, but it must be an object.\n             Write { name }.'],
    [
      'roleLabel',
      () => roleLabel('workers' as never),
      'SHAPE-WRONG  roleLabel: "workers", but it must be one of control, worker, storage, witness, ingress, monitoring and edge.\n             Did you mean NodeRole.WORKER?',
    ],
  ])('%s', (_, act, said) => {
    expect(refusal(act)).toBe(said);
  });

  test('and what is right is taken', () => {
    expect([Size.gib(1), Cpu.cores(1), Duration.hours(1)].map(String)).toEqual(['1Gi', '1', '60 min']);
    expect(EnvValue.texts({})).toEqual({});
    expect(Allow.capabilities([], 'a reason')).toEqual([]);
    expect(behindVpn(appProps(), VPN).sidecars).toHaveLength(1);
    expect(roleLabel(lib.NodeRole.WORKER)).toBe('cdk8s-availability/role-worker');
    lab().use({ name: 'mine', kinds: [{ group: 'blocks.example', kind: 'Pool' }] });
  });

  test('a file is no folder', () => {
    expect(refusal(() => configFiles(__filename))).toBe(
      `CONFIG-FOLDER  ${__filename}: not a folder, but its files are read now, relative to the working directory.\n               Use join(__dirname, '…').`,
    );
  });
});

describe('a place where a construct cannot be', () => {
  const other = (scope: Construct, id = 'wiki') => new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap' });
  const app = (scope: Construct, id = 'wiki') => new SinglePodFlexible(scope, id, appProps());

  test('its id is taken', () => {
    const said = `ID-TAKEN  lab/worker/wiki: another construct with the id wiki, but lab/worker has one already.\n          Give one of them another id.`;
    for (const [first, second] of [
      [app, app],
      [app, other],
      [other, app],
    ] as const)
      expect(
        refusal(() => {
          const { workers } = lab();
          first(workers);
          second(workers);
        }),
      ).toBe(said);
    expect(refusal(() => new Chart(lab(), 'worker'))).toBe(
      'ID-TAKEN  lab/worker: another construct with the id worker, but lab has one already.\n          Give one of them another id.',
    );
    expect(refusal(() => ['lab', 'lab'].map((id) => new Cluster(new App(), id, { facts: clusterProps() })))).toBe('');
  });

  test('in your own chart, too', () => {
    expect(
      refusal(() => {
        const chart = new Chart(new App(), 'own');
        other(chart);
        app(chart);
      }),
    ).toBe('ID-TAKEN  own/wiki: another construct with the id wiki, but own has one already.\n          Give one of them another id.');
  });

  test('its id is that of an object that an app has by now', () => {
    expect(
      refusal(() => {
        const wiki = app(lab().workers);
        wiki.object('Deployment');
        new Construct(wiki, 'Deployment');
      }),
    ).toBe(
      'ID-TAKEN  lab/worker/wiki/Deployment: another construct with the id Deployment, but lab/worker/wiki has one already.\n          Give one of them another id.',
    );
    const cluster = lab();
    new Construct(app(cluster.workers), 'Deployment');
    expect(messages(cluster.verdict().open)).toBe('');
  });

  test('the id of a namespace is free for an app', () => {
    const cluster = lab();
    app(cluster.workers, 'web');
    app(cluster.workers, 'namespace-web');
    expect(messages((cluster.node.root as App).build().findings)).toBe('');
    cluster.render();
    expect(refusal(() => app(cluster.workers, 'namespace-namespace-web'))).toBe(
      'ID-TAKEN  lab/worker/namespace-namespace-web: another construct with the id namespace-namespace-web, but lab/worker has one already.\n          Give one of them another id.',
    );
  });

  test('it has no id, or no scope', () => {
    expect(refusal(() => app(lab().workers, ''))).toBe(
      "SHAPE-WRONG  lab/worker: a string, but it must be an id with at least one character.\n             Write one, like 'wiki'.",
    );
    expect(refusal(() => app(lab().workers, 5 as never))).toBe(
      "SHAPE-WRONG  lab/worker: the number 5, but it must be an id with at least one character.\n             Write one, like 'wiki'.",
    );
    expect(refusal(() => app(undefined as never))).toBe(
      'SHAPE-WRONG  scope: nothing, but it must be a construct.\n             Write cluster.workers, or a chart.',
    );
  });

  test('it is in no folder', () => {
    const said = (what: string) =>
      `OBJECT-WITHOUT-FOLDER  lab/${what}: an object outside a folder, but each object becomes a file in one.\n                       Put it into a folder of the cluster, like cluster.workers, or into your own chart.`;
    expect(refusal(() => other(lab()))).toBe(said('wiki'));
    expect(refusal(() => new PiraeusOperator(lab(), 'operator'))).toBe(said('operator'));
    expect(refusal(() => new ExternalService(lab(), 'nas', { addresses: ['192.0.2.1'], ports: [lib.Port.http(80)] }))).toBe(said('nas'));
    expect(refusal(() => other(new Chart(lab(), 'mine')))).toBe('');
  });

  test('constructs in between are no folder', () => {
    const said = (path: string) =>
      `OBJECT-WITHOUT-FOLDER  ${path}: an object outside a folder, but each object becomes a file in one.\n                       Put it into a folder of the cluster, like cluster.workers, or into your own chart.`;
    const below = (scope: Construct) => new Construct(new Construct(scope, 'these'), 'those');
    expect(refusal(() => other(below(lab())))).toBe(said('lab/these/those/wiki'));
    expect(refusal(() => other(below(new App())))).toBe(said('these/those/wiki'));
    const url = join(__dirname, '..', 'delivery', 'vendor.yaml');
    expect(refusal(() => new Include(lab(), 'vendor', { url }))).toBe(said('lab/vendor/vendor-namespace'));
    expect(refusal(() => new Include(lab().workers, 'vendor', { url }))).toBe('');
    const cluster = lab();
    other(new Chart(below(cluster), 'mine'));
    other(below(cluster.workers));
    expect(messages(cluster.verdict().open)).toBe('');
  });
});

test('an app whose id has a slash is told to have another name', () => {
  const cluster = lab();
  new SinglePodFlexible(cluster.workers, 'a/b', appProps());
  expect(cluster.verdict().open.map(({ code }) => code)).toEqual(['NAME-INVALID']);
});

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;
const ODD: readonly unknown[] = [
  undefined,
  null,
  1n,
  Symbol('x'),
  cyclic,
  () => 1,
  new Date(0),
  new Map(),
  [],
  [Symbol('x')],
  {},
  { toString: 1 },
  '',
  'x',
  Number.NaN,
  true,
];

type Call = (...given: readonly unknown[]) => unknown;
const EXPORTED = Object.entries(lib as unknown as { readonly [name: string]: unknown }).filter((one): one is [string, Call] => typeof one[1] === 'function');
const CONSTRUCTS = EXPORTED.filter(([, made]) => made.prototype instanceof Construct && made !== (App as unknown));
const MAKERS = EXPORTED.filter(([, made]) => !(made.prototype instanceof Construct)).flatMap(([name, made]) =>
  Object.getOwnPropertyNames(made).flatMap((key): [string, Call][] => {
    const maker: unknown = (made as unknown as { readonly [key: string]: unknown })[key];
    return typeof maker === 'function' ? [[`${name}.${key}`, maker as Call]] : [];
  }),
);

/** Whatever happens, it is no raw error. */
function endsWell(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof FindingsError)) throw error;
  }
}

const FUNCTIONS = EXPORTED.filter(([, made]) => !/^class\b/.test(`${made}`));
/** What is right on its own, so that the rest is looked at. */
const RIGHT: readonly unknown[] = ['x', 8080, ['x'], Size.gib(1), appProps()];

function tryAll(calls: readonly (readonly [string, Call])[]): void {
  for (const [, call] of calls)
    for (const odd of ODD) {
      for (const count of [0, 1, 2, 3]) endsWell(() => call(...Array<unknown>(count).fill(odd)));
      for (const right of RIGHT)
        for (const given of [
          [right, odd],
          [right, right, odd],
        ])
          endsWell(() => call(...given));
    }
}

test('every maker takes or refuses whatever it is given', () => {
  tryAll(MAKERS);
});

test('so does every function', () => {
  expect(FUNCTIONS.map(([name]) => name)).toEqual(expect.arrayContaining(['formatFinding', 'roleLabel', 'sonarr']));
  tryAll(FUNCTIONS);
});

test('so does every class, without a maker', () => {
  const classes = EXPORTED.filter((one) => !FUNCTIONS.includes(one));
  tryAll(classes.map(([name, made]) => [name, (...given) => Reflect.construct(made, given) as unknown]));
  expect(refusal(() => Reflect.construct(Size, ['1']))).toBe('SHAPE-WRONG  Size: a string, but it must be a number.\n             Write a number.');
});

test('so does every method of a value', () => {
  const values: readonly object[] = [lib.Port.http(80), lib.Client.everybody(), lib.Probe.http('/', 'http'), Volume.scratch('/tmp', Size.mib(1)), Size.gib(1)];
  for (const value of values) {
    const own = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(value) as object);
    const methods = Object.entries(own).filter(([name, { value: method }]) => name !== 'constructor' && typeof method === 'function');
    tryAll(methods.map(([name, { value: method }]) => [name, (...given) => (method as Call).apply(value, [...given])]));
  }
});

test('what is no finding has no text', () => {
  const said = (call: string, what: string) =>
    `SHAPE-WRONG  ${call}: something else, but it must be ${what}.\n             Pass what cluster.verdict() or a FindingsError has.`;
  for (const odd of [...ODD, { code: 'X', path: 'x', given: 'x', allowed: 'x', fix: 'x', at: Symbol('x') }]) {
    expect(refusal(() => lib.formatFinding(odd as never))).toBe(said('formatFinding', 'a finding'));
    expect(new FindingsError([odd] as never).message).toContain(said('FindingsError', 'a list of findings'));
  }
  expect(new FindingsError(null as never).message).toContain(said('FindingsError', 'a list of findings'));
  const [finding] = new FindingsError([{ code: 'X', severity: lib.Severity.ERROR, path: 'p', given: 'g', allowed: 'a', fix: 'f' }]).findings;
  expect(lib.formatFinding(finding as never)).toBe('X  p: g, a.\n   f');
});

test('only a folder is one', () => {
  for (const odd of ODD) expect(lib.Folder.isFolder(odd as never)).toBe(false);
  expect(lib.Folder.isFolder(lab().workers)).toBe(true);
});

test.each(CONSTRUCTS)('%s takes or refuses any props, id and scope, wherever it is', (_, made) => {
  const create = (...given: readonly unknown[]) => Reflect.construct(made, given) as unknown;
  for (const odd of ODD) {
    endsWell(() => create(odd, 'thing', {}));
    endsWell(() => create(lab().workers, odd, {}));
    for (const place of [(cluster: Cluster) => cluster.node.root, (cluster: Cluster) => cluster, (cluster: Cluster) => cluster.control])
      endsWell(() => {
        const cluster = lab();
        create(place(cluster), 'thing', odd);
        (cluster.node.root as App).build();
      });
  }
});

test('Volume.configFile of no path is told by the app', () => {
  const cluster = lab();
  new SinglePodFlexible(cluster.workers, 'blog', appProps({ volumes: [Volume.configFile(Symbol('x') as never, 'text')] }));
  expect(messages(cluster.verdict().open)).toBe("SHAPE-WRONG  lab/worker/blog/volumes/0/path: a symbol, but it must be a string.\n             Write '…'.");
});
