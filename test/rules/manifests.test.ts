import { play } from './case';
import { MANIFEST_CASES } from './cases/manifests';

play(MANIFEST_CASES);
