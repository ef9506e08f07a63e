import { Chart } from 'cdk8s';
import { App, Cluster, ScheduledJob, SinglePodFlexible, type SinglePodFlexibleProps } from '../../lib';
import { Port } from '../../lib/availability/ask/network/port';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import type { Plan } from '../../lib/availability/model/plan';
import { NodeRole } from '../../lib/cluster/node';
import { checkWaits } from '../../lib/delivery/waits';
import { appProps, clusterProps, messages, planOf } from '../support';

/** What is said of a program with the folders a, b and c. */
function said(fill: (folders: { readonly a: Chart; readonly b: Chart; readonly c: Chart }, cluster: Cluster) => void): string {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(), flux: { url: 'https://git.example/lab.git' } });
  fill({ a: new Chart(cluster, 'a'), b: new Chart(cluster, 'b'), c: new Chart(cluster, 'c') }, cluster);
  return messages(app.build().findings);
}

const ON_WORKERS = { placement: { role: NodeRole.WORKER }, network: { ports: [Port.http(80)] } };
const flexible = (folder: Chart, name: string, props: Partial<SinglePodFlexibleProps> = {}) =>
  new SinglePodFlexible(folder, name, appProps({ ...ON_WORKERS, ...props }));
const waitingFor = (name: string) => ({ initContainers: [{ name: 'wait', waitsFor: [{ name }] }] });

test('folders in a circle are one finding, whatever apps wait for in them', () => {
  expect(
    said(({ a, b }) => {
      flexible(a, 'x');
      flexible(b, 'y');
      flexible(b, 'z', waitingFor('y'));
      a.addDependency(b);
      b.addDependency(a);
    }),
  ).toMatchInlineSnapshot(`
    "ORDER-CIRCLE  lab/a: lab/a after lab/b after lab/a, but then Flux applies none of them.
                  Remove one of the dependencies."
  `);
});

test('an app that needs one of a folder that comes after its own is refused, with the way in between', () => {
  expect(
    said(({ a, b }) => {
      b.addDependency(a);
      flexible(a, 'front', { dependsOn: [{ name: 'back' }] });
      flexible(b, 'back');
    }),
  ).toMatchInlineSnapshot(`
    "DELIVERY-DEADLOCK  lab/a/front: dependsOn back, in the folder lab/b, but Flux applies that folder only once lab/a is ready, which it is not before front runs.
                       Put both into one folder, or remove dependsOn."
  `);
  expect(
    said(({ a, b, c }) => {
      b.addDependency(a);
      c.addDependency(b);
      flexible(a, 'front', waitingFor('middle'));
      flexible(a, 'middle', waitingFor('back'));
      flexible(c, 'back');
    }),
  ).toMatchInlineSnapshot(`
    "DELIVERY-DEADLOCK  lab/a/middle: waitsFor back, in the folder lab/c, but Flux applies that folder only once lab/b is ready, which it is not before lab/a is, which it is not before middle runs.
                       Put both into one folder, or remove waitsFor."
  `);
  expect(
    said(({ a, b, c }) => {
      const [d, e] = ['d', 'e'].map((id) => new Chart(c.node.scope as Cluster, id)) as [Chart, Chart];
      b.addDependency(a);
      d.addDependency(c);
      flexible(a, 'one', waitingFor('two'));
      flexible(e, 'two', waitingFor('three'));
      flexible(d, 'three');
      flexible(c, 'four', waitingFor('five'));
      flexible(b, 'five');
    }),
  ).toMatchInlineSnapshot(`
    "DELIVERY-DEADLOCK  lab/a/one: waitsFor two, in the folder lab/e, but that needs three, in a folder that Flux applies only once lab/c is ready, which it is not before four runs, which needs five, in a folder that Flux applies only once lab/a is ready, which it is not before one runs.
                       Put both into one folder, or remove waitsFor."
  `);
});

test('a job may wait for an app of a later folder: its CronJob is ready at once', () => {
  const { network: _, ...props } = ON_WORKERS;
  expect(
    said(({ a, b }) => {
      b.addDependency(a);
      new ScheduledJob(a, 'job', { ...appProps({ ...props, ...waitingFor('back') }), schedule: '0 3 * * *' });
      flexible(b, 'back');
    }),
  ).toBe('');
});

test('the order is asked for once for each folder, not for each app', () => {
  const folder = new Chart(new App({ outdir: '/nowhere' }), 'folder');
  const waiting = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, waitingFor('blog-1'));
  const plans = Array.from({ length: 1000 }, (_, index) => ({ ...waiting, ask: { ...waiting.ask, name: `blog-${index}`, namespace: `blog-${index}` } }));
  let asked = 0;
  const order = { after: () => [asked++, []][1] as [], comesAfter: () => false, findings: [] };
  expect(checkWaits(new Map(plans.slice(1).map((plan) => [plan as Plan, folder])), order, undefined)).toEqual([]);
  expect(asked).toBeLessThanOrEqual(1);
});
