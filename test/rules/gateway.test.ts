import { play } from './case';
import { GATEWAY_CASES } from './cases/gateway';

play(GATEWAY_CASES);
