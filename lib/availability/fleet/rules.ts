import type { ClusterFacts } from '../../cluster/cluster';
import type { Finding } from '../../cluster/finding';
import type { Plan } from '../model/plan';
import { type FleetRule, judgeFleet, type OtherNames } from '../model/rule';
import { NETWORK_RULES } from '../network/rules';
import { PLACEMENT_RULES } from '../placement/rules';
import { POD_RULES } from '../pod/rules';
import { STORAGE_RULES } from '../storage/rules';
import { ADDRESS_RULES } from './address-rules';
import { CLAIM_RULES } from './claim-rules';
import { DEPENDENCY_RULES } from './dependency-rules';
import { FATE_RULES } from './fate-rules';
import { NAME_RULES } from './name-rules';
import { ROLLING_RULES } from './rolling-rules';

/** Rules about conflicts between apps: those of this folder, then those of the others. */
export const FLEET_RULES: readonly FleetRule[] = [
  ...NAME_RULES,
  ...CLAIM_RULES,
  ...ADDRESS_RULES,
  ...DEPENDENCY_RULES,
  ...ROLLING_RULES,
  ...FATE_RULES,
  ...[NETWORK_RULES, PLACEMENT_RULES, POD_RULES, STORAGE_RULES].flatMap(({ fleet = [] }) => fleet),
];

/** What is wrong between the apps of a cluster. */
export function checkApps(plans: readonly Plan[], facts: ClusterFacts, others?: OtherNames): Finding[] {
  return judgeFleet(FLEET_RULES, plans, facts, others);
}
