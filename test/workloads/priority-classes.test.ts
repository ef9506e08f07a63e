import { App as Cdk8sApp, Chart, Testing } from 'cdk8s';
import { Cluster, HighlyAvailable, PriorityClasses, Probe, ScheduledJob, SinglePodFlexible, SinglePodPinned } from '../../lib';
import { appProps, clusterProps } from '../support';

const node = { name: 'w1', reason: 'a test' };

/** The priorities of the pods in a chart, and the classes that the chart writes. */
function written(declare: (chart: Chart) => void): { readonly asked: readonly string[]; readonly classes: readonly string[] } {
  const chart = new Chart(new Cdk8sApp(), 'apps', { namespace: 'apps' });
  declare(chart);
  const objects = Testing.synth(chart) as readonly { readonly kind: string; readonly metadata: { readonly name: string } }[];
  const asked = [...JSON.stringify(objects).matchAll(/"priorityClassName":"([^"]+)"/g)].map(([, name = '']) => name);
  return { asked: [...new Set(asked)].sort(), classes: objects.filter(({ kind }) => kind === 'PriorityClass').map(({ metadata }) => metadata.name) };
}

const ALL = ['availability-highly-available', 'availability-single-pod-pinned', 'availability-single-pod-flexible', 'availability-job'];

function declareAll(chart: Chart): void {
  new HighlyAvailable(chart, 'front', appProps({ health: { readiness: Probe.exec('true') } }));
  new SinglePodFlexible(chart, 'wiki', appProps());
  new SinglePodPinned(chart, 'meter', { ...appProps(), node });
  new ScheduledJob(chart, 'backup', { ...appProps(), schedule: '@daily' });
}

test('apps and jobs in a chart without a cluster have the priority of their class, if the program writes the classes', () => {
  const { asked, classes } = written((chart) => {
    new PriorityClasses(chart, 'priorities');
    declareAll(chart);
  });
  expect(classes).toEqual(ALL);
  expect(asked).toEqual([...ALL].sort());
});

test('without them no pod names a class that may not exist', () => {
  expect(written(declareAll)).toEqual({ asked: [], classes: [] });
});

test('they count for all charts of the program, and for no other program', () => {
  const app = new Cdk8sApp();
  new PriorityClasses(new Chart(app, 'priorities'), 'priorities');
  const priorityIn = (chart: Chart) => new SinglePodFlexible(chart, 'wiki', appProps()).plan?.priority.value;
  expect(priorityIn(new Chart(app, 'other'))).toBe('availability-single-pod-flexible');
  expect(priorityIn(Testing.chart())).toBeUndefined();
});

test('they are refused where apps would lack them, or have them twice', () => {
  const refused = (declare: (chart: Chart) => void) => {
    const chart = Testing.chart();
    declare(chart);
    try {
      new PriorityClasses(chart, 'priorities');
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  expect(refused((chart) => new SinglePodFlexible(chart, 'wiki', appProps()))).toMatchInlineSnapshot(`
    "Synthesis stopped, nothing was written: 1 finding.

    PRIORITIES-MISPLACED  test/priorities: PriorityClasses after test/wiki, but an app that is declared before them gets no priority.
                          Create them before all apps.
                          at test/workloads/priority-classes.test.ts:51:7
    "
  `);
  expect(refused((chart) => new PriorityClasses(chart, 'first'))).toMatchInlineSnapshot(`
    "Synthesis stopped, nothing was written: 1 finding.

    PRIORITIES-MISPLACED  test/priorities: PriorityClasses, but the program has them already.
                          Leave one of them out.
                          at test/workloads/priority-classes.test.ts:51:7
    "
  `);
  expect(refused((chart) => new SinglePodFlexible(new Cluster(chart.node.root, 'lab', { facts: clusterProps() }).workers, 'wiki', appProps()))).toBe('');
});
