import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/** Where a program writes. */
export interface Outdirs {
  /** Folders with one folder per cluster; that of the program first. */
  readonly trees: readonly string[];
  /** Whether the old content of the first one is already gone: it is also that of the CLI. */
  readonly isEmptied: boolean;
  /** The chart that `cdk8s synth --format helm` has begun. */
  readonly chart: string | undefined;
}

/**
 * The folder of the program, and that of the cdk8s CLI. For the format helm the CLI writes a `Chart.yaml`, and asks the program for what
 * is in `templates` beside it. Source: cdk8s-cli 2.207, src/cli/cmds/synth.ts. It says the format in no other way.
 */
export function outdirsOf(outdir: string): Outdirs {
  const given = process.env.CDK8S_OUTDIR;
  if (given === undefined || given === '') return { trees: [resolve(outdir)], isEmptied: false, chart: undefined };
  const asked = resolve(given);
  const isChart = basename(asked) === 'templates' && existsSync(join(asked, '..', 'Chart.yaml'));
  const trees = [...new Set([resolve(outdir), asked])];
  if (isChart) return { trees: trees.filter((one) => one !== asked), isEmptied: false, chart: join(asked, '..') };
  return { trees, isEmptied: asked === resolve(outdir), chart: undefined };
}
