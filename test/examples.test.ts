import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { WorkloadClass } from '../lib';
import { crashInWords, type ReportOutcome } from '../lib/availability/report/crash';

const EXAMPLES = resolve(__dirname, '..', 'examples');

/** The apps and jobs of a cluster with their classes, as its committed report has them. */
function apps(name: string): string {
  const { apps, jobs = [] } = require(join(EXAMPLES, name, 'dist', name, 'report', 'report.json')) as {
    readonly [list in 'apps' | 'jobs']: readonly { readonly name: string; readonly availabilityClass: WorkloadClass; readonly nodeCrash: ReportOutcome }[];
  };
  return [...apps, ...jobs].map((one) => `${one.name}: ${one.availabilityClass}, ${crashInWords(one.availabilityClass, one.nodeCrash)}`).join('\n');
}

test('the examples are a home, a chart without a cluster, a shop, six apps and a studio', () => {
  expect(readdirSync(EXAMPLES)).toEqual(['home', 'plain-chart', 'shop', 'six-apps', 'studio']);
});

test('the home keeps what moves apart from what hangs on a stick', () => {
  expect(apps('home')).toMatchInlineSnapshot(`
    "traefik: HighlyAvailable, down until repair
    gallery: SinglePodFlexible, back after 42 s to 3 min 7 s
    gallery-worker: SinglePodFlexible, back after 42 s to 3 min 7 s
    home-assistant: SinglePodFlexible, back after 22 s to 3 min 7 s
    plex: SinglePodFlexible, back after 22 s to 3 min 7 s
    radarr: SinglePodFlexible, back after 22 s to 3 min 7 s
    sonarr: SinglePodFlexible, back after 22 s to 3 min 7 s
    zwave-js-ui: SinglePodPinned, down until repair
    gallery-backup: ScheduledJob, the run is lost or starts again; later runs continue"
  `);
});

test('the shop has no node without which it stands still', () => {
  expect(apps('shop')).toMatchInlineSnapshot(`
"traefik: HighlyAvailable, keeps running, then 33 % of requests fail until repaired
alertmanager: HighlyAvailable, keeps running
grafana: SinglePodFlexible, back after 71 s to 2 min 14 s, then 33 % of requests fail until repaired
kube-state-metrics: SinglePodFlexible, back after 71 s to 2 min 24 s
prometheus: HighlyAvailable, keeps running
orders: SinglePodFlexible, back after 42 s to 3 min 24 s
site: HighlyAvailable, back after 42 s to 3 min 36 s, then 33 % of requests fail until repaired"
`);
});

test('the studio stands behind one Gateway on three nodes, none of which it needs', () => {
  expect(apps('studio')).toMatchInlineSnapshot(`
    "traefik: HighlyAvailable, keeps running
    proofs: HighlyAvailable, keeps running
    site: HighlyAvailable, keeps running
    site-next: HighlyAvailable, keeps running"
  `);
});
