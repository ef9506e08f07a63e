import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleFor } from '../../lib/cli/terminal/style';
import { candidatesOf } from '../../lib/cli/what-if/candidates';
import type { WhatIf } from '../../lib/cli/what-if/what-if';
import { whatIfInText } from '../../lib/cli/what-if/words';
import { ApiEndpointKind, Datastore, Distribution } from '../../lib/cluster/control-plane';
import { FencingMethod, NodeRole } from '../../lib/cluster/node';
import { Duration } from '../../lib/cluster/units';
import { control, controlPlane, worker } from '../support';
import { programOf, projectWith, WIKI } from './programs';

const units = { seconds: Duration.seconds };

describe('the changes that there are', () => {
  const ids = (...args: Parameters<typeof candidatesOf>) => candidatesOf(...args).map(({ id }) => id);

  test('follow from the facts', () => {
    const facts = {
      nodes: [worker('w1'), worker('w2', { site: 'away' }), control('c1', { roles: [NodeRole.CONTROL, NodeRole.INGRESS] })],
      controlPlane: controlPlane(),
    };
    expect(ids(facts, units)).toEqual([
      'storage:c1',
      'fencing:w1',
      'fencing:w2',
      'fencing:c1',
      'ingress:w1',
      'ingress:w2',
      'witness:c1',
      'worker:c1',
      'cluster-dns',
      'attach-detach-sync',
      'grace-period',
      'toleration',
      'servers:w1+w2',
    ]);
  });

  test('are not what is there already', () => {
    const all = Object.values(NodeRole);
    const node = (name: string) => worker(name, { roles: all, fencing: { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(30) } });
    const flags = {
      attachDetachReconcileSyncPeriod: Duration.seconds(5),
      nodeMonitorGracePeriod: Duration.seconds(46),
      defaultToleration: Duration.seconds(30),
    };
    const facts = {
      nodes: ['a', 'b', 'c'].map(node),
      controlPlane: controlPlane({ servers: ['a', 'b', 'c'], datastore: Datastore.EMBEDDED_ETCD, flags }),
      clusterDns: { replicas: 2 },
    };
    expect(ids(facts, units)).toEqual([]);
  });

  test('touch no control plane of a provider', () => {
    const managed = {
      distribution: Distribution.MANAGED,
      version: '1.36',
      servers: [],
      datastore: Datastore.EXTERNAL,
      apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: 'api.example' },
    };
    const facts = { nodes: [worker('a', { pools: [] }), worker('b', { pools: [] })], controlPlane: managed };
    expect(candidatesOf(facts, units).map(({ id, alike }) => [id, alike])).toEqual([['fencing:a', ['b']]]);
  });

  test('keep the grace period above the time-outs of HTTP/2 and four renewals of the lease', () => {
    const grace = (flags: object) =>
      candidatesOf({ nodes: [control('c1')], controlPlane: controlPlane({ flags }) }, units).find(({ id }) => id === 'grace-period');
    expect(grace({})?.facts.controlPlane.flags?.nodeMonitorGracePeriod?.seconds).toBe(46);
    expect(grace({ nodeMonitorGracePeriod: Duration.seconds(90), nodeLeaseDuration: Duration.seconds(60) })?.title).toBe('node-monitor-grace-period=60s');
    expect(grace({ nodeMonitorGracePeriod: Duration.seconds(46) })).toBeUndefined();
  });

  test('give a third node a pool as large as the smallest', () => {
    const facts = { nodes: [worker('w1'), worker('w2'), control('c1')], controlPlane: controlPlane() };
    const third = candidatesOf(facts, units).find(({ id }) => id === 'storage:c1');
    expect(third?.work).toBe('a disk in c1 with 100Gi for the pool nvme, and the role storage');
    expect(third?.facts.nodes.map(({ roles }) => roles.includes(NodeRole.STORAGE))).toEqual([true, true, true]);
  });

  test('make a copy of a witness, which has one vote either way', () => {
    const roles = [NodeRole.CONTROL, NodeRole.WITNESS];
    const facts = { nodes: [worker('w1'), worker('w2'), control('c1', { roles })], controlPlane: controlPlane() };
    const third = candidatesOf(facts, units).find(({ id }) => id === 'storage:c1');
    expect(third?.title).toBe('c1 holds copies of the data, and is no witness any more');
    expect(third?.work).toBe('a disk in c1 with 100Gi for the pool nvme, and the role storage in place of witness');
    expect(third?.facts.nodes[2]?.roles).toEqual([NodeRole.CONTROL, NodeRole.STORAGE]);
  });

  test('give a zone in two sites the names of the sites', () => {
    const facts = { nodes: [worker('w1', { zone: 'all' }), worker('w2', { zone: 'all', site: 'away' })], controlPlane: controlPlane() };
    expect(ids(facts, units).filter((id) => id.startsWith('zone'))).toEqual(['zone:w1', 'zone:w2']);
  });
});

describe('what they would do', () => {
  const project = projectWith({ 'homelab.js': 'main.ts' });

  test('to a small cluster, as text', async () => {
    const { exit, out, err } = await project.run('what-if');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
"home: one change at a time, against 1729 min down in a year

The minutes are those to expect, of all apps together. Each change is tried alone: two of them may
save less, or more, than their sum.

1. node-monitor-grace-period=46s: saves 0.2 min a year, most for wiki (0.2 min)
   work    one line below kube-controller-manager-arg in /etc/rancher/k3s/config.yaml on attic, and
           a restart of K3s: node-monitor-grace-period=46s
   better  node cellar: 71 s to 2 min 7 s → 67 s to 2 min 3 s, for wiki

Without any effect: an agent fences attic within 60 s; an agent fences cellar within 60 s; CoreDNS
has 2 pods; attach-detach-reconcile-sync-period=5s; pods leave a dead node after 30 s, unless they
say otherwise.
"
`);
    expect(readdirSync(project.cwd).sort()).toEqual(['homelab.js', 'library.js', 'main.js', 'node_modules']);
  }, 120_000);

  test('the same for a pull request', async () => {
    const { out } = await project.run('what-if', '--format', 'markdown');
    expect(out).toMatchInlineSnapshot(`
"# home: one change at a time

Now, 1729 min down in a year are to be expected. The minutes are those to expect, of all apps together. Each change is tried alone: two of them may save less, or more, than their sum.

| what if | saved in a year | most for | work | better | worse |
| --- | --- | --- | --- | --- | --- |
| node-monitor-grace-period=46s | 0.2 min | wiki (0.2 min) | one line below kube-controller-manager-arg in /etc/rancher/k3s/config.yaml on attic, and a restart of K3s: node-monitor-grace-period=46s | node cellar: 71 s to 2 min 7 s → 67 s to 2 min 3 s, for wiki |  |

Without any effect: an agent fences attic within 60 s; an agent fences cellar within 60 s; CoreDNS has 2 pods; attach-detach-reconcile-sync-period=5s; pods leave a dead node after 30 s, unless they say otherwise.
"
`);
  }, 120_000);

  test('to the homelab: little is worth its work, and a second way in, of which nothing moves the address, costs more than it saves', async () => {
    const { out } = await project.run('what-if', '--app', 'homelab.js', '--format', 'json');
    const [homelab] = (JSON.parse(out) as { readonly clusters: readonly WhatIf[] }).clusters;
    expect(
      homelab?.tried.map(({ id, savedMinutes, better, worse }) => `${id}: ${savedMinutes} min, ${better.length} better, ${worse.length} worse`),
    ).toMatchInlineSnapshot(`
[
  "grace-period: 6.6 min, 24 better, 0 worse",
  "ingress:mirror: -1817.4 min, 33 better, 32 worse",
]
`);
    const said = whatIfInText({ ...(homelab as WhatIf), withoutEffect: [], refused: [] }, styleFor({})).trimEnd();
    expect(readFileSync(join(__dirname, '../../docs/report-commands.md'), 'utf8')).toContain(`\`\`\`text\n${said.slice(said.indexOf('1. '))}\n\`\`\``);
    expect(homelab?.withoutEffect.map(({ id }) => id)).toMatchInlineSnapshot(`
[
  "storage:load",
  "storage:dash",
  "fencing:mirror",
  "fencing:prod",
  "fencing:load",
  "fencing:dash",
  "witness:dash",
  "worker:dash",
  "cluster-dns",
  "attach-detach-sync",
  "toleration",
]
`);
    expect(homelab?.refused.map(({ id, codes, isAcceptable }) => `${id}: ${codes}${isAcceptable ? ' (may be accepted)' : ''}`)).toMatchInlineSnapshot(`
[
  "ingress:prod: HA-SHARED-FATE (may be accepted)",
  "ingress:dash: HA-SHARED-FATE (may be accepted)",
  "worker:load: NODE-EXCLUSION",
  "servers:dash+mirror: CONTROL-ETCD-LATENCY,CONTROL-SHARED-FATE,FIT-NO-NODE,MONITORING-NODE-TOO-SMALL,NODE-RESERVED",
  "servers:dash+prod: CONTROL-SHARED-FATE,FIT-NO-NODE,MONITORING-NODE-TOO-SMALL,NODE-RESERVED",
  "servers:mirror+prod: CONTROL-ETCD-LATENCY,CONTROL-SHARED-FATE (may be accepted)",
]
`);
  }, 300_000);

  test('nothing, if the program refuses to synthesize as it is', async () => {
    project.write('refused.js', programOf(WIKI.replace('resources }', 'resources, objective: { rto: lib.Duration.seconds(1) } }')));
    const { exit, out, err } = await project.run('what-if', '--app', 'refused.js');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('OBJECTIVE');
  }, 120_000);
});
