import type { WorkloadProps } from '../availability/ask/app';
import { Probe } from '../availability/ask/container/health';
import { Port } from '../availability/ask/network/port';
import { Volume } from '../availability/ask/volume/volume';
import { Cpu, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions, type HelperOptions } from './options';
import { HELPER_OPTIONS } from './shapes.generated';

/**
 * Gotenberg, which makes PDFs of mails and Office files for Paperless-ngx. It has no state, so any class and any
 * number of pods will do. Resources: as in metio/kurly.
 */
export function gotenberg(options: HelperOptions = {}): WorkloadProps {
  checkOptions('gotenberg', HELPER_OPTIONS, options);
  return {
    image: IMAGES.gotenberg,
    namespace: options.namespace,
    objective: options.objective,
    resources: options.resources ?? { cpu: Cpu.millis(100), memory: Size.mib(512), memoryLimit: Size.gib(1) },
    // Mails come from strangers: no scripts of theirs, and no pages that they name (paperless-ngx, docker/compose).
    args: ['gotenberg', '--chromium-disable-javascript=true', '--chromium-allow-list=file:///tmp/.*'],
    network: { ports: [Port.http(3000)] },
    health: { readiness: Probe.http('/health') },
    volumes: [Volume.scratch('/tmp', Size.mib(512))],
    // No security: metio/kurly runs it with a read-only root as 1000, which the image does not know either.
  };
}
