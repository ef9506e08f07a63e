import type { Timing } from '../../lib/cluster/control-plane';
import { timingOf } from '../../lib/cluster/control-plane';
import type { Flags } from '../control-plane';

/** Every field of the model's timing, and the flags of the real programs that it stands for: a new one does not compile without. */
const FLAGS: { readonly [Name in keyof Timing]: (value: Timing[Name]) => Flags } = {
  gracePeriod: (value) => ({ manager: [`--node-monitor-grace-period=${value}s`] }),
  monitorPeriod: (value) => ({ manager: [`--node-monitor-period=${value}s`] }),
  // A setting of the kubelet: the stage gives it to the played machines.
  leaseInterval: () => ({}),
  evictionRate: (value) => ({ manager: [`--node-eviction-rate=${value}`] }),
  secondaryEvictionRate: (value) => ({ manager: [`--secondary-node-eviction-rate=${value}`] }),
  unhealthyZoneThreshold: (value) => ({ manager: [`--unhealthy-zone-threshold=${value}`] }),
  largeClusterSize: (value) => ({ manager: [`--large-cluster-size-threshold=${value}`] }),
  defaultToleration: (value) => ({ apiserver: ['not-ready', 'unreachable'].map((state) => `--default-${state}-toleration-seconds=${value}`) }),
  attachDetachSync: (value) => ({ manager: [`--attach-detach-reconcile-sync-period=${value}s`] }),
  forceDetach: (value) => ({ manager: [`--disable-force-detach-on-timeout=${!value}`] }),
  leaderChange: () => {
    throw new Error('the one controller manager of a drill has no leader election: leaderChange cannot be played');
  },
};

/** The flags of the real programs that the model's timing stands for. What has its default is left out. */
export function flagsOf(timing: Timing): Flags {
  const usual = timingOf('1.36');
  const of = <Name extends keyof Timing>(name: Name): Flags => (timing[name] === usual[name] ? {} : FLAGS[name](timing[name]));
  const all = (Object.keys(FLAGS) as (keyof Timing)[]).map((name) => of(name));
  return { apiserver: all.flatMap((it) => it.apiserver ?? []), manager: all.flatMap((it) => it.manager ?? []) };
}
