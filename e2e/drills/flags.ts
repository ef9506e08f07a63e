import type { Timing } from '../../lib/cluster/control-plane';
import { timingOf } from '../../lib/cluster/control-plane';
import type { Flags } from '../control-plane';

/** The flags of the real programs that the model's timing stands for. What has its default is left out. */
export function flagsOf(timing: Timing): Flags {
  const usual = timingOf('1.36');
  const set = (flag: string, value: string, differs: boolean) => (differs ? [`--${flag}=${value}`] : []);
  const toleration = timing.defaultToleration !== usual.defaultToleration;
  return {
    apiserver: ['not-ready', 'unreachable'].flatMap((state) => set(`default-${state}-toleration-seconds`, `${timing.defaultToleration}`, toleration)),
    manager: [
      ...set('node-monitor-grace-period', `${timing.gracePeriod}s`, timing.gracePeriod !== usual.gracePeriod),
      ...set('node-monitor-period', `${timing.monitorPeriod}s`, timing.monitorPeriod !== usual.monitorPeriod),
      ...set('node-eviction-rate', `${timing.evictionRate}`, timing.evictionRate !== usual.evictionRate),
      ...set('unhealthy-zone-threshold', `${timing.unhealthyZoneThreshold}`, timing.unhealthyZoneThreshold !== usual.unhealthyZoneThreshold),
      ...set('attach-detach-reconcile-sync-period', `${timing.attachDetachSync}s`, timing.attachDetachSync !== usual.attachDetachSync),
    ],
  };
}
