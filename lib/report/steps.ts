import type { Explanation } from '../failures/analyse';
import type { Step } from '../failures/outcome';

/** Something that a person has to do. */
export interface ReportStep {
  readonly text: string;
  /** For a shell. Left out if there is nothing to type. */
  readonly command?: string;
  /** The apps that need it. Empty: none does, but the cluster. */
  readonly apps: readonly string[];
}

interface Explained {
  readonly app: string;
  readonly explanation: Explanation | undefined;
}

/**
 * The steps of all apps and of the cluster, each once. What comes late for one app comes late for all, in the order in which it is safe.
 *
 * @param drained the node that takes no pods until somebody says so, whether an app waits for it or not
 */
export function reportSteps(apps: readonly Explained[], ofCluster: readonly Step[], drained: string | undefined): readonly ReportStep[] {
  const all = new Map<string, { readonly step: Step; at: number; readonly apps: string[] }>();
  const add = (step: Step, at: number): string[] => {
    const key = `${step.text} ${step.command ?? ''}`;
    const known = all.get(key) ?? { step, at, apps: [] };
    known.at = Math.max(known.at, at);
    all.set(key, known);
    return known.apps;
  };
  for (const [at, step] of ofCluster.entries()) add(step, at);
  for (const { app, explanation } of apps) for (const [at, step] of (explanation?.steps ?? []).entries()) add(step, at).push(app);
  const steps = [...all.values()]
    .sort((one, other) => one.step.phase - other.step.phase || one.at - other.at)
    .map(({ step: { text, command }, apps: those }): ReportStep => ({ text, ...(command === undefined ? {} : { command }), apps: those }));
  return drained === undefined ? steps : withUncordon(steps, drained);
}

function withUncordon(steps: readonly ReportStep[], node: string): readonly ReportStep[] {
  const command = `kubectl uncordon ${node}`;
  return steps.some((step) => step.command === command) ? steps : [...steps, { text: `Let ${node} take pods again.`, command, apps: [] }];
}
