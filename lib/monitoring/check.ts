import type { IConstruct } from 'constructs';
import { JOB } from '../alerts/jobs';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { type Finding, Severity } from '../cluster/finding';
import { counted, duplicates, listed } from '../cluster/names';
import { formatSeconds, Size } from '../cluster/units';
import { checkReceivers } from './check-receivers';
import { DASHBOARDS } from './dashboards';
import { IMAGES } from './images';
import { NODE_EXPORTER, PROMETHEUS } from './names';
import { ALERTMANAGER_VOLUME } from './parts/alertmanager';
import { NODE_EXPORTER_RESOURCES } from './parts/node-exporter';
import type { Place } from './place';
import type { MonitoringProps } from './props';
import { groupsIn } from './rule-files';
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

function say(severity: Severity, code: string, path: string, given: string, allowed: string, fix: string): Finding {
  return { code, severity, path, given, allowed, fix: fix };
}

const error = (code: string, path: string, given: string, allowed: string, fix: string) => say(Severity.ERROR, code, path, given, allowed, fix);

/** Twice in the 5 min that Prometheus looks back (`--query.lookback-delta`), one that was missed between them. */
const MOST_SCRAPE_SECONDS = 120;
/** Prometheus asks, and evaluates, once in this time; what is shorter than both it may never see. */
const LOOKS = 2;

/** What is wrong with monitoring as a whole. */
export function checkMonitoring(settled: Settled): Finding[] {
  const { path, props, place } = settled;
  const numbers = checkNumbers(settled);
  return [
    ...numbers,
    ...checkWords(settled),
    ...checkOwn(settled),
    ...checkReceivers(path, props, place.home === undefined ? 'the monitoring nodes die' : `${place.home.name} dies`),
    ...checkExporters(settled),
    ...checkRoom(settled),
    // Of numbers that mean nothing others would follow.
    ...(numbers.length > 0 ? [] : checkRetention(settled)),
    ...checkObjectives(settled),
    ...checkLabel(settled),
    ...notesOnMonitoring(settled),
  ];
}

const OURS = new Set<string>([...Object.values(JOB), `${JOB.APPS}-honoring-labels`]);

function checkOwn({ path, props }: Settled): Finding[] {
  const { rules = {}, targets = [] } = props.prometheus ?? {};
  const at = `${path}/prometheus`;
  return [
    ...Object.entries(rules).flatMap(([file, text]) =>
      groupsIn(text) === undefined || !/\.ya?ml$/.test(file)
        ? [
            error(
              'MONITORING-RULES-INVALID',
              `${at}/rules/${file}`,
              'a file of rules',
              'but it is no YAML with a list of groups, or not named .yaml',
              'Let promtool check rules tell what is wrong.',
            ),
          ]
        : [],
    ),
    ...duplicates([...OURS, ...targets.map(({ job }) => job)]).map((job) =>
      error('MONITORING-TARGET-INVALID', at, `the job ${job}`, 'but there is one of that name', 'Use another.'),
    ),
    ...targets.flatMap(({ job, addresses }) =>
      addresses
        .filter((address) => !/^[^\s/:]+:[0-9]{1,5}$|^\[[0-9a-fA-F:]+\]:[0-9]{1,5}$/.test(address))
        .map((address) =>
          error(
            'MONITORING-TARGET-INVALID',
            at,
            `the address "${address}" of ${job}`,
            'but an address is a host and a port',
            "Write it like 'router.home.example:9100'.",
          ),
        ),
    ),
    ...Object.keys(props.grafana.dashboards ?? {}).flatMap((file) =>
      file in DASHBOARDS
        ? [error('MONITORING-DASHBOARD-CLASH', `${path}/grafana`, `the dashboard ${file}`, 'but the library has one of that name', 'Name the file otherwise.')]
        : [],
    ),
  ];
}

function checkWords({ path, props, clusterLabel }: Settled): Finding[] {
  return [
    ...(clusterLabel.trim() === ''
      ? [error('MONITORING-LABEL-CLASH', path, 'a blank clusterLabel', 'but it tells this cluster from others', 'Leave it out for the name of the cluster.')]
      : []),
    ...(props.grafana.tls !== undefined && props.grafana.host === undefined
      ? [error('HOST-INVALID', `${path}/grafana`, 'tls without a host', 'but nobody signs for no name', 'Name the host, or leave tls out.')]
      : []),
  ];
}

function checkNumbers({ path, props, scrapeSeconds }: Settled): Finding[] {
  const { retention, volumeSize } = props.prometheus ?? {};
  const every = props.alerts?.heartbeat?.every?.seconds;
  const whole = (seconds: number, least: number) => Number.isInteger(seconds) && seconds >= least;
  return [
    ...(whole(scrapeSeconds, 5) && scrapeSeconds <= MOST_SCRAPE_SECONDS
      ? []
      : [
          error(
            'NUMBER-ABSURD',
            path,
            `scrapeInterval: ${formatSeconds(scrapeSeconds)}`,
            `but it is whole seconds, 5 to ${MOST_SCRAPE_SECONDS}: Prometheus forgets what is older than 5 min`,
            'Leave it out for 30 s.',
          ),
        ]),
    ...(retention === undefined || whole(retention.seconds, 3600)
      ? []
      : [error('NUMBER-ABSURD', path, `retention: ${retention}`, 'but samples are kept for hours at least, and not for ever', 'Leave it out for 30 days.')]),
    ...(volumeSize === undefined || volumeSize.bytes >= Size.gib(1).bytes
      ? []
      : [error('NUMBER-ABSURD', path, `volumeSize: ${volumeSize}`, 'but the log of three hours needs room', 'Leave it out, or say 1 GiB or more.')]),
    ...(every === undefined || (whole(every, 30) && every <= 3600)
      ? []
      : [
          error(
            'NUMBER-ABSURD',
            path,
            `a dead-man receiver called each ${formatSeconds(every)}`,
            'but it is between 30 s and an hour: rules are evaluated no more often, and nobody waits for longer',
            'Leave it out for 5 min.',
          ),
        ]),
  ];
}

/** Both would want port 9100 of each node. */
function checkExporters({ path, plans }: Settled): Finding[] {
  const others = plans.filter(({ ask }) => ask.props.image.repository === IMAGES.nodeExporter.repository && !ask.path.startsWith(`${path}/`));
  return others.map(({ ask }) => error('MONITORING-EXPORTER-TWICE', ask.path, 'a node exporter', `but ${path} brings one along`, 'Take this one away.'));
}

/** Requests alone may fit where the limits do not; a node that dies of its own monitoring is the worst of watchers. */
function checkRoom({ facts, place, own }: Settled): Finding[] {
  const agents = NODE_EXPORTER_RESOURCES.memoryLimit.bytes;
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
  if (!place.onDisk) return [];
  return (place.home === undefined ? place.nodes : [place.home]).flatMap(({ name, ephemeralStorage: disk }) => {
    const most = volume.bytes + ALERTMANAGER_VOLUME.bytes;
    if (disk === undefined || most <= disk.bytes) return [];
    return [
      error(
        'MONITORING-RETENTION',
        path,
        `volumes of ${volume} and ${ALERTMANAGER_VOLUME} on the disk of ${name}`,
        `but that has ${disk} for pods`,
        `Let volumeSize be smaller: ${days(retentionSeconds)} need ${volumeFor(load, retentionSeconds)}.`,
      ),
    ];
  });
}

function days(seconds: number): string {
  const whole = Math.floor(seconds / 86400);
  return whole < 1 ? formatSeconds(seconds) : counted(whole, 'day');
}

/** What is over before Prometheus has looked twice was never there. */
function checkObjectives({ plans, scrapeSeconds }: Settled): Finding[] {
  const seen = LOOKS * scrapeSeconds;
  return plans.flatMap((plan) => {
    const rto = plan.ask.rto;
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

function notesOnMonitoring({ path, facts, props, own, load, volume, retentionSeconds }: Settled): Finding[] {
  const limit = own.find(({ ask }) => ask.name === PROMETHEUS)?.ask.props.resources.memoryLimit;
  return [
    say(
      Severity.NOTE,
      'MONITORING-SIZE',
      path,
      `about ${Math.round(load.series)} series`,
      `kept for ${days(retentionSeconds)} on ${volume}, with ${limit} of memory at most`,
      'How they are counted: docs/monitoring.md.',
    ),
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
