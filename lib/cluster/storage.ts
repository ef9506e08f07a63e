import type { Duration, Size } from './units';

/** What detaches a volume from a dead node by itself, and how fast. */
export interface StorageRelease {
  /** As part of a sentence: `the agent of Blocks`. */
  readonly by: string;
  /** The name of this step in the downtime of an app. */
  readonly step: string;
  /** From the crash to the earliest eviction, in seconds. */
  readonly earliestSeconds: number;
  /** The longest time once the node is known to be gone, in seconds, if it needs the control plane for that. */
  readonly roundSeconds?: number;
  /** From the eviction of its own controllers to their return, in seconds: they may have been on the dead node. */
  readonly controllersSeconds?: number;
  /** From the crash until the volume is free, in seconds, where that is known from measurements. It replaces the two above. */
  readonly withinSeconds?: number;
  /** What may happen in addition, and no time includes. As part of a sentence. */
  readonly seldom?: string;
  /** How much longer that takes, in seconds: an objective that leaves less does not cover it, and the plan says so. */
  readonly seldomSeconds?: number;
  /** Types of volumes whose pods it moves, besides its own: `emptyDir`. @default - all */
  readonly safeVolumes?: readonly string[];
  /** Whether it also moves pods with other volumes. */
  readonly unsafePods: boolean;
  /** Why two pods at once do no harm to those volumes, where somebody said so. @default - nobody did */
  readonly unsafeReason?: string;
  /** How to enable that, as the start of a sentence. Undefined: it cannot be enabled. */
  readonly allowUnsafePods?: string;
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
  /** A claim may be for one pod alone. @default false */
  readonly readWriteOncePod?: boolean;
  /** A volume stays in the zone where it was created. @default false */
  readonly zonal?: boolean;
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

/** What frees the volumes of a dead node. */
export interface ReleaseProps {
  /** What does it, as part of a sentence: `Longhorn`. */
  readonly by: string;
  /** From the crash until the volume can be attached to another node, at most. Measure it, or take it from its maker. */
  readonly within: Duration;
  /** The same, at least. @default 0 */
  readonly earliest?: Duration;
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
   * A claim may be for one pod alone (ReadWriteOncePod). CSI drivers support it with csi-provisioner 3.0, csi-attacher 3.3 and
   * csi-resizer 1.3 or newer, unless they refuse it themselves.
   * @default false
   */
  readonly readWriteOncePod?: boolean;
  /** A volume stays in the zone where it was created, as with most disks of a cloud. @default false */
  readonly zonal?: boolean;
  /**
   * What frees its volumes when their node dies, for example Longhorn with its setting for pods on nodes that are down, the fencing of
   * Rook, or a cloud that deletes dead nodes. It also has to delete the pods there.
   * @default - nothing: a volume stays attached until its node is fenced
   */
  readonly release?: ReleaseProps;
  /**
   * How much time of acknowledged writes a dead node can lose.
   * @default - none
   * @range 0 Infinity
   */
  readonly dataLoss?: Duration;
  /** For node-local classes: the pool of the nodes that holds its volumes, to check that claims fit. @default - claims are not checked */
  readonly pool?: string;
}

/** The claim of a volume. */
export interface BoundClaim {
  readonly namespace: string;
  readonly name: string;
}

/** A PersistentVolume that exists, so that claims which adopt it are checked. `kubectl get pv` shows all of it. */
export interface ExistingVolume {
  readonly name: string;
  /** What its claim asks for; without a claim, its capacity. */
  readonly size: Size;
  /** Empty: it has none. */
  readonly storageClass: string;
  /** @default false */
  readonly readWriteMany?: boolean;
  /** @default false */
  readonly readWriteOncePod?: boolean;
  /** The claim that has it. @default - none */
  readonly claim?: BoundClaim;
}

/** Where volumes come from. */
export interface StorageProps {
  /** Storage classes that the cluster has already. @default - only those of systems in use */
  readonly classes?: readonly ForeignStorageClass[];
  /** The class for data that must survive the loss of its node. @default - the first that is not node-local; those of systems in use come first */
  readonly defaultReplicated?: string;
  /** The class for data that stays with its node. @default - the first that is node-local; those of systems in use come first */
  readonly defaultLocal?: string;
  /**
   * The class that Kubernetes gives claims which name none: `(default)` in `kubectl get storageclass`. Apps of this library name theirs;
   * `cdk8s-availability check` reads claims of others.
   * @default - not known
   */
  readonly clusterDefault?: string;
  /**
   * Claims are ReadWriteOncePod, so that a second pod never starts beside the first, where their class supports it, nobody shares
   * them, and a fail-over does not suffer. For a new cluster: Kubernetes refuses another mode for a claim that exists.
   * @default false
   */
  readonly readWriteOncePod?: boolean;
  /** Volumes that exist, and that apps adopt or mount by their claim. @default - none are known, so what adopts one is not compared with it */
  readonly volumes?: readonly ExistingVolume[];
}

/** The storage of a cluster: the classes of systems in use, then existing ones. */
export interface Storage {
  readonly classes: readonly StorageClass[];
  readonly defaultReplicated: string | undefined;
  readonly defaultLocal: string | undefined;
  /** What claims get that name no class. Undefined: nobody said. */
  readonly clusterDefault: string | undefined;
  /** Claims are for one pod alone where nobody says otherwise. */
  readonly readWriteOncePod: boolean;
  readonly volumes: readonly ExistingVolume[];
}

/** By `namespace/name` of their claims. */
const BY_CLAIM = new WeakMap<readonly ExistingVolume[], ReadonlyMap<string, ExistingVolume>>();

/** The volume that a claim has, as far as the facts know. @param claim `namespace/name` */
export function volumeOfClaim(volumes: readonly ExistingVolume[], claim: string): ExistingVolume | undefined {
  const known =
    BY_CLAIM.get(volumes) ?? new Map(volumes.flatMap((one) => (one.claim === undefined ? [] : [[`${one.claim.namespace}/${one.claim.name}`, one]])));
  BY_CLAIM.set(volumes, known);
  return known.get(claim);
}

/** @param classes of the systems in use, preferred ones first */
export function resolveStorage(props: StorageProps, made: readonly StorageClass[]): Storage {
  const classes = [...made, ...(props.classes ?? []).map(resolveClass)];
  return {
    classes,
    defaultReplicated: props.defaultReplicated ?? classes.find((one) => !one.nodeLocal)?.name,
    defaultLocal: props.defaultLocal ?? classes.find((one) => one.nodeLocal)?.name,
    clusterDefault: props.clusterDefault,
    readWriteOncePod: props.readWriteOncePod ?? false,
    volumes: props.volumes ?? [],
  };
}

function resolveClass({
  name,
  nodeLocal,
  attachable = true,
  readWriteMany = false,
  readWriteOncePod = false,
  zonal = false,
  dataLoss,
  release,
  pool,
}: ForeignStorageClass): StorageClass {
  return {
    name,
    nodeLocal,
    attachable,
    readWriteMany,
    readWriteOncePod,
    zonal,
    nodes: undefined,
    copies: 1,
    pool,
    dataLossSeconds: nodeLocal ? Number.POSITIVE_INFINITY : (dataLoss?.seconds ?? 0),
    release: release === undefined ? undefined : releaseBy(release),
    madeBy: undefined,
    why: 'a class that the cluster has already',
  };
}

function releaseBy({ by, within, earliest }: ReleaseProps): StorageRelease {
  return { by, step: `volume freed by ${by}`, earliestSeconds: earliest?.seconds ?? 0, withinSeconds: within.seconds, unsafePods: true };
}
