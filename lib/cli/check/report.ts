import { AvailabilityClass } from '../../availability/ask/workload';
import { OutcomeKind } from '../../availability/model/outcome';
import { crashInWords, type ReportOutcome, reportOutcome } from '../../availability/report/crash';
import type { ClusterFacts } from '../../cluster/cluster';
import { applyAcceptances, type Finding, Severity } from '../../cluster/finding';
import { FINDING_CODES } from '../../cluster/finding-codes.generated';
import { found } from '../../cluster/rule';
import { groupOf } from '../../kubernetes/kinds';
import { isOfKubernetes } from '../../kubernetes/served';
import { type Judged, judgeReadings, OF_CONTAINERS } from '../../manifests/judge';
import { type Placed, pathOf, withSoundNamespace } from '../../manifests/objects';
import { readManifests } from '../../manifests/read';
import type { Reading } from '../../manifests/reading';
import { REFUSED, refusedObjects } from '../../manifests/refused/refused';
import { MANIFEST_KIND_UNKNOWN, MANIFEST_TWICE } from '../rules';
import type { LoadedFacts } from './facts-file';
import { type CheckedFailures, failuresTo, hangsOnOthers } from './failures';

/** A workload, as the report shows it. */
export interface CheckedWorkload {
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** `apps/wiki.yaml:12`. */
  readonly at?: string;
  /** The API server refuses it, so it has no class and no outcome. Left out: it does not. */
  readonly refused?: true;
  /** Its class in truth. Left out: it has none. */
  readonly availabilityClass?: string;
  /** Why it has that class, or none. */
  readonly why: string;
  /** The nodes that it may run on. */
  readonly nodes: readonly string[];
  /** What the death of its node does to it. Left out: nothing runs. */
  readonly nodeDies?: ReportOutcome;
  /** The same in a few words. */
  readonly inShort: string;
}

/** What `check` found: the schema of its JSON. */
export interface CheckReport extends CheckedFailures {
  readonly version: 1;
  readonly workloads: readonly CheckedWorkload[];
  readonly findings: readonly Finding[];
  readonly counts: { readonly errors: number; readonly warnings: number; readonly notes: number };
}

/** Groups of Kubernetes itself, and kinds of others that make no pods of their own. */
const KNOWN_GROUPS =
  /^(|apps|batch|autoscaling|policy|.*\.k8s\.io|monitoring\.coreos\.com|cert-manager\.io|external-secrets\.io|source\.toolkit\.fluxcd\.io|notification\.toolkit\.fluxcd\.io|traefik\.(io|containo\.us)|cilium\.io|metallb\.io|kyverno\.io|kustomize\.(config\.k8s|toolkit\.fluxcd)\.io|keda\.sh|bitnami\.com|sops\..*|isindir\.github\.com|longhorn\.io|piraeus\.io|snapshot\.storage\.k8s\.io|volsync\.backube|k8s\.cni\.cncf\.io|crd\.projectcalico\.org)$/;
/** Of those, the ones that do. */
const MAKES_PODS = ['Prometheus', 'Alertmanager', 'ThanosRuler', 'PrometheusAgent'];

const BY_SEVERITY = [Severity.ERROR, Severity.WARNING, Severity.NOTE];

/** Errors, then warnings, then notes, each in the order in which they were found. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return BY_SEVERITY.flatMap((severity) => findings.filter((one) => one.severity === severity));
}

/** Codes as the findings have them. */
export function isCode(text: unknown): boolean {
  return FINDING_CODES.some((one) => one === text);
}

const QUOTAS = 'ResourceQuotas are not counted: where one is used up, no pod starts in its namespace.';

/** Judges objects. @param broken findings about the files @param skipped codes that are not reported */
export function checkReport(placed: readonly Placed[], known: LoadedFacts, broken: readonly Finding[], skipped: ReadonlySet<string>): CheckReport {
  const { facts, systems } = known;
  const { first, again } = byName(placed);
  const { why, findings: refusals, withSoundContainers } = refusedObjects(first, facts);
  // Who skips that rule says that the API server takes it.
  const refused = skipped.has(REFUSED.code) ? new Map<string, string>() : why;
  const { readings, findings } = judgeObjects(first, facts, refused, withSoundContainers);
  const { open } = applyAcceptances([...known.findings, ...broken, ...refusals, ...findings, ...again, ...unknownKinds(first)], facts.accept);
  const all = open.filter(({ code }) => !skipped.has(code));
  const failures = failuresTo(readings, facts, systems);
  const count = (severity: Severity) => all.filter((one) => one.severity === severity).length;
  return {
    version: 1,
    workloads: readings.map((one) => workload(one, refused.has(one.path))),
    ...failures,
    notCounted: [...failures.notCounted, ...(first.some(({ object }) => object.kind === 'ResourceQuota') ? [QUOTAS] : [])],
    findings: all,
    counts: { errors: count(Severity.ERROR), warnings: count(Severity.WARNING), notes: count(Severity.NOTE) },
  };
}

/**
 * What is refused is not there for others, and no failure does anything to it. What else is wrong with its containers is told at once.
 *
 * @param refused why, by the path of each @param sound paths of what has containers that the API server takes
 */
function judgeObjects(placed: readonly Placed[], facts: ClusterFacts, refused: ReadonlyMap<string, string>, sound: ReadonlySet<string>): Judged {
  // A claim is what its pods wait for, whatever is wrong with it.
  const isThere = (one: Placed) => !refused.has(pathOf(withSoundNamespace(one).object)) || one.object.kind === 'PersistentVolumeClaim';
  const there = judgeReadings(readManifests(placed.filter(isThere), facts), facts);
  if (refused.size === 0) return there;
  const all = judgeReadings(readManifests(placed, facts), facts);
  const known = new Map(there.readings.map((one) => [one.path, one]));
  return {
    readings: all.readings.map((one) => known.get(one.path) ?? { ...one, plan: undefined, availabilityClass: undefined, why: refused.get(one.path) ?? '' }),
    findings: [...all.findings.filter(({ code, path }) => refused.has(path) && sound.has(path) && OF_CONTAINERS.includes(code)), ...there.findings],
  };
}

/** Each object once, and what is said of others with the same name. */
function byName(placed: readonly Placed[]): { readonly first: readonly Placed[]; readonly again: readonly Finding[] } {
  const known = new Map<string, Placed>();
  const again: Finding[] = [];
  for (const one of placed) {
    const path = pathOf(one.object);
    const key = `${groupOf(one.object.apiVersion)} ${path}`;
    const first = known.get(key);
    if (first === undefined) known.set(key, one);
    else
      again.push({
        ...found(MANIFEST_TWICE, path, {
          given: one.at === undefined ? 'the same object again' : `the same object at ${one.at}`,
          allowed: `but ${first.at ?? 'an object before it'} has it already, and which of the two holds is not said`,
          fix: 'Remove one of the two. Of a base and its overlays, pass what they render to: kustomize build … | npx cdk8s-availability check - --facts facts.ts',
        }),
        ...(one.at === undefined ? {} : { at: one.at }),
      });
  }
  return { first: [...known.values()], again };
}

function workload(reading: Reading, isRefused: boolean): CheckedWorkload {
  const { path, object, at, availabilityClass, why, plan, gathering, eligible } = reading;
  const { name, namespace } = object.metadata;
  const outcome = plan?.outcome === undefined ? undefined : reportOutcome(plan.outcome);
  return {
    path,
    kind: object.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(at === undefined ? {} : { at }),
    ...(isRefused ? { refused: true } : {}),
    ...(availabilityClass === undefined ? {} : { availabilityClass }),
    why,
    nodes: plan === undefined ? [] : (plan.placement.value.nodes ?? eligible),
    ...(outcome === undefined ? {} : { nodeDies: outcome }),
    inShort:
      outcome === undefined
        ? isRefused
          ? 'refused'
          : 'nothing runs'
        : availabilityClass === undefined || gathering !== undefined
          ? atWorst(outcome)
          : `${crashInWords(availabilityClass, outcome)}${outcome.kind === OutcomeKind.FAILS_OVER && hangsOnOthers(reading) ? ', if it finds a place' : ''}`,
  };
}

function atWorst(outcome: ReportOutcome): string {
  const isTimed = outcome.kind === OutcomeKind.FAILS_OVER && outcome.seconds !== undefined;
  return isTimed ? `at worst ${crashInWords(AvailabilityClass.SINGLE_POD_FLEXIBLE, outcome)}` : outcome.kind;
}

/** Each kind of operators once, with how many there are. */
function unknownKinds(placed: readonly Placed[]): readonly Finding[] {
  const kinds = new Map<string, { readonly count: number; readonly at: string | undefined }>();
  for (const { object, at } of placed) {
    const group = groupOf(object.apiVersion);
    if (isOfKubernetes(object.apiVersion, object.kind) || (KNOWN_GROUPS.test(group) && !MAKES_PODS.includes(object.kind))) continue;
    const name = `${object.kind} (${group})`;
    const known = kinds.get(name) ?? { count: 0, at };
    kinds.set(name, { ...known, count: known.count + 1 });
  }
  const byName = [...kinds].sort(([one], [other]) => (one < other ? -1 : 1));
  return byName.map(([name, { count, at }]) => ({
    ...found(MANIFEST_KIND_UNKNOWN, name, {
      given: count === 1 ? 'one object' : `${count} objects`,
      allowed: `but the pods that an operator makes of ${count === 1 ? 'it are not in it: it was' : 'them are not in them: they were'} not judged`,
      fix: 'Pass what the operator makes, too: helm template, or kubectl get deployments,statefulsets -A -o yaml.',
    }),
    ...(at === undefined ? {} : { at }),
  }));
}
