import type { WorkloadProps } from '../availability/ask/app';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions, type HelperOptions } from './options';
import { HELPER_OPTIONS } from './shapes.generated';

/**
 * Apache Tika, which reads the text of mails and Office files for Paperless-ngx. It has no state, so any class and
 * any number of pods will do. Resources: as in metio/kurly.
 */
export function tika(options: HelperOptions = {}): WorkloadProps {
  checkOptions('tika', HELPER_OPTIONS, options);
  return {
    image: IMAGES.tika,
    namespace: options.namespace,
    objective: options.objective,
    resources: options.resources ?? { cpu: Cpu.millis(100), memory: Size.mib(512), memoryLimit: Size.gib(1) },
    network: { ports: [Port.http(9998)] },
    health: { readiness: Probe.http('/tika') },
    volumes: [Volume.scratch('/tmp', Size.mib(256))],
    // No security: the chart of its makers runs it as a user that the image does not know, with a read-only root and /tmp (apache/tika-helm).
  };
}
