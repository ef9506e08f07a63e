import { ROOMS } from '../availability/decide';
import { amongOthers } from '../availability/fleet/outcomes';
import { FLEET_RULES } from '../availability/fleet/rules';
import type { Plan } from '../availability/model/plan';
import { judge, judgeFleet } from '../availability/model/rule';
import type { ClusterFacts } from '../cluster/cluster';
import { type Finding, Severity } from '../cluster/finding';
import type { FindingCode } from '../cluster/finding-codes.generated';
import { listed } from '../cluster/names';
import { found } from '../cluster/rule';
import { unlimited, unrequested } from './containers';
import { isOfArchitecture } from './nodes';
import { PodMaker } from './objects';
import type { Reading } from './reading';
import { withoutHardware } from './rolling-hardware';
import { MANIFEST_RULES } from './rules';
import { sharedClaims } from './shared-claims';
import type { SingleClaim } from './volumes';

/** Rules about apps that hold for anybody's YAML, and how to fix it there. The others are about props, or about what rendering does. */
const FIXES: { readonly [code in FindingCode]?: string } = {
  'IMAGE-UNPINNED': 'Use a version, or add the digest.',
  'SECRET-IN-ENV': 'Take it from a Secret (valueFrom.secretKeyRef).',
  'SECRET-IN-ARGS': 'Take it from a Secret, as a variable or a file.',
  'NODE-OUT-OF-REACH': 'Let another node run it (node selector, affinity, tolerations), use storage or hardware that one of these has, or correct the facts.',
  'FIT-NO-NODE': 'Request less, or make a node bigger.',
  'ARCHITECTURE-UNSAID': 'If the image is not built for all of them, select nodes by kubernetes.io/arch.',
  'FLEXIBLE-NOWHERE-TO-GO': 'Let another node run it.',
  'FLEXIBLE-COPIES-ELSEWHERE': 'Let it run where the copies are.',
  'FLEXIBLE-VOLUMES-APART': 'Keep the data on one volume, or a copy on every node.',
  'FLEXIBLE-ZONE-ALONE': 'Add a node to each of these zones, or use storage that several zones reach.',
  'FLEXIBLE-FAILOVER-EXEMPT': 'Remove the volume, or let the storage move such pods.',
  'FLEXIBLE-STUCK-VOLUME':
    'If its storage frees volumes of dead nodes, say so in the facts (release of the class). Otherwise fence the nodes, or use storage that does.',
  'FLEXIBLE-TWIN-WRITER': 'Keep data that two writers would damage on replicated volumes, or mount it read-only.',
  'ROLLING-WITHOUT-PROBE': 'Add a readinessProbe, or use the strategy Recreate.',
  'PINNED-HARDWARE-ELSEWHERE': 'Ask for a node that has it, or declare it in extendedResources of the node.',
  'PINNED-STORAGE-ELSEWHERE': 'Ask for a node that can mount it, or use storage that this node has.',
  'HA-WITHOUT-PROBE': 'Add a readinessProbe.',
  'HA-ONE-NODE': 'Let more nodes run it.',
  'HA-SPREAD-UNSATISFIABLE': 'Run fewer pods, or let more nodes run it.',
  'HA-ZONE-ALONE': 'Keep it in one zone, or use storage that several zones reach.',
  'HA-SHARED-FATE': 'Let a node run it that does not hang on that.',
  'AUTOSCALE-WITHOUT-METRICS': 'Install metrics-server, and say so in the facts (policy.operators.metricsServer).',
  'JOB-LOCAL-STORAGE': 'Let it run on the node of its data, or use storage that other nodes reach.',
  'JOB-TWO-WRITERS': 'Write concurrencyPolicy: Forbid.',
  'AGENT-STORAGE-ELSEWHERE': 'Keep it to nodes that can mount its volume.',
  'HOST-PORT-CLASH': 'Use another port, or keep them on different nodes.',
  'HOST-PORT-DOUBTFUL': 'Use another port.',
  'CAPACITY-EXCEEDED': 'Request less, or add nodes.',
  'CAPACITY-FRAGMENTED': 'Request less, or make a node bigger.',
  'CAPACITY-ON-LOSS': 'Request less, or make the other nodes bigger.',
  'AUTOSCALE-WITHOUT-ROOM': 'Lower the most pods, request less, or add nodes.',
  'HARDWARE-EXCEEDED': 'Request less of it, or add hardware.',
  'STORAGE-CLASS-UNKNOWN': 'Declare it in storage.classes of the facts, or use one of those.',
  'STORAGE-NOT-SHARED': 'Use a class that several nodes may write.',
};

const ASK_RULES = ROOMS.flatMap(({ ask = [] }) => ask).filter(({ code }) => code in FIXES);
const PLAN_RULES = ROOMS.flatMap(({ plan = [] }) => plan).filter(({ code }) => code in FIXES);
const FLEET = FLEET_RULES.filter(({ code }) => code in FIXES);

/** Hygiene of a pod, which each has whatever its class. */
const OF_ANY_CLASS: readonly FindingCode[] = ['AUTOSCALE-WITHOUT-METRICS', 'IMAGE-UNPINNED', 'SECRET-IN-ENV', 'SECRET-IN-ARGS', 'FIT-NO-NODE'];

/** What each container says itself, wherever it runs. */
export const OF_CONTAINERS: readonly string[] = ['IMAGE-UNPINNED', 'SECRET-IN-ENV', 'SECRET-IN-ARGS', 'RESOURCES-MISSING', 'RESOURCES-WITHOUT-LIMIT'];

/** What this library refuses to write, and Kubernetes runs: in YAML of others a promise is weaker for it, and somebody may accept that. */
const WEAKER: readonly string[] = [...OF_CONTAINERS, 'JOB-TWO-WRITERS'];

/** What is said of workloads. */
export interface Judged {
  /** With what the others do to their outcomes. */
  readonly readings: readonly Reading[];
  readonly findings: readonly Finding[];
}

/** Judges workloads by every rule that holds for YAML, and their outcomes among each other. */
export function judgeReadings(readings: readonly Reading[], facts: ClusterFacts): Judged {
  const plans = readings.flatMap(({ plan }) => plan ?? []);
  const weakened = new Map(amongOthers(plans, facts).map((plan, index) => [plans[index] as Plan, plan]));
  const among = readings.map((one) => (one.plan === undefined ? one : { ...one, plan: weakened.get(one.plan) }));
  const places = new Map(readings.map(({ path, at }) => [path, at]));
  const endless = withoutHardware(readings, plans, facts);
  // Where the next pod never starts, the last one does not end for it.
  const ofEach = among
    .flatMap((one) => ofOne(one, facts))
    .filter(({ code, path }) => code !== 'ROLLING-WITHOUT-PROBE' || endless.every((one) => one.path !== path));
  const findings = [...ofEach, ...endless, ...sharedClaims(among), ...judgeFleet(FLEET, plans, facts).map(inYaml)];
  return { readings: among, findings: findings.map((finding) => withPlace(finding, places.get(finding.path))) };
}

function withPlace(finding: Finding, at: string | undefined): Finding {
  return at === undefined ? finding : { ...finding, at };
}

function ofOne(reading: Reading, facts: ClusterFacts): readonly Finding[] {
  const { path, plan, availabilityClass, within } = reading;
  const own = MANIFEST_RULES.flatMap((rule) => [...rule.check(reading, facts)].map((said) => found(rule, path, said)));
  if (plan === undefined) return own;
  const isSaid = reading.labels.some(isOfArchitecture);
  const fits = ({ code }: { readonly code: string }) =>
    (availabilityClass !== undefined || OF_ANY_CLASS.some((one) => one === code)) && (code !== 'ARCHITECTURE-UNSAID' || !isSaid);
  // What runs nowhere has nothing to lose.
  const rules = isNowhere(plan) ? [] : PLAN_RULES.filter((rule) => fits(rule) && rule.code !== 'NODE-OUT-OF-REACH');
  return withoutEffects([
    ...own,
    ...[...unrequested(reading.pod)].map((said) => inYaml(found(MISSING, path, said))),
    ...[...unlimited(reading.pod)].map((said) => inYaml(found(WITHOUT_LIMIT, path, said))),
    ...nowhere(reading),
    ...deadlocked(reading),
    ...judge(ASK_RULES.filter(fits), plan.ask, path, within).map(inYaml),
    ...judge(rules, plan, path, within).map(inYaml),
  ]);
}

/** A pod that its volume keeps on a dead node waits for nothing else: no other kind of workload would help. */
function withoutEffects(findings: readonly Finding[]): readonly Finding[] {
  const isStuck = findings.some(({ code }) => code === 'FLEXIBLE-STUCK-VOLUME');
  return findings.filter(({ code }) => !isStuck || code !== 'MANIFEST-STATEFULSET-WAITS');
}

/** The same finding, as bad as it is in YAML, and with what to do about it there. */
function inYaml(finding: Finding): Finding {
  const severity = WEAKER.includes(finding.code) ? Severity.WARNING : finding.severity;
  return { ...finding, severity, fix: FIXES[finding.code as FindingCode] ?? finding.fix };
}

/** The record of a rule whose check is about props, for the same thing in YAML. */
function recordOf(code: string) {
  const record = [...ROOMS.flatMap(({ ask = [], plan = [] }) => [...ask, ...plan])].find((one) => one.code === code);
  if (record === undefined) throw new Error(`no rule ${code}`);
  return record;
}

const MISSING = recordOf('RESOURCES-MISSING');
const WITHOUT_LIMIT = recordOf('RESOURCES-WITHOUT-LIMIT');
const ROLLING_SHARED = recordOf('ROLLING-SHARED');
const OUT_OF_REACH = recordOf('NODE-OUT-OF-REACH');

function isNowhere({ placement }: Plan): boolean {
  return placement.value.nodes?.length === 0;
}

/** Pods that no node may run. An agent for nodes that are not there is fine. */
function nowhere({ path, plan, maker, lacking }: Reading): readonly Finding[] {
  if (plan === undefined || maker === PodMaker.DAEMON_SET || !isNowhere(plan)) return [];
  return [
    found(OUT_OF_REACH, path, {
      given: lacking.length === 0 ? 'what it asks of its nodes' : `nodes with ${listed(lacking)}`,
      allowed: `but no node is left for it (${plan.placement.why})`,
      fix: FIXES['NODE-OUT-OF-REACH'] ?? '',
    }),
  ];
}

/**
 * A rolling update whose next pod waits for what the last one has, which in turn waits for the next one; or whose pods both write. What is
 * attached holds back a pod on another node only, and a port of a node one on the same node. What is shared over the network does neither.
 */
function deadlocked({ path, plan, replicas, volumes, maker }: Reading): readonly Finding[] {
  if (maker !== PodMaker.DEPLOYMENT || replicas !== 1 || plan === undefined || plan.rollout.value.recreate || plan.rollout.value.maxUnavailable > 0) return [];
  const { ports, onHostNetwork } = plan.ask.network;
  const isBound = plan.placement.value.nodes?.length === 1;
  const isElsewhere = ({ onePod, isAttached }: SingleClaim) => !onePod && isAttached && !isBound;
  const claims = (some: readonly SingleClaim[]) => some.map(({ name }) => `the claim ${name}`);
  const onNode = isBound ? ports.filter(({ hostPort }) => hostPort !== undefined || onHostNetwork) : [];
  const held = [
    ...claims(volumes.single.filter(({ onePod }) => onePod)),
    ...new Set(onNode.map(({ number, hostPort }) => `the port ${hostPort?.number ?? number} of its node`)),
  ];
  const elsewhere = claims(volumes.single.filter(isElsewhere));
  const written = claims(volumes.single.filter((one) => !one.onePod && !isElsewhere(one) && !one.readOnly));
  const fix = 'Use the strategy Recreate, so that the last pod ends first.';
  const said = (what: readonly string[], allowed: string) =>
    what.length === 0 ? [] : [found(ROLLING_SHARED, path, { given: `a rolling update of one pod with ${listed(what)}`, allowed, fix })];
  return [
    ...said(held, 'but the next pod starts beside the last one, and waits for what the last one has until somebody deletes that'),
    ...said(
      elsewhere,
      'but the next pod starts beside the last one: on another node it waits until somebody deletes the last one, and on the same node both write',
    ),
    ...said(written, 'but the next pod starts beside the last one, and for a while both write'),
  ];
}
