import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type Finding, Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import { loadFacts } from './check/facts-file';
import { parseObjects } from './check/parse';
import { type CheckedWorkload, checkReport, isCode } from './check/report';
import { nodeDies, toldOf } from './check/told';

/** What cdk8s-cli hands to a plugin, as far as this one uses it. Source: its `ValidationContext`. */
export interface Context {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly { readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
  };
  readonly logger: { log(message: string): void };
}

/** `properties` of the plugin in cdk8s.yaml. */
export interface AvailabilityValidationProps {
  /** The facts of the cluster: a path, seen from the working directory. */
  readonly facts?: string;
  /** Codes that are not reported. @default - none */
  readonly skip?: readonly string[];
}

/** The same as `cdk8s-availability check`, for what any program of cdk8s writes: a plugin for `validations` in cdk8s.yaml. */
export class AvailabilityValidation {
  constructor(private readonly properties: AvailabilityValidationProps = {}) {}

  async validate({ manifests, report, logger }: Context): Promise<void> {
    const { facts: file, skip = [] } = this.properties;
    if (typeof file !== 'string')
      throw new Error('AvailabilityValidation needs the facts of the cluster. Write into cdk8s.yaml, below properties: facts: facts.ts');
    const unknown = skip.filter((code) => !isCode(code));
    if (unknown.length > 0)
      throw new Error(
        `AvailabilityValidation is to skip ${listed(unknown)}, but no finding has such a code. Correct skip in cdk8s.yaml: docs/findings.md lists all codes.`,
      );
    const cwd = process.cwd();
    const known = await loadFacts(file, cwd);
    const parsed = manifests.map((path) => {
      const name = relative(cwd, resolve(cwd, path)).replaceAll('\\', '/');
      return parseObjects(readFileSync(resolve(cwd, path), 'utf8'), name);
    });
    const checked = checkReport(
      parsed.flatMap(({ objects }) => objects),
      known,
      parsed.flatMap((one) => one.findings),
      new Set(skip),
    );
    const { ofAll, ofOne } = toldOf(checked);
    for (const one of checked.workloads) for (const line of [nodeDies(one), ...ofOne(one.path)]) logger.log(`${one.path}: ${line}`);
    for (const line of ofAll) logger.log(`all of them: ${line}`);
    for (const finding of checked.findings) if (finding.severity !== Severity.NOTE) report.addViolation(violationOf(finding, checked.workloads));
    const { errors, warnings, notes } = checked.counts;
    report.submit(errors > 0 ? 'failure' : 'success', { errors: `${errors}`, warnings: `${warnings}`, notes: `${notes}` });
  }
}

function violationOf(finding: Finding, workloads: readonly CheckedWorkload[]) {
  const { code, path, given, allowed, fix, at = path } = finding;
  const name = workloads.find((one) => one.path === path)?.name ?? path;
  const [, manifestPath = at] = /^(.*?):\d+$/.exec(at) ?? [];
  return { ruleName: code, recommendation: `${given}, ${allowed}`, fix, violatingResources: [{ resourceName: name, locations: [at], manifestPath }] };
}
