// npm run judge: what kube-score and checkov say of dist/ and of the examples. See README.md.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkov } from './checkov';
import { EXCEPTIONS } from './exceptions';
import { type Judge, type Judgement, JudgeName } from './judge';
import { kubeScore } from './kube-score';
import { type Line, verdict } from './verdict';

const ROOT = resolve(__dirname, '..');
const EXAMPLES = join(ROOT, 'examples');

/** What each judge must say of the bad manifest: one rule for each kind of thing that we rely on it for. */
const SEEN_IN_BAD: { readonly [judge in JudgeName]: readonly string[] } = {
  [JudgeName.KUBE_SCORE]: [
    'container-ephemeral-storage-request-and-limit',
    'container-image-tag',
    'container-resources',
    'container-security-context-privileged',
    'container-security-context-readonlyrootfilesystem',
    'container-security-context-user-group-id',
    'deployment-has-poddisruptionbudget',
    'pod-networkpolicy',
  ],
  [JudgeName.CHECKOV]: ['CKV2_K8S_6', 'CKV_K8S_13', 'CKV_K8S_14', 'CKV_K8S_16', 'CKV_K8S_19', 'CKV_K8S_22', 'CKV_K8S_38', 'CKV_K8S_40'],
};

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The folder of each cluster, and that of a program that has none. */
function outputs(): string[] {
  const dists = [join(ROOT, 'dist'), ...readdirSync(EXAMPLES).map((name) => join(EXAMPLES, name, 'dist'))];
  return dists.flatMap((dist) => {
    const clusters = readdirSync(dist).filter((name) => existsSync(join(dist, name, '.generated')));
    return clusters.length === 0 ? [dist] : clusters.map((name) => join(dist, name));
  });
}

/** All of them as one: an exception is listed once. */
function judged(judge: Judge): Judgement {
  const all = outputs().map((folder) => judge.judge(folder));
  return { rules: [...new Set(all.flatMap((one) => one.rules))], remarks: all.flatMap((one) => one.remarks) };
}

function sees(judge: Judge): Line[] {
  const seen = new Set(judge.judge(join(__dirname, 'bad')).remarks.map((remark) => remark.rule));
  return SEEN_IN_BAD[judge.name].map((rule) => ({ ok: seen.has(rule), text: `${judge.name} ${rule}: is said of the bad manifest` }));
}

function main(): void {
  let [passed, failed] = [0, 0];
  for (const judge of [kubeScore, checkov]) {
    judge.install(say);
    for (const { ok, text } of [...verdict(judge.name, judged(judge), EXCEPTIONS), ...sees(judge)]) {
      say(`${ok ? 'ok  ' : 'FAIL'}  ${text}`);
      if (ok) passed += 1;
      else failed += 1;
    }
  }
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

main();
