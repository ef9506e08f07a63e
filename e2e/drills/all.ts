import { broken } from './broken';
import { crashes } from './crash';
import { drains } from './drain';
import type { Drill } from './drill';
import { needs } from './engine/needs';
import { nodes } from './engine/nodes';
import { plane as engineOfPlane } from './engine/plane';
import { planned } from './engine/planned';
import { sacrifice } from './engine/sacrifice';
import { jobs } from './jobs';
import { memory } from './memory';
import { onePod } from './one-pod';
import { onePodCrashes } from './one-pod-crash';
import { partitions } from './partition';
import { plane } from './plane';
import { rollouts } from './rollout';
import { shared } from './shared';
import { shutdowns } from './shutdown';
import { spread } from './spread';
import { zones } from './zones';

/** Every drill, in the order of the table. */
export const drills: readonly Drill[] = [
  ...crashes,
  ...shared,
  ...onePod,
  ...onePodCrashes,
  ...jobs,
  ...zones,
  ...spread,
  ...drains,
  ...rollouts,
  ...shutdowns,
  ...plane,
  ...partitions,
  ...memory,
  ...nodes,
  ...needs,
  ...engineOfPlane,
  ...planned,
  ...sacrifice,
  ...broken,
];
