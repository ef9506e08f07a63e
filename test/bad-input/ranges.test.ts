import { ApiEndpointKind, App, Cluster, type ClusterFactsProps, Duration, FencingMethod, PoolKind, SinglePodFlexible, Size } from '../../lib';
import { Port } from '../../lib/availability/ask/network/port';
import { appProps, clusterProps, controlPlane, messages, worker } from '../support';

function said(facts: Partial<ClusterFactsProps>, series?: number, interval?: Duration): string {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: { ...clusterProps(), storage: {}, ...facts } });
  const metrics = series === undefined ? {} : { metrics: { series, ...(interval === undefined ? {} : { interval }) } };
  new SinglePodFlexible(cluster.workers, 'blog', appProps({ network: { ports: [Port.http(80)] }, ...metrics }));
  return messages(app.build().findings);
}

const nodes = (more: object) => ({ nodes: [worker('w1', more), ...clusterProps().nodes.filter(({ name }) => name !== 'w1')] });
const pool = (otherClaims: Size) => nodes({ pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100), otherClaims }] });
const fenced = (automatedWithin: Duration) => nodes({ fencing: { method: FencingMethod.IPMI, automatedWithin } });
const losing = (dataLoss: Duration) => ({ storage: { classes: [{ name: 'block', nodeLocal: false, dataLoss }] } });
const stick = (group: number) => nodes({ devices: [{ name: 'stick', path: '/dev/x', group }] });
const entry = (port: number) => ({ controlPlane: controlPlane({ apiEndpoint: { kind: ApiEndpointKind.ONE_SERVER, address: 'c1.lab.example', port } }) });

describe('a number out of its range', () => {
  test('is refused with its path, and the range', () => {
    expect(said(fenced(Duration.seconds(Number.NaN)))).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/nodes/w1/fencing/automatedWithin: NaN seconds, but it must be finite, and at least 0.
                   Write a number in this range, or leave it out."
    `);
    expect(said(stick(1.5))).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/nodes/w1/devices/stick/group: 1.5, but it must be a whole number from 0 to 2147483647.
                   Write a number in this range, or leave it out."
    `);
  });

  test.each<[string, Partial<ClusterFactsProps>]>([
    ['a fence in negative time', fenced(Duration.seconds(-60))],
    ['a fence that never comes', fenced(Duration.forever())],
    ['a negative loss', losing(Duration.seconds(-1))],
    ['a loss of no number', losing(Duration.seconds(Number.NaN))],
    ['negative claims', pool(Size.gib(-1000))],
    ['endless claims', pool(Size.gib(Number.POSITIVE_INFINITY))],
    ['a negative group', stick(-1)],
    ['the port -1', entry(-1)],
    ['no port', entry(Number.NaN)],
  ])('%s', (_what, facts) => {
    expect(said(facts)).toMatch(/^SHAPE-WRONG .* but it must be /m);
  });

  test.each([Number.NaN, -1e9, Number.POSITIVE_INFINITY, 1.5])('%s series', (series) => {
    expect(said({}, series)).toMatch(/^SHAPE-WRONG .*series/);
  });

  test('an interval longer than a day', () => {
    expect(said({}, 1, Duration.seconds(1e300))).toMatch(/^SHAPE-WRONG .*metrics\/interval/);
    expect(said({}, 1, Duration.hours(1))).not.toContain('SHAPE');
  });

  test('and none in it', () => {
    expect(said(fenced(Duration.minutes(1)))).not.toContain('SHAPE');
    expect(said(losing(Duration.forever()))).not.toContain('SHAPE');
    expect(said(pool(Size.gib(0)))).not.toContain('SHAPE');
    expect(said(stick(0))).not.toContain('SHAPE');
    expect(said(entry(8443), 5000)).not.toContain('SHAPE');
  });
});
