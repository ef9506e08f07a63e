import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { AllowKind } from '../ask/container/security';
import { isDatabase } from '../ask/reference/databases';
import type { Volume } from '../ask/volume/volume';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { stuckWithNode } from '../classes/job-crash';
import { dependenciesOf } from '../model/dependencies';
import { OutcomeKind } from '../model/outcome';
import type { Plan } from '../model/plan';
import { type FleetRule, judgeFleet, onFleet } from '../model/rule';

/** Pools may be too small for claims of unknown size. */
const CLAIM_SIZE_UNKNOWN = onFleet({
  code: 'CLAIM-SIZE-UNKNOWN',
  severity: Severity.NOTE,
  means: 'existing claims without a declared size, so pools cannot be checked in full',
  fix: 'set `size` and `storageClass` in `Volume.claim`, or describe its volume in `storage.volumes`',
  concerns: () => false,
  *check(plans, facts) {
    if (facts.storage.classes.every((one) => one.pool === undefined)) return;
    const unknown = plans.flatMap((plan) =>
      plan.ask.volumes.flatMap(({ options: { claim } }) =>
        claim !== undefined && (claim.size === undefined || claim.storageClass === undefined) ? [`${plan.ask.namespace ?? 'default'}/${claim.claimName}`] : [],
      ),
    );
    if (unknown.length === 0) return;
    yield {
      path: `${facts.name}/storage`,
      given: `existing claims without size and storageClass (${[...new Set(unknown)].join(', ')})`,
      allowed: 'so the library cannot check whether the pools have room for them',
      fix: 'Set size and storageClass in Volume.claim.',
    };
  },
});

/** Storage that nobody names is taken for the worst that pods of its kind may have. */
const CLAIM_WITHOUT_CLASS = onFleet({
  code: 'CLAIM-WITHOUT-CLASS',
  severity: Severity.NOTE,
  means: 'existing claims without a declared class, so nobody knows where they can be mounted and what takes them from a dead node',
  fix: 'set `storageClass` in `Volume.claim`, or describe its volume in `storage.volumes`',
  concerns: ({ volumes }) => volumes.some(isNameless),
  *check(plans) {
    for (const { ask } of plans) {
      const names = ask.volumes.filter(isNameless).map(({ options }) => options.claim?.claimName ?? '');
      if (names.length === 0) continue;
      yield {
        path: ask.path,
        given: `existing claims without storageClass (${[...new Set(names)].join(', ')})`,
        allowed: 'so the library takes them for volumes that every node can mount, and that nothing takes from a dead node',
        fix: 'Set storageClass in Volume.claim, and declare the class in storage.classes.',
      };
    }
  },
});

/** Of a claim that several nodes may mount, the user has said what matters. */
function isNameless({ options: { claim } }: Volume): boolean {
  return claim !== undefined && claim.storageClass === undefined && claim.readWriteMany !== true;
}

const ROUTE_WITHOUT_CLASS = onFleet({
  code: 'ROUTE-WITHOUT-CLASS',
  severity: Severity.NOTE,
  means: 'HTTP routes without an ingress class, which only a default IngressClass serves',
  fix: 'set `policy.operators.ingressClass`',
  concerns: () => false,
  *check(plans, facts) {
    const { ingressClass, gateway } = facts.policy.operators ?? {};
    if (ingressClass !== undefined || gateway !== undefined) return;
    const classless = plans.filter((plan) => plan.ask.network.routes.some((entry) => entry.ingressClass === undefined));
    if (classless.length === 0) return;
    yield {
      path: `${facts.name}/policy/operators`,
      given: `HTTP routes of ${counted(classless.length, 'app')} without an ingress class`,
      allowed: 'so only a default IngressClass of the cluster serves them',
      fix: 'Set policy.operators.ingressClass.',
    };
  },
});

const METRICS_UNSCRAPED = onFleet({
  code: 'METRICS-UNSCRAPED',
  severity: Severity.NOTE,
  means: 'apps with metrics that nothing in the cluster scrapes',
  fix: 'add `Monitoring`, or set `policy.operators.prometheusOperator`',
  concerns: () => false,
  *check(plans, facts) {
    if (facts.policy.operators?.prometheusOperator !== undefined) return;
    const unasked = plans.filter((plan) => plan.metrics !== undefined).map((plan) => plan.ask.name);
    if (unasked.length === 0) return;
    yield {
      path: `${facts.name}/policy/operators`,
      given: `metrics of ${counted(unasked.length, 'app')} (${unasked.join(', ')})`,
      allowed: 'but nothing in this program scrapes them',
      fix: 'Add Monitoring to the cluster, or set policy.operators.prometheusOperator to the namespace of the Prometheus operator.',
    };
  },
});

const JOB_STUCK = onFleet({
  code: 'JOB-STUCK-WITH-NODE',
  severity: Severity.NOTE,
  means: 'jobs whose later runs all stop when a node dies',
  fix: 'watch for jobs that did not run, or fence the nodes',
  concerns: ({ availabilityClass }) => availabilityClass === OtherWorkload.SCHEDULED_JOB,
  *check(plans, facts) {
    const stuck = plans.filter(stuckWithNode).map((plan) => plan.ask.name);
    if (stuck.length === 0) return;
    yield {
      path: `${facts.name}/nodes`,
      given: `the crash of a node that runs ${listed(stuck)}`,
      allowed: 'so the run only ends when the node is back, and with concurrency Forbid no later run starts before',
      fix: 'Watch for jobs that did not run. Fence the nodes, or delete the Job and force-delete its pod.',
    };
  },
});

const DEVICE_PRIVILEGED = onFleet({
  code: 'DEVICE-PRIVILEGED',
  severity: Severity.NOTE,
  means: '`Allow.privileged` in an app whose devices a device plugin gives without privileges',
  fix: 'replace it by `Allow.devices`, unless the app needs it for something else',
  concerns: () => false,
  *check(plans, facts) {
    for (const { ask, devices } of plans) {
      const given = devices.filter(({ resource }) => resource !== undefined).map(({ volume }) => volume.options.device ?? '');
      if (given.length === 0 || !ask.main.security.allow.some(({ kind }) => kind === AllowKind.PRIVILEGED)) continue;
      yield {
        path: ask.path,
        given: `privileged with ${listed(given)}`,
        allowed: `although the device plugin of ${facts.name} gives that to ordinary containers`,
        fix: 'Replace Allow.privileged by Allow.devices, unless the app needs it for something else.',
      };
    }
  },
});

/** Up to that many apps of one household may well have one database. */
const FEW_APPS = 3;

const DATABASE_SHARED = onFleet({
  code: 'DATABASE-SHARED',
  severity: Severity.NOTE,
  means: 'a database of one pod that more than three apps depend on',
  fix: 'give each app a database of its own',
  concerns: () => false,
  *check(plans, facts) {
    const needing = new Map<Plan, Set<string>>();
    for (const [plan, needed] of dependenciesOf(plans, facts).edges)
      for (const { plan: other } of needed) needing.set(other, (needing.get(other) ?? new Set()).add(plan.ask.name));
    for (const [{ ask, replicas }, names] of needing) {
      if (names.size <= FEW_APPS || replicas.value !== 1 || !isDatabase(ask.main.image.repository)) continue;
      yield {
        path: ask.path,
        given: `a database of one pod that ${counted(names.size, 'app')} depend on (${[...names].sort().join(', ')})`,
        allowed: 'so all of them are down whenever it is, and have its upgrades and restores in common',
        fix: 'Give each app a database of its own, or one of an operator with several copies.',
      };
    }
  },
});

/** Quorum stops what is written to volumes, and nothing else. Names that nothing has are refused elsewhere. */
const TWIN_OUTSIDE = onFleet({
  code: 'FLEXIBLE-TWIN-OUTSIDE',
  severity: Severity.NOTE,
  means: 'a flexible app that works with a machine outside the cluster: on a node that is cut off, it may go on there next to its replacement',
  fix: 'see that two at once do no harm there, or fence the nodes',
  concerns: () => false,
  *check(plans, facts) {
    const outside = new Map<Plan, string[]>();
    for (const { plan, how, said } of dependenciesOf(plans, facts).unknown)
      if (how === 'dependsOn') outside.set(plan, [...(outside.get(plan) ?? []), said.given]);
    for (const [{ ask, outcome }, given] of outside) {
      if (ask.availabilityClass !== AvailabilityClass.SINGLE_POD_FLEXIBLE || outcome?.kind !== OutcomeKind.FAILS_OVER) continue;
      yield {
        path: ask.path,
        given: `${listed(given)}, outside the cluster`,
        allowed:
          'so on a node that is cut off but alive, its pod may go on working there next to its replacement: a quorum of storage stops only writes to volumes',
        fix: 'See that two at once do no harm there, for example because it locks, or fence the nodes.',
      };
    }
  },
});

/** Notes for the owner of the cluster: worth knowing, but nothing is wrong. */
export const NOTES: readonly FleetRule[] = [
  CLAIM_SIZE_UNKNOWN,
  CLAIM_WITHOUT_CLASS,
  ROUTE_WITHOUT_CLASS,
  METRICS_UNSCRAPED,
  JOB_STUCK,
  DEVICE_PRIVILEGED,
  DATABASE_SHARED,
  TWIN_OUTSIDE,
];

/** @param watched whether something in the program scrapes all apps */
export function notesOn(facts: ClusterFacts, plans: readonly Plan[], watched = false): Finding[] {
  return judgeFleet(watched ? NOTES.filter((note) => note !== METRICS_UNSCRAPED) : NOTES, plans, facts);
}
