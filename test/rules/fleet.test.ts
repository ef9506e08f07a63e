import { play } from './case';
import { FLEET_CASES } from './cases/fleet';

play(FLEET_CASES);
