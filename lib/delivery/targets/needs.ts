import type { ReportNeed } from '../../availability/report/report-needs';
import { groupOf } from '../../kubernetes/kinds';
import type { Identity, Unit } from '../output';

/**
 * Groups whose kinds Kubernetes itself does not have, with the charts that bring them, as far as their names tell. Sources: the charts
 * cert-manager, kube-prometheus-stack, prometheus-operator-crds, traefik, traefik-crds and snapshot-controller.
 */
const BROUGHT_BY: { readonly [group: string]: RegExp } = {
  'gateway.networking.k8s.io': /gateway|^traefik/,
  'monitoring.coreos.com': /prometheus/,
  'cert-manager.io': /^cert-manager$/,
  'snapshot.storage.k8s.io': /snapshot/,
};

const CRD = 'CustomResourceDefinition';

/** What must exist first, but for what the same program writes; and the kinds without which Flux refuses a folder. */
export function missingFirst(needs: readonly ReportNeed[], units: readonly Unit[]): readonly ReportNeed[] {
  const identities = units.flatMap((unit) => unit.identities());
  const nameOf = (kind: string, namespace: string | undefined, name: string) => `${kind}/${namespace ?? 'default'}/${name}`;
  const written = new Set(
    identities.flatMap(({ apiVersion, kind, metadata }) => (apiVersion === 'v1' ? [nameOf(kind, metadata.namespace, metadata.name)] : [])),
  );
  return [...needs.filter(({ kind, namespace, name }) => !written.has(nameOf(kind, namespace, name))), ...missingKinds(identities)];
}

function missingKinds(identities: readonly Identity[]): ReportNeed[] {
  const releases = identities.flatMap(({ kind, metadata }) => (kind === 'HelmRelease' ? [metadata.name] : []));
  const defined = new Set(identities.flatMap(({ kind, metadata }) => (kind === CRD ? [metadata.name] : [])));
  const names = new Set(
    identities.flatMap(({ apiVersion, kind }) => {
      const group = groupOf(apiVersion);
      const charts = BROUGHT_BY[group];
      const name = `${plural(kind.toLowerCase())}.${group}`;
      return charts === undefined || defined.has(name) || releases.some((release) => charts.test(release)) ? [] : [name];
    }),
  );
  return [...names].sort().map((name) => ({ kind: CRD, namespace: '', name, keys: [] }));
}

/** As in the names of definitions: gatewayclasses, backendtlspolicies, gateways. */
function plural(kind: string): string {
  if (kind.endsWith('s')) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
