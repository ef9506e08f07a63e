import { ApiObject } from 'cdk8s';
import { type Cluster, HighlyAvailable, Image, type Replicas, SinglePodFlexible, SinglePodPinned, Size, Volume, type WorkloadProps } from '../../lib';
import { FLUX_FORCE } from '../../lib/kubernetes/flux';
import { kindOf } from '../../lib/kubernetes/kinds';
import { app } from '../drills/cluster';
import type { Look } from '../look';
import type { Deadline } from '../until';

/** What a program declares in its cluster. */
export type Declare = (cluster: Cluster) => void;

/** A dangerous change, what its finding says of pods and data, and what comes of it when Flux applies it. */
export interface Case {
  readonly code: string;
  readonly what: string;
  /** Where the finding is, below the cluster. */
  readonly path: string;
  readonly before: Declare;
  readonly after: Declare;
  /** Words of the finding that `seen` proves. */
  readonly says: string;
  /** Throws if it is not so; returns what there is to see. */
  readonly seen: (look: Look, deadline: Deadline) => Promise<string>;
}

export const nothing: Declare = () => undefined;

export const all =
  (...some: readonly Declare[]): Declare =>
  (cluster) => {
    for (const declare of some) declare(cluster);
  };

/** A volume of 1 GiB that any node reaches. */
export const DATA = Volume.data('/data', { size: Size.gib(1), storageClass: 'block' });

/** An image of its own: findings tell by it which app is which. */
const imageOf = (name: string, tag = '1.0.0') => Image.of(`registry.example/${name}`, tag);

type Props = Partial<WorkloadProps> & { readonly tag?: string };

const propsOf = (name: string, { tag, ...props }: Props): WorkloadProps => ({ ...app({ image: imageOf(name, tag), volumes: [DATA] }), ...props });

export const flexible =
  (name: string, props: Props = {}, image = name): Declare =>
  ({ workers }) =>
    new SinglePodFlexible(workers, name, propsOf(image, props));

export const many =
  (name: string, props: Props = {}, replicas?: Replicas): Declare =>
  ({ workers }) =>
    new HighlyAvailable(workers, name, { ...propsOf(name, props), ...(replicas === undefined ? {} : { replicas }) });

/** On the disk of a node, in a folder for which no other waits: it may never be ready again. */
export const pinned =
  (name: string, node: string): Declare =>
  ({ monitoring }) =>
    new SinglePodPinned(monitoring, name, {
      ...propsOf(name, { volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: 'local' })] }),
      node: { name: node, reason: 'the scanner is there' },
    });

/** The namespace of objects that are not of the library. The owner has made it. */
export const RAW = 'raw';

type Fields = { readonly [field: string]: unknown };
type Type = readonly [apiVersion: string, kind: string];

/** Where an object of a kind is: in no namespace, if it belongs to the cluster. */
export const namespaceOf = ([apiVersion, kind]: Type) => (kindOf({ apiVersion, kind })?.clusterScoped === true ? undefined : RAW);

/** An object that is not of the library, in a folder. */
export const raw =
  (type: Type, name: string, fields: Fields, folder: 'workers' | 'storage' = 'workers', annotations?: { readonly [name: string]: string }): Declare =>
  (cluster) => {
    const [apiVersion, kind] = type;
    const metadata = { name, namespace: namespaceOf(type), annotations };
    new ApiObject(cluster[folder], `${kind}-${name}`.toLowerCase(), { apiVersion, kind, metadata, ...fields });
  };

/** As `raw`, and Flux replaces it where the API server refuses a change. */
export const forced = (type: Type, name: string, fields: Fields): Declare => raw(type, name, fields, 'workers', { [FLUX_FORCE]: 'enabled' });

/** A pod of one container, with its claim if it has one. */
export const podOf = (name: string, claim?: string, more: Fields = {}) => ({
  metadata: { labels: { app: name, tier: name } },
  spec: {
    containers: [
      { name: 'app', image: `registry.example/${name}:1.0.0`, ...(claim === undefined ? {} : { volumeMounts: [{ name: 'data', mountPath: '/data' }] }) },
    ],
    ...(claim === undefined ? {} : { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }] }),
    ...more,
  },
});

export const selects = (app: string) => ({ matchLabels: { app } });

export const claimOf = (storage = '2Gi', storageClassName = 'block') => ({
  spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage } } },
});
