import { type CheckReport, checkReport } from '../../lib/cli/check/report';
import { asText } from '../../lib/cli/check/text';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { facts, type LabProps } from '../support';

export type Fields = { readonly [field: string]: unknown };

/** What `check` finds in objects, and what it prints of them, in a lab with these facts and without these codes. */
export function checking(given: LabProps, skipped: readonly string[] = []) {
  const report = (objects: readonly Manifest[], overrides: LabProps = {}): CheckReport =>
    checkReport(
      objects.map((object) => ({ object, at: undefined })),
      facts({ ...given, ...overrides }),
      [],
      new Set(skipped),
    );
  const said = (objects: readonly Manifest[], overrides: LabProps = {}): string => asText(report(objects, overrides));
  return { report, said };
}
