import type { ClusterFacts } from '../../lib/cluster/cluster';
import { ApiEndpointKind, Datastore, Distribution } from '../../lib/cluster/control-plane';
import { FateKind } from '../../lib/cluster/site';
import { FailureKind } from '../../lib/failures/failure';
import { failuresOf } from '../../lib/report/failures';
import { control, controlPlane, facts, systemsOf, worker } from '../support';
import { analysisOf } from './support';

const servers = ['c1', 'c2', 'c3'];

function lab(distribution: Distribution, address = 'c1', kind = ApiEndpointKind.ONE_SERVER): ClusterFacts {
  return facts({
    storage: {},
    nodes: [worker('w1'), worker('w2'), ...servers.map((name) => control(name))],
    sharedFates: [
      { name: 'strip', kind: FateKind.POWER, nodes: ['c1', 'c2'] },
      { name: 'rack', kind: FateKind.POWER, nodes: servers },
    ],
    controlPlane: controlPlane({ servers, datastore: Datastore.EMBEDDED_ETCD, distribution, apiEndpoint: { kind, address } }),
  });
}

function runbooks(given: ClusterFacts) {
  const analysis = analysisOf(given, [], systemsOf(), { kinds: Object.values(FailureKind) });
  return failuresOf(analysis, []).map(({ id, nodes, steps }) => ({
    id,
    nodes,
    steps: steps.map(({ text, command }) => (command === undefined ? text : `${text} ${command}`)),
  }));
}

function firstOf(given: ClusterFacts, failure: string): string | undefined {
  return runbooks(given).find(({ id }) => id === failure)?.steps[0];
}

test('without the server that has the address of the API, the first step is to work on another one', () => {
  const all = [Distribution.K3S, Distribution.KUBEADM, Distribution.OTHER].map((one) => lab(one));
  expect(all.flatMap((given) => [firstOf(given, 'node:c1'), firstOf(given, 'fate:strip')])).toMatchInlineSnapshot(`
[
  "c1 has the address of the API, so that kubectl reaches nobody from elsewhere. Until it is back, work on one of c2 and c3: kubectl needs no other address there. k3s kubectl get nodes",
  "c1 has the address of the API, so that kubectl reaches nobody from elsewhere. Until it is back, work on c3: kubectl needs no other address there. The API answers there once enough servers are back. k3s kubectl get nodes",
  "c1 has the address of the API, so that kubectl reaches nobody from elsewhere. Until it is back, work on one of c2 and c3, and let kubectl ask that server itself, with its name in place of <server>. export KUBECONFIG=/etc/kubernetes/admin.conf && alias kubectl="kubectl --server=https://<server>:6443"",
  "c1 has the address of the API, so that kubectl reaches nobody from elsewhere. Until it is back, work on c3, and let kubectl ask that server itself. The API answers there once enough servers are back. export KUBECONFIG=/etc/kubernetes/admin.conf && alias kubectl="kubectl --server=https://c3:6443"",
  "c1 has the address of the API, so that kubectl reaches nobody from elsewhere. Until it is back, work on one of c2 and c3, and let kubectl ask that server itself, with its name in place of <server>. alias kubectl="kubectl --server=https://<server>:6443"",
  "c1 has the address of the API, so that kubectl reaches nobody from elsewhere. Until it is back, work on c3, and let kubectl ask that server itself. The API answers there once enough servers are back. alias kubectl="kubectl --server=https://c3:6443"",
]
`);
});

test('it comes first wherever this server is dead and another one lives, and nowhere else', () => {
  const books = runbooks(lab(Distribution.K3S));
  const hasIt = books.filter(({ steps }) => steps[0]?.includes('kubectl reaches nobody from elsewhere') === true).map(({ id }) => id);
  const expected = books
    .filter(({ id, nodes }) => !id.startsWith('drain:') && nodes.includes('c1') && !servers.every((server) => nodes.includes(server)))
    .map(({ id }) => id);
  expect(hasIt).toEqual(expected);
  expect(hasIt).toContain('node:c1');
});

test('where the address names no server, it may be that of the dead one', () => {
  expect(firstOf(lab(Distribution.K3S, '192.0.2.7'), 'node:c2')).toMatchInlineSnapshot(
    `"c2 may have the address of the API: then kubectl reaches nobody from elsewhere. Until it is back, work on one of c1 and c3: kubectl needs no other address there. k3s kubectl get nodes"`,
  );
});

test('nodes of kubeadm hear of nothing until the address leads to another server', () => {
  expect(
    runbooks(lab(Distribution.KUBEADM, 'api.lab.example'))
      .find(({ id }) => id === 'fate:strip')
      ?.steps.slice(1),
  ).toMatchInlineSnapshot(`
[
  "Start c1 and c2. kubectl get nodes --watch",
  "If c1 and c2 never come back: make sure that they stay off, and bring the control plane back, because nothing moves, heals or changes before. Stop etcd on every server that is left, start it on c3 alone with --force-new-cluster, and let other servers join it again as new members.",
  "If c1 and c2 never come back, let the address api.lab.example lead to a server that lives: nodes that know only this address hear of nothing before.",
]
`);
});

test('an address that others take over needs no such step', () => {
  expect(firstOf(lab(Distribution.K3S, '192.0.2.7', ApiEndpointKind.VIRTUAL_IP), 'node:c2')).toBeUndefined();
});
