import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { Duration, Size } from '../../lib/cluster/units';
import { control, facts, planOf, worker } from '../support';
import { analysisOf, under } from './support';

test('pods with a volume each are moved once a person says that their nodes are off, unless the volumes are on these nodes', () => {
  const nodes = ['a', 'b'].flatMap((site) => [1, 2, 3].map((number) => worker(`${site}${number}`, { site })));
  const on = (nodeLocal: boolean) => {
    const given = facts({
      nodes: [...nodes, control('c1', { site: 'b' })],
      links: [{ from: 'a', to: 'b', roundTrip: Duration.millis(2) }],
      storage: { classes: [{ name: 'block', nodeLocal }] },
    });
    const volumes = [Volume.data('/data', { size: Size.gib(1), storageClass: 'block' })];
    return under(analysisOf(given, [planOf(AvailabilityClass.HIGHLY_AVAILABLE, { volumes }, given)]), 'blog/blog', (id) => /^(site:a|link:)/.test(id));
  };
  expect([on(false), on(true)]).toMatchInlineSnapshot(`
[
  "site:a: down until a person acts; at best unaffected
link:a+b: down until repair; at best unaffected",
  "site:a: down until repair; at best unaffected
link:a+b: down until repair; at best unaffected",
]
`);
});
