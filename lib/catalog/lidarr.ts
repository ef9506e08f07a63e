import type { SinglePodFlexibleProps } from '../availability/ask/workload';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { type ServarrOptions, servarr } from './servarr';
import { LIDARR_OPTIONS } from './shapes.generated';

/** Options of Lidarr. */
export interface LidarrOptions extends ServarrOptions {}

/**
 * Lidarr, which collects music. Flexible: its state is SQLite, so one instance, on any node that reaches the data.
 *
 *     new SinglePodFlexible(home.workers, 'lidarr', lidarr({ host: 'lidarr.home.example', media: Volume.nfs('/media', { … }) }));
 */
export function lidarr(options: LidarrOptions): SinglePodFlexibleProps {
  checkOptions('lidarr', LIDARR_OPTIONS, options);
  return servarr(IMAGES.lidarr, 8686, options, [options.media]);
}
