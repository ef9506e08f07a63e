import { FAILURE_KINDS, OUTCOME_KINDS } from '../../lib/failures/kinds';
import { comeback, returnInWords } from '../../lib/failures/power';
import { RATES, yearOf } from '../../lib/failures/year';
import { app } from '../../main';
import { analysesOf, outcomeOf, under } from './support';

const [home] = analysesOf(app);
if (home === undefined) throw new Error('no cluster');
const { analysis } = home;
const explained = (failure: string, of: string) =>
  analysis.explain(
    analysis.failures.findIndex(({ id }) => id === failure),
    analysis.apps.indexOf(of),
  );

test('a drain moves what may move, and stops what may not', () => {
  expect(under(analysis, 'sonarr/sonarr', (id) => id.startsWith('drain:') || id.startsWith('upgrade:'))).toMatchInlineSnapshot(`
"drain:dash: unaffected
drain:load: down until repair, because of its way in, traefik/traefik
drain:mirror: fails over in 2 s to 82 s; at best unaffected
drain:prod: fails over in 2 s to 82 s; at best unaffected
upgrade:all nodes: down until repair, because of its way in, traefik/traefik"
`);
  expect(under(analysis, 'zwave-js-ui/zwave-js-ui', (id) => id.startsWith('drain:mirror'))).toMatchInlineSnapshot(`"drain:mirror: down until repair"`);
});

test('what stops while all nodes go on', () => {
  expect(under(analysis, 'opencloud/opencloud', (id) => /^(control-plane|api|entry|mover|dns):/.test(id))).toMatchInlineSnapshot(`
"control-plane:sqlite: unaffected
api:load.home.example: unaffected
entry:traefik/traefik: down until repair, because of its way in, traefik/traefik
mover:linstor-controller: unaffected
dns:coredns: degraded"
`);
});

test('after a loss of power the control plane comes first, then both copies, because a tiebreaker restores no quorum', () => {
  expect(comeback(analysis.contributions).map((one) => `${one.what}: ${returnInWords(one)}`)).toMatchInlineSnapshot(`
[
  "the control plane: load (it is the only one)",
  "the data of drbd-replicated: mirror and prod (a quorum that was lost needs 2 of 2 copies: a tiebreaker restores none)",
  "the data of drbd-async: mirror and prod (a quorum that was lost needs 2 of 2 copies: a tiebreaker restores none)",
  "the way in traefik/traefik: load (apps are reached through it)",
]
`);
  expect(outcomeOf(analysis, 'power:all nodes', 'opencloud/opencloud').why).toMatchInlineSnapshot(
    `"everything is off: it is back after the control plane with load (it is the only one); then the data of drbd-replicated with mirror and prod (a quorum that was lost needs 2 of 2 copies: a tiebreaker restores none); then the way in traefik/traefik with load (apps are reached through it); then one of mirror and prod for its pod"`,
  );
});

test('says what is longest, what is the cheapest fix, and what a person has to do', () => {
  expect(explained('node:prod', 'opencloud/opencloud')).toMatchInlineSnapshot(`
{
  "dominating": {
    "name": "quorum lost, pod moved, volume freed",
    "source": "the high-availability controller of DRBD: what its class says of the release of volumes, see docs/storage.md",
    "time": {
      "max": 135,
      "min": 20,
    },
  },
  "fix": undefined,
  "steps": [],
}
`);
  expect(explained('node:load', 'opencloud/opencloud')?.fix).toMatchInlineSnapshot(
    `"Let traefik/traefik, the way in, run on a node that this failure does not reach, too."`,
  );
  expect(explained('site:netcup', 'opencloud/opencloud')).toMatchInlineSnapshot(`
{
  "dominating": undefined,
  "fix": "Put one more vote on its data where this failure does not reach: a third copy, or the tiebreaker. The control plane has to go on there, too: with most of its servers. Let traefik/traefik, the way in, run on a node that this failure does not reach, too.",
  "steps": [
    {
      "command": "kubectl get nodes --watch",
      "phase": 3,
      "text": "Start dash, load and prod.",
    },
    {
      "phase": 4,
      "text": "If load never comes back: make sure that it stays off, and bring the control plane back, because nothing moves, heals or changes before. Set up a new server of the same name, with /var/lib/rancher/k3s/server/db and /var/lib/rancher/k3s/server/token from the backup.",
    },
    {
      "command": "kubectl get pvc -A",
      "phase": 4,
      "text": "If dash, load and prod never come back, make sure that they stay off, and see which volumes there are: those with the class drbd-replicated, by their name in the column VOLUME.",
    },
    {
      "command": "kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum off",
      "phase": 4,
      "text": "Only then let the copies that are left go on without a quorum, for each of these, with its name in place of <volume>: writes that only they have are lost.",
    },
    {
      "command": "kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum majority",
      "phase": 5,
      "text": "Once all copies of such a <volume> are there again and in sync, give it its quorum back, or both sides of a cut may write.",
    },
    {
      "command": "kubectl get pods -A --field-selector=status.phase=Pending",
      "phase": 6,
      "text": "See which pods still wait: kubectl describe says for what.",
    },
    {
      "phase": 4,
      "text": "If dash, load and prod never come back, let traefik/traefik, the way in, run on another node: change the program, and apply it. Nobody reaches the apps behind it before.",
    },
  ],
}
`);
});

test('counts the minutes of a year, each failure by itself, with rates that may be replaced by kind or by failure', () => {
  const year = yearOf(analysis).find(({ app: one }) => one === 'opencloud/opencloud');
  expect(year?.by.map(({ failure, minutes }) => `${failure} ${Math.round(minutes)}`)).toMatchInlineSnapshot(`
[
  "site:netcup 720",
  "node:load 120",
  "upgrade:all nodes 40",
  "link:home+netcup 37",
  "entry:traefik/traefik 30",
  "node:mirror 6",
  "node:prod 6",
  "site:home 2",
]
`);
  const better = yearOf(analysis, { 'node:load': { perYear: 0 }, node: { repairMinutes: 10 } }).find(({ app: one }) => one === 'opencloud/opencloud');
  expect(better?.by.some(({ failure }) => failure === 'node:load')).toBe(false);
  expect(better?.minutes).toBeLessThan(year?.minutes ?? 0);
});

test('each kind has a meaning, and each rate a source', () => {
  expect([...FAILURE_KINDS, ...OUTCOME_KINDS].every(({ means }) => means.length > 10)).toBe(true);
  expect(JSON.parse(JSON.stringify(FAILURE_KINDS))).toEqual(FAILURE_KINDS);
  expect(Object.values(RATES).every(({ source, perYear, repairMinutes }) => source !== '' && perYear > 0 && repairMinutes > 0)).toBe(true);
});
