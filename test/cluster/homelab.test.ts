import type { Cluster } from '../../lib';
import { checkFacts } from '../../lib/cluster/rules/check-facts';
import { app } from '../../main';
import { messages } from '../support';

/** The homelab of main.ts, resolved: what follows from its facts, node by node. */
const { facts: given, systems } = app.node.findChild('homelab') as Cluster;

test('the homelab has four nodes, with what is for pods on each', () => {
  expect(given.nodes.map((node) => `${node.name} in ${node.zone}: ${node.allocatable.cpu} and ${node.allocatable.memory} of ${node.memory}`)).toEqual([
    'dash in netcup: 1900m and 1436Mi of 2Gi',
    'load in netcup: 3500m and 6044Mi of 8Gi',
    'mirror in home: 3900m and 32156Mi of 32Gi',
    'prod in netcup: 3900m and 7580Mi of 8Gi',
  ]);
});

test('the homelab has labels for roles and places', () => {
  expect(Object.fromEntries(given.nodes.map((node) => [node.name, node.labels]))).toEqual({
    mirror: { 'cdk8s-availability/role-worker': 'true', 'cdk8s-availability/role-storage': 'true', 'topology.kubernetes.io/zone': 'home' },
    prod: { 'cdk8s-availability/role-worker': 'true', 'cdk8s-availability/role-storage': 'true', 'topology.kubernetes.io/zone': 'netcup' },
    load: {
      'cdk8s-availability/role-control': 'true',
      'cdk8s-availability/role-ingress': 'true',
      'cdk8s-availability/role-witness': 'true',
      'topology.kubernetes.io/zone': 'netcup',
    },
    dash: { 'cdk8s-availability/role-monitoring': 'true', 'topology.kubernetes.io/zone': 'netcup' },
  });
});

test('the homelab keeps apps off load and dash', () => {
  expect(Object.fromEntries(given.nodes.map((node) => [node.name, node.taints.map((taint) => `${taint.key}:${taint.effect}`)]))).toEqual({
    mirror: [],
    prod: [],
    load: ['node-role.kubernetes.io/control-plane:NoSchedule'],
    dash: ['cdk8s-availability/dedicated-monitoring:NoSchedule'],
  });
});

test('nothing is said against the homelab but that it has one server and most votes with one provider, and that is accepted', () => {
  expect(messages(checkFacts(given, systems))).toMatchInlineSnapshot(`
    "CONTROL-SINGLE-SERVER  homelab/controlPlane: one server (load), and while it is down nothing moves, heals or changes, although running pods continue.
                           Run three servers in one place, or accept it with a reason.

    STORAGE-SHARED-FATE  homelab/storage/linstor: netcup (provider: dash, load and prod) may hold 2 of the 3 votes of a volume, but without a majority it stops: when that fails, apps with such data are down until it is repaired.
                         Put a copy or the tiebreaker elsewhere, or accept it with a reason."
  `);
  expect(given.accept.map(({ code }) => code)).toEqual(['CONTROL-SINGLE-SERVER', 'STORAGE-SHARED-FATE']);
});
