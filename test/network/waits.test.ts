import { Allow } from '../../lib/availability/ask/container/security';
import { Client } from '../../lib/availability/ask/network/client';
import { Destination } from '../../lib/availability/ask/network/destination';
import type { NetworkProps } from '../../lib/availability/ask/network/network';
import { Port } from '../../lib/availability/ask/network/port';
import { DnsPolicy } from '../../lib/availability/ask/pod';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { type AnyAppProps, facts, messages, planOf } from '../support';

const { SINGLE_POD_FLEXIBLE } = AvailabilityClass;
const HTTP = { ports: [Port.http(8080)] };
const WAITS = { initContainers: [{ name: 'wait', waitsFor: [{ name: 'db' }] }] };
const DEPENDS = { dependsOn: [{ name: 'db' }] };
const ON_HOST = { security: { allow: [Allow.hostNetwork('it answers broadcasts')] } };

/** What is said of an app that needs another one with that network. */
function said(blog: Partial<AnyAppProps>, db: Partial<NetworkProps> = {}): string {
  const props = { db: { network: { ...HTTP, ...db } }, blog };
  return messages(
    checkApps(
      Object.entries(props).map(([name, own]) => planOf(SINGLE_POD_FLEXIBLE, { name, ...own })),
      facts(),
    ),
  );
}

describe('an app that waits for another', () => {
  test('does not reach it through the internet', () => {
    expect(said({ ...WAITS, network: { allowTo: [Destination.internet()] } })).toMatchInlineSnapshot(`
      "WAIT-SHUT-OUT  lab/worker/blog: waitsFor db, but it may not connect to that app, so the wait never ends.
                     Add the app to allowTo."
    `);
    expect(said({ ...WAITS, network: { allowTo: [Destination.internet(), Destination.app({ name: 'db' })] } })).toBe('');
    expect(said({ ...WAITS, network: { allowTo: [Destination.cidr('10.0.0.0/8')] } })).toBe('');
  });

  test('hardly has an address of the local network', () => {
    expect(said(WAITS, { allowFrom: [Client.cidr('192.168.1.0/24')] })).toMatchInlineSnapshot(`
      "NEED-SHUT-OUT  lab/worker/blog: waitsFor db, but that app names only addresses of the local network, and pods have others.
                     Add it to allowFrom of db, or accept it if pods have such addresses."
    `);
    expect(said({ ...WAITS, network: { allowTo: [Destination.cidr('192.168.1.0/24')] } })).toMatchInlineSnapshot(`
      "NEED-SHUT-OUT  lab/worker/blog: waitsFor db, but it may only connect to addresses of the local network, and pods have others.
                     Add the app to allowTo, or accept it if pods have such addresses."
    `);
    expect(said(WAITS, { allowFrom: [Client.cidr('192.168.1.0/24'), Client.app({ name: 'blog' })] })).toBe('');
    expect(said(WAITS, { allowFrom: [Client.cidr('10.42.0.0/16')] })).toBe('');
  });

  test('has the address of its node on the host network, which no name includes', () => {
    expect(said({ ...WAITS, ...ON_HOST }, { allowFrom: [Client.namespace('blog')] })).toMatchInlineSnapshot(`
      "NEED-SHUT-OUT  lab/worker/blog: waitsFor db, but its pods have the addresses of their nodes, which no name in allowFrom of that app includes.
                     Add a Client.cidr with the nodes to allowFrom of db, or accept it if your network plugin lets nodes in."
    `);
    expect(said({ ...WAITS, ...ON_HOST }, { allowFrom: [Client.namespace('blog'), Client.cidr('192.168.1.0/24')] })).toBe('');
    expect(said({ ...WAITS, ...ON_HOST })).toBe('');
  });
});

describe('an app that depends on another', () => {
  test('is warned where the way is closed on either side', () => {
    expect(said(DEPENDS, { allowFrom: [] })).toMatchInlineSnapshot(`
      "NEED-SHUT-OUT  lab/worker/blog: dependsOn db, but that app does not let it in.
                     Add it to allowFrom of db, or accept it if it does not connect."
    `);
    expect(said({ ...DEPENDS, network: { allowTo: [] } })).toMatchInlineSnapshot(`
      "NEED-SHUT-OUT  lab/worker/blog: dependsOn db, but it may not connect to that app.
                     Add the app to allowTo, or accept it if it does not connect."
    `);
  });

  test('needs no way to one that listens nowhere', () => {
    expect(said({ ...DEPENDS, network: { allowTo: [] } }, { ports: [] })).toBe('');
    expect(said(DEPENDS)).toBe('');
  });
});

test('an app that connects nowhere asks no name servers', () => {
  expect(messages(checkApps([planOf(SINGLE_POD_FLEXIBLE, { name: 'blog', dns: { policy: DnsPolicy.DEFAULT }, network: { allowTo: [] } })], facts()))).toBe('');
});
