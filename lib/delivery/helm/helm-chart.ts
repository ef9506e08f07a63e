import { Construct, type IConstruct } from 'constructs';
import { found } from '../../cluster/rule';
import { rememberLine } from '../../kubernetes/tree/line';
import { guardChildren, placeIn } from '../../kubernetes/tree/place';
import { haveShape, report } from '../../kubernetes/tree/props';
import type { ChartDelivery } from './chart-delivery';
import type { ChartValue } from './chart-value';
import { foreignApp } from './foreign-app';
import { invalidName, invalidVersion } from './invalid';
import { HELM_CHART_INVALID } from './rules';
import { HELM_CHART_PROPS } from './shapes.generated';

/** A Helm chart of what is declared in a cluster. */
export interface HelmChartProps {
  /** What is in it: apps, folders, or the cluster with all that it has. Namespaces and PriorityClasses of apps come with them. */
  readonly of: readonly IConstruct[];
  /** Its version, as SemVer has it: `1.2.3`. Registries and Flux tell charts apart by it. */
  readonly version: string;
  /** @default - the id */
  readonly name?: string;
  /** @default - says what is in it */
  readonly description?: string;
  /** The version of what it installs. @default - the tag of the image, if it has one app */
  readonly appVersion?: string;
  /** What more may differ between installations. @default - what every chart has: see docs/helm.md */
  readonly values?: readonly ChartValue[];
  /** Who installs it in the cluster, in place of the Kustomization of its folder. @default - nobody: it is for others */
  readonly deliver?: ChartDelivery;
  /**
   * Also writes it packed, as `<name>-<version>.tgz` for `helm push`, and as an OCI layout in `<name>.oci/`: the same bytes each
   * time, on every machine. @default false
   */
  readonly package?: boolean;
}

/**
 * A Helm chart, beside the plain YAML and out of the same objects: `dist/<cluster>/charts/<name>/`. With its default values it
 * gives the same objects. What may differ between installations is a value, and `values.schema.json` refuses what would break
 * the class of an app.
 */
export class HelmChart extends Construct {
  /**
   * What is in it.
   *
   * @internal
   */
  readonly parts: readonly IConstruct[];
  /** @internal */
  readonly given: HelmChartProps | undefined;

  constructor(scope: Construct, id: string, props: HelmChartProps) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    guardChildren(this);
    this.given = haveShape(this, HELM_CHART_PROPS, props) ? props : undefined;
    this.parts = this.given === undefined ? [] : [...props.of];
    if (this.given !== undefined)
      report(
        this,
        [...invalidName(this.chartName, 'Give it another id, or set name.'), ...invalidVersion(props.version)].map((said) =>
          found(HELM_CHART_INVALID, this.node.path, said),
        ),
      );
    foreignApp(this);
  }

  /** The name of the chart, and of its folder. */
  get chartName(): string {
    return this.given?.name ?? this.node.id;
  }
}
