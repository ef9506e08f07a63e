import type { Construct } from 'constructs';

/** The App of cdk8s only writes charts of its own kind. */
const FOREIGN_APP = "This HelmChart is in the App of cdk8s, which does not write it. Import App from 'cdk8s-availability'.";

/** Refuses a chart that nobody would write. */
export function foreignApp(chart: Construct): void {
  chart.node.addValidation({ validate: () => ('build' in chart.node.root ? [] : [FOREIGN_APP]) });
}
