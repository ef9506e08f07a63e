import { Volume } from '../availability/ask/volume/volume';
import { partAt } from '../cluster/parts';
import { Size } from '../cluster/units';
import { quantityOf } from '../kubernetes/quantity';
import { everywhere, made } from './host-paths';
import { textAt, textsAt } from './objects';

/** Volume types of others that several nodes may use at once, and those that one node has at a time. Source: Kubernetes, Volumes. */
const OVER_NETWORK = ['cephfs', 'glusterfs', 'azureFile', 'flexVolume', 'quobyte'];
const ATTACHED = ['iscsi', 'fc', 'rbd', 'awsElasticBlockStore', 'gcePersistentDisk', 'azureDisk', 'cinder', 'vsphereVolume', 'portworxVolume'];

/** A volume without a claim. */
export function unclaimed(volume: { readonly [field: string]: unknown }, path: string, readOnly: boolean, moves: boolean): Volume[] {
  const name = textAt(volume, 'name') ?? '';
  const has = (type: string) => partAt(volume, type) !== undefined && partAt(volume, type) !== null;
  const hostPath = textAt(volume, 'hostPath', 'path');
  if (hostPath !== undefined) return [Volume.hostPath(path, { hostPath, readOnly, ...(everywhere(hostPath) ?? made(volume, moves)) }).named(name)];
  if (has('nfs'))
    return [
      Volume.nfs(path, {
        server: textAt(volume, 'nfs', 'server') ?? '',
        path: textAt(volume, 'nfs', 'path') ?? '/',
        readOnly: readOnly || partAt(volume, 'nfs', 'readOnly') === true,
      }).named(name),
    ];
  if (has('csi'))
    return [
      Volume.csi(path, {
        driver: textAt(volume, 'csi', 'driver') ?? '',
        attributes: textsAt(volume, 'csi', 'volumeAttributes'),
        // Certificates, secrets and tokens are made for each pod, and read.
        readOnly: readOnly || partAt(volume, 'csi', 'readOnly') === true,
      }).named(name),
    ];
  if (OVER_NETWORK.some(has)) return [Volume.nfs(path, { server: 'unknown', path: '/', readOnly }).named(name)];
  if (ATTACHED.some(has)) return [Volume.claim(path, { claimName: name, readOnly }).named(name)];
  if (has('ephemeral')) {
    const spec = partAt(volume, 'ephemeral', 'volumeClaimTemplate', 'spec');
    const storageClass = textAt(spec, 'storageClassName');
    const size = Size.bytes(quantityOf(partAt(spec, 'resources', 'requests', 'storage')) ?? 2 ** 30);
    return [Volume.ephemeral(path, { size, ...(storageClass === undefined ? {} : { storageClass }) }).named(name)];
  }
  if (has('emptyDir')) {
    const size = Size.bytes(quantityOf(partAt(volume, 'emptyDir', 'sizeLimit')) ?? 2 ** 20);
    return [(textAt(volume, 'emptyDir', 'medium') === 'Memory' ? Volume.memory(path, size) : Volume.scratch(path, Size.mib(0))).named(name)];
  }
  if (has('configMap')) return [Volume.configMap(path, { configMapName: textAt(volume, 'configMap', 'name') ?? '' }).named(name)];
  if (has('secret')) return [Volume.secret(path, { secretName: textAt(volume, 'secret', 'secretName') ?? '' }).named(name)];
  if (has('projected')) return [Volume.token(path).named(name)];
  // Others end with the pod, and are the same everywhere: images, fields of the pod.
  return [];
}
