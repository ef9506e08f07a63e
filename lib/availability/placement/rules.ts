import type { Rules } from '../model/rule';
import { BESIDE_RULES } from './beside-rules';
import { CAPACITY_RULES } from './capacity-rules';
import { HARDWARE_INVALID } from './hardware-names';
import { HARDWARE_EXCEEDED } from './hardware-rules';
import { NODE_RULES } from './node-rules';
import { ROLLOUT_RULES } from './rollout-rules';
import { SHARED_RULES } from './shared-rules';

const ALL: readonly Rules[] = [NODE_RULES, SHARED_RULES, BESIDE_RULES];

/** Rules about nodes, room, hardware, and apps that move together. */
export const PLACEMENT_RULES: Rules = {
  ask: [HARDWARE_INVALID, ...ALL.flatMap(({ ask = [] }) => ask)],
  plan: ALL.flatMap(({ plan = [] }) => plan),
  fleet: [...CAPACITY_RULES, ...ROLLOUT_RULES, HARDWARE_EXCEEDED],
};
