import { AccessMode, type Plan, type PlannedClaim } from '../availability/model/plan';
import { HOSTNAME } from '../cluster/node';
import { listIn } from '../cluster/parts';
import { takesClaim } from '../kubernetes/claim-templates';
import { selectorLabels } from '../kubernetes/labels';
import type { Neighbours } from './neighbours';
import type { RawJudge } from './raw-judges';
import { podsOf } from './raw-pods';

interface PodSpec {
  readonly nodeName?: unknown;
  readonly nodeSelector?: { readonly [label: string]: unknown } | null;
  readonly volumes?: unknown;
}
interface Mount {
  readonly persistentVolumeClaim?: { readonly claimName?: string } | null;
}

/** Pods that count as those of an app, or that take its data. Without pods it does neither. */
export const PODS: RawJudge = (manifest, own: { readonly replicas?: unknown }, near) => {
  if (own.replicas === 0) return undefined;
  const { metadata, spec } = podsOf<PodSpec>(manifest);
  const { volumes, ...where } = spec ?? {};
  const mounted = listIn<Mount>(volumes).map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName);
  const made = manifest.kind === 'StatefulSet' ? near.claimNames.filter((name) => takesClaim(manifest, name)) : [];
  return joins(manifest.kind, metadata?.labels ?? {}, near) ?? mounts(manifest.kind, where, [...mounted, ...made], near);
};

function joins(kind: string, labels: { readonly [key: string]: string }, near: Neighbours): ReturnType<RawJudge> {
  const app = near.named(labels['app.kubernetes.io/name']);
  if (app === undefined || !Object.entries(selectorLabels(app.ask.name)).every(([key, value]) => labels[key] === value)) return undefined;
  return {
    given: `a ${kind} ${kind === 'Pod' ? 'with' : 'whose pods have'} the labels of ${app.ask.name}`,
    allowed: 'but the Service, policy, spread and budget of an app select its pods by them, so these count as its own',
    fix: 'Give them other labels, or remove it.',
  };
}

function mounts(kind: string, where: PodSpec, claims: readonly (string | undefined)[], near: Neighbours): ReturnType<RawJudge> {
  for (const name of claims) {
    const [app, claim] = near.mounted(name).find(([plan, one]) => !mayShare(plan, one, where)) ?? [];
    if (app === undefined || claim === undefined) continue;
    const given = `a ${kind} that mounts ${name} of ${app.ask.name}`;
    if (claim.accessMode === AccessMode.READ_WRITE_ONCE_POD)
      return { given, allowed: 'but it is ReadWriteOncePod, so only one of the two has it, and the other waits', fix: 'Mount another claim.' };
    return {
      given,
      allowed: 'but it is ReadWriteOnce, so both write at once on one node, or the other waits for the volume',
      fix: 'Make it an app with Volume.shared, which runs beside the other, or mount another claim.',
    };
  }
  return undefined;
}

/** ReadWriteOnce is about nodes: pods that are bound to one may share a claim that is not the app's own. */
function mayShare({ placement }: Plan, { accessMode, exists }: PlannedClaim, { nodeName, nodeSelector }: PodSpec): boolean {
  if (accessMode === AccessMode.READ_WRITE_MANY) return true;
  const [node, ...others] = placement.value.nodes ?? [];
  return exists === true && node !== undefined && others.length === 0 && (nodeName ?? nodeSelector?.[HOSTNAME]) === node;
}
