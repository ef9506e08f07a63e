import { Construct } from 'constructs';
import { found } from '../../cluster/rule';
import { rememberLine } from '../../kubernetes/tree/line';
import { guardChildren, placeIn } from '../../kubernetes/tree/place';
import { haveShape, report } from '../../kubernetes/tree/props';
import type { ChartDelivery } from './chart-delivery';
import type { ChartPer } from './chart-per';
import type { ChartValue } from './chart-value';
import { foreignApp } from './foreign-app';
import { invalidVersion } from './invalid';
import { HELM_CHART_INVALID, HELM_DELIVERY_INVALID } from './rules';
import { HELM_CHARTS_PROPS } from './shapes.generated';

/** Helm charts of everything that is declared in a cluster. */
export interface HelmChartsProps {
  /** What gets a chart of its own. */
  readonly per: ChartPer;
  /** The version of each, as SemVer has it: `1.2.3`. Registries and Flux tell charts apart by it. */
  readonly version: string;
  /** What more may differ between installations, each in the chart of its app. @default - what every chart has: see docs/helm.md */
  readonly values?: readonly ChartValue[];
  /**
   * Who installs each of them in the cluster, in place of the Kustomization of its folder. `ChartDelivery.fluxOci` takes the address that
   * all are pushed to, without their names. The chart `shared`, and one of namespaces and PriorityClasses alone, stay with the
   * Kustomization. @default - nobody: they are for others
   */
  readonly deliver?: ChartDelivery;
  /** Also writes each packed, as `package` of `HelmChart` does. @default false */
  readonly package?: boolean;
}

const ONE_DIGEST = { given: 'one digest for several charts', allowed: 'but each has its own', fix: 'Remove it, or use HelmChart for each.' };

/** Helm charts of a whole cluster. Each object is in one of them, so that one release owns it. */
export class HelmCharts extends Construct {
  /** @internal */
  readonly given: HelmChartsProps | undefined;

  constructor(scope: Construct, id: string, props: HelmChartsProps) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    guardChildren(this);
    this.given = haveShape(this, HELM_CHARTS_PROPS, props) ? props : undefined;
    if (this.given !== undefined) {
      report(
        this,
        [...invalidVersion(props.version)].map((said) => found(HELM_CHART_INVALID, this.node.path, said)),
      );
      if (props.deliver?.by.oci?.digest !== undefined) report(this, [found(HELM_DELIVERY_INVALID, this.node.path, ONE_DIGEST)]);
    }
    foreignApp(this);
  }
}
