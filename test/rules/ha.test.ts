import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FINDING_CODES } from '../../lib/cluster/finding-codes.generated';
import { type Answer, HA_RULES } from './ha';

const numbers = (letter: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `${letter}${from + index}`);
const ALL = [...numbers('Q', 1, 22), ...numbers('N', 1, 19), ...numbers('W', 1, 28), ...numbers('D', 1, 8), ...numbers('D', 25, 27), ...numbers('C', 1, 5)];

const known: readonly string[] = FINDING_CODES;
const root = join(__dirname, '..', '..');

/** What an answer names and is not there. */
function missing(answer: Answer): string | undefined {
  if (typeof answer === 'string') return known.includes(answer) ? undefined : answer;
  return 'decided' in answer && !existsSync(join(root, answer.decided)) ? answer.decided : undefined;
}

test('each rule about facts of the model has an answer', () => {
  expect(Object.keys(HA_RULES)).toEqual(ALL);
  for (const answers of Object.values(HA_RULES)) expect(answers.length).toBeGreaterThan(0);
});

test('the answers name findings and files that exist', () => {
  expect(Object.values(HA_RULES).flat().map(missing).filter(Boolean)).toEqual([]);
});
