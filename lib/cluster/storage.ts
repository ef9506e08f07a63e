import type { Duration } from './units';

/** Who takes a volume away from a dead node by itself, and how fast. */
export interface StorageRelease {
  /** As it stands in a sentence: `the high-availability controller of DRBD`. */
  readonly by: string;
  /** What happens then, as a part of the time that an app is down. */
  readonly step: string;
  /** From the crash to the earliest eviction, in seconds. */
  readonly earliestSeconds: number;
  /** How long it takes at most once the node is known to be gone, in seconds. */
  readonly roundSeconds: number;
  /** It also moves pods with volumes that it cannot fence. */
  readonly unsafePods: boolean;
  /** How to make it do so: a part of a sentence. */
  readonly allowUnsafePods: string;
}

/** What a storage class promises, whoever makes it. */
export interface StorageClass {
  readonly name: string;
  /** A copy on one node only, and only that node can read it. */
  readonly nodeLocal: boolean;
  readonly attachable: boolean;
  readonly readWriteMany: boolean;
  /** Nodes whose pods can use it; undefined means all of them. */
  readonly nodes: readonly string[] | undefined;
  /** Full copies of each volume. */
  readonly copies: number;
  /** The pool of the nodes that the copies lie on; undefined: not on pools that the facts know. */
  readonly pool: string | undefined;
  /** Acknowledged writes that the death of a node can lose, in seconds. */
  readonly dataLossSeconds: number;
  /** Undefined: the storage leaves the volume where it is, until the node is fenced. */
  readonly release: StorageRelease | undefined;
  /** The system that makes it; undefined: the cluster has it already. */
  readonly madeBy: string | undefined;
  readonly why: string;
}

/** How a storage class that is not ours behaves. */
export interface ForeignStorageClass {
  readonly name: string;
  /** Data can be reached from one node only. */
  readonly nodeLocal: boolean;
  /** The volume must be attached to a node (CSIDriver `attachRequired`). NFS needs none. @default true */
  readonly attachable?: boolean;
  /** Several nodes may write at once. @default false */
  readonly readWriteMany?: boolean;
  /**
   * Acknowledged writes that a node's death can lose.
   * @default - none
   */
  readonly dataLoss?: Duration;
}

/** Where volumes come from. */
export interface StorageProps {
  /** Storage classes that the cluster has already. @default - none but those of systems in use */
  readonly classes?: readonly ForeignStorageClass[];
  /** The class for data that must outlive its node. @default - the first that is not node-local; those of systems in use come first */
  readonly defaultReplicated?: string;
  /** The class for data that stays with its node. @default - the first that is node-local; those of systems in use come first */
  readonly defaultLocal?: string;
}

/** The storage of a cluster: what the systems in use make, then what it has already. */
export interface Storage {
  readonly classes: readonly StorageClass[];
  readonly defaultReplicated: string | undefined;
  readonly defaultLocal: string | undefined;
}

/** @param made by the systems in use, those first that they prefer */
export function resolveStorage(props: StorageProps, made: readonly StorageClass[]): Storage {
  const classes = [...made, ...(props.classes ?? []).map(resolveClass)];
  return {
    classes,
    defaultReplicated: props.defaultReplicated ?? classes.find((one) => !one.nodeLocal)?.name,
    defaultLocal: props.defaultLocal ?? classes.find((one) => one.nodeLocal)?.name,
  };
}

function resolveClass({ name, nodeLocal, attachable = true, readWriteMany = false, dataLoss }: ForeignStorageClass): StorageClass {
  return {
    name,
    nodeLocal,
    attachable,
    readWriteMany,
    nodes: undefined,
    copies: 1,
    pool: undefined,
    dataLossSeconds: nodeLocal ? Number.POSITIVE_INFINITY : (dataLoss?.seconds ?? 0),
    release: undefined,
    madeBy: undefined,
    why: 'a class that the cluster has already',
  };
}
