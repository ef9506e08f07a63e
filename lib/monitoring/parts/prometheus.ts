import { EnvValue } from '../../availability/ask/container/env';
import { Probe } from '../../availability/ask/container/health';
import type { ResourcesProps } from '../../availability/ask/container/resources';
import { Client } from '../../availability/ask/network/client';
import { Port } from '../../availability/ask/network/port';
import { SessionAffinity } from '../../availability/ask/network/service';
import { Volume } from '../../availability/ask/volume/volume';
import { type HighlyAvailableProps, Replicas } from '../../availability/ask/workload';
import { NodeRole } from '../../cluster/node';
import { Duration, type Size } from '../../cluster/units';
import { renderConfigYaml } from '../../kubernetes/yaml';
import { CONFIG_FOLDER, type PrometheusConfig, prometheusConfig, rulesFolder } from '../config/prometheus';
import { IMAGES, NOBODY } from '../images';
import { EXPORTER_TLS_FOLDER, GRAFANA } from '../names';
import { OWN_PORT } from '../scrapes';

const PORT = 9090;
const DATA = '/prometheus';

/** What Prometheus is made of. */
export interface PrometheusPart extends PrometheusConfig {
  readonly resources: ResourcesProps;
  readonly volume: Size;
  readonly storageClass: string | undefined;
  readonly exporterTlsSecret: string | undefined;
  /** Of apps, to ask them by. */
  readonly secrets: readonly Volume[];
  /** The Prometheus operator runs it, and configures it by objects of its own. */
  readonly operated: boolean;
}

/** Prometheus: scrapes targets, stores samples, and evaluates rules. */
export function prometheus(part: PrometheusPart): HighlyAvailableProps {
  const { namespace, resources, volume, storageClass, rules, exporterTlsSecret, secrets, highlyAvailable, operated } = part;
  const files = [
    { path: CONFIG_FOLDER, files: { 'prometheus.yml': renderConfigYaml(prometheusConfig(part)) } },
    ...rules.map((some, index) => ({ path: rulesFolder(index), files: some })),
  ];
  return {
    namespace,
    image: IMAGES.prometheus,
    resources,
    placement: { role: NodeRole.MONITORING },
    replicas: highlyAvailable ? Replicas.two('each one scrapes every target itself; a third adds nothing') : undefined,
    args: [
      `--config.file=${CONFIG_FOLDER}/prometheus.yml`,
      `--storage.tsdb.path=${DATA}`,
      '--config.auto-reload',
      // After a restart what fires goes on. By default that holds only for alerts that wait for ten minutes (rules/group.go).
      '--rules.alert.for-grace-period=0s',
    ],
    env: { POD_NAME: EnvValue.fromField('metadata.name') },
    network: {
      ports: [Port.http(PORT, OWN_PORT)],
      // The two hold nearly the same, but a graph must not jump between them.
      ...(highlyAvailable ? { service: { sessionAffinity: SessionAffinity.clientIp() } } : {}),
      allowFrom: [operated ? Client.namespace(namespace) : Client.app({ name: GRAFANA, namespace })],
    },
    // Ready only once the log of the last hours is read again (web/web.go).
    health: { readiness: Probe.http('/-/ready'), liveness: Probe.http('/-/healthy'), startsWithin: Duration.minutes(15) },
    terminationGrace: Duration.minutes(2),
    volumes: [
      Volume.data(DATA, { size: volume, ...(storageClass === undefined ? {} : { storageClass }) }),
      // It looks for changes by itself, every 30 s.
      ...(operated ? [] : files.map((one) => Volume.config(one.path, { files: one.files, reloads: true }))),
      ...(exporterTlsSecret === undefined
        ? []
        : [Volume.secret(EXPORTER_TLS_FOLDER, { secretName: exporterTlsSecret, keys: ['ca.crt', 'tls.crt', 'tls.key'] })]),
      ...secrets,
    ],
    security: { user: NOBODY },
    // What each kind of discovery watches (discovery/kubernetes); the kubelet's metrics; the API server's health.
    rbac: {
      clusterRules: [
        { apiGroups: [''], resources: ['nodes', 'pods', 'services'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
        { nonResourceURLs: ['/metrics/slis'], verbs: ['get'] },
      ],
    },
  };
}
