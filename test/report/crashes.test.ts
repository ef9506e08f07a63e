import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { crashInWords } from '../../lib/availability/report/crash';
import { appsReport } from '../../lib/availability/report/report';
import { Cpu, Size } from '../../lib/cluster/units';
import { withoutRoom } from '../../lib/report/crashes';
import { failuresOf } from '../../lib/report/failures';
import { analysisOf } from '../failures/support';
import { factsOf, planOf, worker } from '../support';

test('an app that may find no place on the other nodes is not simply back in the table of apps', () => {
  // Each worker has room for one of them.
  const facts = factsOf([worker('w1'), worker('w2'), worker('w3')], { storage: {} });
  const resources = { cpu: Cpu.millis(100), memory: Size.gib(5), memoryLimit: Size.gib(5) };
  const plans = ['one', 'two', 'three'].map((name) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name, resources }, facts));
  const apps = withoutRoom(appsReport(facts, plans, [], [], []).apps, failuresOf(analysisOf(facts, plans), []));
  expect(apps.map(({ name, availabilityClass, nodeCrash }) => `${name}: ${crashInWords(availabilityClass, nodeCrash)}`)).toMatchInlineSnapshot(`
[
  "one: back after 71 s to 2 min 7 s; on w1, perhaps down until repair, because the pods on w2 and w3 may leave it too little room",
  "two: back after 71 s to 2 min 7 s; on 3 of its nodes, perhaps down until repair",
  "three: back after 71 s to 2 min 7 s; on w2, perhaps down until repair, because the pods on w1 and w3 may leave it too little room",
]
`);
});
