import { FINDING_CODES, type FindingCode } from '../../lib/cluster/finding-codes.generated';
import { RULES } from '../../lib/rules';
import type { Case } from './case';
import { CLASS_CASES } from './cases/classes';
import { FACTS_CASES } from './cases/facts';
import { FLEET_CASES } from './cases/fleet';
import { NETWORK_CASES } from './cases/network';
import { POD_CASES } from './cases/pod';
import { PROGRAM_CASES } from './cases/programs';
import { SECURITY_CASES } from './cases/security';
import { VOLUME_CASES } from './cases/volumes';

/** Rules whose cases stand in tests of their own, and not yet in this table. The list may only shrink: a new rule has its case. */
const WITHOUT_CASE = [
  'ALERT-NOBODY',
  'ALERT-RECEIVER-INVALID',
  'ALERT-WITHOUT-SECRET',
  'CONFIG-FOLDER',
  'FILE-NOT-OURS',
  'JOB-STUCK-WITH-NODE',
  'MONITORING-DASHBOARD-CLASH',
  'MONITORING-EXPORTER-TWICE',
  'MONITORING-EXPORTERS-OPEN',
  'MONITORING-HA-NODES',
  'MONITORING-LABEL-CLASH',
  'MONITORING-NO-DEAD-MAN',
  'MONITORING-NO-NODE',
  'MONITORING-NO-STATE-BACKUP',
  'MONITORING-NO-STORAGE',
  'MONITORING-NODE-TOO-SMALL',
  'MONITORING-NODE-UNKNOWN',
  'MONITORING-RETENTION',
  'MONITORING-RULES-INVALID',
  'MONITORING-SIZE',
  'MONITORING-TARGET-INVALID',
  'MONITORING-WITHOUT-CLUSTER',
  'OBJECT-UNKNOWN',
  'OBJECTIVE-UNSEEN',
  'RENDERED-EARLY',
] as const satisfies readonly FindingCode[];

const CASES = {
  ...FACTS_CASES,
  ...POD_CASES,
  ...SECURITY_CASES,
  ...VOLUME_CASES,
  ...NETWORK_CASES,
  ...CLASS_CASES,
  ...FLEET_CASES,
  ...PROGRAM_CASES,
} satisfies Record<Exclude<FindingCode, (typeof WITHOUT_CASE)[number]>, Case>;

test('every rule has a case that fires and one that is silent, but for those that are listed', () => {
  const withCase = new Set<string>(Object.keys(CASES));
  expect(FINDING_CODES.filter((code) => !withCase.has(code))).toEqual(WITHOUT_CASE);
});

test('the codes are those of the rules', () => {
  expect([...new Set(RULES.map(({ code }) => code))].sort()).toEqual([...FINDING_CODES]);
});
