import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { type ServarrOptions, servarr } from './servarr';
import { RADARR_OPTIONS } from './shapes.generated';

/** Options of Radarr. */
export interface RadarrOptions extends ServarrOptions {}

/**
 * Radarr, which collects films. Flexible: its state is SQLite, so one instance, on any node that reaches the data.
 *
 *     new SinglePodFlexible(home.workers, 'radarr', radarr({ host: 'radarr.home.example', media: Volume.nfs('/media', { … }) }));
 */
export function radarr(options: RadarrOptions): SinglePodFlexibleProps {
  checkOptions('radarr', RADARR_OPTIONS, options);
  return servarr(IMAGES.radarr, 7878, options, [options.media]);
}
