import { knowKinds } from '../kubernetes/kinds';
import { KINDS_OF_SYSTEMS } from './kinds';

// Programs write objects of these kinds themselves too, whether the system is in use or not.
knowKinds(KINDS_OF_SYSTEMS);
