import { Port } from '../../lib/availability/ask/network/port';
import { ServiceType } from '../../lib/availability/ask/network/service';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { crashInWords } from '../../lib/availability/report/crash';
import { appsReport } from '../../lib/availability/report/report';
import { Cpu, Size } from '../../lib/cluster/units';
import { asCrashed } from '../../lib/report/crashes';
import { failuresOf } from '../../lib/report/failures';
import { effectInShort } from '../../lib/report/words';
import { analysisOf } from '../failures/support';
import { factsOf, planOf, worker } from '../support';

test('an app that may find no place on the other nodes is not simply back in the table of apps', () => {
  // Each worker has room for one of them.
  const facts = factsOf([worker('w1'), worker('w2'), worker('w3')], { storage: {} });
  const resources = { cpu: Cpu.millis(100), memory: Size.gib(5), memoryLimit: Size.gib(5) };
  const plans = ['one', 'two', 'three'].map((name) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name, resources }, facts));
  const apps = asCrashed(appsReport(facts, plans, [], [], []).apps, failuresOf(analysisOf(facts, plans), []));
  expect(apps.map(({ name, availabilityClass, nodeCrash }) => `${name}: ${crashInWords(availabilityClass, nodeCrash)}`)).toMatchInlineSnapshot(`
[
  "one: back after 71 s to 2 min 7 s; on w1, perhaps down until repair, because the pods on w2 and w3 may leave it too little room",
  "two: back after 71 s to 2 min 7 s; on 3 of its nodes, perhaps down until repair",
  "three: back after 71 s to 2 min 7 s; on w2, perhaps down until repair, because the pods on w1 and w3 may leave it too little room",
]
`);
});

test('each app that is reached at the addresses of nodes loses those of a dead one until the repair, whether it moves itself or not', () => {
  const facts = factsOf([worker('w1'), worker('w2'), worker('w3')], { storage: {} });
  const network = { ports: [Port.http(8080)], service: { type: ServiceType.LOAD_BALANCER } };
  const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };
  const plans = [
    planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'door', rbac, network }, facts),
    planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'behind', network: { ports: [Port.http(8080)], routes: [{ host: 'a.lab.example' }] } }, facts),
    planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'direct', network }, facts),
    planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'inside' }, facts),
  ];
  const failures = failuresOf(analysisOf(facts, plans), []);
  const cell = (app: string) => effectInShort(failures.find(({ id }) => id === 'node:w1')?.effects.find(({ apps }) => apps.includes(`${app}/${app}`)));
  const apps = asCrashed(appsReport(facts, plans, [], [], []).apps, failures);
  expect(
    apps.map(({ name, availabilityClass, nodeCrash }) => `${name}: ${crashInWords(availabilityClass, nodeCrash)}; cell: ${cell(name)}`),
  ).toMatchInlineSnapshot(`
[
  "door: keeps running, then 25 % of requests fail until repaired; cell: 75 % of requests fail for 40 s to 62 s, then 25 % of requests fail until repaired",
  "behind: back after 71 s to 2 min 7 s, then 25 % of requests fail until repaired; cell: 71 s to 2 min 7 s, then 25 % of requests fail until repaired",
  "direct: back after 71 s to 2 min 7 s, then 25 % of requests fail until repaired; cell: 71 s to 2 min 7 s, then 25 % of requests fail until repaired",
  "inside: back after 71 s to 2 min 7 s; cell: 71 s to 2 min 7 s",
]
`);
});
