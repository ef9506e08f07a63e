import { CLAIM_RULES } from './claims';
import { IMMUTABLE_RULES } from './immutable';
import type { ChangeRule } from './model';
import { SERVICE } from './service';

/** Every rule about the change of an output. */
export const CHANGE_RULES: readonly ChangeRule[] = [...CLAIM_RULES, ...IMMUTABLE_RULES, SERVICE];
