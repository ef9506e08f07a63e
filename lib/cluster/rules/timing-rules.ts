import { minorOf } from '../control-plane';
import { Severity } from '../finding';
import { type FactsRule, onFacts } from '../rule';
import { formatSeconds } from '../units';

/** matchLabelKeys of spread constraints, on by default since then (KEP-3243), and unhealthyPodEvictionPolicy (KEP-3017). */
const OLDEST_MINOR = 27;

const VERSION_OLD = onFacts({
  code: 'CONTROL-VERSION-OLD',
  severity: Severity.ERROR,
  means: 'Kubernetes before 1.27: the YAML has fields that it does not know',
  fix: 'upgrade the cluster',
  *check({ controlPlane: { version } }) {
    const minor = minorOf(version);
    if (minor !== undefined && minor < OLDEST_MINOR)
      yield {
        path: 'controlPlane/version',
        given: `Kubernetes ${version}`,
        allowed: `but the YAML has fields that are on since 1.${OLDEST_MINOR}`,
        fix: 'Upgrade the cluster.',
      };
  },
});

const VERSION_INVALID = onFacts({
  code: 'CONTROL-VERSION-INVALID',
  severity: Severity.ERROR,
  means: 'the version is not like 1.36 or 1.36.3',
  fix: 'say what `kubectl version` prints for the server',
  *check({ controlPlane: { version } }) {
    if (minorOf(version) === undefined)
      yield {
        path: 'controlPlane/version',
        given: `the version "${version}"`,
        allowed: 'but a version is 1.36 or 1.36.3',
        fix: 'Say what kubectl version prints for the server.',
      };
  },
});

const TIMING = onFacts({
  code: 'CONTROL-TIMING',
  severity: Severity.ERROR,
  means: 'a timing flag without sense: no end, or at odds with another',
  fix: 'see the message; leave the flag out for the default',
  *check({ timing }) {
    const path = 'controlPlane/flags';
    const fix = 'Leave the flag out to get the default.';
    const { gracePeriod, monitorPeriod, leaseInterval, attachDetachSync } = timing;
    for (const [name, seconds] of Object.entries({
      nodeMonitorGracePeriod: gracePeriod,
      nodeMonitorPeriod: monitorPeriod,
      nodeLeaseDuration: leaseInterval * 4,
      attachDetachReconcileSyncPeriod: attachDetachSync,
    })) {
      if (!(seconds > 0 && Number.isFinite(seconds)))
        yield { path, given: `${name} of ${seconds} s`, allowed: 'but a period is more than 0 and has an end', fix };
    }
    const { evictionRate, secondaryEvictionRate, unhealthyZoneThreshold, largeClusterSize, defaultToleration, leaderChange } = timing;
    for (const [name, value] of Object.entries({
      nodeEvictionRate: evictionRate,
      secondaryNodeEvictionRate: secondaryEvictionRate,
      unhealthyZoneThreshold,
      largeClusterSizeThreshold: largeClusterSize,
      defaultToleration,
      leaderChange,
    })) {
      if (!(value >= 0 && Number.isFinite(value))) yield { path, given: `${name} of ${value}`, allowed: 'but it is a number that is not below 0', fix };
    }
    if (gracePeriod < 4 * leaseInterval)
      yield {
        path,
        given: `a grace period of ${formatSeconds(gracePeriod)} with a lease renewed every ${formatSeconds(leaseInterval)}`,
        allowed: 'but the kubelet needs four tries before it counts as dead',
        fix: 'Raise nodeMonitorGracePeriod, or lower nodeLeaseDuration.',
      };
    if (monitorPeriod >= gracePeriod)
      yield {
        path,
        given: `a monitor period of ${formatSeconds(monitorPeriod)}`,
        allowed: `but it must be below the grace period of ${formatSeconds(gracePeriod)}`,
        fix: 'Lower nodeMonitorPeriod.',
      };
  },
});

/** What is wrong with the version and the flags of Kubernetes. */
export const TIMING_RULES: readonly FactsRule[] = [VERSION_OLD, VERSION_INVALID, TIMING];
