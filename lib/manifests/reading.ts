import type { WorkloadClass } from '../availability/ask/workload';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts, Node } from '../cluster/cluster';
import type { ReadBudget } from './beside';
import type { Trap } from './classify';
import type { Gathering } from './gathering';
import type { Placed, PodMaker, PodTemplate } from './objects';
import type { ReadSpread } from './spread';
import type { ReadVolumes } from './volumes';

/** A workload that somebody wrote, as our model knows it. */
export interface Reading extends Placed {
  /** `media/Deployment/sonarr`. */
  readonly path: string;
  readonly maker: PodMaker;
  readonly pod: PodTemplate;
  /** The class that it has in truth. Undefined: none. */
  readonly availabilityClass: WorkloadClass | undefined;
  /** Why it has that class, or none. */
  readonly why: string;
  /** What binds it to one node, or keeps it on a dead one, although nobody asks for a node. @default - nothing does */
  readonly trap?: Trap;
  /** What would keep its pods off one node. @default - they are, or there is one */
  readonly fix?: string;
  /** Its decisions, as far as the YAML says them. Undefined: it has no pods. */
  readonly plan: Plan | undefined;
  /** The facts as they are for it: only the nodes that it may use run apps. */
  readonly within: ClusterFacts;
  readonly replicas: number;
  /** How many of these ever start: the nodes that may run them take no more. */
  readonly started: number;
  /** Undefined: its pods stay apart, or nothing spreads them. */
  readonly gathering: Gathering | undefined;
  /** The nodes that have what it asks for, and no taints against it. */
  readonly eligible: readonly string[];
  /** The node that it asks for, if there is only one. */
  readonly only: Node | undefined;
  /** The disruption budgets that count its pods. */
  readonly budgets: readonly ReadBudget[];
  /** Whether a Service reaches its pods. */
  readonly isReached: boolean;
  readonly volumes: ReadVolumes;
  readonly spread: ReadSpread;
  /** Seconds on a dead node, as the YAML says it; undefined: the default of the API server. */
  readonly toleration: number | undefined;
  /** Labels of nodes that it asks for. */
  readonly labels: readonly string[];
  /** The same in words, with the values that a selector wants, if no node has all of them. */
  readonly lacking: readonly string[];
  /** Those of them that the facts do not know. */
  readonly unknownLabels: readonly string[];
}
