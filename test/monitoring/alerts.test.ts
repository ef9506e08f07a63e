import { parse } from 'yaml';
import {
  Datastore,
  Duration,
  HighlyAvailable,
  NodeAgent,
  NodeRole,
  Probe,
  Replicas,
  ScheduledJob,
  SinglePodFlexible,
  SinglePodPinned,
  Size,
  StateBackupReport,
  Volume,
} from '../../lib';
import { appProps, control, controlPlane, RESOURCES, worker } from '../support';
import { dash, LOCAL_PATH, monitoringProps, Watched, watched } from './support';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: { readonly [name: string]: string };
  readonly annotations?: { readonly [name: string]: string };
}

/** Every rule of the first folder. */
function rulesOf(some: Watched): readonly Rule[] {
  return Object.values(some.files('prometheus-etc-prometheus-rules-1')).flatMap((text) =>
    (parse(text).groups as readonly { readonly rules: readonly Rule[] }[]).flatMap((group) => group.rules),
  );
}

/** The alerts of one app or node, each in a line. */
function alertsOf(some: Watched, of: { readonly app?: string; readonly node?: string }): readonly string[] {
  return rulesOf(some)
    .filter((rule) => rule.alert !== undefined && Object.entries(of).every(([name, value]) => rule.labels?.[name] === value))
    .map((rule) => `${rule.alert} ${rule.labels?.severity} after ${rule.for ?? '0s'}`);
}

const PROBED = { health: { readiness: Probe.exec('true') } };

describe('alerts of an app follow from its class', () => {
  const lab = new Watched(monitoringProps(), watched(), ({ workers }) => {
    new SinglePodFlexible(workers, 'promised', appProps({ objective: { rto: Duration.minutes(5) }, volumes: [Volume.data('/data', { size: Size.gib(1) })] }));
    new SinglePodFlexible(workers, 'free', appProps());
    new SinglePodPinned(workers, 'bound', { ...appProps(), node: { name: 'w1', reason: 'a cable' } });
    new HighlyAvailable(workers, 'three', appProps(PROBED));
    new HighlyAvailable(workers, 'two', { ...appProps(PROBED), replicas: Replicas.two('a licence') });
    new ScheduledJob(workers, 'nightly', {
      image: appProps().image,
      resources: RESOURCES,
      schedule: '0 3 * * *',
      timeZone: 'Etc/UTC',
      deadline: Duration.hours(1),
    } as never);
    new NodeAgent(workers, 'agent', appProps() as never);
  });

  test.each([
    ['promised', 'SinglePodDown critical after 5m'],
    ['free', 'SinglePodDown warning after 15m'],
    ['bound', 'SinglePodDown warning after 15m'],
    ['three', 'HighlyAvailableDown critical after 1m'],
    ['two', 'HighlyAvailableDown critical after 1m'],
    ['nightly', 'JobLate warning after 0s'],
    ['agent', 'NodeAgentMissing warning after 15m'],
  ])('%s', (app, alert) => {
    expect(alertsOf(lab, { app })).toContain(alert);
  });

  test('and no class has those of another', () => {
    const kinds = (app: string) => new Set(alertsOf(lab, { app }).map((line) => /^(SinglePod|HighlyAvailable|Job|NodeAgent|App)/.exec(line)?.[1]));
    expect(['promised', 'free', 'bound', 'three', 'two', 'nightly', 'agent'].map((app) => [...kinds(app)].join(' and '))).toEqual([
      'SinglePod and App',
      'SinglePod and App',
      'SinglePod and App',
      'HighlyAvailable and App',
      'HighlyAvailable and App',
      'Job',
      'NodeAgent',
    ]);
  });

  test('and each says which promise is at stake, since when, what is probably wrong, and what to type', () => {
    expect(rulesOf(lab).find((rule) => rule.alert === 'SinglePodDown' && rule.labels?.app === 'promised')).toMatchInlineSnapshot(`
      {
        "alert": "SinglePodDown",
        "annotations": {
          "cause": "The pod fails to start, does not fit on w1, w2 and w3, or its volume is still attached to a dead node.",
          "command": "kubectl -n promised describe pods -l app.kubernetes.io/name=promised",
          "promise": "Broken: back within 5 min (its objective). If its node crashes, it is back after 22 s to 3 min 7 s.",
          "since": "{{ with query "max(max_over_time(timestamp(app:replicas_available:max{namespace=\\"promised\\",app=\\"promised\\"} >= 1)[1d:1m]))" }}{{ (. | first | value | toTime).Format "2006-01-02 15:04 MST" }}{{ else }}more than a day ago{{ end }}",
          "summary": "promised/promised is down.",
        },
        "expr": "app:replicas_available:max{namespace="promised",app="promised"} < 1",
        "for": "5m",
        "keep_firing_for": "3m",
        "labels": {
          "app": "promised",
          "availability_class": "SinglePodFlexible",
          "namespace": "promised",
          "severity": "critical",
        },
      }
    `);
    for (const rule of rulesOf(lab).filter(({ alert }) => alert !== undefined))
      expect([
        rule.alert,
        Object.entries(rule.annotations ?? {})
          .filter(([, text]) => text.trim() !== '')
          .map(([name]) => name),
      ]).toEqual([rule.alert, ['summary', 'promise', 'since', 'cause', 'command']]);
  });
});

test('all pods on one node is no news where only one node can run them', () => {
  const accept = [{ code: 'HA-ONE-NODE', reason: 'there is one' }] as const;
  const lab = new Watched(monitoringProps(), watched([dash(), worker('w9', { roles: [NodeRole.WORKER, NodeRole.INGRESS], pools: [] })]), ({ workers }) => {
    new HighlyAvailable(workers, 'web', { ...appProps({ ...PROBED, placement: { role: NodeRole.INGRESS }, accept }), replicas: Replicas.two('one node') });
  });
  expect(alertsOf(lab, { app: 'web' })).not.toContain('HighlyAvailableOnOneNode warning after 15m');
});

describe('alerts of a node', () => {
  test('tell of its death, of its disk and of its memory, and what its death does', () => {
    const lab = new Watched(monitoringProps(), watched(), ({ workers }) => {
      new SinglePodFlexible(workers, 'blog', appProps());
      new SinglePodPinned(workers, 'stick', { ...appProps(), node: { name: 'w1', reason: 'a cable' } });
    });
    expect(alertsOf(lab, { node: 'w1' })).toEqual(
      expect.arrayContaining(['NodeDown warning after 2m', 'NodeDiskFilling warning after 15m', 'NodeMemoryShort warning after 15m']),
    );
    expect(rulesOf(lab).find((rule) => rule.alert === 'NodeDown' && rule.labels?.node === 'w1')?.annotations?.promise).toMatchInlineSnapshot(
      `"Back elsewhere after 71 s to 2 min 7 s, if they ran here: blog. Down until the node is back: stick."`,
    );
  });

  test('do not call the cache of ZFS used memory, and watch nodes without ZFS as well', () => {
    const short = rulesOf(new Watched(monitoringProps())).find((rule) => rule.alert === 'NodeMemoryShort' && rule.labels?.node === 'w1');
    expect(short?.expr).toMatchInlineSnapshot(
      `"max((node_memory_MemAvailable_bytes{node="w1"} + clamp_min(node_zfs_arc_size{node="w1"} - node_zfs_arc_c_min{node="w1"}, 0) or node_memory_MemAvailable_bytes{node="w1"}) / node_memory_MemTotal_bytes{node="w1"} < 0.1) >= 0"`,
    );
  });

  test('tell what is different on this node', () => {
    const nodes = [control('c1', { roles: [NodeRole.CONTROL, NodeRole.WORKER] }), worker('w1'), dash()];
    const lab = new Watched(monitoringProps(), watched([], { nodes, storage: { classes: [LOCAL_PATH] } }), ({ workers }) => {
      new SinglePodFlexible(workers, 'blog', appProps());
    });
    const promises = rulesOf(lab).flatMap(({ alert, labels, annotations }) =>
      (alert === 'NodeDown' && labels?.node === 'c1') || (alert === 'SinglePodDown' && labels?.app === 'blog') ? [annotations?.promise] : [],
    );
    expect(promises).toMatchInlineSnapshot(`
      [
        "No recovery time: it has no objective. If its node crashes, it is back after 71 s to 2 min 7 s; on c1, the only server, down until repair.",
        "On this node, the only server, down until repair: blog.",
      ]
    `);
  });

  test('tell of the node that monitoring lives on before it dies', () => {
    const lab = new Watched(monitoringProps());
    expect(alertsOf(lab, { node: 'dash' })).toContain('MonitoringNodeAtRisk warning after 15m');
    expect(alertsOf(lab, { node: 'w1' })).not.toContain('MonitoringNodeAtRisk warning after 15m');
  });

  test('tell of a witness that no longer votes', () => {
    const lab = new Watched(monitoringProps(), watched([dash(), worker('w4', { roles: [NodeRole.WITNESS], pools: [] })]));
    expect(alertsOf(lab, { node: 'w4' })).toContain('WitnessLost warning after 5m');
  });
});

describe('a backup of the cluster state that is too old', () => {
  const told = (stateBackup: { readonly every: Duration; readonly reportedBy: StateBackupReport } | undefined) =>
    rulesOf(
      new Watched(
        monitoringProps(),
        watched([dash()], { controlPlane: controlPlane({ datastore: Datastore.EMBEDDED_ETCD, ...(stateBackup === undefined ? {} : { stateBackup }) }) }),
      ),
    )
      .filter((rule) => rule.alert === 'StateBackupTooOld')
      .map((rule) => rule.expr);

  test('is told of by what writes it down: K3s, or a file on a node', () => {
    expect(told({ every: Duration.hours(12), reportedBy: StateBackupReport.K3S_SNAPSHOTS })).toEqual([
      'time() - (max(max_over_time(k3s_etcd_snapshot_created[25h])) or vector(0)) > 90000',
    ]);
    expect(told({ every: Duration.days(1), reportedBy: StateBackupReport.NODE_FILE })).toEqual([
      'time() - (max(max_over_time(cluster_state_backup_timestamp_seconds[49h])) or vector(0)) > 176400',
    ]);
  });

  test('cannot be told of where nobody says that there is one', () => {
    expect(told(undefined)).toEqual([]);
  });
});
