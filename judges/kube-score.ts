import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { SWITCHED_OFF } from './exceptions';
import { type Judge, JudgeName } from './judge';
import { CACHE, inWorkFolder, must, run } from './programs';

const VERSION = '1.20.0';
const PROGRAM = join(CACHE, `kube-score-v${VERSION}`);
/** The grade of an object with which a rule is content; every lower one is a remark. */
const CONTENT = 10;

/** The part of its answer that is read (kube-score, output format json v2). */
interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string; readonly namespace?: string };
  readonly checks: readonly {
    readonly check: { readonly id: string; readonly name: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly summary: string }[] | null;
  }[];
}

function yamlBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => join(folder, name));
}

export const kubeScore: Judge = {
  name: JudgeName.KUBE_SCORE,
  install(say) {
    if (existsSync(PROGRAM)) return;
    say(`building ${PROGRAM}`);
    inWorkFolder((folder) => {
      const env = { GOBIN: folder, GOFLAGS: '-mod=mod', GOWORK: 'off', CGO_ENABLED: '0' };
      must('go', ['install', `github.com/zegl/kube-score/cmd/kube-score@v${VERSION}`], env);
      renameSync(join(folder, 'kube-score'), PROGRAM);
    });
  },
  judge(folder) {
    // It compares objects with each other, so it sees all files at once. Its default is a Kubernetes of years ago.
    const flags = ['--output-format', 'json', '--kubernetes-version', 'v1.36', '--disable-ignore-checks-annotations'];
    const off = SWITCHED_OFF.filter((one) => one.judge === JudgeName.KUBE_SCORE).map((one) => one.flag);
    const { output } = run(PROGRAM, ['score', ...flags, ...off, ...yamlBelow(folder)]);
    const checks = (JSON.parse(output) as Scored[]).flatMap(({ type_meta: { kind }, object_meta: { name, namespace }, checks }) =>
      checks.filter((one) => !one.skipped).map((one) => ({ ...one, object: `${kind} ${namespace ?? 'default'}/${name}` })),
    );
    return {
      rules: [...new Set(checks.map((one) => one.check.id))],
      remarks: checks
        .filter((one) => one.grade < CONTENT)
        .map(({ check, object, comments }) => ({ rule: check.id, object, says: [...new Set((comments ?? []).map((one) => one.summary))].join('; ') })),
    };
  },
};
