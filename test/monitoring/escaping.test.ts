import { parse } from 'yaml';
import { App, Cluster, NodeAgent, NodeRole, Receiver } from '../../lib';
import { anyOf, plain, renderGroup, series } from '../../lib/alerts/rule';
import { appProps, clusterProps, control, worker } from '../support';
import { dash, HEARTBEAT, LOCAL_PATH, monitoringProps, Watched, watched } from './support';

/** Text that is a template, a variable, markup or the end of a string in some language. */
const NASTY = 'attic {{ .Value }} "x" $HOME | <b> `y`\nz';

function lab(site: string): Watched {
  const facts = clusterProps({
    nodes: [worker('w1.lab', { site, zone: 'a' }), worker('w2', { zone: 'b' }), control('c1', { zone: 'b' }), dash('dash', { zone: 'b' })],
    sites: [
      { name: site, zones: ['a'] },
      { name: 'home', zones: ['b'] },
    ],
    storage: { classes: [LOCAL_PATH] },
    policy: { operators: { dns: NASTY, secrets: NASTY } },
  });
  return new Watched(monitoringProps({ clusterLabel: 'lab $HOME' }), { facts, drbd: undefined }, (cluster) => {
    new NodeAgent(cluster.workers, 'agent', appProps({ placement: { role: NodeRole.WORKER } }));
  });
}

type Rules = readonly {
  readonly alert?: string;
  readonly expr: string;
  readonly labels: { [name: string]: string };
  readonly annotations: { summary: string };
}[];

/** Every rule of a cluster with that site, as Prometheus reads them. */
function rulesOf(site: string): Rules {
  return Object.values(lab(site).files('prometheus-etc-prometheus-rules-1')).flatMap((file) =>
    (parse(file) as { groups: { rules: Rules }[] }).groups.flatMap(({ rules }) => rules),
  );
}

test('a site is text in an alert, whatever it is called', () => {
  const down = rulesOf(NASTY).find(({ alert, labels }) => alert === 'NodeDown' && labels.node === 'w1.lab');
  expect(down?.annotations.summary).toContain('attic {{ "{{" }} .Value }} "x" $HOME');
});

test('names of nodes are no patterns in queries', () => {
  const missing = rulesOf('attic').find(({ alert, labels }) => alert === 'NodeAgentMissing' && labels.app === 'agent');
  expect(missing?.expr).toContain('node=~"w1\\\\.lab|w2"');
});

test('Prometheus replaces nothing in the label of the cluster', () => {
  expect(lab('attic').files('prometheus-etc-prometheus-config')['prometheus.yml']).toContain('lab $$HOME');
});

test('each value of a label is a string of PromQL', () => {
  expect(series('up', { a: 'x"y\\z\n' })).toBe('up{a="x\\"y\\\\z\\n"}');
  expect(anyOf(['w1.lab', 'w2'])).toBe('"w1\\\\.lab|w2"');
  expect(plain('a {{ b }}')).toBe('a {{ "{{" }} b }}');
});

test('a query within a template keeps its backslashes', () => {
  const [alert] = renderGroup({
    kind: 'app',
    name: 'app',
    rules: [
      {
        alert: 'A',
        expr: '1',
        forSeconds: 0,
        severity: 'warning' as never,
        labels: {},
        summary: '',
        promise: '',
        wellWhile: `up{a=~${anyOf(['w1.lab'])}}`,
        cause: '',
        command: '',
      },
    ],
  }).rules as { annotations: { since: string } }[];
  expect(alert?.annotations.since).toContain('up{a=~\\"w1\\\\\\\\.lab\\"}');
});

test('the report shows what people wrote as text, in one line', () => {
  const { files } = lab('attic').app.build();
  const report = files.get('lab/report/report.md')?.toString() ?? '';
  expect(report).toContain('DNS: attic {{ .Value }} "x" $HOME | &lt;b> `y` z.');
});

test('an acceptance cannot break out of the table or the notes', () => {
  const app = new App();
  new Cluster(app, 'lab', { facts: clusterProps({ accept: [{ code: 'CONTROL-SINGLE-SERVER', reason: 'a | b\n```\n<!-- c' }] }) });
  const report = app.build().files.get('lab/report/report.md')?.toString() ?? '';
  expect(report).toContain('| a \\| b ``` &lt;!-- c |');
});

test('a template in an address of a receiver is refused, since Alertmanager would run it', () => {
  const mail = (to: string) =>
    Receiver.mail({ to, from: 'lab@mail.example', server: 'mail.example:587', username: 'lab', password: { secretName: 'mail', key: 'password' } });
  const said = (receiver: Receiver) => new Watched(monitoringProps({ alerts: { critical: [receiver], heartbeat: HEARTBEAT } })).messages;
  expect(said(mail('{{.x}}@mail.example'))).toMatchInlineSnapshot(`
    "ALERT-RECEIVER-INVALID  lab/monitoring/stack/alerts: mail with to: "{{.x}}@mail.example", but that is not a mail address.
                            Write it like 'you@mail.example'."
  `);
  expect(said(mail('you+{x}@mail.example'))).toBe('');
  const ntfy = (url: string) => Receiver.ntfy({ url, topic: 'lab', token: { secretName: 'ntfy', key: 'token' } });
  expect(said(ntfy('https://{{.x}}'))).toMatchInlineSnapshot(`
    "ALERT-RECEIVER-INVALID  lab/monitoring/stack/alerts: ntfy with the address "https://{{.x}}", but that is not the URL of a server.
                            Write it like 'https://ntfy.home.example'."
  `);
});

test('labels, paths and jobs of own targets are those that Prometheus accepts', () => {
  const target = (given: object) =>
    new Watched(monitoringProps({ prometheus: { targets: [{ job: 'nas', addresses: ['nas:9100'], ...given }] } }), watched()).messages;
  expect(
    [target({ labels: { 'a-b': 'x' } }), target({ labels: { __a: 'x' } }), target({ path: 'metrics' }), target({ job: ' ' })].join('\n\n'),
  ).toMatchInlineSnapshot(`
    "MONITORING-TARGET-INVALID  lab/monitoring/stack/prometheus: the label "a-b" of nas, but Prometheus has letters, digits and "_" in names of labels, no digit first, and keeps "__" for itself.
                               Rename it.

    MONITORING-TARGET-INVALID  lab/monitoring/stack/prometheus: the label "__a" of nas, but Prometheus has letters, digits and "_" in names of labels, no digit first, and keeps "__" for itself.
                               Rename it.

    MONITORING-TARGET-INVALID  lab/monitoring/stack/prometheus: the path "metrics" of nas, but a path starts with "/".
                               Use "/metrics".

    MONITORING-TARGET-INVALID  lab/monitoring/stack/prometheus: a target without a job, but its series need that label.
                               Name the job."
  `);
  expect(target({ labels: { a_b: 'any {{ text }}' }, path: '/x' })).toBe('');
});
