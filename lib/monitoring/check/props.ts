import { JOB } from '../../alerts/jobs';
import type { Finding } from '../../cluster/finding';
import { duplicates } from '../../cluster/names';
import { formatSeconds, Size } from '../../cluster/units';
import { DASHBOARDS } from '../dashboards';
import { groupsIn } from '../rule-files';
import { error } from './say';
import type { Settled } from './settled';

/** Twice in the 5 min that Prometheus looks back (`--query.lookback-delta`), one that was missed between them. */
const MOST_SCRAPE_SECONDS = 120;

/** Numbers that mean nothing. */
export function checkNumbers({ path, props, scrapeSeconds }: Settled): Finding[] {
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

export function checkWords({ path, props, clusterLabel }: Settled): Finding[] {
  return [
    ...(clusterLabel.trim() === ''
      ? [error('MONITORING-LABEL-CLASH', path, 'a blank clusterLabel', 'but it tells this cluster from others', 'Leave it out for the name of the cluster.')]
      : []),
    ...(props.grafana.tls !== undefined && props.grafana.host === undefined
      ? [error('HOST-INVALID', `${path}/grafana`, 'tls without a host', 'but nobody signs for no name', 'Name the host, or leave tls out.')]
      : []),
  ];
}

const OURS = new Set<string>([...Object.values(JOB), `${JOB.APPS}-honoring-labels`]);

/** Rules, targets and dashboards of the user's own. */
export function checkOwn({ path, props }: Settled): Finding[] {
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
