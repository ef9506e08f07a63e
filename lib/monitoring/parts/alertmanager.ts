import { EnvValue } from '../../availability/ask/container/env';
import { Probe } from '../../availability/ask/container/health';
import { Client } from '../../availability/ask/network/client';
import { Port } from '../../availability/ask/network/port';
import { Volume } from '../../availability/ask/volume/volume';
import { type HighlyAvailableProps, Replicas } from '../../availability/ask/workload';
import { NodeRole } from '../../cluster/node';
import { Cpu, Size } from '../../cluster/units';
import { renderConfigYaml } from '../../kubernetes/yaml';
import { ALERTMANAGER_FOLDER, alertmanagerConfig, alertmanagerTemplates, secretFolder, secretsOf } from '../config/alertmanager';
import { IMAGES, NOBODY } from '../images';
import { ALERTMANAGER, GRAFANA, PROMETHEUS } from '../names';
import { ALERTMANAGERS } from '../place';
import type { AlertReceivers } from '../receiver';
import { OWN_PORT } from '../scrapes';

const DATA = '/alertmanager';
/** What fires, and what was said of it for five days, is a few MiB: no class makes less. */
export const ALERTMANAGER_VOLUME = Size.gib(1);
const GOSSIP = 9094;

/** What Alertmanager is made of. */
export interface AlertmanagerPart {
  readonly namespace: string;
  readonly alerts: AlertReceivers | undefined;
  readonly storageClass: string | undefined;
  readonly highlyAvailable: boolean;
  /** The Prometheus operator runs it, and configures it by objects of its own. */
  readonly operated: boolean;
}

/** Alertmanager: groups alerts from Prometheus, remembers what it sent, and notifies people. */
export function alertmanager({ namespace, alerts, storageClass, highlyAvailable, operated }: AlertmanagerPart): HighlyAvailableProps {
  const peers = Array.from({ length: ALERTMANAGERS }, (_, index) => `--cluster.peer=${ALERTMANAGER}-${index}.${ALERTMANAGER}-pods.${namespace}.svc:${GOSSIP}`);
  return {
    namespace,
    image: IMAGES.alertmanager,
    // An estimate: it holds what fires, and what was said of it for five days.
    resources: { cpu: Cpu.millis(10), memory: Size.mib(48), memoryLimit: Size.mib(128), ephemeralStorage: Size.mib(32) },
    placement: { role: NodeRole.MONITORING },
    replicas: highlyAvailable ? Replicas.of(ALERTMANAGERS) : undefined,
    args: [
      `--config.file=${ALERTMANAGER_FOLDER}/config/alertmanager.yml`,
      `--storage.path=${DATA}`,
      // Alone it has nobody to agree with.
      ...(highlyAvailable ? [`--cluster.advertise-address=$(POD_IP):${GOSSIP}`, ...peers] : ['--cluster.listen-address=']),
    ],
    ...(highlyAvailable ? { env: { POD_IP: EnvValue.fromField('status.podIP') } } : {}),
    network: {
      ports: [Port.http(9093, OWN_PORT), ...(highlyAvailable ? [Port.tcp(GOSSIP, 'gossip').unexposed(), Port.udp(GOSSIP, 'gossip-udp').unexposed()] : [])],
      allowFrom: operated ? [Client.namespace(namespace)] : [Client.app({ name: PROMETHEUS, namespace }), Client.app({ name: GRAFANA, namespace })],
    },
    health: { readiness: Probe.http('/-/ready'), liveness: Probe.http('/-/healthy') },
    volumes: [
      Volume.data(DATA, { size: ALERTMANAGER_VOLUME, ...(storageClass === undefined ? {} : { storageClass }) }),
      // It reads them once: a change restarts it. What lies in Secrets it reads for each message.
      Volume.config(`${ALERTMANAGER_FOLDER}/config`, {
        files: { ...(operated ? {} : { 'alertmanager.yml': renderConfigYaml(alertmanagerConfig(alerts)) }), ...alertmanagerTemplates() },
      }),
      ...[...secretsOf(alerts)].map(([secretName, keys]) => Volume.secret(secretFolder(secretName), { secretName, keys })),
    ],
    security: { user: NOBODY },
  };
}
