import { createHash } from 'node:crypto';
import type { Files } from '../disk/written-list';

/** Source: pkg/registry/constants.go of Helm. */
const CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const CONTENT = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** What Helm keeps of `Chart.yaml` beside the archive. */
export interface ChartAbout {
  readonly apiVersion: string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly appVersion?: string;
}

/** A chart as an OCI image layout, which tools copy into a registry: as `helm push` does it, but for the time. */
export function ociLayout(about: ChartAbout, tgz: Buffer): Files {
  const config = json(about);
  const image = 'org.opencontainers.image';
  const manifest = json({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: descriptor(CONFIG, config),
    layers: [descriptor(CONTENT, tgz)],
    annotations: { [`${image}.description`]: about.description, [`${image}.title`]: about.name, [`${image}.version`]: about.version },
  });
  // A tag has no "+".
  const tag = { [`${image}.ref.name`]: about.version.replaceAll('+', '_') };
  return new Map([
    ...[config, manifest, tgz].map((blob) => [`blobs/sha256/${hash(blob)}`, blob] as const),
    ['index.json', json({ schemaVersion: 2, mediaType: INDEX, manifests: [{ ...descriptor(MANIFEST, manifest), annotations: tag }] })],
    ['oci-layout', json({ imageLayoutVersion: '1.0.0' })],
  ]);
}

function descriptor(mediaType: string, blob: Buffer): object {
  return { mediaType, digest: `sha256:${hash(blob)}`, size: blob.length };
}

function hash(blob: Buffer): string {
  return createHash('sha256').update(blob).digest('hex');
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
