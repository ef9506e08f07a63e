import type { PodSecurityLevel } from '../../availability/ask/container/security';
import type { Duration } from '../../cluster/units';
import type { ChartFiles } from '../../kubernetes/charts/chart-files';
import type { ChartSource } from '../../kubernetes/charts/chart-source';
import type { ChartCrds, ChartDrift } from '../../kubernetes/charts/release';
import type { ValuesFrom } from './values-from';

/** A release that others depend on. Every `ThirdPartyChart` is one. Without the construct, write `{ name: 'cert-manager', namespace: 'cert-manager' }`. */
export interface ReleaseReference {
  readonly name: string;
  /** @default - that of the release which depends on it */
  readonly namespace?: string;
}

/** A chart of others, as Flux installs it. */
export interface ThirdPartyChartProps {
  /** Where Flux finds it, and which version. */
  readonly chart: ChartSource;
  /** The namespace of the release and of its objects. */
  readonly namespace: string;
  /** The name of the release. @default - the construct's id */
  readonly name?: string;
  /** The Pod Security level that its pods need: creates the namespace. @default - `namespaces` of the cluster says who creates it */
  readonly level?: PodSecurityLevel;
  /** What differs from the chart's own. Secrets do not belong here: see `valuesFrom`. @default - none */
  readonly values?: { readonly [key: string]: unknown };
  /** Values from Secrets and ConfigMaps. @default - none */
  readonly valuesFrom?: readonly ValuesFrom[];
  /** What the chart says of its values, which are checked against that. This needs `ajv`: `npm install --save-dev ajv`. @default - Helm checks them, in the cluster */
  readonly files?: ChartFiles;
  /** Charts that must be ready before, in the same folder or one that comes before. @default - none */
  readonly dependsOn?: readonly ReleaseReference[];
  /** The API groups of the kinds that it brings: `cert-manager.io`. Folders with objects of these kinds come after its own. @default - none */
  readonly apiGroups?: readonly string[];
  /** How long one step of Helm may take. @range 1 86400 whole @default - 5 minutes, which Flux takes */
  readonly timeout?: Duration;
  /** @default ChartCrds.CREATE_REPLACE */
  readonly crds?: ChartCrds;
  /** @default ChartDrift.WARN */
  readonly drift?: ChartDrift;
}
