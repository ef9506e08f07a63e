// npm run judge: what kube-score and checkov say of dist/, of the examples and of the catalogue. See README.md.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { catalogue } from './catalogue';
import { checkov } from './checkov';
import { EXCEPTIONS } from './exceptions';
import { type Judge, type Judgement, JudgeName } from './judge';
import { kubeScore } from './kube-score';
import { pyYaml } from './py-yaml';
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
function outputs(more: string): string[] {
  const dists = [join(ROOT, 'dist'), more, ...readdirSync(EXAMPLES).map((name) => join(EXAMPLES, name, 'dist'))];
  return dists.flatMap((dist) => {
    const clusters = readdirSync(dist).filter((name) => existsSync(join(dist, name, '.generated')));
    return clusters.length === 0 ? [dist] : clusters.map((name) => join(dist, name));
  });
}

/** All of them as one: an exception is listed once. */
function judged(judge: Judge, folders: readonly string[]): Judgement {
  const all = folders.map((folder) => judge.judge(folder));
  return { rules: [...new Set(all.flatMap((one) => one.rules))], remarks: all.flatMap((one) => one.remarks) };
}

function sees(judge: Judge): Line[] {
  const seen = new Set(judge.judge(join(__dirname, 'bad')).remarks.map((remark) => remark.rule));
  return SEEN_IN_BAD[judge.name].map((rule) => ({ ok: seen.has(rule), text: `${judge.name} ${rule}: is said of the bad manifest` }));
}

/** What is said by all judges, of the catalogue in this folder too. */
function lines(folder: string): Line[] {
  catalogue(folder).synth();
  const said = [kubeScore, checkov].flatMap((judge) => {
    judge.install(say);
    return [...verdict(judge.name, judged(judge, outputs(folder)), EXCEPTIONS), ...sees(judge)];
  });
  return [...said, ...pyYaml(outputs(folder), folder)];
}

function main(): void {
  // Not in the cache: checkov looks into no folder whose name starts with a dot.
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-availability-catalogue-'));
  try {
    const all = lines(folder);
    for (const { ok, text } of all) say(`${ok ? 'ok  ' : 'FAIL'}  ${text}`);
    const failed = all.filter(({ ok }) => !ok).length;
    say(`${all.length - failed} passed, ${failed} failed`);
    process.exitCode = failed === 0 && all.length > 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
