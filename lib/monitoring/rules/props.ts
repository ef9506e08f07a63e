import { JOB } from '../../alerts/jobs';
import { NUMBER_ABSURD } from '../../availability/model/records';
import { HOST_INVALID } from '../../availability/network/routes/route-rules';
import { Severity } from '../../cluster/finding';
import { duplicates, isDnsName } from '../../cluster/names';
import type { Said } from '../../cluster/rule';
import { formatSeconds, Size } from '../../cluster/units';
import { dashboardsFor } from '../dashboards';
import { groupsIn } from '../rule-files';
import { onMonitoring } from './rule';
import type { Settled } from './settled';

/** Two samples within the 5 min that Prometheus looks back (`--query.lookback-delta`), even if one between them is missed. */
const MOST_SCRAPE_SECONDS = 120;

/** Numbers that make no sense, and that others would follow from. */
export function* absurdNumbers({ props, scrapeSeconds }: Settled): Iterable<Said> {
  const { retention, volumeSize } = props.prometheus ?? {};
  const every = props.alerts?.heartbeat?.every?.seconds;
  const whole = (seconds: number, least: number) => Number.isInteger(seconds) && seconds >= least;
  if (!whole(scrapeSeconds, 5) || scrapeSeconds > MOST_SCRAPE_SECONDS)
    yield {
      given: `scrapeInterval: ${formatSeconds(scrapeSeconds)}`,
      allowed: `but it must be 5 to ${MOST_SCRAPE_SECONDS} whole seconds: Prometheus ignores samples older than 5 min`,
      fix: 'Omit it for 30 s.',
    };
  if (retention !== undefined && !whole(retention.seconds, 3600))
    yield { given: `retention: ${retention}`, allowed: 'but samples are kept for at least some hours, and not forever', fix: 'Omit it for 30 days.' };
  if (volumeSize !== undefined && volumeSize.bytes < Size.gib(1).bytes)
    yield { given: `volumeSize: ${volumeSize}`, allowed: 'but the write-ahead log of three hours must fit', fix: 'Omit it, or set 1 GiB or more.' };
  if (every !== undefined && !(whole(every, 30) && every <= 3600))
    yield {
      given: `a heartbeat every ${formatSeconds(every)}`,
      allowed: 'but it must be between 30 s, the evaluation interval, and an hour',
      fix: 'Omit it for 5 min.',
    };
}

const NUMBERS = onMonitoring({ ...NUMBER_ABSURD, check: absurdNumbers });

const HOST = onMonitoring({
  ...HOST_INVALID,
  *check({ path, props }) {
    if (props.grafana.tls !== undefined && props.grafana.host === undefined)
      yield { path: `${path}/grafana`, given: 'tls without a host', allowed: 'but a certificate needs a host', fix: 'Set host, or omit tls.' };
  },
});

const RULES_INVALID = onMonitoring({
  code: 'MONITORING-RULES-INVALID',
  severity: Severity.ERROR,
  means: 'one of your own rule files is not a rule file, or the Prometheus operator cannot have it under its name',
  fix: '`promtool check rules`, or rename the file',
  *check({ path, props, facts }) {
    for (const [file, text] of Object.entries(props.prometheus?.rules ?? {}))
      if (groupsIn(text) === undefined || !/\.ya?ml$/.test(file))
        yield {
          path: `${path}/prometheus/rules/${file}`,
          given: 'a rule file',
          allowed: 'but it is not YAML with a list of groups, or its name does not end in .yaml',
          fix: 'Run promtool check rules to see what is wrong.',
        };
    if (facts.policy.operators?.prometheusOperator !== undefined) yield* unfitNames(`${path}/prometheus/rules`, Object.keys(props.prometheus?.rules ?? {}));
  },
});

/** The operator reads objects, not files: each file is a PrometheusRule named after it. */
function* unfitNames(path: string, files: readonly string[]): Iterable<Said> {
  const stems = files.map((file) => file.replace(/\.ya?ml$/, ''));
  const twice = duplicates(stems);
  for (const [index, file] of files.entries()) {
    const stem = stems[index] ?? '';
    const allowed = twice.includes(stem)
      ? 'but another file becomes the same object'
      : isDnsName(stem)
        ? undefined
        : 'but an object has a-z, 0-9, "-" and "." in its name';
    if (allowed !== undefined) yield { path: `${path}/${file}`, given: `the PrometheusRule availability-own-${stem}`, allowed, fix: 'Rename the file.' };
  }
}

const OURS = new Set<string>([...Object.values(JOB), `${JOB.APPS}-honoring-labels`]);

const TARGET_INVALID = onMonitoring({
  code: 'MONITORING-TARGET-INVALID',
  severity: Severity.ERROR,
  means: 'one of your own targets uses a job name that is taken, or an invalid address, path or label',
  fix: 'choose another name; write host and port',
  *check(settled) {
    const { targets = [] } = settled.props.prometheus ?? {};
    const path = `${settled.path}/prometheus`;
    const ofSystems = settled.systems.flatMap(({ scrapes = [] }) => scrapes.map(({ job }) => job));
    for (const job of duplicates([...OURS, ...ofSystems, ...targets.map((target) => target.job)]))
      yield { path, given: `the job ${job}`, allowed: 'but that job exists', fix: 'Choose another name.' };
    for (const { job, path: page = '/metrics', labels = {} } of targets) {
      if (job.trim() === '') yield { path, given: 'a target without a job', allowed: 'but its series need that label', fix: 'Name the job.' };
      if (!page.startsWith('/')) yield { path, given: `the path "${page}" of ${job}`, allowed: 'but a path starts with "/"', fix: `Use "/${page}".` };
      for (const label of Object.keys(labels))
        if (!/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/.test(label))
          yield {
            path,
            given: `the label "${label}" of ${job}`,
            allowed: 'but Prometheus has letters, digits and "_" in names of labels, no digit first, and keeps "__" for itself',
            fix: 'Rename it.',
          };
    }
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
  means: 'one of your own dashboards is named like one of the library',
  fix: 'choose another file name',
  *check({ path, props, systems }) {
    const known = dashboardsFor(systems);
    for (const file of Object.keys(props.grafana.dashboards ?? {}))
      if (file in known)
        yield { path: `${path}/grafana`, given: `the dashboard ${file}`, allowed: 'but the library has a dashboard with that name', fix: 'Rename the file.' };
  },
});

/** What is wrong with the props: numbers, and the user's own rules, targets and dashboards. */
export const PROPS_RULES = [NUMBERS, HOST, RULES_INVALID, TARGET_INVALID, DASHBOARD_CLASH];
