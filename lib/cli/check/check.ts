import { stop } from '../command-error';
import type { Io } from '../io';
import { MANIFEST_UNREADABLE } from '../rules';
import { loadFacts } from './facts-file';
import { STANDARD_INPUT, textsOf } from './files';
import { asJunit } from './junit';
import { asMarkdown } from './markdown';
import { parseObjects, unrenderedChart } from './parse';
import { type CheckReport, checkReport } from './report';
import { asSarif } from './sarif';
import { asText } from './text';

export const FORMATS = ['text', 'markdown', 'json', 'sarif', 'junit'] as const;
export type Format = (typeof FORMATS)[number];

export interface CheckOptions {
  readonly facts: string;
  readonly format: Format;
  /** Codes that are not reported. */
  readonly skip: readonly string[];
  /** What messages call standard input. @default 'standard input' */
  readonly stdinName?: string;
}

export async function check(target: string, { facts: file, skip, stdinName = STANDARD_INPUT }: CheckOptions, io: Io): Promise<CheckReport> {
  const known = await loadFacts(file, io.cwd);
  const { files, charts } = await textsOf(target, io, stdinName);
  const parsed = files.map(({ name, text }) => parseObjects(text, name));
  const objects = parsed.flatMap((one) => one.objects);
  const broken = [...charts.map(unrenderedChart), ...parsed.flatMap((one) => one.findings)];
  if (objects.length === 0 && broken.length === 0)
    stop(MANIFEST_UNREADABLE, target === '-' ? stdinName : target, {
      given: 'no object of Kubernetes',
      allowed: 'but check judges objects with apiVersion, kind and a name',
      fix: 'Pass what kubectl would apply: YAML, or the output of helm template or kustomize build.',
    });
  return checkReport(objects, known, broken, new Set(skip));
}

export function formatted(report: CheckReport, { format, facts }: CheckOptions, version: string): string {
  switch (format) {
    case 'text':
      return asText(report);
    case 'markdown':
      return asMarkdown(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'sarif':
      return asSarif(report, version, facts);
    case 'junit':
      return asJunit(report);
  }
}
