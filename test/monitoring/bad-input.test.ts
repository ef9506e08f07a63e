import { Chart } from 'cdk8s';
import { App, Cluster, Duration, Monitoring, type MonitoringProps, NodeExporter, Receiver, SinglePodFlexible, Size, StateBackupReport, Tls } from '../../lib';
import { appProps, controlPlane, messages, refusalOf } from '../support';
import { dash, HEARTBEAT, monitoringProps, NTFY, Watched, watched } from './support';

describe('monitoring is refused', () => {
  test('where no node is there for it', () => {
    expect(new Watched(monitoringProps(), watched([])).messages).toMatchInlineSnapshot(`
      "MONITORING-NO-NODE  lab/monitoring/stack: monitoring, but none of the nodes c1, w1, w2 and w3 has the role monitoring.
                          Give the role to a node that others do not depend on."
    `);
  });

  test('as highly available on too few nodes', () => {
    expect(new Watched(monitoringProps({ highlyAvailable: true }), watched([dash('d1'), dash('d2')])).messages).toMatchInlineSnapshot(`
      "MONITORING-HA-NODES  lab/monitoring/stack: two Prometheus and 3 Alertmanagers, each on a node of its own, but only 2 nodes have the role monitoring (d1 and d2).
                           Give the role to more nodes, or omit highlyAvailable."
    `);
  });

  test('on a node that is not there for it', () => {
    expect(new Watched(monitoringProps({ node: 'w1' })).messages).toMatchInlineSnapshot(`
      "MONITORING-NODE-UNKNOWN  lab/monitoring/stack: the node w1, but the nodes with the role monitoring are dash.
                               Use one of them."
    `);
  });

  test('where its data can be kept nowhere', () => {
    expect(new Watched(monitoringProps(), watched([dash()], { drbd: { pool: 'nvme' } })).messages).toMatchInlineSnapshot(`
      "MONITORING-NO-STORAGE  lab/monitoring/stack: samples and silences on dash, but no known storage class reaches it.
                             Describe one in storage.classes of the facts; K3s brings { name: 'local-path', nodeLocal: true } along."
    `);
  });

  test('on a node that is too small', () => {
    expect(new Watched(monitoringProps(), watched([dash('dash', { memory: Size.mib(1536) })])).messages).toMatchInlineSnapshot(`
      "MONITORING-NODE-TOO-SMALL  lab/nodes/dash: 1152Mi for monitoring at most (prometheus 256Mi, alertmanager 128Mi, kube-state-metrics 160Mi, grafana 512Mi and node-exporter 96Mi), but dash has 924Mi for pods.
                                 Give the role to a node with more memory."
    `);
  });

  test('with a retention that the volume has no room for', () => {
    expect(new Watched(monitoringProps({ prometheus: { retention: Duration.days(400), volumeSize: Size.gib(5) } })).messages).toMatchInlineSnapshot(`
      "MONITORING-RETENTION  lab/monitoring/stack: 400 days of 8996 series, 25Gi, but the volume has 5Gi.
                            Keep at most 82 days, or give it a volume of 25Gi."
    `);
  });

  test('with a volume that the disk of its node has no room for', () => {
    expect(
      new Watched(monitoringProps({ prometheus: { volumeSize: Size.gib(50) } }), watched([dash('dash', { ephemeralStorage: Size.gib(20) })])).messages,
    ).toMatchInlineSnapshot(`
      "MONITORING-RETENTION  lab/monitoring/stack: volumes of 50Gi and 1Gi on the disk of dash, but it has 20Gi for pods.
                            Reduce volumeSize: 30 days need 2Gi."
    `);
  });

  test('with routes that let nobody in', () => {
    const blank = { secretName: '', key: 'token' };
    const alerts = { critical: [Receiver.telegram({ chat: 1, token: blank })], heartbeat: { url: { secretName: 'healthchecks', key: ' ' } } };
    expect(new Watched(monitoringProps({ alerts })).messages).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/monitoring/stack/alertmanager: the Secret "", but Kubernetes accepts a-z, 0-9, "-" and ".".
                    Use its name in the cluster.

      KEY-INVALID  lab/monitoring/stack/alertmanager: the key " " of the Secret healthchecks, but a key has 1 to 253 letters, digits, "-", "_" and ".", and does not start with "..".
                   Use its key in the cluster.

      ALERT-WITHOUT-SECRET  lab/monitoring/stack/alerts: alerts through telegram, without a Secret, but credentials must not end up in Git.
                            Name a Secret in monitoring's namespace, and its key.

      ALERT-WITHOUT-SECRET  lab/monitoring/stack/alerts: alerts through the heartbeat receiver, without a Secret, but credentials must not end up in Git.
                            Name a Secret in monitoring's namespace, and its key."
    `);
    expect(new Watched(monitoringProps({ alerts: { critical: [], heartbeat: HEARTBEAT } })).messages).toMatchInlineSnapshot(`
      "ALERT-NOBODY  lab/monitoring/stack/alerts: no receiver for critical alerts, but an empty list drops them.
                    Name a receiver, or omit alerts."
    `);
  });

  test('without a Secret, as a program without the compiler may say it', () => {
    const props = { grafana: {}, alerts: { critical: [Receiver.webhook({} as never)] } } as unknown as MonitoringProps;
    expect(new Watched(props).messages).toMatchInlineSnapshot(`
      "SHAPE-MISSING  lab/monitoring/stack/grafana: no secretName, but it must be a string.
                     Add secretName: '…'.

      SHAPE-MISSING  lab/monitoring/stack/alerts/critical/0/options/webhook: no url, but it must be an object.
                     Add url: { secretName, key }."
    `);
  });

  test('with numbers that mean nothing', () => {
    const prometheus = { scrapeInterval: Duration.seconds(1), retention: Duration.forever(), volumeSize: Size.mib(1) };
    expect(
      new Watched(monitoringProps({ prometheus, alerts: { critical: [NTFY], heartbeat: { ...HEARTBEAT, every: Duration.seconds(1) } } })).messages,
    ).toMatchInlineSnapshot(`
      "NUMBER-ABSURD  lab/monitoring/stack: scrapeInterval: 1 s, but it must be 5 to 120 whole seconds: Prometheus ignores samples older than 5 min.
                     Omit it for 30 s.

      NUMBER-ABSURD  lab/monitoring/stack: retention: never, but samples are kept for at least some hours, and not forever.
                     Omit it for 30 days.

      NUMBER-ABSURD  lab/monitoring/stack: volumeSize: 1Mi, but the write-ahead log of three hours must fit.
                     Omit it, or set 1 GiB or more.

      NUMBER-ABSURD  lab/monitoring/stack: a heartbeat every 1 s, but it must be between 30 s, the evaluation interval, and an hour.
                     Omit it for 5 min."
    `);
  });

  test('with receivers that Alertmanager refuses, or that would hear nothing', () => {
    const key = { secretName: 's', key: 'k' };
    const pages = [
      Receiver.mail({ to: 'me', from: 'a@b.example', server: 'mail.example', username: 'a', password: key }),
      Receiver.ntfy({ url: 'https://me:hunter2@ntfy.sh/home', topic: '', token: key }),
      Receiver.ntfy({ url: 'ntfy.sh', topic: 'home', token: key }),
      Receiver.telegram({ chat: 0, token: key }),
    ];
    expect(new Watched(monitoringProps({ alerts: { critical: pages, warnings: [], heartbeat: HEARTBEAT } })).messages).toMatchInlineSnapshot(`
      "SECRET-IN-FILE  lab/monitoring/stack/alertmanager: something that looks like a secret in alertmanager.yml, but this file would end up in Git.
                      Put it into a Secret and use Volume.secret, leave a placeholder that the app fills in, or give publicTexts with a reason.

      ALERT-NOBODY  lab/monitoring/stack/alerts: no receiver for warnings, but an empty list drops them.
                    Omit it to use the receivers of critical.

      ALERT-RECEIVER-INVALID  lab/monitoring/stack/alerts: mail with the server "mail.example", but a server is a host and a port.
                              Write it like 'mail.example:587'.

      ALERT-RECEIVER-INVALID  lab/monitoring/stack/alerts: mail with to: "me", but that is not a mail address.
                              Write it like 'you@mail.example'.

      ALERT-RECEIVER-INVALID  lab/monitoring/stack/alerts: ntfy with a password in its address, but this text ends up in Git.
                              Use an access token.

      ALERT-RECEIVER-INVALID  lab/monitoring/stack/alerts: ntfy with the path "home" in its address, but messages go to the root of the server.
                              Put the topic into topic.

      ALERT-RECEIVER-INVALID  lab/monitoring/stack/alerts: ntfy with the topic "", but ntfy accepts up to 64 letters, digits, "-" and "_".
                              Choose another topic.

      ALERT-RECEIVER-INVALID  lab/monitoring/stack/alerts: ntfy with the address "ntfy.sh", but that is not the URL of a server.
                              Write it like 'https://ntfy.home.example'.

      ALERT-RECEIVER-INVALID  lab/monitoring/stack/alerts: telegram with the chat 0, but that is not a chat ID.
                              Ask @userinfobot, or call your bot's getUpdates."
    `);
  });

  test('with words that contradict each other', () => {
    const three = watched(['dash', 'd2', 'd3'].map((name) => dash(name)));
    expect(new Watched(monitoringProps({ highlyAvailable: true, node: 'dash' }), three).messages).toMatchInlineSnapshot(`
      "MONITORING-HA-NODES  lab/monitoring/stack: highlyAvailable, and the node dash, but highlyAvailable uses several nodes.
                           Omit one of the two."
    `);
    const grafana = { secretName: 'grafana-admin', tls: Tls.clusterIssuer('letsencrypt') };
    expect(new Watched(monitoringProps({ grafana, clusterLabel: ' ' })).messages).toMatchInlineSnapshot(`
      "HOST-INVALID  lab/monitoring/stack/grafana: tls without a host, but a certificate needs a host.
                    Set host, or omit tls.

      MONITORING-LABEL-CLASH  lab/monitoring/stack: a blank clusterLabel, but alerts need it to name the cluster.
                              Omit it to use the cluster's name."
    `);
  });

  test('with rules, targets and dashboards of your own that are none, or clash with ours', () => {
    const prometheus = {
      rules: { 'ups.yaml': 'alert: UpsOnBattery', notes: 'groups: []' },
      targets: [
        { job: 'kubelet', addresses: ['nas.home.example:9100'] },
        { job: 'router', addresses: ['http://router:9100', '192.168.1.1'] },
      ],
    };
    const grafana = { secretName: 'grafana-admin', dashboards: { 'cluster.json': '{}' } };
    expect(new Watched(monitoringProps({ prometheus, grafana })).messages).toMatchInlineSnapshot(`
      "MONITORING-RULES-INVALID  lab/monitoring/stack/prometheus/rules/ups.yaml: a rule file, but it is not YAML with a list of groups, or its name does not end in .yaml.
                                Run promtool check rules to see what is wrong.

      MONITORING-RULES-INVALID  lab/monitoring/stack/prometheus/rules/notes: a rule file, but it is not YAML with a list of groups, or its name does not end in .yaml.
                                Run promtool check rules to see what is wrong.

      MONITORING-TARGET-INVALID  lab/monitoring/stack/prometheus: the job kubelet, but that job exists.
                                 Choose another name.

      MONITORING-TARGET-INVALID  lab/monitoring/stack/prometheus: the address "http://router:9100" of router, but an address is a host and a port.
                                 Write it like 'router.home.example:9100'.

      MONITORING-TARGET-INVALID  lab/monitoring/stack/prometheus: the address "192.168.1.1" of router, but an address is a host and a port.
                                 Write it like 'router.home.example:9100'.

      MONITORING-DASHBOARD-CLASH  lab/monitoring/stack/grafana: the dashboard cluster.json, but the library has a dashboard with that name.
                                  Rename the file."
    `);
  });

  test('beside a node exporter that stands alone', () => {
    const lab = new Watched(monitoringProps(), watched(), (cluster) => {
      new NodeExporter(cluster.monitoring, 'node-exporter', { namespace: 'metrics' });
    });
    expect(lab.messages).toContain(
      'MONITORING-EXPORTER-TWICE  lab/monitoring/node-exporter/daemon-set: a node exporter, but lab/monitoring/stack includes one.\n                           Remove this one.',
    );
  });

  test('with backups of the cluster state that nobody makes, or that cannot be counted', () => {
    const backup = (every: Duration, reportedBy: StateBackupReport) =>
      new Watched(monitoringProps(), watched([dash()], { controlPlane: controlPlane({ stateBackup: { every, reportedBy } }) })).messages;
    expect(backup(Duration.hours(12), StateBackupReport.K3S_SNAPSHOTS)).toMatchInlineSnapshot(`
      "CONTROL-STATE-BACKUP  lab/controlPlane: snapshots of K3s, with k3s and sqlite, but only K3s with embedded etcd makes them.
                            Use StateBackupReport.NODE_FILE, or leave stateBackup out."
    `);
    expect(backup(Duration.forever(), StateBackupReport.NODE_FILE)).toMatchInlineSnapshot(`
      "CONTROL-STATE-BACKUP  lab/controlPlane: a backup of the state every never, but an alert can only check whole seconds, from one hour on.
                            Set every to the interval of the backup, or leave stateBackup out."
    `);
  });

  test('under the label of another cluster', () => {
    const app = new App({ outdir: '/nowhere' });
    for (const name of ['one', 'two'])
      new Monitoring(new Cluster(app, name, { facts: watched().facts }).monitoring, 'stack', monitoringProps({ clusterLabel: 'home' }));
    expect(messages(app.build().findings)).toMatchInlineSnapshot(`
      "MONITORING-LABEL-CLASH  two/monitoring/stack: the label cluster="home", but one/monitoring/stack has the same.
                              Give one of them another clusterLabel."
    `);
  });

  test('in no cluster', () => {
    expect(refusalOf(() => new Monitoring(new Chart(new App({ outdir: '/nowhere' }), 'chart'), 'stack', monitoringProps()))).toMatchInlineSnapshot(`
      "Synthesis stopped, nothing was written: 1 finding.

      MONITORING-WITHOUT-CLUSTER  chart/stack: monitoring outside a cluster, but its alerts follow from one.
                                  Move it to cluster.monitoring.
      "
    `);
  });
});

describe('monitoring is warned of', () => {
  test('when nobody outside would notice its death', () => {
    expect(new Watched(monitoringProps({ alerts: { critical: [NTFY] } })).messages).toMatchInlineSnapshot(`
      "MONITORING-NO-HEARTBEAT  lab/monitoring/stack: no heartbeat receiver, and when dash dies, nobody hears about that, or about any later failure.
                               Name a receiver outside the cluster in alerts.heartbeat, or accept this with a reason in the accept list of the facts."
    `);
    const accept = [
      { code: 'CONTROL-SINGLE-SERVER', reason: 'a lab' },
      { code: 'MONITORING-NO-HEARTBEAT', reason: 'somebody looks each day' },
    ] as const;
    expect(new Watched({ grafana: { secretName: 'grafana-admin' } }, watched([dash()], { accept })).messages).toBe('');
  });

  test('when an app must be back before it would be missed', () => {
    const quick = (scrapeInterval?: Duration) =>
      new Watched(monitoringProps({ prometheus: scrapeInterval === undefined ? {} : { scrapeInterval } }), watched(), (cluster) => {
        new SinglePodFlexible(cluster.workers, 'blog', appProps({ objective: { rto: Duration.seconds(140) } }));
      }).messages;
    expect(quick(Duration.seconds(120))).toMatchInlineSnapshot(`
      "OBJECTIVE-UNSEEN  lab/worker/blog: back within 2 min 20 s, but Prometheus scrapes every 2 min and only sees what lasts 4 min.
                        Shorten prometheus.scrapeInterval, relax the objective, or accept this with a reason."
    `);
    expect(quick()).toBe('');
  });
});

test('what is left open about monitoring is noted', () => {
  const lab = new Watched(monitoringProps());
  expect(messages(lab.cluster.verdict().notes.filter((one) => one.code.startsWith('MONITORING-')))).toMatchInlineSnapshot(`
    "MONITORING-SIZE  lab/monitoring/stack: about 8996 series, kept for 30 days on 10Gi, with 256Mi of memory at most.
                     docs/monitoring.md explains how they are counted.

    MONITORING-EXPORTERS-OPEN  lab/monitoring/stack: node exporters without certificates, so anyone who reaches port 9100 of a node can read its metrics.
                               Set exporterTls, or close the port in the nodes' firewalls.

    MONITORING-NO-STATE-BACKUP  lab/monitoring/stack: no alert for a backup that is too old, for nobody says that the cluster's own state is backed up.
                                Describe the backup in controlPlane.stateBackup of the facts."
  `);
});
