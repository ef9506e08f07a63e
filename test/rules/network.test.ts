import { play } from './case';
import { NETWORK_CASES } from './cases/network';

play(NETWORK_CASES);
