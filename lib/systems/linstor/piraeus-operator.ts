import { Construct } from 'constructs';
import { HelmRelease, HelmReleaseSpecChartRefKind, HelmReleaseSpecInstallCrds, HelmReleaseSpecUpgradeCrds } from '../../../imports/helm.toolkit.fluxcd.io';
import { OciRepository, OciRepositorySpecLayerSelectorOperation } from '../../../imports/source.toolkit.fluxcd.io';
import { PodSecurityLevel } from '../../availability/ask/container/security';
import { findCluster } from '../../kubernetes/tree/context';
import { rememberLine } from '../../kubernetes/tree/line';
import { needFolder, placeIn } from '../../kubernetes/tree/place';

const NAMESPACE = 'piraeus-datastore';
/** Flux keeps a Helm chart in an OCI registry as this layer. Source: Flux documentation, OCIRepository, layer selector. */
const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** The charts, pinned. 2.10.8 broke the attachment of diskless volumes (piraeus-operator issue 1048), so it is 2.10.7. */
const CHARTS = [
  { name: 'piraeus-operator', url: 'oci://ghcr.io/piraeusdatastore/piraeus-operator/piraeus', version: '2.10.7', values: { installCRDs: true } },
  { name: 'snapshot-controller', url: 'oci://ghcr.io/piraeusdatastore/helm-charts/snapshot-controller', version: '5.1.1', values: {} },
];

/** How Flux installs the Piraeus operator and the snapshot controller, before anything that needs their kinds. Put it into `cluster.operators`. */
export class PiraeusOperator extends Construct {
  constructor(scope: Construct, id: string) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    needFolder(this);
    // The satellites load kernel modules. The chart creates no namespace.
    findCluster(this)?.contribute({ namespace: { scope: this, name: NAMESPACE, level: PodSecurityLevel.PRIVILEGED } });
    for (const { name, url, version, values } of CHARTS) {
      const metadata = { name, namespace: NAMESPACE };
      new OciRepository(this, `${name}-source`, {
        metadata,
        spec: {
          interval: '12h',
          url,
          ref: { tag: version },
          layerSelector: { mediaType: CHART_LAYER, operation: OciRepositorySpecLayerSelectorOperation.COPY },
        },
      });
      new HelmRelease(this, name, {
        metadata,
        spec: {
          interval: '1h',
          chartRef: { kind: HelmReleaseSpecChartRefKind.OCI_REPOSITORY, name },
          install: { crds: HelmReleaseSpecInstallCrds.CREATE_REPLACE, remediation: { retries: 3 } },
          upgrade: { crds: HelmReleaseSpecUpgradeCrds.CREATE_REPLACE, remediation: { retries: 3 } },
          values,
        },
      });
    }
  }
}
