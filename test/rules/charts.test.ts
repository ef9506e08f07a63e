import { play } from './case';
import { CHART_CASES } from './cases/charts';

play(CHART_CASES);
