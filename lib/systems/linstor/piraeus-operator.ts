import { Construct } from 'constructs';
import { PodSecurityLevel } from '../../availability/ask/container/security';
import { ChartSource } from '../../kubernetes/charts/chart-source';
import { chartSourceObject, type Release, releaseObject } from '../../kubernetes/charts/release';
import { findCluster } from '../../kubernetes/tree/context';
import { KubeObject } from '../../kubernetes/tree/kube-object';
import { rememberLine } from '../../kubernetes/tree/line';
import { needFolder, placeIn } from '../../kubernetes/tree/place';

const NAMESPACE = 'piraeus-datastore';
/** The charts, pinned. 2.10.8 broke the attachment of diskless volumes (piraeus-operator issue 1048), so it is 2.10.7. */
const RELEASES: readonly Release[] = [
  {
    name: 'piraeus-operator',
    namespace: NAMESPACE,
    chart: ChartSource.oci('oci://ghcr.io/piraeusdatastore/piraeus-operator/piraeus', { version: '2.10.7' }),
    values: { installCRDs: true },
  },
  {
    name: 'snapshot-controller',
    namespace: NAMESPACE,
    chart: ChartSource.oci('oci://ghcr.io/piraeusdatastore/helm-charts/snapshot-controller', { version: '5.1.1' }),
    values: {},
  },
];

/** How Flux installs the Piraeus operator and the snapshot controller, before anything that needs their kinds. Put it into `cluster.operators`. */
export class PiraeusOperator extends Construct {
  constructor(scope: Construct, id: string) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    needFolder(this);
    // The satellites load kernel modules. The chart creates no namespace.
    findCluster(this)?.contribute({ namespace: { scope: this, name: NAMESPACE, level: PodSecurityLevel.PRIVILEGED } });
    findCluster(this)?.contribute({ kinds: { scope: this, apiGroups: ['piraeus.io', 'snapshot.storage.k8s.io'] } });
    for (const release of RELEASES) {
      new KubeObject(this, `${release.name}-source`, chartSourceObject(release));
      new KubeObject(this, release.name, releaseObject(release));
    }
  }
}
