import { play } from './case';
import { CHANGE_CASES } from './cases/changes';

play(CHANGE_CASES);
