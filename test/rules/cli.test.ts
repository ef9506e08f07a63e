import { play } from './case';
import { CLI_CASES } from './cases/cli';

play(CLI_CASES);
