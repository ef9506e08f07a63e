// Writes what follows from the records of the rules (lib/rules.ts): the type of all codes, and the rows of docs/findings.md.
// With --check it writes nothing, and fails where the files are not what it would write.
//
// A row stays in its table and in its place, so that people may put them in the order that reads best; one that is new comes to
// the table with the most of its relatives, behind the last of them: those whose codes begin with the same word.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleRecord } from '../lib/cluster/rule';
import { RULES } from '../lib/rules';

const CODES = 'lib/cluster/finding-codes.generated.ts';
const PAGE = 'docs/findings.md';
const ROW = /^\| `([A-Z0-9-]+)` \|/;

function main(): void {
  const records = byCode(RULES);
  const outputs = new Map([
    [CODES, codes([...records.keys()].sort())],
    [PAGE, page(read(PAGE), records)],
  ]);
  const stale = [...outputs].filter(([file, text]) => text !== read(file));
  if (process.argv.includes('--check')) {
    for (const [file] of stale) console.log(`${file} is not what the rules say: npm run findings`);
    process.exitCode = stale.length === 0 ? 0 : 1;
    return;
  }
  for (const [file, text] of stale) {
    writeFileSync(join(__dirname, '..', file), text);
    console.log(`wrote ${file}`);
  }
}

function read(file: string): string {
  return readFileSync(join(__dirname, '..', file), 'utf8');
}

/** Several rules may have one code; then they say the same of it. */
function byCode(rules: readonly RuleRecord[]): Map<string, RuleRecord> {
  const records = new Map<string, RuleRecord>();
  for (const rule of rules) {
    const other = records.get(rule.code) ?? rule;
    if (row(other) !== row(rule)) throw new Error(`two rules with the code ${rule.code} say different things of it`);
    records.set(rule.code, other);
  }
  return records;
}

function codes(all: readonly string[]): string {
  return [
    '// Written by `npm run findings` from the records of the rules.',
    '',
    '/** Every code that a finding can have. */',
    'export const FINDING_CODES = [',
    ...inLines(all),
    '] as const;',
    '',
    '/** The code of a finding. */',
    'export type FindingCode = (typeof FINDING_CODES)[number];',
    '',
  ].join('\n');
}

/** Several in a line: nobody reads the file. */
function inLines(codes: readonly string[]): string[] {
  const lines: string[] = [];
  for (const code of codes) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + code.length < 140) lines[lines.length - 1] = `${last} '${code}',`;
    else lines.push(`  '${code}',`);
  }
  return lines;
}

function row({ code, severity, means, fix }: RuleRecord): string {
  return `| \`${code}\` | ${severity} | ${cell(means)} | ${cell(fix)} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function page(before: string, records: ReadonlyMap<string, RuleRecord>): string {
  const rows = before.split('\n').map((line) => ({ line, code: ROW.exec(line)?.[1] }));
  const kept = rows.filter(({ code }) => code === undefined || records.has(code));
  const known = new Set(kept.map(({ code }) => code));
  for (const record of records.values()) {
    if (!known.has(record.code)) kept.splice(placeFor(record.code, kept), 0, { line: '', code: record.code });
  }
  return kept.map(({ line, code }) => (code === undefined ? line : row(records.get(code) as RuleRecord))).join('\n');
}

/** In the table with the most codes that begin alike, behind the last of these; without any, at its end. */
function placeFor(code: string, rows: readonly { readonly code: string | undefined }[]): number {
  const isRelative = (other: string) => other.split('-')[0] === code.split('-')[0];
  let best = { relatives: 0, place: rows.length };
  let here = { relatives: 0, place: 0 };
  for (const [index, one] of rows.entries()) {
    if (one.code === undefined) here = { relatives: 0, place: 0 };
    else if (isRelative(one.code)) here = { relatives: here.relatives + 1, place: index + 1 };
    if (here.relatives > best.relatives) best = here;
  }
  return best.place;
}

main();
