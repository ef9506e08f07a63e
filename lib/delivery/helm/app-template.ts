import type { Plan } from '../../availability/model/plan';
import type { StorageClass } from '../../cluster/storage';
import type { Manifest } from '../../kubernetes/manifest';
import type { MarkedApp } from './marked-app';
import { copyOf, podTemplateOf } from './nodes';
import { Marks } from './template';
import type { Values } from './values';
import { markConfigFiles } from './values/config-files';
import { markContainers } from './values/containers';
import { markMetadata } from './values/metadata';
import { markNetwork } from './values/network';
import { markPods } from './values/pods';
import { markStorage } from './values/storage';

/** The template of an app: its objects, with an expression at each value. */
export function appTemplate(plan: Plan, manifests: readonly Manifest[], values: Values, storageClasses: readonly StorageClass[]): string {
  const app: MarkedApp = { plan, objects: manifests.map(copyOf), marks: new Marks(manifests), values, storageClasses };
  const workload = app.objects.find((object) => podTemplateOf(object) !== undefined);
  if (workload !== undefined) {
    markContainers(app, workload);
    markPods(app, workload);
  }
  markStorage(app);
  markNetwork(app);
  markConfigFiles(app, workload);
  markMetadata(app, workload);
  return app.marks.render(app.objects as unknown as readonly Manifest[]);
}
