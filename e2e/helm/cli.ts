import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { VERSION } from './programs';

const ROOT = resolve(__dirname, '..', '..');

/** The chart that the cdk8s CLI makes of a program, in the format helm. */
export function cliChart(work: string, name: string, program: string): string {
  const folder = join(work, 'cli', name);
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'main.ts'), program.replaceAll('ROOT', ROOT));
  writeFileSync(join(folder, 'cdk8s.yaml'), 'language: typescript\napp: node -r tsx/cjs main.ts --quiet\noutput: chart\n');
  const cli = join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const args = ['synth', '--no-check-upgrade', '--format', 'helm', '--chart-api-version', 'v2', '--chart-version', VERSION];
  execFileSync(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  return join(folder, 'chart');
}

/** The programs that are tried with it: one with a cluster, and one with texts that a template could take for its own. */
export const CLI_PROGRAMS: ReadonlyMap<string, string> = new Map([
  ['homelab', `import { app } from 'ROOT/main';\napp.synth();\n`],
  ['loose', `import { loose } from 'ROOT/e2e/helm/programs';\nloose().synth();\n`],
]);
