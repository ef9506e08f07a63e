import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct, Node } from 'constructs';
import type { Manifest } from '../kubernetes/manifest';
import { KubeObject } from '../kubernetes/tree/kube-object';

/** An app whose objects are created on demand. */
interface Rendering extends IConstruct {
  readonly objects: readonly ApiObject[];
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job']);

/** One accessor for all nodes: with one per node, V8 would keep a shape for every app. */
const DEFAULT_CHILD: PropertyDescriptor & ThisType<Node> = {
  configurable: true,
  get() {
    return (this.scopes.at(-1) as Rendering).objects.find(({ kind }) => WORKLOADS.has(kind));
  },
  set(value: unknown) {
    Object.defineProperty(this, 'defaultChild', { value, writable: true, configurable: true });
  },
};

/** `ApiObject.of(app)` is its workload, created on demand. */
export function provideDefaultChild(node: Node): void {
  Object.defineProperty(node, 'defaultChild', DEFAULT_CHILD);
}

/** Turns dependencies between constructs into those between their objects: cdk8s looks for objects before it asks for validation. */
export function linkDependencies(app: IConstruct): void {
  if (app.node.dependencies.length === 0) return;
  const chart = Chart.of(app);
  const own = app.node.children.filter(ApiObject.isApiObject);
  for (const target of app.node.dependencies) {
    const objects = target.node.findAll().filter((one) => ApiObject.isApiObject(one) && Chart.of(one) === chart);
    if (objects.length === 0) continue;
    for (const one of own) {
      if (KubeObject.isKubeObject(one)) one.putAfter(objects);
      else one.node.addDependency(...objects);
    }
  }
}

/**
 * `Deployment`, `PersistentVolumeClaim-config`. Without the name of the app: with the same few ids in every app, V8 shares the shapes of
 * their objects, and ten thousand apps stay linear.
 */
export function objectId({ kind, metadata }: Manifest, app: string): string {
  if (metadata.name === app) return kind;
  return `${kind}-${metadata.name.startsWith(`${app}-`) ? metadata.name.slice(app.length + 1) : metadata.name}`;
}
