import type { Api } from '../api';
import type { ReportedNode } from '../dist';
import { called, now, type Of, type PodSpec } from '../kinds';

interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
}

/** Kubelets: a pod is ready once its volumes are attached and its Secrets and ConfigMaps are there; nothing is run. */
export class Kubelets {
  private readonly waiting = new Map<string, string>();
  private started = 0;

  constructor(
    private readonly api: Api,
    private readonly nodes: readonly ReportedNode[],
  ) {}

  complaints(): string[] {
    return [...this.waiting.values()];
  }

  async step(): Promise<void> {
    const pods = (await this.api.list('Pod')).filter((pod) => pod.spec?.nodeName !== undefined);
    const attachments = pods.length === 0 ? [] : await this.api.list('VolumeAttachment');
    this.waiting.clear();
    for (const pod of pods) {
      if (pod.metadata.deletionTimestamp !== undefined) {
        await this.api.remove(pod, 0);
      } else if (pod.status?.phase === 'Pending') {
        const missing = await this.missing(pod, attachments);
        if (missing === undefined) await this.ready(pod);
        else this.waiting.set(called(pod), `${called(pod)}: ${missing}`);
      }
    }
  }

  private async missing(pod: Of<'Pod'>, attachments: readonly Of<'VolumeAttachment'>[]): Promise<string | undefined> {
    const { namespace } = pod.metadata;
    for (const name of (pod.spec?.volumes ?? []).flatMap((it) => it.persistentVolumeClaim?.claimName ?? [])) {
      const claim = await this.api.get('PersistentVolumeClaim', namespace, name);
      const volume = claim?.spec?.volumeName;
      const here = attachments.filter((it) => it.spec.nodeName === pod.spec?.nodeName && it.spec.source.persistentVolumeName === volume);
      if (volume === undefined || !here.some((it) => it.status?.attached === true)) return `PersistentVolumeClaim ${name} is not attached`;
    }
    for (const { kind, name } of pod.spec === undefined ? [] : references(pod.spec)) {
      if ((await this.api.get(kind, namespace, name)) === undefined) return `${kind} ${name} is missing`;
    }
    return undefined;
  }

  private async ready(pod: Of<'Pod'>): Promise<void> {
    this.started += 1;
    const ip = `10.42.${this.nodes.findIndex((it) => it.name === pod.spec?.nodeName)}.${10 + (this.started % 240)}`;
    const conditions = ['Initialized', 'ContainersReady', 'Ready'].map((type) => ({ type, status: 'True', lastTransitionTime: now() }));
    const containerStatuses = pod.spec?.containers.map(({ name, image }) => ({
      ...{ name, image, imageID: '', ready: true, started: true, restartCount: 0 },
      state: { running: { startedAt: now() } },
    }));
    const status = { phase: 'Running', conditions, containerStatuses, podIP: ip, podIPs: [{ ip }], startTime: now() };
    await this.api.patchStatus(pod, status, 'strategic-merge');
  }
}

/** The Secrets and ConfigMaps without which a kubelet does not start the pod. */
function references(spec: PodSpec): Reference[] {
  const found: Reference[] = [];
  const add = (kind: Reference['kind'], name: string | undefined, optional: boolean | undefined) => {
    if (name !== undefined && optional !== true) found.push({ kind, name });
  };
  for (const { secret, configMap } of spec.volumes ?? []) {
    add('Secret', secret?.secretName, secret?.optional);
    add('ConfigMap', configMap?.name, configMap?.optional);
  }
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    for (const { valueFrom } of container.env ?? []) {
      add('Secret', valueFrom?.secretKeyRef?.name, valueFrom?.secretKeyRef?.optional);
      add('ConfigMap', valueFrom?.configMapKeyRef?.name, valueFrom?.configMapKeyRef?.optional);
    }
    for (const { secretRef, configMapRef } of container.envFrom ?? []) {
      add('Secret', secretRef?.name, secretRef?.optional);
      add('ConfigMap', configMapRef?.name, configMapRef?.optional);
    }
  }
  return found;
}
