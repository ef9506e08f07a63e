import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from '../../e2e/changes/program';
import { CHANGE_RECORDS } from '../../lib/changes/rules';

const text = (...path: readonly string[]) => readFileSync(join(__dirname, '..', '..', ...path), 'utf8');
const codesIn = (some: string) => [...some.matchAll(/CHANGE-[A-Z-]+[A-Z]/g)].map(([code]) => code);

test('the page names every rule that is not tried on a control plane', () => {
  const tried = new Set([...CASES.map(({ code }) => code), ...codesIn(text('e2e', 'checks', 'changes.ts'))]);
  const [, named = ''] = /These are not tried:([\s\S]*?)\n\n##/.exec(text('docs', 'changes.md')) ?? [];
  const untried = CHANGE_RECORDS.map(({ code }) => code).filter((code) => !tried.has(code));
  expect(codesIn(named).sort()).toEqual(untried.sort());
});
