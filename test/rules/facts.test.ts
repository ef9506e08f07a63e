import { play } from './case';
import { FACTS_CASES } from './cases/facts';

play(FACTS_CASES);
