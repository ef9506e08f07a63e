/** How the pods of an app spread. */
export interface Spread {
  readonly topologyKey: string;
  /** A pod stays pending rather than break it. */
  readonly hard: boolean;
  /** Count each version of the app separately, so that a rollout does not skew the spread. */
  readonly perRevision: boolean;
  /** With fewer nodes that can take pods, each has one of them at most. */
  readonly minDomains?: number;
  /** How many pods more than the emptiest place one may have. @default 1 */
  readonly maxSkew?: number;
  /** A dead node counts as an empty one: `nodeTaintsPolicy` is not Honor. @default false */
  readonly countsDead?: boolean;
}
