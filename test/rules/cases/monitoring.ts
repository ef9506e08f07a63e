import { Chart } from 'cdk8s';
import {
  App,
  Cluster,
  DrbdStorage,
  ExporterTls,
  Monitoring,
  type MonitoringProps,
  NodeExporter,
  NodeRole,
  PoolKind,
  SinglePodFlexible,
  StateBackupReport,
} from '../../../lib';
import type { Finding } from '../../../lib/cluster/finding';
import { Duration, Size } from '../../../lib/cluster/units';
import { Receiver } from '../../../lib/monitoring/receiver';
import { dash, HEARTBEAT, monitoringProps, NTFY, Watched, type WatchedCluster, watched } from '../../monitoring/support';
import { appProps, controlPlane } from '../../support';
import { type Case, type Cases, thrown } from '../case';

type Given = readonly [props: Partial<MonitoringProps>, lab?: WatchedCluster, rest?: (cluster: Cluster) => void];

const judged =
  ([props, ...rest]: Given) =>
  (): readonly Finding[] =>
    new Watched(monitoringProps(props), ...rest).app.build().findings;
const stack = (wrong: Given, right: Given): Case => ({ fires: judged(wrong), silent: judged(right) });
const noted =
  ([props, ...rest]: Given) =>
  (): readonly Finding[] =>
    new Watched(monitoringProps(props), ...rest).cluster.verdict().notes;
const ofNotes = (wrong: Given, right: Given): Case => ({ fires: noted(wrong), silent: noted(right) });

const TWO = watched([dash('d1'), dash('d2')]);
const THREE = watched([dash('d1'), dash('d2'), dash('d3')]);
/** Only DRBD has storage for monitoring. */
const STORING = watched(
  [dash('dash', { roles: [NodeRole.MONITORING, NodeRole.STORAGE], pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100) }] })],
  { drbd: { pool: 'nvme' } },
);
const STATE_BACKUP = { every: Duration.hours(12), reportedBy: StateBackupReport.NODE_FILE };

const alerts = (given: Partial<NonNullable<MonitoringProps['alerts']>>) => ({ alerts: { critical: [NTFY], heartbeat: HEARTBEAT, ...given } });
const withMemory = (mib: number) => watched([dash('dash', { memory: Size.mib(mib) })]);
const keeping = (days: number) => ({ prometheus: { retention: Duration.days(days), volumeSize: Size.gib(5) } });
const asking = (scrapeInterval: Duration): Given => [
  { prometheus: { scrapeInterval } },
  watched(),
  (cluster) => new SinglePodFlexible(cluster.workers, 'blog', appProps({ objective: { rto: Duration.seconds(140) } })),
];
const ntfy = (topic: string) => Receiver.ntfy({ url: 'https://ntfy.example', topic, token: { secretName: 'ntfy', key: 'token' } });
const telegram = (key: string) => Receiver.telegram({ chat: 1, token: { secretName: 'telegram', key } });
const rules = (text: string) => ({ prometheus: { rules: { 'ups.yaml': text } } });
const target = (address: string) => ({ prometheus: { targets: [{ job: 'router', addresses: [address] }] } });
const dashboard = (file: string) => ({ grafana: { secretName: 'grafana-admin', dashboards: { [file]: '{}' } } });
const labelled =
  (...labels: string[]) =>
  (): readonly Finding[] => {
    const app = new App({ outdir: '/nowhere' });
    for (const [index, clusterLabel] of labels.entries())
      new Monitoring(new Cluster(app, `lab${index}`, { facts: watched().facts }).monitoring, 'stack', monitoringProps({ clusterLabel }));
    return app.build().findings;
  };

export const MONITORING_CASES = {
  'MONITORING-NO-NODE': stack([{}, watched([])], [{}, watched([dash()])]),
  'MONITORING-HA-NODES': stack([{ highlyAvailable: true }, TWO], [{ highlyAvailable: true }, THREE]),
  'MONITORING-NODE-UNKNOWN': stack([{ node: 'w1' }], [{ node: 'dash' }]),
  'MONITORING-NO-STORAGE': stack([{}, watched([dash()], { drbd: { pool: 'nvme' } })], [{}, watched([dash()])]),
  'MONITORING-NODE-TOO-SMALL': stack([{}, withMemory(1536)], [{}, withMemory(2048)]),
  'MONITORING-RETENTION': stack([keeping(400)], [keeping(40)]),
  'MONITORING-RULES-INVALID': stack([rules('alert: UpsOnBattery')], [rules('groups: []')]),
  'MONITORING-TARGET-INVALID': stack([target('router.lab.example')], [target('router.lab.example:9100')]),
  'MONITORING-DASHBOARD-CLASH': stack([dashboard('cluster.json')], [dashboard('my-cluster.json')]),
  'MONITORING-EXPORTER-TWICE': {
    fires: judged([{}, watched(), (cluster) => new NodeExporter(cluster.monitoring, 'exporter', { namespace: 'metrics' })]),
    silent: () => {
      const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: watched().facts });
      new NodeExporter(cluster.monitoring, 'exporter', { namespace: 'metrics' });
      return cluster.verdict().open;
    },
  },
  'MONITORING-LABEL-CLASH': { fires: labelled('home', 'home'), silent: labelled('home', 'attic') },
  'MONITORING-WITHOUT-CLUSTER': {
    fires: thrown(() => new Monitoring(new Chart(new App(), 'own'), 'stack', monitoringProps())),
    silent: thrown(() => new Monitoring(new Cluster(new App(), 'lab', { facts: watched().facts }).monitoring, 'stack', monitoringProps())),
  },
  'MONITORING-TOO-EARLY': stack([{}, { ...STORING, drbd: undefined }, (cluster) => new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' })], [{}, STORING]),
  'MONITORING-NO-HEARTBEAT': stack([{ alerts: { critical: [NTFY] } }], [alerts({})]),
  'OBJECTIVE-UNSEEN': stack(asking(Duration.seconds(71)), asking(Duration.seconds(70))),
  'ALERT-NOBODY': stack([alerts({ warnings: [] })], [alerts({ warnings: [NTFY] })]),
  'ALERT-RECEIVER-INVALID': stack([alerts({ warnings: [ntfy('my lab')] })], [alerts({ warnings: [ntfy('my-lab')] })]),
  'ALERT-WITHOUT-SECRET': stack([alerts({ warnings: [telegram(' ')] })], [alerts({ warnings: [telegram('token')] })]),
  // Where monitoring has no place there is nothing to count.
  'MONITORING-SIZE': ofNotes([{}], [{}, watched([])]),
  'MONITORING-EXPORTERS-OPEN': ofNotes([{}], [{ exporterTls: ExporterTls.secret('exporter-tls') }]),
  'MONITORING-WITH-OTHERS': ofNotes([{}, watched([dash('dash', { roles: [NodeRole.MONITORING, NodeRole.INGRESS] })])], [{}]),
  'MONITORING-NO-STATE-BACKUP': ofNotes([{}], [{}, watched([dash()], { controlPlane: controlPlane({ stateBackup: STATE_BACKUP }) })]),
} satisfies Cases;
