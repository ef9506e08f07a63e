import type { Plan } from '../../availability/model/plan';
import { deviceClaims } from '../../availability/placement/hardware';
import type { Manifest } from '../../kubernetes/manifest';
import { deviceClaimName } from '../../kubernetes/pod';
import { metadataOf } from './workload';

/** A template for each device claim. Kubernetes creates a claim from it for each pod, which ends with the pod. */
export function renderDeviceClaims(plan: Plan): Manifest[] {
  return deviceClaims(plan.ask).map(({ name, deviceClass, count }) => ({
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaimTemplate',
    metadata: metadataOf(plan, deviceClaimName(plan.ask.name, name)),
    spec: { spec: { devices: { requests: [{ name: 'devices', exactly: { deviceClassName: deviceClass, ...(count === 1 ? {} : { count }) } }] } } },
  }));
}
