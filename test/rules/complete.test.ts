import { FINDING_CODES, type FindingCode } from '../../lib/cluster/finding-codes.generated';
import { RULES } from '../../lib/rules';
import type { Case } from './case';
import { CHANGE_CASES } from './cases/changes';
import { CHART_CASES } from './cases/charts';
import { CLASS_CASES } from './cases/classes';
import { CLI_CASES } from './cases/cli';
import { DEVICE_CASES } from './cases/devices';
import { FACTS_CASES } from './cases/facts';
import { FLEET_CASES } from './cases/fleet';
import { GATEWAY_CASES } from './cases/gateway';
import { MANIFEST_CASES } from './cases/manifests';
import { MONITORING_CASES } from './cases/monitoring';
import { NETWORK_CASES } from './cases/network';
import { POD_CASES } from './cases/pod';
import { PROGRAM_CASES } from './cases/programs';
import { SECURITY_CASES } from './cases/security';
import { VOLUME_CASES } from './cases/volumes';

const CASES = {
  ...FACTS_CASES,
  ...POD_CASES,
  ...SECURITY_CASES,
  ...VOLUME_CASES,
  ...NETWORK_CASES,
  ...GATEWAY_CASES,
  ...CHART_CASES,
  ...CLASS_CASES,
  ...DEVICE_CASES,
  ...FLEET_CASES,
  ...MONITORING_CASES,
  ...PROGRAM_CASES,
  ...CHANGE_CASES,
  ...CLI_CASES,
  ...MANIFEST_CASES,
} satisfies Record<FindingCode, Case>;

test('the codes are those of the rules, and each has its case', () => {
  expect([...new Set(RULES.map(({ code }) => code))].sort()).toEqual([...FINDING_CODES]);
  expect(Object.keys(CASES).sort()).toEqual([...FINDING_CODES]);
});
