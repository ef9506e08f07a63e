import { play } from './case';
import { MONITORING_CASES } from './cases/monitoring';

play(MONITORING_CASES);
