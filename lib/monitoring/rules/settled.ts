import type { IConstruct } from 'constructs';
import type { SystemAlerts } from '../../alerts/system';
import type { Plan } from '../../availability/model/plan';
import type { ClusterFacts } from '../../cluster/cluster';
import { counted } from '../../cluster/names';
import { formatSeconds, type Size } from '../../cluster/units';
import type { Place } from '../place';
import type { MonitoringProps } from '../props';
import type { Load } from '../size';

/** What monitoring came to. */
export interface Settled {
  readonly path: string;
  readonly root: IConstruct;
  readonly facts: ClusterFacts;
  /** The systems in use. */
  readonly systems: readonly SystemAlerts[];
  readonly props: MonitoringProps;
  readonly place: Place;
  /** Of every app of the cluster. */
  readonly plans: readonly Plan[];
  /** Of the parts of monitoring. */
  readonly own: readonly Plan[];
  readonly load: Load;
  readonly scrapeSeconds: number;
  readonly volume: Size;
  readonly retentionSeconds: number;
  readonly clusterLabel: string;
}

/** How long samples are kept, for people. */
export function days(seconds: number): string {
  const whole = Math.floor(seconds / 86400);
  return whole < 1 ? formatSeconds(seconds) : counted(whole, 'day');
}
