import { Construct, type IConstruct } from 'constructs';
import { isDnsLabel } from '../../cluster/names';
import { found, type Said } from '../../cluster/rule';
import { LONGEST_RELEASE_NAME } from '../../kubernetes/charts/release';
import { rememberLine } from '../../kubernetes/tree/line';
import { guardChildren, placeIn } from '../../kubernetes/tree/place';
import { haveShape, report } from '../../kubernetes/tree/props';
import type { ChartValue } from './chart-value';
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
  /**
   * Also writes it packed, as `<name>-<version>.tgz` for `helm push`, and as an OCI layout in `<name>.oci/`: the same bytes each
   * time, on every machine. @default false
   */
  readonly package?: boolean;
}

/** The App of cdk8s only writes charts of its own kind. */
const FOREIGN_APP = "This HelmChart is in the App of cdk8s, which does not write it. Import App from 'cdk8s-availability'.";

/** Source: semver.org, its suggested regular expression. Helm's pushing is as strict. */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(\+[\da-zA-Z-]+(\.[\da-zA-Z-]+)*)?$/;
/** A tag of a registry has at most 128 characters. Source: the OCI distribution specification. */
const LONGEST_VERSION = 128;

function* invalid(name: string, { version }: HelmChartProps): Iterable<Said> {
  // A release is often named after its chart.
  if (!isDnsLabel(name) || name.length > LONGEST_RELEASE_NAME)
    yield {
      given: `the chart name "${name}"`,
      allowed: `but names of charts and releases have at most ${LONGEST_RELEASE_NAME} of a-z, 0-9 and "-"`,
      fix: 'Give it another id, or set name.',
    };
  if (!SEMVER.test(version) || version.length > LONGEST_VERSION)
    yield {
      given: `the chart version "${version}"`,
      allowed: 'but Helm and registries accept three numbers, perhaps followed by - or + and words, like 1.2.3 or 1.2.3-rc.1',
      fix: `${version.startsWith('v') && SEMVER.test(version.slice(1)) ? `Write it as ${version.slice(1)}` : 'Use a version of SemVer 2'}.`,
    };
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
        [...invalid(this.chartName, props)].map((said) => found(HELM_CHART_INVALID, this.node.path, said)),
      );
    this.node.addValidation({ validate: () => ('build' in this.node.root ? [] : [FOREIGN_APP]) });
  }

  /** The name of the chart, and of its folder. */
  get chartName(): string {
    return this.given?.name ?? this.node.id;
  }
}
