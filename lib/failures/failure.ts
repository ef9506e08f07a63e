/** What is taken away: the beginning of the ids of its failures. */
export enum FailureKind {
  NODE = 'node',
  ZONE = 'zone',
  SITE = 'site',
  FATE = 'fate',
  /** The path between two sites: both sides live on, and do not see each other. */
  LINK = 'link',
  /** The servers of the control plane stop; their nodes go on. */
  CONTROL_PLANE = 'control-plane',
  /** The address of the API. */
  API = 'api',
  /** The pods of a way in. */
  ENTRY = 'entry',
  /** A pod that moves volumes. */
  MOVER = 'mover',
  /** Cluster DNS. */
  NAMES = 'dns',
  /** Two nodes at once. */
  PAIR = 'pair',
  /** Planned: the pods leave, the node stays. */
  DRAIN = 'drain',
  /** Planned: every node is drained and restarted, one after the other. */
  UPGRADE = 'upgrade',
  /** Power everywhere. */
  POWER = 'power',
}

/** One thing that may happen. */
export interface Failure {
  /** Unique and stable: `node:load`, `link:home+netcup`. */
  readonly id: string;
  readonly kind: FailureKind;
  /** As part of a sentence: `load`, `home–netcup`. */
  readonly name: string;
  /** The nodes that stop. Empty for a drain: its node stays. */
  readonly dead: readonly string[];
  /** Groups of nodes that do not see each other, if the network is cut. */
  readonly parts?: readonly (readonly string[])[];
  /** Sites between which traffic stops, where both still see a third one. */
  readonly between?: readonly [string, string];
  /** A way in, a mover or an app of the cluster that stops by itself, by its name. */
  readonly stops?: string;
  /** The failure that takes the same nodes and nothing else, if one before does. */
  readonly sameAs?: string;
}

/** Work that somebody planned, and can postpone. */
export function isPlanned({ kind }: Pick<Failure, 'kind'>): boolean {
  return kind === FailureKind.DRAIN || kind === FailureKind.UPGRADE;
}
