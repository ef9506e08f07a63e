import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SWITCHED_OFF } from './exceptions';
import { type Judge, JudgeName } from './judge';
import { CACHE, must, run } from './programs';

const VERSION = '3.3.30';
/** A Python environment of its own; it cannot be moved, so a file in it says that it is whole. */
const FOLDER = join(CACHE, `checkov-v${VERSION}`);
const WHOLE = join(FOLDER, 'whole');
/** With PyYAML, which checkov reads our files with. */
export const PYTHON = join(FOLDER, 'bin', 'python');

/** The part of its answer that is read. */
interface Checked {
  readonly check_id: string;
  readonly check_name: string;
  /** `Deployment.sonarr.sonarr`; where it looks at connections, the labels of a pod come after its name. */
  readonly resource: string;
}
interface Answer {
  readonly results: { readonly passed_checks: readonly Checked[]; readonly failed_checks: readonly Checked[] };
  readonly summary: { readonly parsing_errors: number; readonly resource_count: number };
}

function objectOf({ resource }: Checked): string {
  const [kind, namespace, name] = resource.split('.');
  return `${kind} ${namespace}/${name}`;
}

export const checkov: Judge = {
  name: JudgeName.CHECKOV,
  install(say) {
    if (existsSync(WHOLE)) return;
    say(`installing ${FOLDER}`);
    mkdirSync(CACHE, { recursive: true });
    rmSync(FOLDER, { recursive: true, force: true });
    must('python3', ['-m', 'venv', FOLDER]);
    must(join(FOLDER, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', `checkov==${VERSION}`]);
    writeFileSync(WHOLE, '');
  },
  judge(folder) {
    // Without a key and without downloads it talks to nobody: it finds the same in a network of its own (unshare -rn).
    const flags = ['--directory', folder, '--framework', 'kubernetes', '--skip-download', '--compact', '--output', 'json'];
    const off = SWITCHED_OFF.filter((one) => one.judge === JudgeName.CHECKOV).flatMap((one) => ['--skip-check', one.flag]);
    const { output } = run(join(FOLDER, 'bin', 'checkov'), [...flags, ...off], { LOG_LEVEL: 'ERROR' });
    const { results, summary } = JSON.parse(output) as Answer;
    if (summary.parsing_errors > 0) throw new Error(`checkov cannot read ${summary.parsing_errors} of the files in ${folder}`);
    return {
      rules: [...new Set([...results.passed_checks, ...results.failed_checks].map((one) => one.check_id))],
      remarks: results.failed_checks.map((one) => ({ rule: one.check_id, object: objectOf(one), says: one.check_name })),
    };
  },
};
