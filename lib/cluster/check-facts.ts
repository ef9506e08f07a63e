import { checkNodes } from './check-nodes';
import { checkStorage } from './check-storage';
import { checkTopology } from './check-topology';
import type { ClusterFacts } from './cluster';
import type { Finding } from './finding';

/** Everything that is wrong with the facts, judged as a whole. */
export function checkFacts(facts: ClusterFacts): Finding[] {
  return [...checkNodes(facts), ...checkTopology(facts), ...checkStorage(facts)];
}
