import { AlertSeverity, hasRoom, type RuleGroup, runsFull } from './rule';

const FILLING_SECONDS = 15 * 60;
const SHARE_LEFT = 0.1;

/** Rules of every volume whose driver reports its usage to the kubelet. */
export function volumeRules(): RuleGroup {
  const [available, capacity] = ['kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes'];
  const one = '{namespace="%s",persistentvolumeclaim="%s"}';
  const names = ['namespace', 'persistentvolumeclaim'];
  const well = hasRoom(`${available}${one}`, `${capacity}${one}`, SHARE_LEFT);
  return {
    kind: 'storage',
    name: 'storage/volumes',
    rules: [
      {
        alert: 'VolumeFilling',
        expr: `max by (namespace, persistentvolumeclaim) (${runsFull(available, capacity, SHARE_LEFT)})`,
        forSeconds: FILLING_SECONDS,
        severity: AlertSeverity.WARNING,
        labels: {},
        summary:
          'The volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left, or will be full within a day.',
        promise: 'Not broken yet: when the volume is full, its app cannot write any more.',
        // The query names the claim several times; each needs its labels.
        wellWhile: { query: well, of: Array.from({ length: well.split(one).length - 1 }, () => names).flat() },
        cause: 'The app stores more than its volume was sized for.',
        command: 'kubectl -n {{ $labels.namespace }} get pvc {{ $labels.persistentvolumeclaim }}',
      },
    ],
  };
}
