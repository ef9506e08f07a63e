import {
  App,
  Cluster,
  type ClusterFactsProps,
  CoveredFailure,
  Cpu,
  Datastore,
  DrbdStorage,
  Duration,
  HighlyAvailable,
  type Objective,
  Replicas,
  SinglePodFlexible,
  Size,
  Volume,
} from '../../lib';
import { formatFinding } from '../../lib/cluster/finding';
import { appProps, clusterProps, control, controlPlane, worker } from '../support';

const { ZONE, SITE, LINK } = CoveredFailure;
const LINKED = { links: [{ from: 'attic', to: 'home', roundTrip: Duration.millis(2) }] };
/** The control plane is at home, and so are two of three workers. */
const TWO_SITES = clusterProps({ nodes: [worker('w1'), worker('w2'), worker('w3', { site: 'attic' }), control('c1')], ...LINKED });

/** What stops a synthesis because of what failures do. */
function against(objective: Objective, facts: ClusterFactsProps = TWO_SITES, storageClass?: string): string {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts });
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  const volumes = storageClass === undefined ? [] : [Volume.data('/data', { size: Size.gib(1), storageClass })];
  new SinglePodFlexible(cluster.workers, 'blog', appProps({ objective, volumes }));
  return app
    .build()
    .findings.filter(({ code }) => code.startsWith('OBJECTIVE') || code.startsWith('RATE'))
    .map(formatFinding)
    .join('\n');
}

test('an objective that covers sites is refused for each site whose loss breaks it, with what breaks it', () => {
  expect(against({ rto: Duration.minutes(5), covers: [SITE] })).toMatchInlineSnapshot(`
"OBJECTIVE-NOT-COVERED  lab/worker/blog: back within 5 min, also without the site home, but then it is down until repair: the control plane is down, so nothing is moved until it is back.
                       Run three servers in places that do not fail together, so that the control plane goes on. Or take that out of objective.covers.
                       at test/failures/objectives.test.ts:31:3"
`);
});

test('an app without data keeps an objective that covers the link between its sites', () => {
  expect(against({ rto: Duration.minutes(5), covers: [LINK] })).toBe('');
});

test('a site that is one zone is a zone, too', () => {
  expect(against({ rto: Duration.minutes(5), covers: [ZONE] })).toBe(against({ rto: Duration.minutes(5), covers: [SITE] }));
});

test('data whose votes are lost with a site breaks the objective, too', () => {
  const servers = { controlPlane: controlPlane({ servers: ['c1', 'c2', 'c3'], datastore: Datastore.EMBEDDED_ETCD }) };
  const nodes = [
    worker('w1'),
    worker('w2'),
    worker('w3', { site: 'attic' }),
    control('c1'),
    control('c2', { site: 'attic' }),
    control('c3', { site: 'cellar' }),
  ];
  const links = [
    ...LINKED.links,
    { from: 'cellar', to: 'home', roundTrip: Duration.millis(2) },
    { from: 'cellar', to: 'attic', roundTrip: Duration.millis(2) },
  ];
  expect(against({ rto: Duration.minutes(5), covers: [SITE] }, clusterProps({ nodes, links, ...servers }), 'drbd-replicated')).toMatchInlineSnapshot(`
"OBJECTIVE-NOT-COVERED  lab/worker/blog: back within 5 min, also without the site home, but then it is down until a person acts: too few votes on its data are left: a copy lives, and nobody may write it until a person decides that.
                       Put one more vote on its data where this failure does not reach: a third copy, or the tiebreaker. Or take that out of objective.covers.
                       at test/failures/objectives.test.ts:31:3"
`);
});

describe('an objective of an app that has to move', () => {
  const zoned = (name: string, zone: string) => worker(name, { site: zone });
  const links = ['b', 'c', 'd'].flatMap((to, index) => ['a', 'b', 'c'].slice(0, index + 1).map((from) => ({ from, to, roundTrip: Duration.millis(2) })));
  const nodes = [zoned('w1', 'a'), zoned('w2', 'b'), zoned('w3', 'c'), control('c1', { site: 'd' })];
  const facts = clusterProps({ nodes, links });
  /** An app of 3Gi among others that ask for so much memory each. */
  function among(count: number, mib: number, more: { readonly needed?: boolean; readonly covers?: readonly CoveredFailure[] } = {}): string {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts });
    const asking = (amount: number) => ({ resources: { cpu: Cpu.millis(10), memory: Size.mib(amount), memoryLimit: Size.mib(amount) } });
    for (let index = 0; index < count; index += 1) new SinglePodFlexible(cluster.workers, `other-${index}`, appProps(asking(mib)));
    // Names may be away longer than an app that moves.
    const objective = { rto: Duration.minutes(more.needed === true ? 8 : 5), covers: more.covers ?? [ZONE] };
    const big = new SinglePodFlexible(cluster.workers, 'blog', appProps({ ...asking(3072), ...(more.needed === true ? {} : { objective }) }));
    if (more.needed === true) new SinglePodFlexible(cluster.workers, 'reader', appProps({ ...asking(64), objective, dependsOn: [big] }));
    return app
      .build()
      .findings.filter(({ code }) => code.startsWith('OBJECTIVE'))
      .map(formatFinding)
      .join('\n');
  }

  test('is not proven where the others may have filled the nodes that are left, and says what would prove it', () => {
    expect(among(5, 2000)).toMatchInlineSnapshot(`
"OBJECTIVE-NOT-PROVEN  lab/worker/blog: back within 5 min, also without any of the node w1, the node w2, the node w3, the site a, the site b and the site c, but that it then finds a place is only likely: from one start of all pods the nodes that are left have room, and from another they may not.
                      It is proven once the others cannot fill all of these nodes: request less, make them bigger, let more nodes run it, or give it a higher priority than theirs. Or accept it with a reason.
                      at test/failures/objectives.test.ts:90:17"
`);
  });

  test('is not proven for the crash of a node either, which every objective covers', () => {
    expect(among(5, 2000, { covers: [] })).toMatchInlineSnapshot(`
"OBJECTIVE-NOT-PROVEN  lab/worker/blog: back within 5 min, also without any of the node w1, the node w2 and the node w3, but that it then finds a place is only likely: from one start of all pods the nodes that are left have room, and from another they may not.
                      It is proven once the others cannot fill all of these nodes: request less, make them bigger, let more nodes run it, or give it a higher priority than theirs. Or accept it with a reason.
                      at test/failures/objectives.test.ts:90:17"
`);
  });

  test('is not proven where that is so of what it needs', () => {
    expect(among(5, 2000, { needed: true })).toMatchInlineSnapshot(`
"OBJECTIVE-NOT-COVERED  lab/worker/reader: back within 8 min, also without the site d, but then it is degraded, and a part of its requests fails until that is repaired: if the one pod of coredns was there, it finds nothing by name until its node is back: open connections go on, new ones fail.
                       Make it survive that. Or take that out of objective.covers.
                       at test/failures/objectives.test.ts:91:31
OBJECTIVE-NOT-PROVEN  lab/worker/reader: back within 8 min, also without any of the node w1, the node w2, the node w3, the site a, the site b and the site c, but that blog/blog, which it needs, then finds a place is only likely: from one start of all pods the nodes that are left have room, and from another they may not.
                      It is proven once the others cannot fill all of these nodes: request less, make them bigger, let more nodes run it, or give it a higher priority than theirs. Or accept it with a reason.
                      at test/failures/objectives.test.ts:91:31"
`);
  });

  test('breaks where one likely start shows that it may find none', () => {
    expect(among(4, 2400)).toContain(
      'OBJECTIVE-NOT-COVERED  lab/worker/blog: back within 5 min, also without any of the node w1 and the site a, but then it is perhaps down until repair, because the pods on w2 and w3 may leave it too little room.',
    );
  });

  test('is proven where they cannot', () => {
    expect(among(5, 1800)).toBe('');
  });
});

test('an objective for the crash of a node counts how long pods take to end that the app drives away', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps({ nodes: [worker('w1'), worker('w2'), worker('w3'), control('c1')] }) });
  const resources = { cpu: Cpu.millis(10), memory: Size.mib(3000), memoryLimit: Size.mib(3000) };
  const objective = { rto: Duration.seconds(150) };
  for (let index = 0; index < 4; index += 1)
    new SinglePodFlexible(cluster.workers, `other-${index}`, appProps({ resources, terminationGrace: Duration.minutes(10) }));
  new HighlyAvailable(cluster.workers, 'quorum', { ...appProps({ resources }), majority: true, replicas: Replicas.two('a test'), objective });
  const said = app.build().findings.filter(({ code }) => code.startsWith('OBJECTIVE'));
  expect(said.map(formatFinding).join('\n')).toContain(
    'back within 2 min 30 s, also without any of the node w1, the node w2 and the node w3, but then it is back after 71 s to 12 min 7 s',
  );
});

test('an objective of an app in a circle of needs is judged, beside the circle', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  const needing = (name: string) => appProps({ objective: { rto: Duration.minutes(5) }, dependsOn: [{ name }] });
  new SinglePodFlexible(cluster.workers, 'egg', needing('hen'));
  new SinglePodFlexible(cluster.workers, 'hen', needing('egg'));
  expect(app.build().findings.map(({ code }) => code)).toContain('DEPENDENCY-CYCLE');
});

test('an objective on a failure that the facts do not have is refused', () => {
  expect(against({ rto: Duration.minutes(5), covers: [LINK] }, clusterProps())).toMatchInlineSnapshot(`
"OBJECTIVE-FAILURE-UNKNOWN  lab/worker/blog: an objective that covers each link, but the facts have no link that could fail by itself.
                           Declare the links between sites, or leave it out of objective.covers.
                           at test/failures/objectives.test.ts:31:3"
`);
});

test('a site that is one zone is refused once, although both are covered', () => {
  const once = against({ rto: Duration.minutes(5), covers: [SITE] });
  expect(against({ rto: Duration.minutes(5), covers: [ZONE, SITE] })).toBe(once);
});

test('covers without rto and rpo is refused', () => {
  expect(against({ covers: [SITE] })).toMatchInlineSnapshot(`
"OBJECTIVE-COVERS-NOTHING  lab/worker/blog: objective.covers (site) without rto and rpo, so there is nothing that a failure could break.
                          Add objective.rto or objective.rpo, or leave objective.covers out.
                          at test/failures/objectives.test.ts:31:3"
`);
});

test('a rate of something that cannot fail is refused, with what was probably meant', () => {
  expect(against({}, { ...TWO_SITES, failureRates: { 'node:w11': { perYear: 1 }, moon: { perYear: 2 } } })).toMatchInlineSnapshot(`
"RATE-UNKNOWN  lab/failureRates/node:w11: a rate of node:w11, but that is no kind of failures (node, zone, site, fate, link, control-plane, api, entry, mover, dns, pair, drain, upgrade and power), and no failure of this cluster.
              Use node:w1.
              at test/failures/objectives.test.ts:28:19
RATE-UNKNOWN  lab/failureRates/moon: a rate of moon, but that is no kind of failures (node, zone, site, fate, link, control-plane, api, entry, mover, dns, pair, drain, upgrade and power), and no failure of this cluster.
              Use a kind, or the id of a failure in report.json.
              at test/failures/objectives.test.ts:28:19"
`);
});

test('rates that are no rates are refused', () => {
  expect(against({}, { ...TWO_SITES, failureRates: { node: { perYear: 9000 }, link: { repair: Duration.forever() } } })).toMatchInlineSnapshot(`
"RATE-INVALID  lab/failureRates/node: perYear 9000, but it is between 0 and 8760 times in a year.
              Use 0.5 for once in two years.
              at test/failures/objectives.test.ts:28:19
RATE-INVALID  lab/failureRates/link: a repair of never, but it takes time, and it ends.
              Use the time that people need, such as Duration.hours(4).
              at test/failures/objectives.test.ts:28:19"
`);
});
