import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { type ServarrCommonOptions, servarr } from './servarr';
import { PROWLARR_OPTIONS } from './shapes.generated';

/** Options of Prowlarr. */
export interface ProwlarrOptions extends ServarrCommonOptions {}

/**
 * Prowlarr, which searches for the others of its family. Flexible: its state is SQLite, so one instance only, but any node
 * that reaches the data will do. It never touches the media.
 *
 *     new SinglePodFlexible(home.workers, 'prowlarr', prowlarr({ host: 'prowlarr.home.example' }));
 */
export function prowlarr(options: ProwlarrOptions): SinglePodFlexibleProps {
  checkOptions('prowlarr', PROWLARR_OPTIONS, options);
  // The size as in metio/kurly.
  return servarr(IMAGES.prowlarr, 9696, { ...options, configSize: options.configSize ?? Size.gib(2) }, []);
}
