import { Concurrency, HighlyAvailable, NodeRole, ScheduledJob, SinglePodFlexible } from '../../lib';
import { crashInWords, reportOutcome } from '../../lib/availability/report/crash';
import { lab } from '../lab';
import { appProps, control, worker } from '../support';

// When the only server dies, nothing starts elsewhere and no endpoint is removed until it is back.
const cluster = lab({ nodes: [control('c1', { roles: [NodeRole.CONTROL, NodeRole.WORKER] }), worker('w1'), worker('w2')] });
const crash = ({ plan }: SinglePodFlexible | HighlyAvailable | ScheduledJob): string =>
  plan === undefined ? 'not decided' : crashInWords(plan.ask.availabilityClass, reportOutcome(plan.outcome));

describe('where the only server may run apps, the report says what its death does to', () => {
  test('a flexible app, which nothing moves', () => {
    expect(crash(new SinglePodFlexible(cluster.workers, 'wiki', appProps()))).toBe('back after 71 s to 2 min 7 s; on c1, the only server, down until repair');
  });

  test('a highly available app, whose dead pod stays in the Service', () => {
    const web = new HighlyAvailable(cluster.workers, 'web', appProps());
    expect(crash(web)).toBe('keeps running; on c1, the only server, some new connections go to dead pods until repair');
  });

  test('a job, of which no run starts', () => {
    const job = new ScheduledJob(cluster.workers, 'sweep', { ...appProps(), schedule: '30 3 * * *', concurrency: Concurrency.ALLOW });
    expect(crash(job)).toBe('the run is lost or starts again; later runs continue; on c1, the only server, no run until repair');
  });
});
