import { Chart } from 'cdk8s';
import { App, Cluster, Duration, Monitoring, type MonitoringProps, Receiver, SinglePodFlexible, Size } from '../../lib';
import { appProps, messages } from '../support';
import { DEAD_MAN, dash, monitoringProps, NTFY, Watched, watched } from './support';

describe('monitoring is refused', () => {
  test('where no node is there for it', () => {
    expect(new Watched(monitoringProps(), watched([])).messages).toMatchInlineSnapshot(`
"MONITORING-NO-NODE  lab/monitoring/stack: monitoring, but none of the nodes c1, w1, w2 and w3 has the role monitoring.
                    Give the role to a node that the others do not depend on."
`);
  });

  test('as highly available on too few nodes', () => {
    expect(new Watched(monitoringProps({ highlyAvailable: true }), watched([dash('d1'), dash('d2')])).messages).toMatchInlineSnapshot(`
"MONITORING-HA-NODES  lab/monitoring/stack: two Prometheus and 3 Alertmanagers, each on a node of its own, but only 2 nodes have the role monitoring (d1 and d2).
                     Give other nodes the role, or leave highlyAvailable out."
`);
  });

  test('on a node that is not there for it', () => {
    expect(new Watched(monitoringProps({ node: 'w1' })).messages).toMatchInlineSnapshot(`
"MONITORING-NODE-UNKNOWN  lab/monitoring/stack: the node w1, but nodes with the role monitoring are dash.
                         Use one of them."
`);
  });

  test('where its data can be kept nowhere', () => {
    expect(new Watched(monitoringProps(), watched([dash()], { storage: { linstor: { pool: 'nvme' } } })).messages).toMatchInlineSnapshot(`
"MONITORING-NO-STORAGE  lab/monitoring/stack: samples and silences on dash, but no storage class is known that reaches it.
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
"MONITORING-RETENTION  lab/monitoring/stack: a volume of 50Gi, but dash has 20Gi of disk for pods.
                      Let volumeSize be smaller: 30 days need 2Gi."
`);
  });

  test('with routes that let nobody in', () => {
    const blank = { secretName: '', key: 'token' };
    const alerts = { pages: [Receiver.telegram({ chat: 1, token: blank })], deadMan: { url: { secretName: 'healthchecks', key: ' ' } } };
    expect(new Watched(monitoringProps({ alerts })).messages).toMatchInlineSnapshot(`
"NAME-INVALID  lab/monitoring/stack/alertmanager: the Secret "", but Kubernetes takes a-z, 0-9, "-" and ".".
              Use the name that it has in the cluster.

ALERT-WITHOUT-SECRET  lab/monitoring/stack/alerts: alerts by telegram without a Secret, but what lets them in there must not stand in Git.
                      Name a Secret of the namespace of monitoring, and its key.

ALERT-WITHOUT-SECRET  lab/monitoring/stack/alerts: alerts by the dead-man receiver without a Secret, but what lets them in there must not stand in Git.
                      Name a Secret of the namespace of monitoring, and its key."
`);
    expect(new Watched(monitoringProps({ alerts: { pages: [], deadMan: DEAD_MAN } })).messages).toMatchInlineSnapshot(`
"ALERT-NOBODY  lab/monitoring/stack/alerts: pages to nobody, but a broken objective must wake somebody.
              Name a receiver, or leave alerts out."
`);
  });

  test('without a Secret, as a program without the compiler may say it', () => {
    const props = { grafana: {}, alerts: { pages: [Receiver.webhook({} as never)] } } as unknown as MonitoringProps;
    expect(new Watched(props).messages).toMatchInlineSnapshot(`
"SHAPE-MISSING  lab/monitoring/stack/grafana: no adminSecret, but there must be a text.
               Add adminSecret: '…'.

SHAPE-MISSING  lab/monitoring/stack/alerts/pages/0/options/webhook: no url, but there must be an object.
               Add url: { secretName, key }."
`);
  });

  test('with numbers that mean nothing', () => {
    const prometheus = { scrapeInterval: Duration.seconds(1), retention: Duration.forever(), volumeSize: Size.mib(1) };
    expect(
      new Watched(monitoringProps({ prometheus, alerts: { pages: [NTFY], deadMan: { ...DEAD_MAN, every: Duration.seconds(1) } } })).messages,
    ).toMatchInlineSnapshot(`
"NUMBER-ABSURD  lab/monitoring/stack: scrapeInterval: 1 s, but exporters are asked in whole seconds, 5 or more.
               Leave it out for 30 s.

NUMBER-ABSURD  lab/monitoring/stack: retention: never, but samples are kept for hours at least, and not for ever.
               Leave it out for 30 days.

NUMBER-ABSURD  lab/monitoring/stack: volumeSize: 1Mi, but the log of three hours needs room.
               Leave it out, or say 1 GiB or more.

NUMBER-ABSURD  lab/monitoring/stack: a dead-man receiver called each 1 s, but rules are evaluated less often.
               Leave it out for 5 min."
`);
  });

  test('under the label of another cluster', () => {
    const app = new App({ outdir: '/nowhere' });
    for (const name of ['one', 'two'])
      new Monitoring(new Cluster(app, name, { facts: watched() }).monitoring, 'stack', monitoringProps({ clusterLabel: 'home' }));
    expect(messages(app.build().findings)).toMatchInlineSnapshot(`
"MONITORING-LABEL-CLASH  two/monitoring/stack: the label cluster="home", but one/monitoring/stack has it.
                        Give one of them another clusterLabel."
`);
  });

  test('in no cluster', () => {
    expect(() => new Monitoring(new Chart(new App({ outdir: '/nowhere' }), 'chart'), 'stack', monitoringProps())).toThrowErrorMatchingInlineSnapshot(`
"MONITORING-WITHOUT-CLUSTER  chart/stack: monitoring in no cluster, but its alerts follow from one.
  Put it into cluster.monitoring."
`);
  });
});

describe('monitoring is warned of', () => {
  test('when nobody outside would notice its death', () => {
    expect(new Watched(monitoringProps({ alerts: { pages: [NTFY] } })).messages).toMatchInlineSnapshot(`
"MONITORING-NO-DEAD-MAN  lab/monitoring/stack: no dead-man receiver, and when dash dies, nobody is told of that, or of anything after it.
                        Name one outside of the cluster in alerts.deadMan, or accept it with a reason."
`);
    const accept = [
      { code: 'CONTROL-SINGLE-SERVER', reason: 'a lab' },
      { code: 'MONITORING-NO-DEAD-MAN', reason: 'somebody looks each day' },
    ];
    expect(new Watched({ grafana: { adminSecret: 'grafana-admin' } }, watched([dash()], { accept })).messages).toBe('');
  });

  test('when an app must be back before it would be missed', () => {
    const quick = (scrapeInterval?: Duration) =>
      new Watched(monitoringProps({ prometheus: scrapeInterval === undefined ? {} : { scrapeInterval } }), watched(), (cluster) => {
        new SinglePodFlexible(cluster.workers, 'blog', appProps({ objective: { rto: Duration.seconds(140) } }));
      }).messages;
    expect(quick(Duration.seconds(120))).toMatchInlineSnapshot(`
"OBJECTIVE-UNSEEN  lab/worker/blog: back within 2 min 20 s, but Prometheus asks each 2 min and sees what lasts 4 min.
                  Let prometheus.scrapeInterval be shorter, ask for less, or accept it with a reason."
`);
    expect(quick()).toBe('');
  });
});

test('what is left open about monitoring is noted', () => {
  const lab = new Watched(monitoringProps());
  expect(messages(lab.cluster.verdict().notes.filter((one) => one.code.startsWith('MONITORING-')))).toMatchInlineSnapshot(`
"MONITORING-EXPORTERS-OPEN  lab/monitoring/stack: node exporters without certificates, and whoever reaches port 9100 of a node reads what it does.
                           Say exporterTls, or let the firewalls of the nodes close the port.

MONITORING-NO-STATE-BACKUP  lab/monitoring/stack: no alert for a backup that is too old, for nobody says that the cluster's own state is backed up.
                            Say it in controlPlane.stateBackup of the facts."
`);
});
