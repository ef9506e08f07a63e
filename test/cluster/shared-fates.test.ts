import { ApiEndpointKind, type ClusterFactsProps, Datastore, FateKind, HighlyAvailable, NodeRole, Port, Replicas } from '../../lib';
import { lab } from '../lab';
import { appProps, controlPlane, factMessages, type LabProps, messages, worker } from '../support';

// What several nodes lose at once is told where it takes a majority, or all pods of an app.
const fate = (name: string, ...nodes: readonly string[]) => ({ name, kind: FateKind.HYPERVISOR, nodes });
const host = (name: string) => worker(name, { roles: [NodeRole.WORKER, NodeRole.STORAGE, NodeRole.CONTROL] });
const servers = (...names: readonly string[]) =>
  controlPlane({ servers: names, datastore: Datastore.EMBEDDED_ETCD, apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.0.2.10' } });

describe('a tiebreaker in a virtual machine of a storage node', () => {
  const given = (...nodes: readonly string[]): LabProps => ({
    nodes: [host('host1'), host('host2'), worker('vm', { roles: [NodeRole.WITNESS, NodeRole.CONTROL], pools: [] })],
    controlPlane: servers('host1', 'host2', 'vm'),
    sharedFates: [fate('host1-hardware', ...nodes)],
    accept: [],
  });

  test('goes with the majority of the votes, of etcd as of DRBD', () => {
    expect(factMessages(given('host1', 'vm'))).toMatchInlineSnapshot(`
      "CONTROL-SHARED-FATE  lab/controlPlane: host1-hardware (hypervisor: host1 and vm) holds 2 of 3 servers, but etcd needs 2: when it fails, nothing moves, heals or changes, although running pods continue.
                           Put a server elsewhere, or accept it with a reason.

      STORAGE-SHARED-FATE  lab/storage/linstor: host1-hardware (hypervisor: host1 and vm) may hold 2 of the 3 votes of a volume, but without a majority it stops: when that fails, apps with such data are down until it is repaired.
                           Put a copy or the tiebreaker elsewhere, or accept it with a reason."
    `);
  });

  test('is nothing to tell of when it stands apart', () => {
    expect(factMessages(given('host1'))).toBe('');
  });
});

describe('a highly available app whose nodes depend on one thing', () => {
  const cluster = (...fates: NonNullable<ClusterFactsProps['sharedFates']>) =>
    lab({ nodes: ['w1', 'w2', 'w3', 'c1'].map(host), controlPlane: servers('w1', 'w2', 'w3'), storage: {}, accept: [], sharedFates: fates });
  const said = (fates: NonNullable<ClusterFactsProps['sharedFates']>, placement: readonly string[], replicas?: Replicas) => {
    const app = new HighlyAvailable(cluster(...fates).workers, 'web', {
      ...appProps({ placement: { nodes: placement }, network: { ports: [Port.http(8080)] } }),
      ...(replicas === undefined ? {} : { replicas }),
    });
    return messages(app.findings);
  };

  test('is warned of when all its pods may be there', () => {
    expect(said([fate('strip', 'w1', 'w2')], ['w1', 'w2', 'w3'], Replicas.two('enough'))).toMatchInlineSnapshot(`
      "HA-SHARED-FATE  lab/worker/web: 2 pods that may all depend on strip (hypervisor: w1 and w2), but when that fails, a highly available app is to keep serving.
                      Add a node that stands apart, use at least 3 replicas, or accept it with a reason."
    `);
    expect(said([fate('rack', 'w1', 'w2', 'w3', 'c1')], ['w1', 'w2', 'w3'])).toContain('HA-SHARED-FATE');
  });

  test('is warned of once, however many things there are', () => {
    const strips = (count: number) => Array.from({ length: count }, (_, index) => fate(`strip-${index + 1}`, 'w1', 'w2'));
    expect(said([...strips(3), fate('rack', 'w1', 'w2', 'w3')], ['w1', 'w2', 'w3'], Replicas.two('enough'))).toMatchInlineSnapshot(`
      "HA-SHARED-FATE  lab/worker/web: 2 pods that may all depend on rack (hypervisor: w1, w2 and w3), and as many or fewer on strip-1, strip-2 and strip-3, but when one of them fails, a highly available app is to keep serving.
                      Add a node that stands apart, or accept it with a reason."
    `);
    expect(said(strips(300), ['w1', 'w2', 'w3'], Replicas.two('enough'))).toMatchInlineSnapshot(`
      "HA-SHARED-FATE  lab/worker/web: 2 pods that may all depend on strip-1 (hypervisor: w1 and w2), and as many or fewer on strip-10, strip-100, strip-101 and 296 others, but when one of them fails, a highly available app is to keep serving.
                      Add a node that stands apart, use at least 3 replicas, or accept it with a reason."
    `);
    expect(said([...strips(1), fate('c1', 'c1')], ['w1', 'w2', 'w3'], Replicas.two('enough'))).not.toContain('c1');
  });

  test('is nothing to tell of when one pod stands apart', () => {
    expect(said([fate('strip', 'w1', 'w2')], ['w1', 'w2', 'w3'])).toBe('');
  });
});
