import { parse } from 'yaml';
import { DrbdStorage, Duration, HighlyAvailable, Probe, Receiver } from '../../lib';
import { appProps } from '../support';
import { dash, HEARTBEAT, monitoringProps, NTFY, Watched, watched } from './support';

const LABELS = { release: 'kps' };
const operators = { prometheusOperator: { labels: LABELS }, monitoringNamespace: 'monitoring' };
const three = watched(
  ['d1', 'd2', 'd3'].map((name) => dash(name)),
  { policy: { operators } },
);

test('the scrapes of storage that is declared after monitoring are not lost', () => {
  const drbd = { pool: 'nvme' };
  const { facts } = watched([dash()], { policy: { operators } });
  const kinds = ({ objects }: Watched) => objects.filter(({ kind }) => /Monitor$/.test(kind)).map(({ metadata }) => metadata.name);
  const before = new Watched(monitoringProps(), { facts, drbd });
  const after = new Watched(monitoringProps(), { facts, drbd: undefined }, ({ storage }) => new DrbdStorage(storage, 'drbd', drbd));
  expect(kinds(after)).toContain('drbd');
  expect(kinds(after)).toEqual(kinds(before));
});

test('rule files whose names make no object, or the same one, are refused', () => {
  const rules = { 'a.yml': 'groups: []', 'a.yaml': 'groups: []', 'My_Rules.yaml': 'groups: []' };
  expect(new Watched(monitoringProps({ prometheus: { rules } }), watched([dash()], { policy: { operators } })).messages).toMatchInlineSnapshot(`
"MONITORING-RULES-INVALID  lab/monitoring/stack/prometheus/rules/a.yml: the PrometheusRule availability-own-a, but another file becomes the same object.
                          Rename the file.

MONITORING-RULES-INVALID  lab/monitoring/stack/prometheus/rules/a.yaml: the PrometheusRule availability-own-a, but another file becomes the same object.
                          Rename the file.

MONITORING-RULES-INVALID  lab/monitoring/stack/prometheus/rules/My_Rules.yaml: the PrometheusRule availability-own-My_Rules, but an object has a-z, 0-9, "-" and "." in its name.
                          Rename the file."
`);
  expect(new Watched(monitoringProps({ prometheus: { rules } })).messages).toBe('');
});

describe('with the Prometheus operator', () => {
  const lab = new Watched(monitoringProps({ highlyAvailable: true }), three, ({ workers }) => {
    new HighlyAvailable(workers, 'blog', appProps({ health: { readiness: Probe.exec('true') } }));
  });

  test('it runs Prometheus and Alertmanager, and everything else is as without it', () => {
    expect([...new Set(lab.objects.map(({ kind }) => kind))].sort()).toMatchInlineSnapshot(`
      [
        "Alertmanager",
        "AlertmanagerConfig",
        "ClusterRole",
        "ClusterRoleBinding",
        "ConfigMap",
        "DaemonSet",
        "Deployment",
        "Kustomization",
        "Namespace",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "PodMonitor",
        "Prometheus",
        "PrometheusRule",
        "Service",
        "ServiceAccount",
        "ServiceMonitor",
      ]
    `);
    expect(lab.objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)).map(({ metadata }) => metadata.name)).toEqual([
      'node-exporter',
      'kube-state-metrics',
      'grafana',
    ]);
  });

  test('two Prometheus find what has the labels, in every namespace', () => {
    expect(lab.object('Prometheus', 'prometheus').spec).toMatchObject({
      replicas: 2,
      externalLabels: { cluster: 'lab' },
      ruleSelector: { matchLabels: LABELS },
      ruleNamespaceSelector: {},
      serviceMonitorSelector: { matchLabels: LABELS },
      serviceMonitorNamespaceSelector: {},
      storage: { volumeClaimTemplate: { spec: { storageClassName: 'local-path' } } },
    });
  });

  test('what it must find has the labels', () => {
    const found = lab.objects.filter(({ kind }) => ['ServiceMonitor', 'PodMonitor', 'PrometheusRule'].includes(kind));
    expect(found.map(({ metadata }) => metadata.labels?.release)).toEqual(found.map(() => 'kps'));
    expect(found.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toMatchInlineSnapshot(`
      [
        "PrometheusRule availability-monitoring",
        "PrometheusRule availability-control-plane",
        "PrometheusRule availability-node",
        "PrometheusRule availability-storage",
        "PrometheusRule availability-app",
        "PrometheusRule availability-agent",
        "ServiceMonitor prometheus",
        "ServiceMonitor alertmanager",
        "PodMonitor node-exporter",
        "ServiceMonitor kube-state-metrics",
        "ServiceMonitor kubelet",
        "ServiceMonitor kubelet-resources",
        "ServiceMonitor kubernetes-api",
        "PodMonitor drbd",
        "ServiceMonitor linstor",
      ]
    `);
  });

  test('the rules are those of the other form, but for the pods that the operator makes', () => {
    const plain = new Watched(monitoringProps({ highlyAvailable: true }), watched(['d1', 'd2', 'd3'].map((name) => dash(name))), ({ workers }) => {
      new HighlyAvailable(workers, 'blog', appProps({ health: { readiness: Probe.exec('true') } }));
    });
    const groups = Object.values(plain.files('prometheus-etc-prometheus-rules-1')).flatMap(
      (text) => parse(text).groups as readonly { readonly name: string }[],
    );
    const theirs = lab.objects.flatMap(({ kind, spec }) =>
      kind === 'PrometheusRule' ? (spec as { readonly groups: readonly { readonly name: string }[] }).groups : [],
    );
    const sorted = (some: readonly { readonly name: string }[]) => [...some].sort((one, other) => (one.name < other.name ? -1 : 1));
    expect(sorted(theirs)).toEqual(sorted(groups.filter(({ name }) => !['app/monitoring/prometheus', 'app/monitoring/alertmanager'].includes(name))));
    expect(theirs.length).toBeGreaterThan(12);
  });

  test('Grafana asks one of the two, and stays with it', () => {
    const { sessionAffinity, ports, selector } = lab.object('Service', 'prometheus').spec as { readonly [field: string]: unknown };
    expect([sessionAffinity, ports, selector]).toEqual([
      'ClientIP',
      [{ name: 'web', port: 9090, protocol: 'TCP', targetPort: 'web' }],
      { 'app.kubernetes.io/instance': 'prometheus', 'app.kubernetes.io/name': 'prometheus' },
    ]);
  });

  test('alerts go where they go without it, by the same Secrets', () => {
    const alerts = {
      critical: [NTFY, Receiver.telegram({ chat: -1, token: { secretName: 'telegram', key: 'token' } })],
      warnings: [Receiver.webhook({ url: { secretName: 'hook', key: 'url' } })],
      heartbeat: { ...HEARTBEAT, every: Duration.minutes(10) },
    };
    const { receivers } = new Watched(monitoringProps({ alerts, highlyAvailable: true }), three).object('AlertmanagerConfig', 'alertmanager').spec as {
      readonly receivers: unknown;
    };
    expect(receivers).toMatchInlineSnapshot(`
      [
        {
          "name": "nobody",
        },
        {
          "name": "critical",
          "telegramConfigs": [
            {
              "botToken": {
                "key": "token",
                "name": "telegram",
              },
              "chatID": -1,
              "disableNotifications": false,
              "message": "{{ template "availability.title" . }}
      {{ template "availability.text" . }}",
            },
          ],
          "webhookConfigs": [
            {
              "httpConfig": {
                "authorization": {
                  "credentials": {
                    "key": "token",
                    "name": "ntfy",
                  },
                },
              },
              "payload": "{{ $t := "" }}{{ $m := "" }}{{ $n := 0 }}{{ if eq .Status "firing" }}{{ with index .Alerts.Firing 0 }}{{ $s := .Annotations.summary }}{{ if not $s }}{{ $s = .Labels.alertname }}{{ end }}{{ $t = $s }}{{ end }}{{ if gt (len .Alerts.Firing) 1 }}{{ $t = printf "%s And %d more." $t (len (slice .Alerts.Firing 1)) }}{{ end }}{{ else }}{{ with index .Alerts.Resolved 0 }}{{ $s := .Annotations.summary }}{{ if not $s }}{{ $s = .Labels.alertname }}{{ end }}{{ $t = printf "Resolved: %s" $s }}{{ end }}{{ if gt (len .Alerts.Resolved) 1 }}{{ $t = printf "%s And %d more." $t (len (slice .Alerts.Resolved 1)) }}{{ end }}{{ end }}{{ $t = printf "[%s] %s" .CommonLabels.cluster $t }}{{ range $i, $a := .Alerts.Firing }}{{ $s := .Annotations.summary }}{{ if not $s }}{{ $s = .Labels.alertname }}{{ end }}{{ if lt $i 3 }}{{ $m = printf "%s%s\\n" $m $s }}{{ with $a.Annotations.promise }}{{ $m = printf "%sPromise: %s\\n" $m . }}{{ end }}{{ with $a.Annotations.since }}{{ $m = printf "%sSince: %s\\n" $m . }}{{ end }}{{ with $a.Annotations.cause }}{{ $m = printf "%sLikely cause: %s\\n" $m . }}{{ end }}{{ with $a.Annotations.command }}{{ $m = printf "%sRun: %s\\n" $m . }}{{ end }}{{ with $a.Annotations.description }}{{ $m = printf "%s%s\\n" $m . }}{{ end }}{{ $m = printf "%s\\n" $m }}{{ else if lt $i 10 }}{{ $m = printf "%s%s\\n" $m $s }}{{ else }}{{ $n = len (slice $.Alerts.Firing 10) }}{{ end }}{{ end }}{{ if $n }}{{ $m = printf "%sAnd %d more.\\n" $m $n }}{{ end }}{{ range $i, $a := .Alerts.Resolved }}{{ if lt $i 10 }}{{ $s := .Annotations.summary }}{{ if not $s }}{{ $s = .Labels.alertname }}{{ end }}{{ $m = printf "%sResolved: %s\\n" $m $s }}{{ end }}{{ end }}{"topic":"lab","title":{{ $t | toJson }},"message":{{ printf "%.3500s" $m | toJson }},"priority":{{ if eq .Status "firing" }}5{{ else }}3{{ end }}}",
              "url": "https://ntfy.example",
            },
          ],
        },
        {
          "name": "warnings",
          "webhookConfigs": [
            {
              "urlSecret": {
                "key": "url",
                "name": "hook",
              },
            },
          ],
        },
        {
          "name": "heartbeat",
          "webhookConfigs": [
            {
              "sendResolved": false,
              "urlSecret": {
                "key": "url",
                "name": "healthchecks",
              },
            },
          ],
        },
      ]
    `);
  });

  test('on one node it runs one of each there', () => {
    const one = new Watched(monitoringProps(), watched([dash()], { policy: { operators } }));
    expect(one.object('Prometheus', 'prometheus').spec).toMatchObject({ replicas: 1 });
    expect(JSON.stringify(one.object('Alertmanager', 'alertmanager').spec)).toContain('"dash"');
  });
});
