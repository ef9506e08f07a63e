import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { type ServarrOptions, servarr } from './servarr';
import { SONARR_OPTIONS } from './shapes.generated';

/** Options of Sonarr. */
export interface SonarrOptions extends ServarrOptions {}

/**
 * Sonarr, which collects series. Flexible: its state is SQLite, so one instance, on any node that reaches the data.
 *
 *     new SinglePodFlexible(home.workers, 'sonarr', sonarr({ host: 'sonarr.home.example', media: Volume.nfs('/media', { … }) }));
 */
export function sonarr(options: SonarrOptions): SinglePodFlexibleProps {
  checkOptions('sonarr', SONARR_OPTIONS, options);
  return servarr(IMAGES.sonarr, 8989, options, [options.media]);
}
