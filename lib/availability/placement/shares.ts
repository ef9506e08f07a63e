/** How many pods of an app are on a node when the scheduler never lets two nodes differ by more than one. */
export interface Shares {
  readonly least: number;
  readonly most: number;
  /** How many nodes have one pod more than the others. */
  readonly fuller: number;
}

/** Six pods on three nodes are two on each; seven are three on one of them. */
export function sharesOf(pods: number, nodes: number): Shares {
  const least = Math.floor(pods / nodes);
  const fuller = pods - least * nodes;
  return { least, most: least + Math.sign(fuller), fuller };
}

/** How many pods must run for the app to serve: one, or more than half. */
export function servingPods(pods: number, majority: boolean | undefined): number {
  return majority === true ? Math.floor(pods / 2) + 1 : 1;
}

/** The most of these pods that so many of the nodes may have together. */
export function mostOn(some: number, pods: number, nodes: number): number {
  const { least, fuller } = sharesOf(pods, nodes);
  return some * least + Math.min(some, fuller);
}
