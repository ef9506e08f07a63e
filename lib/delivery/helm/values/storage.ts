import { listed } from '../../../cluster/names';
import type { StorageClass } from '../../../cluster/storage';
import type { MarkedApp } from '../marked-app';
import { type Node, nodeAt, nodesAt, podTemplateOf } from '../nodes';
import { reference } from '../template';
import { because, type Schema } from '../values';
import { BYTES, NAME } from './kubernetes';
import { ownPart } from './own-part';

/** Size and class of each claim of the app. */
export function markStorage(app: MarkedApp): void {
  for (const object of app.objects) {
    if (object.kind === 'PersistentVolumeClaim') markClaim(app, object.metadata.name, nodeAt(object, 'spec'), 'it can grow, not shrink');
    for (const template of nodesAt(object, 'spec', 'volumeClaimTemplates'))
      markClaim(app, String(nodeAt(template, 'metadata')?.name), nodeAt(template, 'spec'), 'Kubernetes lets nobody change it later');
    for (const volume of nodesAt(podTemplateOf(object), 'spec', 'volumes'))
      markClaim(app, String(volume.name), nodeAt(volume, 'ephemeral', 'volumeClaimTemplate', 'spec'), 'it goes with its pod');
  }
}

function markClaim({ plan, marks, values, storageClasses }: MarkedApp, name: string, spec: Node | undefined, later: string): void {
  const requests = nodeAt(spec, 'resources', 'requests');
  const path = ['claims', ownPart(plan.ask.name, name) ?? name];
  if (spec === undefined || requests?.storage === undefined || values.has(path)) return;
  values.group(['claims'], { comment: 'Volumes, by their names.' });
  values.group(path, { comment: '' });
  values.leaf([...path, 'size'], { comment: `The size of ${name}: ${later}.`, value: requests.storage, schema: BYTES });
  requests.storage = marks.value(reference([...path, 'size']));
  if (typeof spec.storageClassName !== 'string') return;
  values.leaf([...path, 'storageClassName'], {
    comment: 'Its storage class, for a new claim.',
    value: spec.storageClassName,
    schema: classes(spec, storageClasses),
  });
  spec.storageClassName = marks.value(reference([...path, 'storageClassName']));
}

/** Those of the cluster that promise as much. Without a cluster nobody knows. */
function classes({ storageClassName, accessModes }: Node, known: readonly StorageClass[]): Schema {
  const now = known.find(({ name }) => name === storageClassName);
  if (now === undefined) return NAME;
  const modes = Array.isArray(accessModes) ? accessModes : [];
  const alike = known.filter((one) => one === now || promisesAsMuch(one, now, modes)).map(({ name }) => name);
  return { type: 'string', ...because({ enum: alike }, `${listed(alike)}: no other class of the cluster promises as much as ${now.name}`) };
}

function promisesAsMuch(one: StorageClass, now: StorageClass, modes: readonly unknown[]): boolean {
  const reaches = one.nodes === undefined || now.nodes?.every((node) => one.nodes?.includes(node)) === true;
  const frees = now.release === undefined || one.release !== undefined || !one.attachable;
  const shares = (!modes.includes('ReadWriteMany') || one.readWriteMany) && (!modes.includes('ReadWriteOncePod') || one.readWriteOncePod === true);
  const keeps = one.copies >= now.copies && one.dataLossSeconds <= now.dataLossSeconds;
  return reaches && frees && shares && keeps && (!one.nodeLocal || now.nodeLocal) && (one.zonal !== true || now.zonal === true);
}
