import { EXCEPTIONS, type Exception, SWITCHED_OFF } from '../../judges/exceptions';
import { type Judgement, JudgeName } from '../../judges/judge';
import { verdict } from '../../judges/verdict';

const { KUBE_SCORE, CHECKOV } = JudgeName;
const JUDGEMENT: Judgement = {
  rules: ['probes', 'labels', 'policy'],
  remarks: [
    { rule: 'probes', object: 'Deployment blog/blog', says: 'no liveness' },
    { rule: 'policy', object: 'DaemonSet watch/exporter', says: 'no policy' },
  ],
};

function said(...exceptions: readonly Exception[]): string[] {
  return verdict(KUBE_SCORE, JUDGEMENT, exceptions).map(({ ok, text }) => `${ok ? 'ok' : 'FAIL'} ${text}`);
}

test('what a judge says fails, and rules without a remark pass', () => {
  expect(said()).toEqual([
    'ok kube-score labels',
    'FAIL kube-score policy: DaemonSet watch/exporter: no policy',
    'FAIL kube-score probes: Deployment blog/blog: no liveness',
  ]);
});

test('what is listed passes', () => {
  const probes = { judge: KUBE_SCORE, rule: 'probes', objects: ['*'], says: 'no liveness', reason: 'a restart heals little' };
  const policy = { judge: KUBE_SCORE, rule: 'policy', objects: ['DaemonSet watch/*'], reason: 'it is on the network of its node' };
  expect(said(probes, policy)).toEqual([
    'ok kube-score labels',
    'ok kube-score policy: 1 listed in exceptions.ts',
    'ok kube-score probes: 1 listed in exceptions.ts',
  ]);
});

test.each<[string, Partial<Exception>]>([
  ['another object', { objects: ['Deployment blog/blo'] }],
  ['a name that a dot would match', { objects: ['Deployment blog.blog'] }],
  ['another rule', { rule: 'labels' }],
  ['another thing that the rule says', { says: 'no readiness' }],
])('an exception for %s excuses nothing, and fails itself', (_what, other) => {
  const one = { judge: KUBE_SCORE, rule: 'probes', objects: ['Deployment blog/blog'], reason: 'a restart heals little', ...other };
  const lines = said(one);
  expect(lines).toContain('FAIL kube-score probes: Deployment blog/blog: no liveness');
  expect(lines).toContain(`FAIL kube-score ${one.rule}: ${one.objects[0]}: listed in exceptions.ts, but nothing is said of it`);
});

test('an exception for another judge excuses nothing', () => {
  const lines = said({ judge: CHECKOV, rule: 'probes', objects: ['*'], reason: 'a restart heals little' });
  expect(lines).toContain('FAIL kube-score probes: Deployment blog/blog: no liveness');
});

test('each exception has a reason, and is listed once', () => {
  expect([...EXCEPTIONS, ...SWITCHED_OFF].filter((one) => one.reason.trim().length < 20)).toEqual([]);
  const listed = EXCEPTIONS.flatMap(({ judge, rule, objects }) => objects.map((object) => `${judge} ${rule} ${object}`));
  expect(new Set(listed).size).toBe(listed.length);
});
