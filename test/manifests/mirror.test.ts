import { ApiObject, type App as Cdk8sApp } from 'cdk8s';
import { Cluster } from '../../lib';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { START } from '../../lib/availability/failure/recovery';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import type { Plan } from '../../lib/availability/model/plan';
import { checkReport } from '../../lib/cli/check/report';
import { FailureKind } from '../../lib/failures/failure';
import { Through } from '../../lib/failures/outcome';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { readManifests } from '../../lib/manifests/read';
import { anyProgram } from '../delivery/any-program';
import { fc, runs } from '../property';

jest.mock('cdk8s-availability', () => jest.requireActual('../../lib'), { virtual: true });

const OF_OPERATOR = ['Prometheus', 'Alertmanager'];

/**
 * The decisions that YAML can say.
 *
 * @param isUnsaid whether the outcome hangs on what no YAML says: that the app serves with most of its pods only, or needs another one
 */
function decisions(plan: Plan, isUnsaid: boolean) {
  const { outcome, placement, claims } = plan;
  return {
    workload: plan.workload.value,
    replicas: plan.replicas.value,
    autoscale: plan.autoscale?.value,
    rollout: plan.schedule === undefined ? plan.rollout.value : undefined,
    nodes: placement.value.nodes,
    spread: plan.spread.value,
    apart: plan.apart.value,
    toleration: plan.toleration.value,
    budget: plan.budget.value,
    priority: plan.priority.value,
    claims: claims.map(({ name, perPod, accessMode, storageClass }) => ({ name, perPod, accessMode, storageClass })),
    tie: plan.volumeTie,
    outcome: outcome &&
      !isUnsaid && {
        kind: outcome.kind,
        // How long a start takes is not in YAML, and what never ends has a reason instead of a time.
        terms: outcome.time === undefined || !Number.isFinite(outcome.time.max) ? undefined : outcome.terms?.filter(({ name }) => name !== START),
      },
  };
}

function objectsOf(cluster: Cluster): readonly Manifest[] {
  return cluster.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((one) => (one as ApiObject).toJson() as Manifest);
}

/** What the YAML of a cluster says of its apps, beside what the cluster decided. */
function mirrored(cluster: Cluster): { readonly read: object; readonly decided: object } {
  const { plans, facts } = cluster;
  const objects = objectsOf(cluster);
  const readings = readManifests(
    objects.map((object) => ({ object, at: undefined })),
    facts,
  );
  const read: { [path: string]: object } = {};
  const decided: { [path: string]: object } = {};
  for (const plan of plans) {
    // What apps with common data do together is not read back.
    if (plan.ask.sharing !== undefined) continue;
    const { name, namespace, availabilityClass } = plan.ask;
    // The operator of Prometheus makes their pods.
    if (objects.some(({ kind, metadata }) => OF_OPERATOR.includes(kind) && metadata.name === name)) continue;
    const reading = readings.find(
      ({ object: { kind, metadata } }) => kind === plan.workload.value && metadata.name === name && metadata.namespace === namespace,
    );
    // Where nothing can keep them apart, several pods are no class: the report says that all may be on one node.
    const keepsApart = availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE || plan.spread.value.some(({ hard }) => hard);
    const isUnsaid = plan.ask.majority === true || plan.outcome?.needs !== undefined;
    decided[plan.ask.path] = { class: keepsApart ? availabilityClass : undefined, ...decisions(plan, isUnsaid) };
    read[plan.ask.path] = { class: reading?.availabilityClass, ...(reading?.plan === undefined ? {} : decisions(reading.plan, isUnsaid)) };
  }
  return { read, decided };
}

/** What each failure does to apps of which YAML says all that matters: they need nobody, share nothing, and all other pods are there to read. */
function outcomesMirrored(cluster: Cluster): { readonly read: readonly string[]; readonly decided: readonly string[] } {
  const { plans, facts, systems } = cluster;
  const objects = objectsOf(cluster);
  const { failures } = checkReport(
    objects.map((object) => ({ object, at: undefined })),
    { facts, systems, findings: [] },
    [],
    new Set(),
  );
  const isAllRead = objects.every(({ kind }) => !OF_OPERATOR.includes(kind)) && plans.every(({ ask }) => ask.sharing === undefined);
  const told = [...plans.entries()].filter(([, { ask }]) => ask.majority !== true);
  const [read, decided]: [string[], string[]] = [[], []];
  for (const [number, { id, kind: what }] of cluster.analysis.failures.entries())
    for (const [app, plan] of isAllRead ? told : []) {
      const reached = cluster.analysis.outcomes[number]?.[app];
      const outcome = reached?.itself ?? reached;
      // Ways in are not counted there.
      if (outcome === undefined || outcome.through !== Through.ITSELF || what === FailureKind.ENTRY) continue;
      const { namespace, name } = plan.ask;
      const path = `${namespace}/${plan.workload.value}/${name}`;
      const effect = failures.find((one) => one.id === id)?.effects.find(({ apps }) => apps.includes(path));
      decided.push(`${id}: ${path} ${outcome.kind}, at best ${outcome.atBest}`);
      const kind = effect?.kind ?? OutcomeKind.UNAFFECTED;
      read.push(`${id}: ${path} ${kind}, at best ${effect?.atBest ?? kind}`);
    }
  return { read, decided };
}

function clustersOf(app: Cdk8sApp): readonly Cluster[] {
  return app.node.findAll().filter((one): one is Cluster => one instanceof Cluster);
}

/** What is said of each sound cluster of any program, twice: as it was read, and as it was decided. */
function held<T>(mirror: (cluster: Cluster) => { readonly read: T; readonly decided: T }): readonly T[] {
  const all: T[] = [];
  const property = fc.property(fc.nat(100_000), (seed) => {
    for (const cluster of clustersOf(anyProgram(seed))) {
      if (cluster.verdict().open.length > 0) continue;
      cluster.render();
      const { read, decided } = mirror(cluster);
      expect(read).toEqual(decided);
      all.push(decided);
    }
  });
  fc.assert(property, runs(12));
  return all;
}

test('what any program renders, read back, gives the same plans', () => {
  expect(held(mirrored).length).toBeGreaterThan(5);
});

test('what any program renders, read back, meets each failure with the same outcome', () => {
  expect(held(outcomesMirrored).flat().length).toBeGreaterThan(100);
});

test.each(['main', 'examples/home/main', 'examples/shop/main', 'examples/six-apps/main', 'examples/studio/main'])(
  'what %s renders, read back, gives the same plans',
  (program) => {
    const { app } = require(`../../${program}`) as { readonly app: Cdk8sApp };
    for (const cluster of clustersOf(app)) {
      cluster.render();
      const { read, decided } = mirrored(cluster);
      expect(Object.keys(decided).length).toBeGreaterThan(3);
      expect(read).toEqual(decided);
      const outcomes = outcomesMirrored(cluster);
      expect(outcomes.read).toEqual(outcomes.decided);
    }
  },
);
