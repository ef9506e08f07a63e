import type { Construct } from 'constructs';
import { type Volume, VolumeKind } from '../availability/ask/volume/volume';
import { AvailabilityClass, type SinglePodPinnedProps } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/**
 * An app of one pod whose class depends on hardware: pinned if it has a device or a node, otherwise flexible.
 *
 * Source: Clustering (TrueCharts), "HomeAssistant (abhängig von hinzugefügter Hardware)".
 */
export class SinglePod extends AppConstruct {
  constructor(scope: Construct, id: string, props: SinglePodPinnedProps) {
    const volumes: unknown = props?.volumes;
    const bound = props?.node !== undefined || (Array.isArray(volumes) && volumes.some((volume) => (volume as Volume | undefined)?.kind === VolumeKind.DEVICE));
    super(scope, id, {
      availabilityClass: bound ? AvailabilityClass.SINGLE_POD_PINNED : AvailabilityClass.SINGLE_POD_FLEXIBLE,
      props,
      ...(props?.node === undefined ? {} : { node: props.node }),
    });
  }
}
