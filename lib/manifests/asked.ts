import { Concurrency, type RunProps, type ScheduleProps } from '../availability/ask/schedule';
import type { Volume } from '../availability/ask/volume/volume';
import { type Ask, AvailabilityClass, isJobClass, OtherWorkload, type Rank, Replicas, type WorkloadClass } from '../availability/ask/workload';
import type { PlannedAutoscale } from '../availability/model/autoscale';
import type { Node } from '../cluster/cluster';
import { partAt } from '../cluster/parts';
import { Duration } from '../cluster/units';
import type { Manifest } from '../kubernetes/manifest';
import { numberAt, type PodTemplate, textAt } from './objects';
import { IN_YAML, propsOf } from './props';
import { rolloutOf } from './rollout';

/** What is known of a workload before it is decided. */
export interface Given {
  /** Seconds on a dead node. */
  readonly stays: number;
  readonly path: string;
  readonly object: Manifest;
  readonly pod: PodTemplate;
  readonly volumes: readonly Volume[];
  /** Undefined: only the name of its PriorityClass is known. */
  readonly rank: Rank | undefined;
  readonly replicas: number;
  /** The node that it asks for, or on which its volume is, if there is only one. */
  readonly only: Node | undefined;
  /** An autoscaler that needs metrics-server. */
  readonly autoscale: PlannedAutoscale | undefined;
}

/** The input of the model for a workload, as if an app had asked for it. */
export function askOf(availabilityClass: WorkloadClass, { path, object, pod, volumes, stays, rank, replicas, only, autoscale }: Given): Ask {
  const { objective, network, health, ...common } = propsOf(pod, volumes, stays);
  const isJob = isJobClass(availabilityClass);
  const binds = only !== undefined && (isJob || availabilityClass === AvailabilityClass.SINGLE_POD_PINNED);
  // The props of a job have its schedule, too.
  const schedule = availabilityClass === OtherWorkload.SCHEDULED_JOB ? scheduleOf(object) : undefined;
  const run = availabilityClass === OtherWorkload.ONE_OFF_JOB ? runOf(object) : undefined;
  const isRolling = object.kind === 'Deployment' && replicas === 1 && rolloutOf(object, 1).maxSurge > 0;
  return {
    availabilityClass,
    path,
    name: object.metadata.name,
    namespace: object.metadata.namespace,
    role: undefined,
    props: {
      ...common,
      ...schedule,
      ...run,
      ...(isJob ? {} : { network, health }),
      ...(isJob || availabilityClass === OtherWorkload.NODE_AGENT ? {} : { objective }),
    },
    ...(rank === undefined ? {} : { rank }),
    ...(binds ? { node: { name: only.name, reason: IN_YAML } } : {}),
    ...(availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE ? { replicas: replicas === 2 ? Replicas.two(IN_YAML) : Replicas.of(replicas) } : {}),
    ...(availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE && isRolling ? { rollingUpdate: { reason: IN_YAML } } : {}),
    ...(autoscale === undefined ? {} : { autoscale }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(run === undefined ? {} : { run }),
  };
}

/** The default of Kubernetes, `backoffLimit`. */
const DEFAULT_RETRIES = 6;

/** The Job, or what a CronJob makes its Jobs of. */
export function jobIn(object: Manifest): unknown {
  return object.kind === 'CronJob' ? partAt(object, 'spec', 'jobTemplate') : object;
}

/** With a limit for each index, the one for all is only what is said. Source: SetDefaults_Job in kubernetes/pkg/apis/batch/v1. */
function retriesOf(job: unknown): number {
  const [ofAll, ofEach] = [numberAt(job, 'spec', 'backoffLimit'), numberAt(job, 'spec', 'backoffLimitPerIndex')];
  return Math.min(ofAll ?? ofEach ?? DEFAULT_RETRIES, ofEach ?? Number.POSITIVE_INFINITY);
}

function runOf(job: unknown): RunProps {
  const deadline = numberAt(job, 'spec', 'activeDeadlineSeconds');
  const timeToLive = numberAt(job, 'spec', 'ttlSecondsAfterFinished');
  return {
    retries: retriesOf(job),
    // Without one, a run may take for ever.
    deadline: deadline === undefined ? Duration.forever() : Duration.seconds(deadline),
    ...(timeToLive === undefined ? {} : { timeToLive: Duration.seconds(timeToLive) }),
    suspend: partAt(job, 'spec', 'suspend') === true,
  };
}

function scheduleOf(object: Manifest): ScheduleProps {
  const startingDeadline = numberAt(object, 'spec', 'startingDeadlineSeconds');
  const said = textAt(object, 'spec', 'concurrencyPolicy');
  return {
    ...runOf(jobIn(object)),
    suspend: partAt(object, 'spec', 'suspend') === true,
    schedule: textAt(object, 'spec', 'schedule') ?? '',
    timeZone: textAt(object, 'spec', 'timeZone') ?? 'Etc/UTC',
    concurrency: Object.values(Concurrency).find((one) => one === said) ?? Concurrency.ALLOW,
    ...(startingDeadline === undefined ? {} : { startingDeadline: Duration.seconds(startingDeadline) }),
  };
}
