import { type Api, Unanswered } from '../api';
import type { Of } from '../kinds';

/** The cluster at one moment, as the API server tells it. */
export interface View {
  readonly nodes: ReadonlyMap<string, Of<'Node'>>;
  readonly pods: readonly Of<'Pod'>[];
  readonly attachments: readonly Of<'VolumeAttachment'>[];
  readonly claims: readonly Of<'PersistentVolumeClaim'>[];
  readonly volumes: ReadonlyMap<string, Of<'PersistentVolume'>>;
  readonly services: readonly Of<'Service'>[];
  readonly slices: readonly Of<'EndpointSlice'>[];
}

/** Undefined while the API server does not answer: then nothing is known, and nothing may be concluded. */
export async function look(api: Api): Promise<View | undefined> {
  try {
    const [nodes, pods, attachments, claims, volumes, services, slices] = await Promise.all([
      api.list('Node'),
      api.list('Pod'),
      api.list('VolumeAttachment'),
      api.list('PersistentVolumeClaim'),
      api.list('PersistentVolume'),
      api.list('Service'),
      api.list('EndpointSlice'),
    ]);
    const byName = <T extends { metadata: { name: string } }>(all: readonly T[]) => new Map(all.map((it) => [it.metadata.name, it]));
    return { nodes: byName(nodes), pods, attachments, claims, volumes: byName(volumes), services, slices };
  } catch (error) {
    if (error instanceof Unanswered) return undefined;
    throw error;
  }
}

/** The claims that a pod mounts; those of `ephemeral` volumes are not looked at, because nothing of ours has them. */
export const claimsOf = (pod: Of<'Pod'>): string[] => (pod.spec?.volumes ?? []).flatMap((it) => it.persistentVolumeClaim?.claimName ?? []);

function volumeOf(view: View, pod: Of<'Pod'>, claim: string): Of<'PersistentVolume'> | undefined {
  const bound = view.claims.find((it) => it.metadata.namespace === pod.metadata.namespace && it.metadata.name === claim)?.spec?.volumeName;
  return bound === undefined ? undefined : view.volumes.get(bound);
}

/** A folder of the node or of an NFS server: nothing is attached. */
export function needsNoAttachment(view: View, pod: Of<'Pod'>, claim: string): boolean {
  const spec = volumeOf(view, pod, claim)?.spec;
  return spec?.hostPath !== undefined || spec?.nfs !== undefined;
}

/** The name under which nodes report an attached volume: `kubernetes.io/csi/<driver>^<handle>`. Source: pkg/volume/csi. */
export function uniqueName(view: View, pod: Of<'Pod'>, claim: string): string | undefined {
  const csi = volumeOf(view, pod, claim)?.spec?.csi;
  return csi === undefined ? undefined : `kubernetes.io/csi/${csi.driver}^${csi.volumeHandle}`;
}
