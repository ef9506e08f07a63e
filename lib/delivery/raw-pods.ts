import type { Manifest } from '../kubernetes/manifest';
import { podTemplateOf } from '../kubernetes/pod-template';

interface Template<Spec> {
  readonly metadata?: { readonly labels?: { readonly [key: string]: string } | null } | null;
  readonly spec?: Spec | null;
}
/** The pods of a workload outside of apps, as far as they can be read. */
export function podsOf<Spec>(manifest: Pick<Manifest, 'kind' | 'metadata'>): Template<Spec> {
  return ((manifest.kind === 'Pod' ? manifest : podTemplateOf(manifest)) ?? {}) as Template<Spec>;
}
