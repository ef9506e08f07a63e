import type { PodSpec } from '../kinds';

interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
}

/** The Secrets and ConfigMaps without which a kubelet does not start the pod. */
export function references(spec: PodSpec): Reference[] {
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
