import type { Kind } from '../kubernetes/kinds';
import { CERT_MANAGER_KINDS } from './cert-manager/kinds';
import { FLUX_KINDS } from './flux/kinds';
import { GATEWAY_API_KINDS } from './gateway-api/kinds';
import { LINSTOR_KINDS } from './linstor/kinds';
import { SNAPSHOT_KINDS } from './snapshots/kinds';

/** Kinds of the systems here: programs may also write such objects themselves, even if the system is not in use. */
export const KINDS_OF_SYSTEMS: readonly Kind[] = [...CERT_MANAGER_KINDS, ...FLUX_KINDS, ...GATEWAY_API_KINDS, ...LINSTOR_KINDS, ...SNAPSHOT_KINDS];
