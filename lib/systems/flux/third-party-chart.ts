import { Construct } from 'constructs';
import { plainReferences } from '../../availability/ask/reference/app';
import { found } from '../../cluster/rule';
import { ChartDrift, chartSourceObject, type Release, releaseObject } from '../../kubernetes/charts/release';
import { findCluster } from '../../kubernetes/tree/context';
import { KubeObject } from '../../kubernetes/tree/kube-object';
import { rememberLine } from '../../kubernetes/tree/line';
import { needFolder, placeIn } from '../../kubernetes/tree/place';
import { haveShape, report } from '../../kubernetes/tree/props';
import type { ReleaseReference, ThirdPartyChartProps } from './props';
import { checkRelease, checkSource } from './rules';
import { THIRD_PARTY_CHART_PROPS } from './shapes.generated';
import { checkValues } from './values-rules';

/** A Helm chart of others, which Flux installs: a release, and the source of its chart, pinned. Put it into the folder in whose place it is to be installed. */
export class ThirdPartyChart extends Construct implements ReleaseReference {
  /** The name of the release. */
  readonly name: string;
  readonly namespace: string;

  constructor(scope: Construct, id: string, props: ThirdPartyChartProps) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    needFolder(this);
    this.name = props?.name ?? id;
    this.namespace = props?.namespace;
    const dependsOn = plainReferences(props?.dependsOn ?? []);
    if (!haveShape(this, THIRD_PARTY_CHART_PROPS, { ...props, dependsOn })) return;
    const cluster = findCluster(this);
    const { level, apiGroups = [] } = props;
    if (level !== undefined) cluster?.contribute({ namespace: { scope: this, name: this.namespace, level } });
    if (apiGroups.length > 0) cluster?.contribute({ kinds: { scope: this, apiGroups } });
    const elsewhere = (props.dependsOn ?? []).filter((one) => Construct.isConstruct(one) && findCluster(one) !== cluster);
    const said = [...checkSource(props.chart), ...checkRelease(this, props, plainReferences(elsewhere)), ...checkValues(props)];
    report(
      this,
      said.map(([rule, one]) => found(rule, this.node.path, one)),
    );
    const release = releaseOf(this, { ...props, dependsOn });
    new KubeObject(this, 'source', chartSourceObject(release));
    new KubeObject(this, 'release', releaseObject(release));
  }
}

function releaseOf({ name, namespace }: ThirdPartyChart, props: ThirdPartyChartProps): Release {
  const { chart, values = {}, valuesFrom, dependsOn, timeout, crds, drift = ChartDrift.WARN } = props;
  return {
    name,
    namespace,
    chart,
    values,
    valuesFrom: valuesFrom?.map((one) => {
      const { key, path, literal, optional } = one.options;
      return { kind: one.kind, name: one.name, valuesKey: key, targetPath: path, literal, optional };
    }),
    dependsOn,
    timeoutSeconds: timeout?.seconds,
    crds,
    drift,
  };
}
