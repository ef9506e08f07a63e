import { Construct } from 'constructs';
import { Image } from '../availability/app/image';
import { PodSecurityLevel } from '../availability/app/security';
import { Cpu, Size } from '../cluster/units';
import { findCluster } from '../kubernetes/context';
import { KubeObject } from '../kubernetes/kube-object';
import { objectLabels, selectorLabels, versionLabel } from '../kubernetes/labels';
import type { DaemonSetSpec } from '../kubernetes/plain';
import { renderResources } from '../kubernetes/pod';

/** Tag and digest seen together in two public repositories, 2026-11. */
const IMAGE = Image.of('quay.io/prometheus/node-exporter', 'v1.12.1', 'sha256:1b4e4438faca4dd7e001dd445d161a4a2091b0fededa84093b3a8dfeae1f1be0');
const PORT = 9100;
const NAME = 'node-exporter';
const RESOURCES = { cpu: Cpu.millis(20), memory: Size.mib(32), memoryLimit: Size.mib(96), ephemeralStorage: Size.mib(32) };

/** Where the exporter is put. */
export interface NodeExporterProps {
  /** @default monitoring */
  readonly namespace?: string;
}

/**
 * The Prometheus node exporter on every node of the cluster, tainted ones too, so that none of them goes unwatched.
 *
 * No NetworkPolicy: its pods are on the nodes' own network, where none reaches them; who may ask is for the nodes' firewalls.
 *
 * Source: seed 002, "Node Exporter für alle Cluster-Nodes". Arguments: kube-prometheus, node-exporter 1.12.1.
 */
export class NodeExporter extends Construct {
  constructor(scope: Construct, id: string, props: NodeExporterProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? 'monitoring';
    findCluster(this)?.namespace(this, namespace, PodSecurityLevel.PRIVILEGED);
    findCluster(this)?.onEveryNode(RESOURCES);
    new KubeObject(this, 'daemon-set', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: NAME, namespace, labels: objectLabels(NAME, versionLabel(IMAGE.tag)) },
      spec: daemonSet(),
    });
  }
}

function daemonSet(): DaemonSetSpec {
  return {
    selector: { matchLabels: selectorLabels(NAME) },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
    template: {
      metadata: { labels: objectLabels(NAME, versionLabel(IMAGE.tag)) },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        // Without these the exporter would count the pod's own network and processes.
        hostNetwork: true,
        hostPID: true,
        // Kubernetes' own class for what every node needs.
        priorityClassName: 'system-node-critical',
        // On every node, and for ever: whoever is not ready most needs to be watched.
        tolerations: [{ operator: 'Exists' }],
        securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: NAME,
            image: IMAGE.toString(),
            imagePullPolicy: 'IfNotPresent',
            args: [
              `--web.listen-address=[$(HOST_IP)]:${PORT}`,
              '--path.sysfs=/host/sys',
              '--path.rootfs=/host/root',
              '--path.udev.data=/host/root/run/udev/data',
              '--no-collector.wifi',
              '--no-collector.btrfs',
              '--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/k3s/containerd/.+|var/lib/docker/.+|var/lib/kubelet/pods/.+)($|/)',
              '--collector.netclass.ignored-devices=^(veth.*|cali[a-f0-9]*|cni.*|flannel.*)$',
              '--collector.netdev.device-exclude=^(veth.*|cali[a-f0-9]*|cni.*|flannel.*)$',
            ],
            // The node's address on the cluster's network, not every address that it has.
            env: [{ name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }],
            ports: [{ name: 'metrics', containerPort: PORT, protocol: 'TCP' }],
            // So that a rollout stops where the new version does not answer.
            readinessProbe: { httpGet: { path: '/', port: 'metrics' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
            resources: renderResources(RESOURCES, Size.bytes(0)),
            securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
            volumeMounts: [
              { name: 'sys', mountPath: '/host/sys', readOnly: true, mountPropagation: 'HostToContainer' },
              { name: 'root', mountPath: '/host/root', readOnly: true, mountPropagation: 'HostToContainer' },
            ],
          },
        ],
        volumes: [
          { name: 'sys', hostPath: { path: '/sys' } },
          { name: 'root', hostPath: { path: '/' } },
        ],
      },
    },
  };
}
