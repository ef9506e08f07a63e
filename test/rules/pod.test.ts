import { play } from './case';
import { POD_CASES } from './cases/pod';

play(POD_CASES);
