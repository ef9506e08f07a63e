import { type CheckReport, checkReport } from '../../lib/cli/check/report';
import { asText } from '../../lib/cli/check/text';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { facts, type LabProps, systemsOf } from '../support';

export type Fields = { readonly [field: string]: unknown };

/** What `check` finds in objects, and what it prints of them, in a lab with these facts and without these codes. */
export function checking(given: LabProps, skipped: readonly string[] = []) {
  const report = (objects: readonly Manifest[], overrides: LabProps = {}): CheckReport =>
    checkReport(
      objects.map((object) => ({ object, at: undefined })),
      { facts: facts({ ...given, ...overrides }), systems: systemsOf({ ...given, ...overrides }), findings: [] },
      [],
      new Set(skipped),
    );
  const said = (objects: readonly Manifest[], overrides: LabProps = {}): string => asText(report(objects, overrides));
  return { report, said };
}

export const RESOURCES = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } };
export const CONTAINER = { name: 'wiki', image: 'ghcr.io/example/wiki:1.2.3', readinessProbe: { tcpSocket: { port: 80 } }, resources: RESOURCES };
export const QUICK = ['not-ready', 'unreachable'].map((key) => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 30,
}));

/** A workload that nothing is said against: one pod, or what is given. */
export function workload(pod: Fields = {}, spec: Fields = {}, kind = 'Deployment'): Manifest {
  const labels = { app: 'wiki' };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'wiki', namespace: 'home' },
    spec: {
      ...(kind === 'Deployment' ? { strategy: { type: 'Recreate' } } : {}),
      selector: { matchLabels: labels },
      ...spec,
      template: { metadata: { labels }, spec: { tolerations: QUICK, containers: [CONTAINER], ...pod } },
    },
  } as Manifest;
}

/** A claim `data` beside that workload. */
export function claim(storageClassName: string, ...accessModes: readonly string[]): Manifest {
  const spec = { accessModes, storageClassName, resources: { requests: { storage: '1Gi' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data', namespace: 'home' }, spec } as Manifest;
}

/** The pods mount it. */
export const MOUNTED = {
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  containers: [{ ...CONTAINER, volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
};
