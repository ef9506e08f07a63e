import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { App, Cluster, type ClusterFactsProps, Image, Port, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { applyPlaced } from '../../lib/availability/fleet/check-acceptances';
import { CHANGE_RECORDS } from '../../lib/changes/rules';
import { type Acceptance, type Finding, isOfChange, Severity } from '../../lib/cluster/finding';
import { FINDING_CODES } from '../../lib/cluster/finding-codes.generated';
import { appProps, clusterProps, control, messages, refusalOf, worker } from '../support';

const ONE_WORKER: Partial<ClusterFactsProps> = { nodes: [worker('w1'), control('c1')], storage: {} };
const SINGLE: Acceptance = { code: 'CONTROL-SINGLE-SERVER', reason: 'a lab' };
const STUCK: Acceptance = { code: 'FLEXIBLE-STUCK-VOLUME', reason: 'a lab' };
const NOWHERE: Acceptance = { code: 'FLEXIBLE-NOWHERE-TO-GO', reason: 'there is one machine' };

/** An app that no note is about. */
const UNNOTED = { image: Image.of('ghcr.io/example/blog', '1.0.0', `sha256:${'a'.repeat(64)}`), volumes: [Volume.scratch('/tmp', Size.mib(8))] };

/** Paths and codes. */
function codes(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code, path }) => `${path} ${code}`);
}

/** A cluster with one worker and one flexible app, which has nowhere to go. */
function cluster(app: readonly Acceptance[], own: Partial<ClusterFactsProps> = {}): Cluster {
  const lab = new Cluster(new App(), 'lab', { facts: clusterProps({ ...ONE_WORKER, ...own }) });
  new SinglePodFlexible(lab.workers, 'blog', appProps({ ...UNNOTED, accept: app }));
  return lab;
}

test('a warning stops a synthesis until it is accepted', () => {
  expect(messages(cluster([]).verdict().open)).toMatchInlineSnapshot(`
    "FLEXIBLE-NOWHERE-TO-GO  lab/worker/blog: one pod that moves when its node dies, but only w1 can run it (1 node has the role worker).
                            Give another node the role and the storage, or accept it with a reason."
  `);
});

test('a warning that an app accepts with a reason is gone, and the verdict keeps both', () => {
  const { open, accepted, notes } = cluster([NOWHERE]).verdict();
  expect(open).toEqual([]);
  expect(notes).toEqual([]);
  expect(accepted.map(({ finding, reason }) => `${finding.path} ${finding.code}: ${reason}`)).toEqual([
    'lab/controlPlane CONTROL-SINGLE-SERVER: a lab',
    'lab/worker/blog FLEXIBLE-NOWHERE-TO-GO: there is one machine',
  ]);
});

test('a warning that the cluster accepts is gone for all of its apps', () => {
  const lab = cluster([], { accept: [{ code: 'CONTROL-SINGLE-SERVER', reason: 'a lab' }, NOWHERE] });
  new SinglePodFlexible(lab.workers, 'wiki', appProps());
  const { open, accepted } = lab.verdict();
  expect(open).toEqual([]);
  expect(accepted.map(({ finding }) => finding.path).sort()).toEqual(['lab/controlPlane', 'lab/worker/blog', 'lab/worker/wiki']);
});

test('a warning that one app accepts still stands against another', () => {
  const lab = cluster([NOWHERE]);
  new SinglePodFlexible(lab.workers, 'wiki', appProps());
  expect(lab.verdict().open.map(({ code, path }) => `${path} ${code}`)).toEqual(['lab/worker/wiki FLEXIBLE-NOWHERE-TO-GO']);
});

test('a warning that is accepted without a reason still stands, and so does the acceptance', () => {
  expect(messages(cluster([{ ...NOWHERE, reason: '' }]).verdict().open)).toMatchInlineSnapshot(`
    "FLEXIBLE-NOWHERE-TO-GO  lab/worker/blog: one pod that moves when its node dies, but only w1 can run it (1 node has the role worker).
                            Give another node the role and the storage, or accept it with a reason.

    ACCEPT-WITHOUT-REASON  lab/worker/blog: FLEXIBLE-NOWHERE-TO-GO accepted without a reason, but the report must say why.
                           Add a reason."
  `);
});

test('an error cannot be accepted, and whoever tries is told so', () => {
  const lab = cluster([NOWHERE]);
  new SinglePodPinned(lab.workers, 'printer', appProps({ node: { name: 'w1', reason: '' }, accept: [{ code: 'PINNED-WITHOUT-REASON', reason: 'because' }] }));
  expect(messages(lab.verdict().open)).toMatchInlineSnapshot(`
    "PINNED-WITHOUT-REASON  lab/worker/printer: the node w1 without a reason, but someone who drains this node needs to know why the app cannot move.
                           Say why the app needs this node.

    ACCEPT-ERROR  lab/worker/printer: PINNED-WITHOUT-REASON accepted, but it is an error, and only warnings and notes can be accepted.
                  Fix the error, and remove the line."
  `);
});

test('an acceptance of a weakness that is gone is a note', () => {
  const { open, notes } = cluster([NOWHERE, { code: 'HA-ONE-NODE', reason: 'it was so once' }]).verdict();
  expect(open).toEqual([]);
  expect(notes.map(({ severity }) => severity)).toEqual(['note']);
  expect(messages(notes)).toMatchInlineSnapshot(`
    "ACCEPT-UNUSED  lab/worker/blog: HA-ONE-NODE accepted, but there is no such finding.
                   Remove the line."
  `);
});

test('an acceptance of the cluster that nothing needs is a note too', () => {
  const accept = [
    { code: 'CONTROL-SINGLE-SERVER', reason: 'a lab' },
    { code: 'CONTROL-ENTRY-SINGLE', reason: 'it was so once' },
  ] as const;
  expect(messages(cluster([NOWHERE], { accept }).verdict().notes)).toMatchInlineSnapshot(`
    "ACCEPT-UNUSED  lab: CONTROL-ENTRY-SINGLE accepted, but there is no such finding.
                   Remove the line."
  `);
});

test('an acceptance of a cluster inside another construct counts for its facts and its apps', () => {
  const lab = new Cluster(new Construct(new App(), 'team'), 'lab', { facts: clusterProps({ ...ONE_WORKER, accept: [NOWHERE, SINGLE] }) });
  new SinglePodFlexible(lab.workers, 'blog', appProps(UNNOTED));
  expect(lab.verdict()).toMatchObject({ open: [], notes: [] });
});

test('what all apps together say of one, that one can accept', () => {
  const lab = new Cluster(new App(), 'lab', { facts: clusterProps() });
  const shop = new SinglePodFlexible(lab.workers, 'shop', appProps({ network: { ports: [Port.http(80)], allowFrom: [] } }));
  const accept = [{ code: 'NEED-SHUT-OUT', reason: 'it only reads its files' }] as const;
  new SinglePodFlexible(lab.workers, 'blog', appProps({ ...UNNOTED, dependsOn: [shop], accept }));
  const { open, accepted, notes } = lab.verdict();
  expect(open).toEqual([]);
  expect(codes(accepted.map(({ finding }) => finding))).toEqual(['lab/controlPlane CONTROL-SINGLE-SERVER', 'lab/worker/blog NEED-SHUT-OUT']);
  expect(codes(notes)).not.toContain('lab/worker/blog ACCEPT-UNUSED');
});

test('an acceptance at another place than its finding says where the finding is', () => {
  const lab = cluster([NOWHERE, { code: 'CONTROL-SINGLE-SERVER', reason: 'a lab' }]);
  expect(messages(lab.verdict().notes)).toMatchInlineSnapshot(`
    "ACCEPT-UNUSED  lab/worker/blog: CONTROL-SINGLE-SERVER accepted, but the finding is about lab/controlPlane.
                   Remove the line, or move it to that app; if it is no app, to accept of the facts."
  `);
});

test('of two constructs, one in the other, that accept the same, the reason of the inner one counts', () => {
  const finding = {
    code: 'FLEXIBLE-NOWHERE-TO-GO',
    severity: Severity.WARNING,
    path: 'lab/shop/blog',
    given: 'one',
    allowed: 'but two',
    fix: 'Add one.',
  } as const;
  const accepts = (path: string) => ({ code: 'FLEXIBLE-NOWHERE-TO-GO', path, reason: `that of ${path}` }) as const;
  const given = [accepts('lab/shop'), accepts('lab/shop/blog'), { ...accepts('lab'), isOfCluster: true }];
  expect(applyPlaced([finding], given).accepted.map(({ reason }) => reason)).toEqual(['that of lab/shop/blog']);
});

describe('a note', () => {
  const BY_TAG = { code: 'IMAGE-BY-TAG', reason: 'the registry is ours' } as const;
  const TAGGED = { ...UNNOTED, image: Image.of('ghcr.io/example/blog', '1.0.0') };
  const noted = (accept: ClusterFactsProps['accept'] = []) => {
    const app = new App({ outdir: '/nowhere' });
    const lab = new Cluster(app, 'lab', { facts: clusterProps({ accept: [SINGLE, ...accept] }) });
    new SinglePodFlexible(lab.workers, 'blog', appProps(TAGGED));
    return { app, lab };
  };

  test('stops nothing', () => {
    const { app, lab } = noted();
    expect(codes(lab.verdict().notes)).toEqual(['lab IMAGE-BY-TAG']);
    expect(app.build().findings).toEqual([]);
  });

  test('that is accepted with a reason is no longer among the notes, and the report keeps both', () => {
    const { app, lab } = noted([BY_TAG]);
    const { accepted, notes } = lab.verdict();
    expect(notes).toEqual([]);
    expect(codes(accepted.map(({ finding }) => finding))).toEqual(['lab/controlPlane CONTROL-SINGLE-SERVER', 'lab IMAGE-BY-TAG']);
    const report = app.build().files.get('lab/report/report.md')?.toString() ?? '';
    const section = (from: string, to: string) => report.slice(report.indexOf(from), report.indexOf(to));
    expect(section('## Accepted weaknesses', '## Apps') + section('## Notes', '## Order')).toMatchInlineSnapshot(`
      "## Accepted weaknesses

      | code | where | what | reason |
      | --- | --- | --- | --- |
      | CONTROL-SINGLE-SERVER | lab/controlPlane | one server (c1), and while it is down nothing moves, heals or changes, although running pods continue | a lab |

      ## Notes

      Accepted:

      | code | where | what | reason |
      | --- | --- | --- | --- |
      | IMAGE-BY-TAG | lab | images without a digest in 1 app (blog), so nodes run different images once somebody moves a tag | the registry is ours |

      "
    `);
  });

  test('of an app can be accepted at the app', () => {
    const { lab } = noted();
    const claim = Volume.claim('/data', { claimName: 'old' });
    const said = (accept: readonly Acceptance[], id: string) => {
      new SinglePodFlexible(lab.workers, id, appProps({ ...UNNOTED, volumes: [...UNNOTED.volumes, claim], accept: [STUCK, ...accept] }));
      return codes(lab.verdict().notes).filter((text) => text.includes(`/${id} `));
    };
    expect(said([], 'files')).toEqual(['lab/worker/files CLAIM-WITHOUT-CLASS']);
    expect(said([{ code: 'CLAIM-WITHOUT-CLASS', reason: 'it is on our NAS' }], 'media')).toEqual([]);
  });

  test('that is accepted without a reason stays, and so does the acceptance', () => {
    const { open, notes } = noted([{ ...BY_TAG, reason: ' ' }]).lab.verdict();
    expect(codes(open)).toEqual(['lab ACCEPT-WITHOUT-REASON']);
    expect(codes(notes)).toEqual(['lab IMAGE-BY-TAG']);
  });
});

describe('a dangerous change', () => {
  test('cannot be accepted at an app or a cluster', () => {
    const gone = { code: 'CHANGE-CLAIM-GONE', reason: 'it may go' } as const;
    const { open } = cluster([NOWHERE, gone], { accept: [SINGLE, gone] }).verdict();
    expect(messages(open)).toMatchInlineSnapshot(`
      "ACCEPT-MISPLACED  lab: CHANGE-CLAIM-GONE accepted, but dangerous changes are accepted in the App, one by one.
                        Remove the line, and add the one that ends the finding: acceptChanges: [{ code: 'CHANGE-CLAIM-GONE', change: '…', reason: '…' }].

      ACCEPT-MISPLACED  lab/worker/blog: CHANGE-CLAIM-GONE accepted, but dangerous changes are accepted in the App, one by one.
                        Remove the line, and add the one that ends the finding: acceptChanges: [{ code: 'CHANGE-CLAIM-GONE', change: '…', reason: '…' }]."
    `);
  });

  test('is all that acceptChanges accepts', () => {
    const change = 'lab/PersistentVolumeClaim/wiki/wiki-data#1f0c52ab';
    const codesGiven = ['FLEXIBLE-NOWHERE-TO-GO', 'CHANGE-CLAIM-GON', 'CHANGE-CLAIM-GONE'] as unknown as readonly Acceptance['code'][];
    const app = new App({ acceptChanges: codesGiven.map((code) => ({ code, change, reason: 'it may go' })) });
    expect(messages(app.build().findings)).toMatchInlineSnapshot(`
      "ACCEPT-MISPLACED  App: FLEXIBLE-NOWHERE-TO-GO in acceptChanges, but it is no dangerous change.
                        Move it to accept of the app that the finding names, or of the facts: accept: [{ code: 'FLEXIBLE-NOWHERE-TO-GO', reason: '…' }].

      ACCEPT-UNKNOWN  App: CHANGE-CLAIM-GON accepted, but no finding has that code.
                      Did you mean CHANGE-CLAIM-GONE?"
    `);
  });

  test('has a code that starts with CHANGE-, and nothing else has', () => {
    expect(FINDING_CODES.filter(isOfChange)).toEqual(CHANGE_RECORDS.map(({ code }) => code).sort());
  });
});

describe('in a chart of the user', () => {
  test('an acceptance without a reason stops the synthesis', () => {
    const chart = Testing.chart();
    new SinglePodFlexible(chart, 'blog', appProps({ accept: [{ code: 'FLEXIBLE-NOWHERE-TO-GO', reason: '' }] }));
    expect(refusalOf(() => Testing.synth(chart))).toMatchInlineSnapshot(`
      "Validation failed with the following errors:
        [test/blog] ACCEPT-WITHOUT-REASON  test/blog: FLEXIBLE-NOWHERE-TO-GO accepted without a reason, but the report must say why.
                             Add a reason."
    `);
  });
});
