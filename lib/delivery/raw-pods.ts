import type { Manifest } from '../kubernetes/manifest';

interface Template<Spec> {
  readonly metadata?: { readonly labels?: { readonly [key: string]: string } | null } | null;
  readonly spec?: Spec | null;
}
interface WorkloadSpec<Spec> {
  readonly template?: Template<Spec> | null;
  readonly jobTemplate?: { readonly spec?: WorkloadSpec<Spec> | null } | null;
}

/** The pods of a workload outside of apps, as far as they can be read. */
export function podsOf<Spec>(manifest: Pick<Manifest, 'kind' | 'metadata'>): Template<Spec> {
  const { kind, metadata, spec } = manifest as Pick<Manifest, 'kind' | 'metadata'> & { readonly spec?: (WorkloadSpec<Spec> & Spec) | null };
  if (kind === 'Pod') return { metadata, ...(spec ? { spec } : {}) };
  return (spec?.jobTemplate?.spec ?? spec)?.template ?? {};
}
