import { play } from './case';
import { PROGRAM_CASES } from './cases/programs';

play(PROGRAM_CASES);
