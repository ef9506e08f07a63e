/** A case on which the library and the scheduler once disagreed, and why. It is the same case as long as `cluster.ts` and `apps.ts` draw in the same order. */
export interface KeptSeed {
  readonly seed: number;
  readonly wrong: string;
}

export const KEPT: readonly KeptSeed[] = [
  { seed: 42, wrong: 'all fitted in sum, and smaller apps had left too little on each node' },
  { seed: 83, wrong: 'all fitted in sum, and some nodes were full of memory, the others of CPU' },
  { seed: 28, wrong: 'the pods of one app keep apart, and another app was on a node that they needed' },
  { seed: 285, wrong: 'the same with a volume for each pod' },
  { seed: 291, wrong: 'too few nodes were big enough, and the room of the others was counted' },
  { seed: 191, wrong: 'a highly available app had taken the node of a pinned one' },
  { seed: 229, wrong: 'an app that was driven away found its volumes on full nodes only' },
  { seed: 318, wrong: 'a pinned app was refused because no node had a role that it did not need' },
];
