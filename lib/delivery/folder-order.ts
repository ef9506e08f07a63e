import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import { findCycle } from '../availability/model/cycle';
import { type Finding, Severity } from '../cluster/finding';
import { found, type RuleRecord } from '../cluster/rule';
import { Folder } from './folder';
import { chartsOf, folderOf } from './folders';

export const ORDER_CIRCLE: RuleRecord = {
  code: 'ORDER-CIRCLE',
  severity: Severity.ERROR,
  means: 'folders that wait for each other, because of `addDependency`',
  fix: 'remove one of the dependencies',
};

export const ORDER_NOT_KEPT: RuleRecord = {
  code: 'ORDER-NOT-KEPT',
  severity: Severity.WARNING,
  means:
    'an `addDependency` between charts or apps of one folder, or on something in another cluster: Flux applies a folder as one, and each cluster by itself',
  fix: 'put the charts directly into the cluster, use `waitsFor` or `dependsOn` between apps, or accept it with a reason',
};

/** The use of something that an object of the program is, or brings: a namespace, a kind. */
export interface Lent {
  /** The folder of what uses it. */
  readonly folder: Chart;
  /** The folder that has it. */
  readonly from: Chart;
  /** What is wrong if that folder comes later. */
  readonly late: () => Finding;
}

/** Which folders must be applied, and ready, before which. */
export interface FolderOrder {
  after(folder: Chart): readonly Chart[];
  /** Also through others. */
  comesAfter(folder: Chart, other: Chart): boolean;
  readonly findings: readonly Finding[];
}

/** A dependency that somebody declared with `addDependency`. */
interface Asked {
  readonly from: IConstruct;
  readonly on: IConstruct;
}

/**
 * The order of the folders of a cluster. Ours is fixed, and `addDependency` adds to it. Charts of the user come after what all apps need,
 * unless that is to come after them.
 *
 * @param needed what all apps need
 * @param lent uses of what other folders have
 */
export function orderOf(cluster: IConstruct, needed: readonly Chart[], lent: readonly Lent[]): FolderOrder {
  const folders = chartsOf(cluster);
  const edges = new Map<Chart, Set<Chart>>(folders.map((folder) => [folder, new Set(Folder.isFolder(folder) ? folder.after : [])]));
  const findings: Finding[] = [];
  for (const { from, on } of askedBelow(cluster)) {
    const targets = foldersAt(on, cluster);
    if (targets.length === 0) findings.push(notKept(from, `on ${on.node.path}`, 'but that is not in this cluster, and Flux applies each cluster by itself'));
    for (const source of foldersAt(from, cluster))
      for (const target of targets) {
        if (source !== target) edges.get(source)?.add(target);
        else if (appAround(from) !== undefined && appAround(on) !== undefined && appAround(from) !== appAround(on))
          findings.push(notKept(from, `on ${on.node.path}`, `but both are in the folder ${source.node.path}, which Flux applies as one`, WAIT));
        else if (chartAround(from) !== chartAround(on))
          findings.push(notKept(from, `on ${on.node.path}`, `but both are in the folder ${source.node.path}, which Flux applies as one`));
      }
  }
  const circle = findCycle(folders, (folder) => [...(edges.get(folder) ?? [])]);
  const comesAfter = (folder: Chart, other: Chart) => {
    const seen = new Set([folder]);
    for (const one of seen) for (const next of edges.get(one) ?? []) seen.add(next);
    return folder !== other && seen.has(other);
  };
  if (circle !== undefined) findings.push(inCircle(circle));
  else
    for (const { folder, from, late } of lent) {
      if (comesAfter(from, folder)) findings.push(late());
      else if (from !== folder) edges.get(folder)?.add(from);
    }
  for (const folder of folders.filter((one) => !Folder.isFolder(one)))
    for (const other of needed) if (!comesAfter(other, folder)) edges.get(folder)?.add(other);
  return { after: (folder) => [...(edges.get(folder) ?? [])], comesAfter, findings };
}

/** Those between charts; objects of one app are in one file. */
function askedBelow(cluster: IConstruct): readonly Asked[] {
  const asked: Asked[] = [];
  const visit = (from: IConstruct) => {
    for (const on of from.node.dependencies) asked.push({ from, on });
    if (from instanceof AppConstruct) return;
    for (const child of from.node.children) visit(child);
  };
  visit(cluster);
  return asked;
}

/** The folder around a construct, or those below it. */
function foldersAt(construct: IConstruct, cluster: IConstruct): readonly Chart[] {
  if (!construct.node.scopes.includes(cluster)) return [];
  const around = folderOf(construct, cluster);
  return around === undefined ? chartsOf(construct) : [around];
}

function chartAround(construct: IConstruct): IConstruct | undefined {
  return construct.node.scopes.filter(Chart.isChart).at(-1);
}

function appAround(construct: IConstruct): IConstruct | undefined {
  return construct.node.scopes.find((one) => one instanceof AppConstruct);
}

const MOVE = 'Put the charts directly into the cluster, remove the dependency, or accept it with a reason.';
const WAIT = 'Use waitsFor of an init container to wait for it, or dependsOn to say that it is needed, or accept it with a reason.';

function notKept(from: IConstruct, given: string, allowed: string, fix = MOVE): Finding {
  return found(ORDER_NOT_KEPT, from.node.path, {
    given: `a dependency ${given}`,
    allowed,
    fix,
  });
}

function inCircle(circle: readonly Chart[]): Finding {
  return found(ORDER_CIRCLE, circle[0]?.node.path ?? '', {
    given: [...circle, circle[0]].map((folder) => folder?.node.path).join(' after '),
    allowed: 'but then Flux applies none of them',
    fix: 'Remove one of the dependencies.',
  });
}
