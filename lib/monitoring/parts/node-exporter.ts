import { EnvValue } from '../../availability/ask/container/env';
import { Probe } from '../../availability/ask/container/health';
import { Mount, MountPropagation } from '../../availability/ask/container/mount';
import { Allow } from '../../availability/ask/container/security';
import { Port } from '../../availability/ask/network/port';
import { Volume } from '../../availability/ask/volume/volume';
import { HostPathType } from '../../availability/ask/volume/volume-options';
import type { NodeAgentProps } from '../../availability/ask/workload';
import { Cpu, Size } from '../../cluster/units';
import { renderConfigYaml } from '../../kubernetes/yaml';
import { IMAGES } from '../images';
import { NODE_EXPORTER } from '../names';

const PORT = 9100;
export const NODE_EXPORTER_RESOURCES = { cpu: Cpu.millis(20), memory: Size.mib(32), memoryLimit: Size.mib(96), ephemeralStorage: Size.mib(32) };
const TLS_FOLDER = '/etc/node-exporter/tls';
const CONFIG_FOLDER = '/etc/node-exporter/config';
/** Where programs on a node put their own metrics. */
const TEXTFILES = '/var/lib/node-exporter';

const SYS = Volume.hostPath('/host/sys', { hostPath: '/sys', readOnly: true });
const ROOT = Volume.hostPath('/host/root', { hostPath: '/', readOnly: true });

/** What the exporter is made of. */
export interface NodeExporterPart {
  readonly namespace: string;
  /** A Secret with `tls.crt`, `tls.key` and `ca.crt`; undefined: plain HTTP. */
  readonly tlsSecret: string | undefined;
}

/**
 * The Prometheus node exporter on every node of the cluster, including tainted ones, so that no node goes unwatched.
 *
 * Source: docs/sources.md, "Homelab Cluster Architektur (v1.2)", "Node Exporter für alle Cluster-Nodes". Arguments: kube-prometheus, node-exporter 1.12.1.
 */
export function nodeExporter({ namespace, tlsSecret }: NodeExporterPart): NodeAgentProps {
  return {
    name: NODE_EXPORTER,
    namespace,
    image: IMAGES.nodeExporter,
    resources: NODE_EXPORTER_RESOURCES,
    critical: { reason: 'a node in trouble needs its metrics most' },
    args: [
      `--web.listen-address=[$(HOST_IP)]:${PORT}`,
      ...(tlsSecret === undefined ? [] : [`--web.config.file=${CONFIG_FOLDER}/web.yml`]),
      '--path.sysfs=/host/sys',
      '--path.rootfs=/host/root',
      '--path.udev.data=/host/root/run/udev/data',
      `--collector.textfile.directory=${TEXTFILES}`,
      '--no-collector.wifi',
      '--no-collector.btrfs',
      '--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/k3s/containerd/.+|var/lib/docker/.+|var/lib/kubelet/pods/.+)($|/)',
      '--collector.netclass.ignored-devices=^(veth.*|cali[a-f0-9]*|cni.*|flannel.*)$',
      '--collector.netdev.device-exclude=^(veth.*|cali[a-f0-9]*|cni.*|flannel.*)$',
    ],
    // The node's address on the cluster network only.
    env: { HOST_IP: EnvValue.fromField('status.hostIP') },
    network: { ports: [Port.tcp(PORT, 'metrics').unexposed()] },
    // So that a rollout stops where the new version does not answer. The kubelet has no certificate to show.
    health: { readiness: tlsSecret === undefined ? Probe.http('/', 'metrics') : Probe.tcp('metrics') },
    volumes: [
      SYS.unmounted(),
      ROOT.unmounted(),
      Volume.hostPath(TEXTFILES, { readOnly: true, type: HostPathType.DIRECTORY_OR_CREATE }),
      ...(tlsSecret === undefined
        ? []
        : [
            Volume.secret(TLS_FOLDER, { secretName: tlsSecret, keys: ['ca.crt', 'tls.crt', 'tls.key'] }),
            Volume.config(CONFIG_FOLDER, { files: { 'web.yml': renderConfigYaml(WEB) } }),
          ]),
    ],
    // What the node mounts later must be seen too.
    mounts: [SYS, ROOT].map((volume) => Mount.of(volume, undefined, { propagation: MountPropagation.HOST_TO_CONTAINER })),
    security: {
      allow: [
        Allow.hostNetwork("without it the exporter would count the pod's own network"),
        Allow.hostProcesses("without it the exporter would count the pod's own processes"),
      ],
    },
  };
}

/** Clients must show a certificate from the same authority (exporter-toolkit, docs/web-configuration.md). */
const WEB = {
  tls_server_config: {
    cert_file: `${TLS_FOLDER}/tls.crt`,
    key_file: `${TLS_FOLDER}/tls.key`,
    client_auth_type: 'RequireAndVerifyClientCert',
    client_ca_file: `${TLS_FOLDER}/ca.crt`,
  },
};
