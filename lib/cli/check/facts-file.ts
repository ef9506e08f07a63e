import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClusterFacts, ClusterFactsProps } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { isMap } from '../../cluster/parts';
import { resolveFacts } from '../../cluster/resolve';
import { checkFacts } from '../../cluster/rules/check-facts';
import { checkShape } from '../../cluster/shape';
import { CLUSTER_FACTS_PROPS } from '../../cluster/shapes.generated';
import type { Cluster } from '../../delivery/cluster';
import type { SystemContributions } from '../../failures/contribution';
import { CommandError, stop } from '../command-error';
import { COMMAND } from '../facts/objects';
import { firstOf, whyNot } from '../program/reason';
import { FACTS_UNREADABLE } from '../rules';
import { fromJson, inJson } from './facts-json';

/** Facts, and what weakens them. */
export interface LoadedFacts {
  readonly facts: ClusterFacts;
  /** Systems of the cluster that the file exports, if it is one. */
  readonly systems: readonly SystemContributions[];
  /** Warnings and notes. */
  readonly findings: readonly Finding[];
}

/** The facts that a file exports. @param name as the user wrote it */
export async function loadFacts(name: string, cwd: string): Promise<LoadedFacts> {
  const path = resolve(cwd, name);
  if (!existsSync(path))
    stop(FACTS_UNREADABLE, name, {
      given: 'a path at which nothing is',
      allowed: 'but every judgement follows from the facts of a cluster',
      fix: `Correct the path, or write a first file: ${COMMAND}`,
    });
  if (statSync(path).isDirectory())
    stop(FACTS_UNREADABLE, name, { given: 'a folder', allowed: 'but facts are in one file', fix: `Name that: --facts ${join(name, 'facts.ts')}.` });
  const { facts, systems } = path.endsWith('.json')
    ? { facts: factsOf(jsonFacts(path, name), name, inJson), systems: [] }
    : factsIn(await loaded(path, name, cwd), name);
  const findings = checkFacts(facts).map((finding) => ({ ...finding, at: name }));
  const errors = findings.filter(({ severity }) => severity === Severity.ERROR);
  if (errors.length > 0) throw new CommandError(errors);
  return { facts, systems, findings };
}

/** Those of a cluster that the file exports, or the facts themselves. */
function factsIn(all: unknown, name: string): Omit<LoadedFacts, 'findings'> {
  const clusters = clustersIn(all);
  const [first] = clusters.values();
  if (clusters.size > 1)
    stop(FACTS_UNREADABLE, name, {
      given: `a file that exports the clusters ${listed([...clusters.keys()])}`,
      allowed: 'but objects are judged by the facts of one',
      fix: 'Write a file that exports the one they are for, and pass that.',
    });
  return first ?? { facts: factsOf(exported(all, name), name), systems: [] };
}

function factsOf(props: ClusterFactsProps, name: string, inWords = (finding: Finding) => finding): ClusterFacts {
  const wrong = checkShape(CLUSTER_FACTS_PROPS, props, 'facts').map((finding) => ({ ...inWords(finding), at: name }));
  if (wrong.length > 0) throw new CommandError(wrong);
  return resolveFacts('facts', props);
}

function jsonFacts(path: string, name: string): ClusterFactsProps {
  try {
    return fromJson(JSON.parse(readFileSync(path, 'utf8')) as unknown, CLUSTER_FACTS_PROPS) as ClusterFactsProps;
  } catch (error) {
    return stop(FACTS_UNREADABLE, name, { given: `text that is no JSON (${messageOf(error)})`, allowed: 'but the file ends with .json', fix: 'Correct it.' });
  }
}

/**
 * Each `Cluster` that the file exports, once, by the name of its export: its facts with the storage classes of its systems. A cluster is
 * recognized by its parts, because it may be of another copy of the package.
 */
function clustersIn(all: unknown): ReadonlyMap<string, Pick<Cluster, 'facts' | 'systems'>> {
  const isCluster = (value: unknown): value is Cluster => isMap(value) && 'verdict' in value && 'plans' in value && isMap(value.facts);
  const clusters = new Map<Cluster, string>();
  for (const [name, value] of Object.entries(isMap(all) ? all : {})) if (isCluster(value)) clusters.set(value, name);
  return new Map([...clusters].map(([cluster, name]) => [name, cluster]));
}

/** What the file exports: `facts`, the default, or whatever looks like facts. */
export function exported(all: unknown, name: string): ClusterFactsProps {
  const looksLike = (value: unknown): value is ClusterFactsProps => isMap(value) && Array.isArray(value.nodes) && 'controlPlane' in value;
  const named = isMap(all) ? Object.entries(all).filter(([, value]) => looksLike(value)) : [];
  const facts = named.find(([key]) => key === 'facts') ?? named.find(([key]) => key === 'default') ?? named[0];
  if (facts === undefined)
    return stop(FACTS_UNREADABLE, name, {
      given: isMap(all) && Object.keys(all).length > 0 ? `a file that exports ${Object.keys(all).sort().join(', ')}` : 'a file that exports nothing',
      allowed: 'but none of it is facts, which have nodes and controlPlane',
      fix: 'Export them: export const facts: ClusterFactsProps = { nodes: […], controlPlane: {…} };',
    });
  return facts[1] as ClusterFactsProps;
}

/** Runs the file as a program of the user: with tsx if it is TypeScript and the project has it, otherwise as Node itself does. */
async function loaded(path: string, name: string, cwd: string): Promise<unknown> {
  const required = createRequire(path);
  const unregister = /\.[cm]?ts$/.test(path) ? typeScript(name, [dirname(path), cwd]) : () => undefined;
  try {
    try {
      return required(path);
    } catch (error) {
      const isModule = ['ERR_REQUIRE_ESM', 'ERR_REQUIRE_ASYNC_MODULE'].includes(`${(error as NodeJS.ErrnoException).code}`);
      if (!isModule) throw error;
      return (await import(pathToFileURL(path).href)) as unknown;
    }
  } catch (error) {
    const findings = findingsIn(error);
    if (findings !== undefined) throw new CommandError(findings);
    return stop(FACTS_UNREADABLE, name, {
      ...whyNot(textOf(error, path), messageOf(error), cwd, 'Correct it; npx tsc --noEmit shows more.'),
      allowed: 'so it has no facts',
    });
  } finally {
    unregister();
  }
}

/** What stops a synthesis says itself what is wrong; it may be thrown by another copy of the package. */
function findingsIn(error: unknown): readonly Finding[] | undefined {
  const { findings } = error instanceof Error ? (error as { readonly findings?: readonly Finding[] }) : {};
  return Array.isArray(findings) && findings.length > 0 ? findings : undefined;
}

/** Lets `require` read TypeScript; returns what ends that. */
function typeScript(name: string, folders: readonly string[]): () => void {
  for (const folder of folders) {
    try {
      const { register } = createRequire(resolve(folder, 'package.json'))('tsx/cjs/api') as { readonly register: () => () => void };
      return register();
    } catch (error) {
      if (!['MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'].includes(`${(error as NodeJS.ErrnoException).code}`)) throw error;
    }
  }
  // Node 22.18 and newer strips types itself.
  if ((process.features as { readonly typescript?: unknown }).typescript) return () => undefined;
  return stop(FACTS_UNREADABLE, name, {
    given: `TypeScript, which Node ${process.versions.node} does not read itself`,
    allowed: 'and the project does not have tsx',
    fix: 'Install it (npm install --save-dev tsx), or use Node 22.18 or newer.',
  });
}

/** All that is known of an error. Of a module Node keeps to itself where it is wrong, but says it when it is asked about a file. */
function textOf(error: unknown, path: string): string {
  const text = error instanceof Error ? `${error.stack}` : `${error}`;
  const isPlaceless = text.startsWith('SyntaxError') && /\.[cm]?js$/.test(path);
  return isPlaceless ? spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' }).stderr : text;
}

/** The first line that says something. */
function messageOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : `${error}`).split('\n').filter((line) => line.trim() !== '');
  return firstOf(lines) ?? 'no reason given';
}
