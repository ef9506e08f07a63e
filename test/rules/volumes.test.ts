import { play } from './case';
import { VOLUME_CASES } from './cases/volumes';

play(VOLUME_CASES);
