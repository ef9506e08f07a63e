import { play } from './case';
import { CLASS_CASES } from './cases/classes';

play(CLASS_CASES);
