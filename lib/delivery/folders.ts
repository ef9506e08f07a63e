import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Finding } from '../cluster/finding';
import { found } from '../cluster/rule';
import { CLUSTER_NESTED, FILE_CLASH, FILE_NAME } from './rules';

/** The charts below a construct that are in no other chart: each is a folder. */
export function chartsOf(root: IConstruct): readonly Chart[] {
  const charts: Chart[] = [];
  const visit = (construct: IConstruct) => {
    if (Chart.isChart(construct)) charts.push(construct as Chart);
    else for (const child of construct.node.children) visit(child);
  };
  for (const child of root.node.children) visit(child);
  return charts;
}

/** The folder that a construct is in. */
export function folderOf(construct: IConstruct, root: IConstruct): Chart | undefined {
  const { scopes } = construct.node;
  return scopes.slice(scopes.indexOf(root) + 1).find(Chart.isChart) as Chart | undefined;
}

/** `teams/Team B` as part of a name in Kubernetes: `teams-team-b`. */
export function folderName(path: string): string {
  return path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Source: the label value that Flux puts on each object that it applies, `kustomize.toolkit.fluxcd.io/name`. */
const LONGEST = 63;

/** Folders of a cluster that cannot be folders. */
export function checkFolders(cluster: IConstruct, taken: readonly string[]): Finding[] {
  const owners = new Map<string, Chart>();
  return chartsOf(cluster).flatMap((chart) => {
    const inside = chart.node.path.slice(cluster.node.path.length + 1);
    const name = `${cluster.node.id}-${folderName(inside)}`;
    const say = (given: string, allowed: string) => [found(FILE_NAME, chart.node.path, { given, allowed, fix: 'Give the chart another id.' })];
    if (taken.includes(inside.toLowerCase())) return say(`a chart with the id ${inside}`, `but the folder ${inside.toLowerCase()} belongs to this library`);
    if (folderName(inside) === '') return say(`a chart with the id ${inside}`, 'but the name of its Kustomization needs a letter or a digit');
    const owner = owners.get(name);
    if (owner !== undefined) return [twins(owner, chart, name)];
    owners.set(name, chart);
    return name.length <= LONGEST ? [] : say(`a Kustomization ${name} for the chart`, `but Flux allows at most ${LONGEST} characters`);
  });
}

function twins(first: Chart, second: Chart, name: string): Finding {
  return found(FILE_CLASH, second.node.path, {
    given: `a chart whose Kustomization is named ${name}`,
    allowed: `but that of the chart ${first.node.path} has the same name`,
    fix: 'Give one of the charts another id.',
  });
}

/** A cluster in another one would share its folders. */
export function nestedCluster(path: string): Finding {
  return found(CLUSTER_NESTED, path, {
    given: 'a cluster in another cluster',
    allowed: 'but each has facts and folders of its own',
    fix: 'Put both into the app.',
  });
}
