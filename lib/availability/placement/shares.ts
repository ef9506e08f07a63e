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

/** The most of these pods that some of the places may have together, if none has more than `skew` more than the emptiest. */
export function mostWithin(some: number, pods: number, places: number, skew: number): number {
  if (some >= places) return pods;
  const even = Math.max(0, (pods - some * skew) / places);
  // The emptiest place has as many, and each of these so many more, until no pod is left.
  const most = (emptiest: number) => Math.min(pods - (places - some) * emptiest, some * (emptiest + skew));
  return Math.max(most(Math.floor(even)), most(Math.ceil(even)));
}

/** What keeps pods together or apart, besides the scheduler. */
interface Bonds {
  readonly majority: boolean | undefined;
  /** Each has data on its node. */
  readonly tied: boolean;
}

/**
 * On how many nodes the pods stay apart, also while one of the nodes is away. Kubernetes moves no pod back, so without it all pods
 * are on one of two nodes once the other was away, and then die with it. A majority on its own nodes is lost likewise.
 *
 * Pods with data on their node never leave it: what starts while a node is away would stay with the others for ever.
 *
 * With more nodes it is left out, or no second node could be drained while one is dead: the others lose no more than some pods.
 */
export function keptApart(pods: number, nodes: number, { majority, tied }: Bonds): number | undefined {
  if (tied) return nodes < 2 ? undefined : Math.min(pods, nodes);
  // Two of two serve only together: what one takes must start elsewhere.
  if (majority === true) return pods >= 3 && pods <= nodes ? pods : undefined;
  return nodes === 2 ? 2 : undefined;
}

/** The most pods that one node may have, also after another one was away. */
export function mostOnOne(pods: number, nodes: number, bonds: Bonds): number {
  if (nodes < 2) return pods;
  return sharesOf(pods, keptApart(pods, nodes, bonds) !== undefined ? nodes : nodes - 1).most;
}
