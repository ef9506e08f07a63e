import { minorOf } from '../control-plane';
import { type FactsRule, onFacts } from '../facts-rule';
import { Severity } from '../finding';
import { formatSeconds } from '../units';

/** matchLabelKeys of spread constraints, on by default since then (KEP-3243), and unhealthyPodEvictionPolicy (KEP-3017). */
const OLDEST_MINOR = 27;

const VERSION_OLD = onFacts({
  code: 'CONTROL-VERSION-OLD',
  severity: Severity.ERROR,
  means: 'Kubernetes before 1.27, which does not know some fields in the YAML',
  fix: 'upgrade the cluster',
  *check({ controlPlane: { version } }) {
    const minor = minorOf(version);
    if (minor !== undefined && minor < OLDEST_MINOR)
      yield {
        path: 'controlPlane/version',
        given: `Kubernetes ${version}`,
        allowed: `but the YAML has fields that are on by default since 1.${OLDEST_MINOR}`,
        fix: 'Upgrade the cluster.',
      };
  },
});

const VERSION_INVALID = onFacts({
  code: 'CONTROL-VERSION-INVALID',
  severity: Severity.ERROR,
  means: 'a version that does not look like 1.36 or 1.36.3',
  fix: 'use what `kubectl version` prints for the server',
  *check({ controlPlane: { version } }) {
    if (minorOf(version) === undefined)
      yield {
        path: 'controlPlane/version',
        given: `the version "${version}"`,
        allowed: 'but a version looks like 1.36 or 1.36.3',
        fix: 'Use what kubectl version prints for the server.',
      };
  },
});

const TIMING = onFacts({
  code: 'CONTROL-TIMING',
  severity: Severity.ERROR,
  means: 'a timing flag that makes no sense: infinite, or in conflict with another',
  fix: 'leave the flag out for the default, or see the message',
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
      if (!(seconds > 0 && Number.isFinite(seconds))) yield { path, given: `${name} of ${seconds} s`, allowed: 'but a period is finite and more than 0', fix };
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
      if (!(value >= 0 && Number.isFinite(value))) yield { path, given: `${name} of ${value}`, allowed: 'but it must be a number, 0 or more', fix };
    }
    if (gracePeriod < 4 * leaseInterval)
      yield {
        path,
        given: `a grace period of ${formatSeconds(gracePeriod)} with a lease renewed every ${formatSeconds(leaseInterval)}`,
        allowed: 'but the kubelet needs time for four tries before it counts as dead',
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

/**
 * How long a client of Kubernetes keeps a connection that answers no more: HTTP2_READ_IDLE_TIMEOUT_SECONDS, 30 s, and
 * HTTP2_PING_TIMEOUT_SECONDS, 15 s (apimachinery, util/net/http.go). The grace period should be longer (kube-controller-manager,
 * `--node-monitor-grace-period`; kubernetes/kubernetes issue 121793).
 */
const DEAD_CONNECTION_SECONDS = 45;

/** Not the default of old versions, 40 s: nobody chose that. */
const GRACE_SHORT = onFacts({
  code: 'CONTROL-GRACE-SHORT',
  severity: Severity.WARNING,
  means: 'a grace period that is over before a dead connection is noticed, so that all nodes may count as dead at once',
  fix: 'leave `nodeMonitorGracePeriod` out, lower the HTTP/2 timeouts of kubelets and controllers, or accept it',
  *check({ controlPlane: { flags } }) {
    const grace = flags?.nodeMonitorGracePeriod?.seconds;
    if (grace === undefined || !(grace > 0 && grace <= DEAD_CONNECTION_SECONDS)) return;
    yield {
      path: 'controlPlane/flags',
      given: `a grace period of ${formatSeconds(grace)}`,
      allowed: `but Kubernetes notices only after ${formatSeconds(DEAD_CONNECTION_SECONDS)} that a connection is dead: when one is lost, healthy nodes may count as dead, and their pods are evicted`,
      fix: 'Leave nodeMonitorGracePeriod out, or start kubelets and controllers with a lower HTTP2_READ_IDLE_TIMEOUT_SECONDS and HTTP2_PING_TIMEOUT_SECONDS and accept it with that reason.',
    };
  },
});

/** Rules about the version and the flags of Kubernetes. */
export const TIMING_RULES: readonly FactsRule[] = [VERSION_OLD, VERSION_INVALID, TIMING, GRACE_SHORT];
