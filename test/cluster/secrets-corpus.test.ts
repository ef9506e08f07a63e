import { isSecretFile, isSecretVariable, secretInWords } from '../../lib/cluster/secrets';
import { COMMANDS, FILES, VARIABLES } from './secrets-corpus';

const words = (json: string) => JSON.parse(json) as string[];

test.each(VARIABLES.secret)('the variable %s=%j holds a secret', (name, value) => {
  expect(isSecretVariable(name, value)).toBe(true);
});

test.each(VARIABLES.harmless)('the variable %s=%j holds none', (name, value) => {
  expect(isSecretVariable(name, value)).toBe(false);
});

test.each(COMMANDS.secret)('shows only the place in a command, %s: %s', (where, command) => {
  expect(secretInWords(words(command))).toBe(where);
});

test.each(COMMANDS.harmless)('a command without a secret: %s%s', (_, command) => {
  expect(secretInWords(words(command))).toBeUndefined();
});

test.each(FILES.secret)('a file with a secret, %s: %j', (_, content) => {
  expect(isSecretFile(content)).toBe(true);
});

test.each(FILES.harmless)('a file without one, %s: %j', (_, content) => {
  expect(isSecretFile(content)).toBe(false);
});

test('the corpus has at least 60 of each', () => {
  const all = [VARIABLES, COMMANDS, FILES];
  expect(all.flatMap(({ secret }) => secret).length).toBeGreaterThanOrEqual(60);
  expect(all.flatMap(({ harmless }) => harmless).length).toBeGreaterThanOrEqual(60);
});
