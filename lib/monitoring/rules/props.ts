import { JOB } from '../../alerts/jobs';
import { NUMBER_ABSURD } from '../../availability/model/records';
import { HOST_INVALID } from '../../availability/network/route-rules';
import { Severity } from '../../cluster/finding';
import { duplicates } from '../../cluster/names';
import type { Said } from '../../cluster/rule';
import { formatSeconds, Size } from '../../cluster/units';
import { dashboardsFor } from '../dashboards';
import { groupsIn } from '../rule-files';
import { onMonitoring } from './rule';
import type { Settled } from './settled';

/** Twice in the 5 min that Prometheus looks back (`--query.lookback-delta`), one that was missed between them. */
const MOST_SCRAPE_SECONDS = 120;

/** Numbers that mean nothing: of these others would follow. */
export function* absurdNumbers({ props, scrapeSeconds }: Settled): Iterable<Said> {
  const { retention, volumeSize } = props.prometheus ?? {};
  const every = props.alerts?.heartbeat?.every?.seconds;
  const whole = (seconds: number, least: number) => Number.isInteger(seconds) && seconds >= least;
  if (!whole(scrapeSeconds, 5) || scrapeSeconds > MOST_SCRAPE_SECONDS)
    yield {
      given: `scrapeInterval: ${formatSeconds(scrapeSeconds)}`,
      allowed: `but it is whole seconds, 5 to ${MOST_SCRAPE_SECONDS}: Prometheus forgets what is older than 5 min`,
      fix: 'Leave it out for 30 s.',
    };
  if (retention !== undefined && !whole(retention.seconds, 3600))
    yield { given: `retention: ${retention}`, allowed: 'but samples are kept for hours at least, and not for ever', fix: 'Leave it out for 30 days.' };
  if (volumeSize !== undefined && volumeSize.bytes < Size.gib(1).bytes)
    yield { given: `volumeSize: ${volumeSize}`, allowed: 'but the log of three hours needs room', fix: 'Leave it out, or say 1 GiB or more.' };
  if (every !== undefined && !(whole(every, 30) && every <= 3600))
    yield {
      given: `a dead-man receiver called each ${formatSeconds(every)}`,
      allowed: 'but it is between 30 s and an hour: rules are evaluated no more often, and nobody waits for longer',
      fix: 'Leave it out for 5 min.',
    };
}

const NUMBERS = onMonitoring({ ...NUMBER_ABSURD, check: absurdNumbers });

const HOST = onMonitoring({
  ...HOST_INVALID,
  *check({ path, props }) {
    if (props.grafana.tls !== undefined && props.grafana.host === undefined)
      yield { path: `${path}/grafana`, given: 'tls without a host', allowed: 'but nobody signs for no name', fix: 'Name the host, or leave tls out.' };
  },
});

const RULES_INVALID = onMonitoring({
  code: 'MONITORING-RULES-INVALID',
  severity: Severity.ERROR,
  means: 'a rule file of your own that is none',
  fix: '`promtool check rules`',
  *check({ path, props }) {
    for (const [file, text] of Object.entries(props.prometheus?.rules ?? {}))
      if (groupsIn(text) === undefined || !/\.ya?ml$/.test(file))
        yield {
          path: `${path}/prometheus/rules/${file}`,
          given: 'a file of rules',
          allowed: 'but it is no YAML with a list of groups, or not named .yaml',
          fix: 'Let promtool check rules tell what is wrong.',
        };
  },
});

const OURS = new Set<string>([...Object.values(JOB), `${JOB.APPS}-honoring-labels`]);

const TARGET_INVALID = onMonitoring({
  code: 'MONITORING-TARGET-INVALID',
  severity: Severity.ERROR,
  means: 'a target of your own whose job is taken, or whose address is none',
  fix: 'another name; host and port',
  *check(settled) {
    const { targets = [] } = settled.props.prometheus ?? {};
    const path = `${settled.path}/prometheus`;
    const ofSystems = settled.systems.flatMap(({ scrapes = [] }) => scrapes.map(({ job }) => job));
    for (const job of duplicates([...OURS, ...ofSystems, ...targets.map((target) => target.job)]))
      yield { path, given: `the job ${job}`, allowed: 'but there is one of that name', fix: 'Use another.' };
    for (const { job, addresses } of targets)
      for (const address of addresses)
        if (!/^[^\s/:]+:[0-9]{1,5}$|^\[[0-9a-fA-F:]+\]:[0-9]{1,5}$/.test(address))
          yield {
            path,
            given: `the address "${address}" of ${job}`,
            allowed: 'but an address is a host and a port',
            fix: "Write it like 'router.home.example:9100'.",
          };
  },
});

const DASHBOARD_CLASH = onMonitoring({
  code: 'MONITORING-DASHBOARD-CLASH',
  severity: Severity.ERROR,
  means: 'a dashboard of your own named as one of the library',
  fix: 'another file name',
  *check({ path, props, systems }) {
    const known = dashboardsFor(systems);
    for (const file of Object.keys(props.grafana.dashboards ?? {}))
      if (file in known)
        yield { path: `${path}/grafana`, given: `the dashboard ${file}`, allowed: 'but the library has one of that name', fix: 'Name the file otherwise.' };
  },
});

/** What is wrong with what is asked for: numbers, and rules, targets and dashboards of the user's own. */
export const PROPS_RULES = [NUMBERS, HOST, RULES_INVALID, TARGET_INVALID, DASHBOARD_CLASH];
