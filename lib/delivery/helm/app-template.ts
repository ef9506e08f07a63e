import type { Plan } from '../../availability/model/plan';
import type { Finding } from '../../cluster/finding';
import type { Manifest } from '../../kubernetes/manifest';
import type { ChartContent } from '../output';
import type { MarkedApp } from './marked-app';
import { copyOf, podTemplateOf } from './nodes';
import { Marks } from './template';
import type { Values } from './values';
import { markConfigFiles } from './values/config-files';
import { markContainers } from './values/containers';
import { markMetadata } from './values/metadata';
import { markMore } from './values/more';
import { markNetwork } from './values/network';
import { markPods } from './values/pods';
import { markStorage } from './values/storage';

/** What an app is in. */
interface In {
  readonly chart: ChartContent;
  /** The values of this app. */
  readonly own: Values;
  readonly refuse: (finding: Finding) => void;
}

/** The template of an app: its objects, with an expression at each value. */
export function appTemplate(plan: Plan, manifests: readonly Manifest[], { chart, own, refuse }: In): string {
  const storageClasses = chart.cluster?.facts.storage.classes ?? [];
  const app: MarkedApp = { plan, objects: manifests.map(copyOf), marks: new Marks(manifests), values: own, storageClasses };
  const workload = app.objects.find((object) => podTemplateOf(object) !== undefined);
  if (workload !== undefined) {
    markContainers(app, workload);
    markPods(app, workload);
  }
  markStorage(app);
  markNetwork(app);
  markConfigFiles(app, workload);
  markMetadata(app, workload);
  // Last, because only then it is known what is a value already.
  markMore(app, manifests, { chart, refuse });
  return app.marks.render(app.objects as unknown as readonly Manifest[]);
}
