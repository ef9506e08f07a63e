import { detection } from '../availability/failure/timing';
import { dependenciesOf } from '../availability/model/dependencies';
import { identity } from '../availability/model/identity';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { grouped } from '../cluster/grouped';
import { listed } from '../cluster/names';
import { formatSeconds } from '../cluster/units';
import { type AllContributions, MoverTask, TakeOver } from '../failures/contribution';
import type { ReportFailure } from './failures';
import { appsInWords } from './groups';

/** What is not counted, or was shown by no drill, as sentences. */
export function assumptionsOf(
  facts: ClusterFacts,
  plans: readonly Plan[],
  contributions: AllContributions,
  failures: readonly ReportFailure[],
): readonly string[] {
  return [
    ...ofNames(facts, contributions),
    ...ofWaysIn(plans, contributions),
    ...ofData(unknownData(facts, plans, contributions)),
    ...ofOutside(facts, plans),
    ...ofParts(failures),
  ];
}

/** Apps with data of which nobody says where its copies are, as `namespace/name`. */
export function unknownData(facts: ClusterFacts, plans: readonly Plan[], { data }: AllContributions): readonly string[] {
  const known = new Set(data.flatMap(({ storageClass, holders }) => (holders === undefined ? [] : [storageClass])));
  // Data on the node of its pod goes with that.
  for (const { name, nodeLocal } of facts.storage.classes) if (nodeLocal) known.add(name);
  return plans.filter(({ claims }) => claims.some(({ storageClass }) => storageClass === undefined || !known.has(storageClass))).map(identity);
}

function ofData(apps: readonly string[]): readonly string[] {
  return apps.length === 0 ? [] : [`The facts do not say where the data of ${listed(apps)} is: whether a failure loses it is not known.`];
}

/** What is no node, and has no pods: nobody says how it fails. */
function ofOutside(facts: ClusterFacts, plans: readonly Plan[]): readonly string[] {
  const servers = plans.flatMap((plan) =>
    plan.ask.volumes.flatMap(({ options }) => (options.nfs === undefined ? [] : [[options.nfs.server, identity(plan)] as const])),
  );
  const services = dependenciesOf(plans, facts).unknown.map(({ name, plan }) => [name, identity(plan)] as const);
  const said = (what: string, apps: readonly string[]) =>
    `${what} is outside of the cluster, and no failure counts it: while it is down, so ${new Set(apps).size === 1 ? 'is' : 'are'} ${appsInWords([...new Set(apps)])}.`;
  return [
    ...[...grouped(servers)].map(([server, apps]) => said(`The NFS server ${server}`, apps)),
    ...[...grouped(services)].map(([name, apps]) => said(name, apps)),
  ];
}

/** A pod without a toleration of its own has the default one (DefaultTolerationSeconds of kube-apiserver). */
function ofNames({ timing }: ClusterFacts, { movers }: AllContributions): readonly string[] {
  const away = detection(timing, true).max + timing.defaultToleration;
  return movers
    .filter(({ task }) => task === MoverTask.NAMES)
    .map(({ name, replicas = 1 }) =>
      replicas > 1
        ? `Names of Services: ${name} has ${replicas} pods, each on a node of its own. While one of them is on a dead node, and still in the Service (up to ${formatSeconds(detection(timing, true).max)}), a look-up may wait for it, and is asked again. Only the loss of all of them counts, and only for apps with \`dependsOn\`.`
        : `Names of Services: if the node with the one pod of ${name} dies, names are not found for up to ${formatSeconds(away)} (detection, and the default toleration of ${formatSeconds(timing.defaultToleration)}), and until a new pod has started. Crashes of its nodes, and cuts behind which it may be, count that for apps with \`dependsOn\`: they may have to look them up. Other apps count as if they looked up none, and so do the table of apps and an objective for the crash of a node.`,
    );
}

function ofWaysIn(plans: readonly Plan[], { entries }: AllContributions): readonly string[] {
  const known = new Set(entries.flatMap(({ serves }) => serves));
  const unknown = plans.filter((plan) => plan.routes.length > 0 && !known.has(identity(plan))).map(identity);
  const several = entries.filter(({ takeOver, nodes, serves }) => takeOver === TakeOver.NONE && nodes.length > 1 && serves.length > 0);
  return [
    ...(unknown.length === 0 ? [] : [`The way in to ${listed(unknown)} is not described: its addresses are not counted.`]),
    ...several.map(
      ({ name, nodes }) =>
        `The way in ${name} has no shared address: DNS or a router must know all of its ${nodes.length} nodes, and clients must try another one if one is gone.`,
    ),
  ];
}

function ofParts(failures: readonly ReportFailure[]): readonly string[] {
  const terms = failures.flatMap(({ effects }) => effects.flatMap((effect) => effect.terms));
  const names = new Set(terms.filter(({ modelled }) => modelled === true).map(({ name }) => name));
  return names.size === 0 ? [] : [`How long these take was computed, and no drill has shown it: ${listed([...names])}.`];
}
