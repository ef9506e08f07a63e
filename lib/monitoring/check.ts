import type { IConstruct } from 'constructs';
import { finiteRto } from '../availability/objective';
import type { Plan } from '../availability/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { type Finding, Severity } from '../cluster/finding';
import { counted, listed } from '../cluster/names';
import { formatSeconds, Size } from '../cluster/units';
import { NODE_EXPORTER } from './names';
import type { Place } from './place';
import type { MonitoringProps } from './props';
import type { Receiver } from './receiver';
import { type Load, retentionWithin, volumeFor } from './size';

/** What monitoring came to. */
export interface Settled {
  readonly path: string;
  readonly root: IConstruct;
  readonly facts: ClusterFacts;
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

/** Prometheus asks, and evaluates, once in this time; what is shorter than both it may never see. */
const LOOKS = 2;

/** What is wrong with monitoring as a whole. */
export function checkMonitoring(settled: Settled): Finding[] {
  const numbers = checkNumbers(settled);
  return [
    ...numbers,
    ...checkReceivers(settled),
    ...checkRoom(settled),
    // Of numbers that mean nothing others would follow.
    ...(numbers.length > 0 ? [] : checkRetention(settled)),
    ...checkObjectives(settled),
    ...checkLabel(settled),
    ...notesOnMonitoring(settled),
  ];
}

function say(severity: Severity, code: string, path: string, given: string, allowed: string, mend: string): Finding {
  return { code, severity, path, given, allowed, mend };
}

const error = (code: string, path: string, given: string, allowed: string, mend: string) => say(Severity.ERROR, code, path, given, allowed, mend);

function checkNumbers({ path, props, scrapeSeconds }: Settled): Finding[] {
  const { retention, volumeSize } = props.prometheus ?? {};
  const every = props.alerts?.deadMan?.every?.seconds;
  const whole = (seconds: number, least: number) => Number.isInteger(seconds) && seconds >= least;
  return [
    ...(whole(scrapeSeconds, 5)
      ? []
      : [
          error(
            'NUMBER-ABSURD',
            path,
            `scrapeInterval: ${formatSeconds(scrapeSeconds)}`,
            'but exporters are asked in whole seconds, 5 or more',
            'Leave it out for 30 s.',
          ),
        ]),
    ...(retention === undefined || whole(retention.seconds, 3600)
      ? []
      : [error('NUMBER-ABSURD', path, `retention: ${retention}`, 'but samples are kept for hours at least, and not for ever', 'Leave it out for 30 days.')]),
    ...(volumeSize === undefined || volumeSize.bytes >= Size.gib(1).bytes
      ? []
      : [error('NUMBER-ABSURD', path, `volumeSize: ${volumeSize}`, 'but the log of three hours needs room', 'Leave it out, or say 1 GiB or more.')]),
    ...(every === undefined || whole(every, 30)
      ? []
      : [
          error(
            'NUMBER-ABSURD',
            path,
            `a dead-man receiver called each ${formatSeconds(every)}`,
            'but rules are evaluated less often',
            'Leave it out for 5 min.',
          ),
        ]),
  ];
}

/** A route that lets nobody in is found out on the worst of days. */
function checkReceivers({ path, props, place }: Settled): Finding[] {
  const { alerts } = props;
  const at = `${path}/alerts`;
  const all: readonly Receiver[] = [...(alerts?.pages ?? []), ...(alerts?.warnings ?? [])];
  const secrets = [
    ...all.map(({ kind, secret }) => ({ what: `${kind}`, secret })),
    ...(alerts?.deadMan === undefined ? [] : [{ what: 'the dead-man receiver', secret: alerts.deadMan.url }]),
  ];
  const blank = secrets.filter(({ secret }) => secret === undefined || secret.secretName.trim() === '' || secret.key.trim() === '');
  return [
    ...blank.map(({ what }) =>
      error(
        'ALERT-WITHOUT-SECRET',
        at,
        `alerts by ${what} without a Secret`,
        'but what lets them in there must not stand in Git',
        'Name a Secret of the namespace of monitoring, and its key.',
      ),
    ),
    ...(alerts !== undefined && alerts.pages.length === 0
      ? [error('ALERT-NOBODY', at, 'pages to nobody', 'but a broken objective must wake somebody', 'Name a receiver, or leave alerts out.')]
      : []),
    ...(alerts?.deadMan === undefined
      ? [
          say(
            Severity.WARNING,
            'MONITORING-NO-DEAD-MAN',
            path,
            alerts === undefined ? 'alerts to nobody' : 'no dead-man receiver',
            `and when ${place.home === undefined ? 'the monitoring nodes die' : `${place.home.name} dies`}, nobody is told of that, or of anything after it`,
            'Name one outside of the cluster in alerts.deadMan, or accept it with a reason.',
          ),
        ]
      : []),
  ];
}

/** Requests alone may fit where the limits do not; a node that dies of its own monitoring is the worst of watchers. */
function checkRoom({ facts, place, own }: Settled): Finding[] {
  const agents = own.some((plan) => plan.ask.name === NODE_EXPORTER) ? 0 : NODE_EXPORTER_LIMIT.bytes;
  return place.nodes.flatMap((node) => {
    const parts = own.filter((plan) =>
      place.home === undefined || plan.placement.value.nodes?.length !== 1 ? true : plan.placement.value.nodes.includes(node.name),
    );
    const limits = parts.map((plan) => ({ name: plan.ask.name, limit: plan.ask.props.resources.memoryLimit.bytes }));
    const sum = limits.reduce((total, one) => total + one.limit, agents);
    if (sum <= node.allocatable.memory.bytes) return [];
    return [
      error(
        'MONITORING-NODE-TOO-SMALL',
        `${facts.name}/nodes/${node.name}`,
        `${mib(sum)} for monitoring at most (${listed([...limits.map((one) => `${one.name} ${mib(one.limit)}`), `${NODE_EXPORTER} ${mib(agents)}`])})`,
        `but ${node.name} has ${mib(node.allocatable.memory.bytes)} for pods`,
        'Give the role to a node with more memory.',
      ),
    ];
  });
}

/** Of the exporter, which has a plan of its own among the apps. */
const NODE_EXPORTER_LIMIT = Size.mib(96);

function mib(bytes: number): string {
  return Size.mib(Math.ceil(bytes / Size.mib(1).bytes)).toString();
}

function checkRetention({ path, props, place, load, volume, retentionSeconds }: Settled): Finding[] {
  const asked = props.prometheus?.retention;
  const given = `${days(retentionSeconds)} of ${Math.round(load.series)} series`;
  const longest = retentionWithin(load, volume);
  if (asked !== undefined && asked.seconds > longest)
    return [
      error(
        'MONITORING-RETENTION',
        path,
        `${given}, ${volumeFor(load, asked.seconds)}`,
        `but the volume has ${volume}`,
        `Keep at most ${days(longest)}, or give it a volume of ${volumeFor(load, asked.seconds)}.`,
      ),
    ];
  const disk = place.home?.ephemeralStorage;
  // A volume of a class that is not LINSTOR's lies on the node's own disk.
  if (disk === undefined || volume.bytes <= disk.bytes) return [];
  return [
    error(
      'MONITORING-RETENTION',
      path,
      `a volume of ${volume}`,
      `but ${place.home?.name} has ${disk} of disk for pods`,
      `Let volumeSize be smaller: ${days(retentionSeconds)} need ${volumeFor(load, retentionSeconds)}.`,
    ),
  ];
}

function days(seconds: number): string {
  const whole = Math.floor(seconds / 86400);
  return whole < 1 ? formatSeconds(seconds) : counted(whole, 'day');
}

/** What is over before Prometheus has looked twice was never there. */
function checkObjectives({ plans, scrapeSeconds }: Settled): Finding[] {
  const seen = LOOKS * scrapeSeconds;
  return plans.flatMap((plan) => {
    const rto = finiteRto(plan.ask.props);
    if (rto === undefined || rto >= seen) return [];
    return [
      say(
        Severity.WARNING,
        'OBJECTIVE-UNSEEN',
        plan.ask.path,
        `back within ${formatSeconds(rto)}`,
        `but Prometheus asks each ${formatSeconds(scrapeSeconds)} and sees what lasts ${formatSeconds(seen)}`,
        'Let prometheus.scrapeInterval be shorter, ask for less, or accept it with a reason.',
      ),
    ];
  });
}

/** Who has the label already, in each program. */
const LABELS = new WeakMap<IConstruct, Map<string, string>>();

/** Two clusters under one label are one cluster to whoever gets the alerts of both. */
function checkLabel({ path, root, clusterLabel }: Settled): Finding[] {
  const labels = LABELS.get(root) ?? new Map<string, string>();
  LABELS.set(root, labels);
  const other = labels.get(clusterLabel);
  if (other === undefined) labels.set(clusterLabel, path);
  if (other === undefined || other === path) return [];
  return [error('MONITORING-LABEL-CLASH', path, `the label cluster="${clusterLabel}"`, `but ${other} has it`, 'Give one of them another clusterLabel.')];
}

function notesOnMonitoring({ path, facts, props }: Settled): Finding[] {
  return [
    ...(props.exporterTls === undefined
      ? [
          say(
            Severity.NOTE,
            'MONITORING-EXPORTERS-OPEN',
            path,
            'node exporters without certificates',
            'and whoever reaches port 9100 of a node reads what it does',
            'Say exporterTls, or let the firewalls of the nodes close the port.',
          ),
        ]
      : []),
    ...(facts.controlPlane.stateBackup === undefined && facts.controlPlane.servers.length > 0
      ? [
          say(
            Severity.NOTE,
            'MONITORING-NO-STATE-BACKUP',
            path,
            'no alert for a backup that is too old',
            "for nobody says that the cluster's own state is backed up",
            'Say it in controlPlane.stateBackup of the facts.',
          ),
        ]
      : []),
  ];
}
