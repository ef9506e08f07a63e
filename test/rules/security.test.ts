import { play } from './case';
import { SECURITY_CASES } from './cases/security';

play(SECURITY_CASES);
