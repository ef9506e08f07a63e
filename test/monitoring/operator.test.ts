import { Duration, HighlyAvailable, Probe, Receiver } from '../../lib';
import { appProps } from '../support';
import { DEAD_MAN, dash, monitoringProps, NTFY, Watched, watched } from './support';

const LABELS = { release: 'kps' };
const operators = { prometheusOperator: { labels: LABELS }, monitoringNamespace: 'monitoring' };
const three = watched(
  ['d1', 'd2', 'd3'].map((name) => dash(name)),
  { policy: { operators } },
);

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
  "PodMonitor node-exporter",
  "ServiceMonitor kube-state-metrics",
  "ServiceMonitor prometheus",
  "ServiceMonitor alertmanager",
  "ServiceMonitor kubernetes-api",
  "ServiceMonitor kubelet",
  "ServiceMonitor kubelet-resources",
  "PodMonitor drbd",
  "ServiceMonitor linstor",
  "PrometheusRule availability-monitoring",
  "PrometheusRule availability-control",
  "PrometheusRule availability-node",
  "PrometheusRule availability-storage",
  "PrometheusRule availability-app",
  "PrometheusRule availability-agent",
]
`);
  });

  test('the rules are those of the other form, but for the pods that the operator makes', () => {
    const rules = (some: Watched) =>
      JSON.stringify(some.objects.flatMap(({ kind, spec, data }) => (kind === 'PrometheusRule' ? [spec] : kind === 'ConfigMap' ? [data] : [])));
    const plain = new Watched(monitoringProps({ highlyAvailable: true }), watched(['d1', 'd2', 'd3'].map((name) => dash(name))), ({ workers }) => {
      new HighlyAvailable(workers, 'blog', appProps({ health: { readiness: Probe.exec('true') } }));
    });
    const names = (text: string) => [...new Set([...text.matchAll(/alert(?:"?:"|: )([A-Z]\w+)/g)].map((match) => match[1]))].sort();
    expect(names(rules(lab))).toEqual(names(rules(plain)));
    expect(names(rules(lab)).length).toBeGreaterThan(15);
  });

  test('alerts go where they go without it, by the same Secrets', () => {
    const alerts = {
      pages: [NTFY, Receiver.telegram({ chat: -1, token: { secretName: 'telegram', key: 'token' } })],
      warnings: [Receiver.webhook({ url: { secretName: 'hook', key: 'url' } })],
      deadMan: { ...DEAD_MAN, every: Duration.minutes(10) },
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
    "name": "pages",
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
        "payload": "{{ $t := printf "[%s] All is well again." .CommonLabels.cluster }}{{ if eq .Status "firing" }}{{ $t = printf "[%s] %s" .CommonLabels.cluster (index .Alerts.Firing 0).Annotations.summary }}{{ end }}{{ $m := "" }}{{ range .Alerts.Firing }}{{ $m = printf "%s%s\\nPromise: %s\\nSince: %s\\nProbably: %s\\nType: %s\\n\\n" $m .Annotations.summary .Annotations.promise .Annotations.since .Annotations.cause .Annotations.command }}{{ end }}{{ range .Alerts.Resolved }}{{ $m = printf "%sWell again: %s\\n" $m .Annotations.summary }}{{ end }}{"topic":"lab","title":{{ $t | toJson }},"message":{{ $m | toJson }},"priority":5}",
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
    "name": "dead-man",
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
