import { Testing } from 'cdk8s';
import { App, Cluster, type ClusterFactsProps, Image, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import type { Acceptance } from '../../lib/cluster/finding';
import { appProps, clusterProps, control, messages, refusalOf, worker } from '../support';

const ONE_WORKER: Partial<ClusterFactsProps> = { nodes: [worker('w1'), control('c1')], storage: {} };
const NOWHERE: Acceptance = { code: 'FLEXIBLE-NOWHERE-TO-GO', reason: 'there is one machine' };

/** An app that no note is about. */
const UNNOTED = { image: Image.of('ghcr.io/example/blog', '1.0.0', `sha256:${'a'.repeat(64)}`), volumes: [Volume.scratch('/tmp', Size.mib(8))] };

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

    ACCEPT-ERROR  lab/worker/printer: PINNED-WITHOUT-REASON accepted, but it is an error, and only warnings can be accepted.
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

test('notes stop nothing', () => {
  const app = new App();
  new Cluster(app, 'lab', { facts: clusterProps() });
  expect(app.build().findings).toEqual([]);
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
