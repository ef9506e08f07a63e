import { EnvValue } from '../availability/ask/container/env';
import { Concurrency } from '../availability/ask/schedule';
import type { ScheduledJobProps } from '../availability/ask/workload';
import { Cpu, Duration, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { DYNAMIC_DNS_OPTIONS } from './shapes.generated';

/** Options of the job. */
export interface DynamicDnsOptions {
  /** A Secret with the whole address that the provider wants to be asked, token included, in the key UPDATE_URL. @default - dynamic-dns */
  readonly secretName?: string;
  /** Minute, hour, day of the month, month, day of the week. @default - every five minutes */
  readonly schedule?: string;
  /** @default - its own, named after the job; in your own chart, that chart's */
  readonly namespace?: string;
}

/**
 * Updates a DNS record with the address of the site: requests one URL, and the run fails if the provider answers with an
 * HTTP error. Some report errors with 200: check the logs once. A job, because nothing runs between two updates.
 *
 * The provider sees the address of the site that the run is at: with several sites, name a `node`.
 */
export function dynamicDns(options: DynamicDnsOptions = {}): ScheduledJobProps {
  checkOptions('dynamicDns', DYNAMIC_DNS_OPTIONS, options);
  return {
    image: IMAGES.curl,
    namespace: options.namespace,
    schedule: options.schedule ?? '*/5 * * * *',
    // An update that is late is worth nothing, and two at once say the same: the next one replaces what hangs on a dead node.
    concurrency: Concurrency.REPLACE,
    startingDeadline: Duration.seconds(60),
    deadline: Duration.minutes(2),
    // curl tries again by itself.
    retries: 0,
    // Estimates: curl needs some megabytes.
    resources: { cpu: Cpu.millis(10), memory: Size.mib(32), memoryLimit: Size.mib(64) },
    command: ['curl'],
    args: ['--fail', '--silent', '--show-error', '--retry', '3', '--max-time', '20', '$(UPDATE_URL)'],
    env: { UPDATE_URL: EnvValue.fromSecret({ secretName: options.secretName ?? 'dynamic-dns', key: 'UPDATE_URL' }) },
    // No security: a program that writes no file; the image's own user is one of its own making.
  };
}
