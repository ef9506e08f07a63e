import type { Duration } from './units';

/** What detaches a volume from a dead node by itself, and how fast. */
export interface StorageRelease {
  /** As part of a sentence: `the agent of Blocks`. */
  readonly by: string;
  /** The name of this step in the downtime of an app. */
  readonly step: string;
  /** From the crash to the earliest eviction, in seconds. */
  readonly earliestSeconds: number;
  /** The longest time once the node is known to be gone, in seconds. */
  readonly roundSeconds: number;
  /** Whether it also moves pods with volumes that it cannot fence. */
  readonly unsafePods: boolean;
  /** How to enable that, as part of a sentence. */
  readonly allowUnsafePods: string;
  /** The annotation of a pod that it does not move. @default - it moves every pod */
  readonly exemptAnnotation?: string;
}

/** What a storage class promises, wherever it comes from. */
export interface StorageClass {
  readonly name: string;
  /** One copy on one node, and only that node can read it. */
  readonly nodeLocal: boolean;
  readonly attachable: boolean;
  readonly readWriteMany: boolean;
  /** Nodes whose pods can use it; undefined means all of them. */
  readonly nodes: readonly string[] | undefined;
  /** Full copies of each volume. */
  readonly copies: number;
  /** The pool that holds the copies. Undefined: no pool in the facts. */
  readonly pool: string | undefined;
  /** How many seconds of acknowledged writes a dead node can lose. */
  readonly dataLossSeconds: number;
  /** Undefined: the volume stays attached until the node is fenced. */
  readonly release: StorageRelease | undefined;
  /** The system that creates it. Undefined: the cluster has it already. */
  readonly madeBy: string | undefined;
  readonly why: string;
}

/** How an existing storage class behaves. */
export interface ForeignStorageClass {
  readonly name: string;
  /** Data is available on one node only. */
  readonly nodeLocal: boolean;
  /** The volume must be attached to a node (CSIDriver `attachRequired`). NFS does not need it. @default true */
  readonly attachable?: boolean;
  /** Several nodes may write at once. @default false */
  readonly readWriteMany?: boolean;
  /**
   * How much time of acknowledged writes a dead node can lose.
   * @default - none
   */
  readonly dataLoss?: Duration;
}

/** Where volumes come from. */
export interface StorageProps {
  /** Storage classes that the cluster has already. @default - only those of systems in use */
  readonly classes?: readonly ForeignStorageClass[];
  /** The class for data that must survive the loss of its node. @default - the first that is not node-local; those of systems in use come first */
  readonly defaultReplicated?: string;
  /** The class for data that stays with its node. @default - the first that is node-local; those of systems in use come first */
  readonly defaultLocal?: string;
}

/** The storage of a cluster: the classes of systems in use, then existing ones. */
export interface Storage {
  readonly classes: readonly StorageClass[];
  readonly defaultReplicated: string | undefined;
  readonly defaultLocal: string | undefined;
}

/** @param classes of the systems in use, preferred ones first */
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
