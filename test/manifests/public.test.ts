import { checkReport } from '../../lib/cli/check/report';
import { asText } from '../../lib/cli/check/text';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { facts, type LabProps } from '../support';

/** Shapes that people and charts write, and that once led to a false error or a misleading text. */

type Fields = { readonly [field: string]: unknown };

const RESOURCES = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } };
const CONTAINER = { name: 'gallery', image: 'ghcr.io/example/gallery:1.2.3', readinessProbe: { tcpSocket: { port: 80 } }, resources: RESOURCES };
const CLASSES = { clusterDefault: 'block', classes: [{ name: 'block', nodeLocal: false }] };

function made(apiVersion: string, kind: string, name: string, rest: Fields, metadata: Fields = {}): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: 'home', ...metadata }, ...rest } as Manifest;
}

function app(pod: Fields = {}, spec: Fields = {}, kind = 'Deployment'): Manifest {
  const labels = { app: 'gallery' };
  const template = { metadata: { labels }, spec: { containers: [CONTAINER], ...pod } };
  return made('apps/v1', kind, 'gallery', { spec: { selector: { matchLabels: labels }, ...spec, template } });
}

const RECREATE = { strategy: { type: 'Recreate' } };
const MOUNTED = {
  volumes: [{ name: 'photos', persistentVolumeClaim: { claimName: 'photos' } }],
  containers: [{ ...CONTAINER, volumeMounts: [{ name: 'photos', mountPath: '/photos' }] }],
};

function report(objects: readonly Manifest[], overrides: LabProps = {}) {
  return checkReport(
    objects.map((object) => ({ object, at: undefined })),
    facts({ storage: CLASSES, ...overrides }),
    [],
    new Set(['MANIFEST-WAITS-LONG']),
  );
}

function codes(objects: readonly Manifest[], overrides: LabProps = {}): readonly string[] {
  return report(objects, overrides).findings.map(({ severity, code }) => `${severity} ${code}`);
}

function said(objects: readonly Manifest[], overrides: LabProps = {}): string {
  return asText(report(objects, overrides));
}

describe('a volume that somebody wrote by hand', () => {
  const claim = (spec: Fields = {}) =>
    made('v1', 'PersistentVolumeClaim', 'photos', {
      spec: { storageClassName: 'by-hand', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } }, ...spec },
    });
  const volume = (spec: Fields = {}, labels: Fields = {}) =>
    made(
      'v1',
      'PersistentVolume',
      'disk',
      {
        spec: {
          storageClassName: 'by-hand',
          accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
          capacity: { storage: '20Gi' },
          hostPath: { path: '/srv/photos' },
          ...spec,
        },
      },
      { namespace: undefined, labels },
    );
  const UNKNOWN = 'error STORAGE-CLASS-UNKNOWN';

  test('is bound by the name of its class alone, which no StorageClass needs to have', () => {
    expect(said([app(MOUNTED, RECREATE), claim(), volume()])).toMatchInlineSnapshot(`
"home/Deployment/gallery
  class      SinglePodPinned: one pod with the host path /srv/photos: pinned in truth, to the node where it first starts
  node dies  down until repair
  warning    MANIFEST-PINNED-IN-TRUTH: one pod with the host path /srv/photos, so it looks as if it could move, but it is down until its node is back.
             Use storage that other nodes reach, or ask for the node by name (nodeSelector kubernetes.io/hostname), so that everybody sees it.

1 workload: 1 warning.
"
`);
  });

  test('is not bound if it is too small, of another class, of other access modes, without the labels, or for another claim', () => {
    const isUnknown = (...objects: readonly Manifest[]) => codes([app(MOUNTED, RECREATE), ...objects]).includes(UNKNOWN);
    const selector = { selector: { matchLabels: { disk: 'photos' } } };
    expect([
      isUnknown(claim(), volume()),
      isUnknown(claim(), volume({ capacity: { storage: '5Gi' } })),
      isUnknown(claim(), volume({ storageClassName: 'other' })),
      isUnknown(claim({ accessModes: ['ReadOnlyMany'] }), volume()),
      isUnknown(claim(selector), volume()),
      isUnknown(claim(selector), volume({}, { disk: 'photos' })),
      isUnknown(claim(), volume({ claimRef: { name: 'other', namespace: 'home' } })),
      isUnknown(claim({ volumeMode: 'Block' }), volume()),
    ]).toEqual([false, true, true, true, true, false, true, true]);
  });

  test('without a class is for a claim that asks for none', () => {
    const none = [app(MOUNTED, RECREATE), claim({ storageClassName: '' })];
    expect(codes([...none, volume({ storageClassName: undefined })])).toEqual(['warning MANIFEST-PINNED-IN-TRUTH']);
    expect(codes([...none, volume()])).toEqual(['note MANIFEST-CLAIM-UNKNOWN', 'warning FLEXIBLE-STUCK-VOLUME']);
  });
});
