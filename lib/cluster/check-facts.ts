import { checkNodes } from './check-nodes';
import { checkStorage } from './check-storage';
import { checkTopology } from './check-topology';
import type { ClusterFacts } from './cluster';
import type { Finding } from './finding';
import type { SystemFacts } from './system';

/** Everything that is wrong with the facts and with the systems in use, judged as a whole. */
export function checkFacts(facts: ClusterFacts, systems: readonly SystemFacts[] = []): Finding[] {
  return [...checkNodes(facts), ...checkTopology(facts), ...checkStorage(facts), ...systems.flatMap((system) => system.check?.(facts) ?? [])];
}
