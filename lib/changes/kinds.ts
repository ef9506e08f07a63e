import { Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import type { Manifest } from '../kubernetes/manifest';
import { at, listAt, textAt } from './fields';
import { cannotChange, fixedFields } from './fixed-fields';
import { type ChangeRule, changed, gone, placeOf } from './model';
import { folderOf, isForced, isKept, kubectl, refused, steps } from './words';

/** Source: ValidateStorageClassUpdate of Kubernetes. */
export const STORAGE_CLASS: ChangeRule = fixedFields(
  {
    code: 'CHANGE-STORAGE-CLASS',
    means: 'a storage class with other parameters, provisioner, reclaim policy or binding: volumes that exist keep the old ones',
    fix: 'add a class with another name',
  },
  ['StorageClass'],
  { parameters: undefined, provisioner: undefined, reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
  (pair, after, { path }) => {
    const isLinstor = after.object.provisioner === 'linstor.csi.linbit.com';
    return {
      allowed:
        isForced(after.object) && pair.hasFlux
          ? `but a class cannot be changed, so Flux deletes it and makes it anew: pods and volumes that exist stay as they are, with what they were made with, and new volumes of the same class differ${isLinstor && path === 'parameters' ? '. LINSTOR refuses new volumes if its resource group of that name has another value' : ''}`
          : refused(pair, after),
      fix: steps(
        'Leave the class as it was, and add one with another name (and resource group) for new volumes.',
        'Move apps to it one after the other: a new volume, copy the data, remove the old one.',
        'Accept this change if no volume of the class exists, or you change those by hand as well.',
      ),
    };
  },
);

export const NAMESPACE_GONE: ChangeRule = {
  code: 'CHANGE-NAMESPACE-GONE',
  severity: Severity.ERROR,
  means: 'a namespace that is no longer written, and that Flux deletes with all that is in it',
  fix: 'let Flux keep it first',
  *check(pair) {
    for (const { object } of gone(pair, new Set(['Namespace']))) {
      if (!pair.hasFlux || isKept(object)) continue;
      yield {
        path: placeOf(pair, object),
        given: 'the namespace is no longer written, and what wrote it did not say that Flux must keep it',
        allowed: 'so Flux deletes it, and Kubernetes all that is in it, whoever made that: pods, Secrets, and claims with their data',
        fix: steps(
          'Write it once more and apply that: synthesis now marks namespaces so that Flux keeps them. Then remove it.',
          `If all in it may go, see what that is (kubectl get all,pvc,secret -n ${object.metadata.name}), and accept this change.`,
        ),
      };
    }
  },
};

export const CRD_VERSION: ChangeRule = {
  code: 'CHANGE-CRD-VERSION',
  severity: Severity.ERROR,
  means: 'a version of a CustomResourceDefinition that is no longer there or no longer served',
  fix: 'move stored objects to the new version first',
  *check(pair) {
    for (const [before, after] of changed(pair, new Set(['CustomResourceDefinition']))) {
      const now = servedIn(after.object);
      const dropped = servedIn(before.object).filter((version) => !now.includes(version));
      if (dropped.length === 0) continue;
      yield {
        path: placeOf(pair, after.object),
        given: `it no longer serves ${listed(dropped)}`,
        allowed: `so what still asks for that version fails, its operator included; and if objects were ever stored in it, the API server refuses the change (status.storedVersions)${pair.hasFlux ? ', and Flux applies nothing of its folder any more' : ''}`,
        fix: steps(
          `Update all that uses ${listed(dropped)}: manifests, operators, scripts.`,
          'Keep the old version served beside the new one, with storage on the new one, and write each object again (kubectl get … -o yaml | kubectl replace -f -).',
          'Take the old version out of status.storedVersions, and accept this change.',
        ),
      };
    }
  },
};

function servedIn(crd: Manifest): readonly string[] {
  return listAt(crd, 'spec.versions').flatMap((version) => (at(version, 'served') === false ? [] : (textAt(version, 'name') ?? [])));
}

/** Source: ValidateCustomResourceDefinitionUpdate of apiextensions-apiserver: both are fixed once the kind is established. */
export const CRD_SCOPE: ChangeRule = fixedFields(
  {
    code: 'CHANGE-CRD-SCOPE',
    means: 'a CustomResourceDefinition with another scope or kind, which the API server refuses',
    fix: 'keep it, or save the objects and make it anew',
  },
  ['CustomResourceDefinition'],
  { 'spec.scope': undefined, 'spec.names.kind': undefined },
  (pair, after) => ({
    allowed: cannotChange(pair, after, 'every object of its kind goes with it, and what their operator then takes away'),
    fix: steps(
      'Keep it as it was: an operator that needs the other one usually brings a kind with another name.',
      `If it must change, save all objects of the kind (kubectl get ${after.object.metadata.name} -A -o yaml), and see what their operator deletes with them.`,
      `Accept this change, delete the CustomResourceDefinition by hand once that is merged (${kubectl('delete', after.object)}), and apply the objects again.`,
    ),
  }),
);

/**
 * Source: ValidatePersistentVolumeUpdate of Kubernetes: the source, the volume mode, and an affinity that is set. In a source of CSI, the
 * Secret for growing may be added.
 */
export const VOLUME_SOURCE: ChangeRule = fixedFields(
  {
    code: 'CHANGE-VOLUME-SOURCE',
    means: 'a PersistentVolume of another folder, share, disk or node, which the API server refuses',
    fix: 'add a volume with another name',
  },
  ['PersistentVolume'],
  {
    'spec.hostPath.path': undefined,
    'spec.hostPath.type': '',
    'spec.local': undefined,
    'spec.nfs.server': undefined,
    'spec.nfs.path': undefined,
    'spec.csi.driver': undefined,
    'spec.csi.volumeHandle': undefined,
    'spec.csi.fsType': undefined,
    'spec.csi.volumeAttributes': undefined,
    'spec.iscsi.targetPortal': undefined,
    'spec.iscsi.iqn': undefined,
    'spec.iscsi.lun': undefined,
    'spec.rbd': undefined,
    'spec.cephfs': undefined,
    'spec.fc': undefined,
    'spec.volumeMode': 'Filesystem',
    'spec.nodeAffinity': undefined,
  },
  (pair, after) => ({
    allowed: cannotChange(pair, after, 'it deletes the volume, with its data where the reclaim policy is Delete, and makes it anew'),
    fix: steps(
      'Leave it as it was, and add a volume with another name, and a claim for it.',
      'Move the app to the new claim, and copy the data while it is stopped.',
      `If it must keep its name, set its reclaim policy to Retain, accept this change, stop the app, and delete claim and volume by hand once that is merged: ${kubectl('delete', { ...after.object, kind: 'pv' })}.`,
    ),
  }),
  // Where none was set, one may be.
  ['spec.nodeAffinity'],
);

/** What goes with an object of kinds that hold data. Those of the library are kept. */
const HOLDS: { readonly [kind: string]: string } = {
  CustomResourceDefinition: 'every object of its kind, and what their operator then takes away',
  PersistentVolume: 'the volume, where its reclaim policy is Delete',
  VolumeSnapshot: 'the snapshot, where the policy of its class is Delete',
  VolumeGroupSnapshot: 'the snapshots, where the policy of their class is Delete',
  'helm.toolkit.fluxcd.io/HelmRelease': 'all that its chart installed, CRDs and claims included where the chart says so',
  'postgresql.cnpg.io/Cluster': 'the database with its volumes',
  'k8s.mariadb.com/MariaDB': 'the database',
  'acid.zalan.do/postgresql': 'the database with its volumes',
  'psmdb.percona.com/PerconaServerMongoDB': 'the database',
  'pxc.percona.com/PerconaXtraDBCluster': 'the database',
  'pgv2.percona.com/PerconaPGCluster': 'the database',
  'mongodbcommunity.mongodb.com/MongoDBCommunity': 'the database',
  'kafka.strimzi.io/Kafka': 'the brokers, with their volumes where deleteClaim says so',
  'kafka.strimzi.io/KafkaTopic': 'the topic with its messages',
  'minio.min.io/Tenant': 'the object store',
  'ceph.rook.io/CephCluster': 'the storage cluster',
  'ceph.rook.io/CephBlockPool': 'the pool with its volumes',
  'longhorn.io/Volume': 'the volume with its copies',
  'elasticsearch.k8s.elastic.co/Elasticsearch': 'the indices with their volumes',
  'rabbitmq.com/RabbitmqCluster': 'the queues with their volumes',
  'clickhouse.altinity.com/ClickHouseInstallation': 'the database',
};

export const PRUNED: ChangeRule = {
  code: 'CHANGE-PRUNED',
  severity: Severity.ERROR,
  means: 'an object whose kind holds data that is no longer written, or moves to another folder: Flux deletes it, and what it holds',
  fix: 'let Flux keep it first',
  *check(pair) {
    if (!pair.hasFlux) return;
    for (const [key, before] of pair.before) {
      const holds = HOLDS[kindIn(key)];
      const after = pair.after.get(key);
      if (holds === undefined || isKept(before.object) || (after !== undefined && folderOf(pair, after) === folderOf(pair, before))) continue;
      yield {
        path: placeOf(pair, before.object),
        given: after === undefined ? 'it is no longer written' : `it moves from the folder ${folderOf(pair, before)} to ${folderOf(pair, after)}`,
        allowed: `so ${after === undefined ? 'Flux deletes it' : 'the Kustomization of the old folder deletes it, unless that of the new one comes first'}, and with it ${holds}`,
        fix: steps(
          'Add the annotation kustomize.toolkit.fluxcd.io/prune: disabled to it where it is, and apply that. Flux then leaves it.',
          after === undefined
            ? `Then remove it from the program, and delete it by hand when nothing needs it: ${kubectl('delete', before.object)}.`
            : 'Then move it.',
          'If it may go, save what it holds, and accept this change.',
        ),
      };
    }
  },
};

/** `kafka.strimzi.io/Kafka` of `kafka.strimzi.io/Kafka/data/events`: groups of custom kinds have a dot. */
function kindIn(key: string): string {
  const [first = '', second = ''] = key.split('/');
  return first.includes('.') ? `${first}/${second}` : first;
}

export const KIND_RULES: readonly ChangeRule[] = [STORAGE_CLASS, NAMESPACE_GONE, CRD_VERSION, CRD_SCOPE, VOLUME_SOURCE, PRUNED];
