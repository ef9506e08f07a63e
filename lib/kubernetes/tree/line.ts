import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { Finding } from '../../cluster/finding';
import { programLine, stackHere } from '../../cluster/program-line';

/** Where constructs were created, as errors that are never thrown. */
const CREATED = new WeakMap<IConstruct, Error>();

/** Remembers the line of the program that creates a construct: constructors call it before anything else can go wrong. */
export function rememberLine(construct: Construct): void {
  CREATED.set(construct, stackHere());
}

/**
 * Findings with the lines of the constructs that they are about.
 *
 * @param scope the construct that they are about if their path leads to none in it: facts are part of their cluster
 * @param constructOf the path of the construct, where a finding has another one
 */
export function withLines(scope: IConstruct, findings: readonly Finding[], constructOf = (path: string) => path): readonly Finding[] {
  return findings.map((finding) => {
    if ('at' in finding) return finding;
    return {
      ...finding,
      get at() {
        const construct = innermost(scope.node.root, constructOf(finding.path));
        return lineOf(construct.node.scopes.includes(scope) ? construct : scope);
      },
    };
  });
}

/** A finding with the line of the construct with this very path. */
export function withLineOf(root: IConstruct, finding: Finding, path: string): Finding {
  const construct = innermost(root, path);
  const at = construct.node.path === path ? lineOf(construct) : undefined;
  return at === undefined ? finding : { ...finding, at };
}

/** The last construct on a path. */
function innermost(root: IConstruct, path: string): IConstruct {
  let construct = root;
  for (const id of path.slice(root.node.id === '' ? 0 : root.node.id.length + 1).split('/')) {
    const child = construct.node.tryFindChild(id);
    if (!Construct.isConstruct(child)) return construct;
    construct = child;
  }
  return construct;
}

/**
 * Where the program creates a construct: `main.ts:12:1`, seen from the working directory. What our constructs create has their line. Of what others
 * put into a chart, nothing is known.
 */
export function lineOf(construct: IConstruct): string | undefined {
  for (const one of [...construct.node.scopes].reverse()) {
    if (one !== construct && (Chart.isChart(construct) || Chart.isChart(one))) return undefined;
    const line = programLine(CREATED.get(one));
    if (line !== undefined) return line;
  }
  return undefined;
}
