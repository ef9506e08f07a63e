import { Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import type { ManifestRule } from './manifest-rule';
import { PodMaker } from './objects';
import type { Reading } from './reading';
import type { SingleClaim } from './volumes';

/** Claims for which pods wait while another has them: on the one node that they ask for, or that has the data, several may mount one. */
export function waitingFor({ replicas, volumes, maker, only }: Reading): readonly SingleClaim[] {
  if (replicas < 2 || maker === PodMaker.DAEMON_SET) return [];
  return volumes.single.filter(({ onePod, isAttached }) => onePod || (isAttached && only === undefined));
}

const ONE_CLAIM: ManifestRule = {
  code: 'MANIFEST-ONE-CLAIM',
  severity: Severity.ERROR,
  means: 'several pods on a claim that one node, or one pod, has at a time: the others never start',
  fix: 'run one pod, give each its own claim (a StatefulSet), or use storage with ReadWriteMany',
  *check(reading) {
    const waiting = waitingFor(reading);
    if (waiting.length === 0) return;
    const isOfPod = waiting.some(({ onePod }) => onePod);
    yield {
      given: `${reading.replicas} pods with ${listed(waiting.map(({ name }) => name))}`,
      allowed: `but one ${isOfPod ? 'pod' : 'node'} has it at a time, and ${isOfPod ? 'the others' : 'pods on other nodes'} wait for it for ever`,
      fix: 'Run one pod, give each its own claim with a StatefulSet, or use storage with ReadWriteMany.',
    };
  },
};

const CLAIM_UNKNOWN: ManifestRule = {
  code: 'MANIFEST-CLAIM-UNKNOWN',
  severity: Severity.NOTE,
  means: 'a claim that is not among the objects, or of which nobody knows the storage class: it counts as one that nothing takes from a dead node',
  fix: 'pass its object, too, or put `clusterDefault` into the facts',
  *check({ volumes: { absent, classless } }) {
    const unnamed = classless.filter((name) => !absent.includes(name));
    if (absent.length > 0)
      yield {
        given: claims(absent),
        allowed: `which ${absent.length === 1 ? 'is' : 'are'} not among these objects: ${countsAs(absent)}`,
        fix: `Pass ${absent.length === 1 ? 'its object' : 'their objects'}, too, or describe ${absent.length === 1 ? 'it' : 'them'} in storage.volumes of the facts.`,
      };
    if (unnamed.length > 0)
      yield {
        given: `${claims(unnamed)} without a storage class`,
        allowed: `and the facts do not say which the cluster gives ${unnamed.length === 1 ? 'it' : 'them'}: ${countsAs(unnamed)}`,
        fix: 'Put clusterDefault into storage of the facts, or name the class.',
      };
  },
};

function claims(names: readonly string[]): string {
  return `the claim${names.length === 1 ? '' : 's'} ${listed(names)}`;
}

function countsAs({ length }: readonly string[]): string {
  return length === 1 ? 'it counts as one that nothing takes from a dead node' : 'they count as ones that nothing takes from a dead node';
}

/** Rules about the claims that a workload mounts. */
export const CLAIM_RULES: readonly ManifestRule[] = [ONE_CLAIM, CLAIM_UNKNOWN];
