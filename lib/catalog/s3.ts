import type { Objective } from '../availability/ask/app';
import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Mount } from '../availability/ask/container/mount';
import type { ResourcesProps } from '../availability/ask/container/resources';
import type { Client } from '../availability/ask/network/client';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { S3_OPTIONS } from './shapes.generated';

/** Options of the S3 store. */
export interface S3Options {
  /** For all buckets together. */
  readonly dataSize: Size;
  /** Its host name for clients outside. @default - none: inside the cluster only */
  readonly host?: string;
  /** Who may connect; a key is asked for in any case. @default - anyone who reaches it */
  readonly allowFrom?: readonly Client[];
  /** A Secret with the first account in the keys ROOT_ACCESS_KEY and ROOT_SECRET_KEY. @default - s3 */
  readonly secretName?: string;
  /** @default - its own, named after the app; in your own chart, that chart's */
  readonly namespace?: string;
  /** @default - none: the report says what to expect */
  readonly objective?: Objective;
  /** @default - 50m, 64Mi, at most 256Mi: an estimate; public files request 10m and 32Mi, and limit at 256Mi */
  readonly resources?: ResourcesProps;
}

/**
 * An S3 store for one cluster: versitygw over a folder. Flexible: two gateways on one volume do not know of each other's
 * writes, but any node that reaches the data will do. Clients sign for the region us-east-1, and name buckets in the path.
 *
 * A bucket is a folder, an object a file; what else is known of it is in extended attributes of that file. NFS mostly has
 * none, so the volume is one of its own, and a backup must keep them.
 */
export function s3(options: S3Options): SinglePodFlexibleProps {
  checkOptions('s3', S3_OPTIONS, options);
  const { host, allowFrom, namespace, objective, secretName = 's3' } = options;
  const data = Volume.data('/data', { size: options.dataSize }).unmounted();
  return {
    image: IMAGES.versitygw,
    namespace,
    objective,
    maxReplicas: 1,
    resources: options.resources ?? { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(256) },
    args: ['posix', '/data'],
    env: {
      VGW_HEALTH: EnvValue.of('/healthz'),
      ROOT_ACCESS_KEY: EnvValue.fromSecret({ secretName, key: 'ROOT_ACCESS_KEY' }),
      ROOT_SECRET_KEY: EnvValue.fromSecret({ secretName, key: 'ROOT_SECRET_KEY' }),
    },
    network: { ports: [Port.http(7070)], routes: host === undefined ? [] : [{ host }], allowFrom },
    health: { readiness: Probe.http('/healthz') },
    volumes: [data, Volume.scratch('/tmp', Size.mib(256))],
    // Not all of the volume: lost+found, which the file system brings along, would be a bucket.
    mounts: [Mount.of(data, '/data', { subPath: 'buckets' })],
    // No security: one program that writes to its folders alone. No public file runs it as 65532, and none says that it cannot.
  };
}
