import { play } from './case';
import { DEVICE_CASES } from './cases/devices';

play(DEVICE_CASES);
