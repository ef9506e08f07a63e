import { ApiObject, Chart } from 'cdk8s';
import { Construct, type IConstruct, Node } from 'constructs';
import { Severity } from '../../cluster/finding';
import { refuse } from '../../cluster/refuse';
import { found, type RuleRecord } from '../../cluster/rule';
import { wrong } from '../../cluster/shape-rules';

/** Thrown in the constructor. */
export const ID_TAKEN: RuleRecord = {
  code: 'ID-TAKEN',
  severity: Severity.ERROR,
  means: 'two constructs with one id in one scope; thrown at once',
  fix: 'give one of them another id; the `name` of an app can stay',
};

/** Likewise: cdk8s only writes what is in a chart. */
export const OBJECT_WITHOUT_FOLDER: RuleRecord = {
  code: 'OBJECT-WITHOUT-FOLDER',
  severity: Severity.ERROR,
  means: 'an object, or a construct with objects, directly in the `Cluster` or the `App`; thrown at once',
  fix: 'put it into a folder of the cluster, or into your own chart',
};

/**
 * The scope of a new construct, if it can be there: constructors pass it on.
 *
 * @throws instead of the errors of constructs, which name no line of the program and no way out
 */
export function placeIn<S extends IConstruct>(scope: S, id: string): S {
  if (!Construct.isConstruct(scope)) refuse([{ ...wrong({ what: 'a construct', how: 'cluster.workers, or a chart' }, scope), path: 'scope' }]);
  if (typeof id !== 'string' || id === '')
    refuse([{ ...wrong({ what: 'an id with at least one character', how: "one, like 'wiki'" }, id), path: scope.node.path }]);
  needFreeId(scope, id);
  return scope;
}

/**
 * Objects need a chart, which becomes their folder.
 *
 * @throws outside of all charts
 */
export function needFolder(construct: IConstruct): void {
  if (!construct.node.scopes.some(Chart.isChart)) refuseObject(construct.node.path);
}

/** Whatever is put into a construct, by whichever library, is refused likewise. */
export function guardChildren({ node }: Construct): void {
  Object.defineProperty(node, 'addChild', GUARDED);
}

/** One function for all nodes. */
const GUARDED: PropertyDescriptor & ThisType<Node> = {
  value(child: Construct, id: string) {
    const scope = this.scopes.at(-1) as IConstruct;
    needFreeId(scope, id);
    const isLoose = !this.scopes.some(Chart.isChart);
    if (isLoose && isObject(child)) refuseObject(`${this.path === '' ? '' : `${this.path}/`}${id}`);
    addChild.call(this, child, id);
    if (isLoose) guardGrandchildren(child);
  },
};

/** Constructs of others between the cluster and an object. A construct has its node only after its parent knows of it. */
function guardGrandchildren(child: Construct): void {
  Object.defineProperty(child, 'node', {
    configurable: true,
    set(node: Node) {
      Object.defineProperty(child, 'node', { value: node, configurable: true, enumerable: true, writable: true });
      guardChildren(child);
    },
  });
}

const { addChild } = Node.prototype as unknown as { readonly addChild: (this: Node, child: Construct, id: string) => void };

/** While it is still being constructed: ApiObject has marked it only afterwards. */
function isObject(child: Construct): boolean {
  return Object.prototype.isPrototypeOf.call(ApiObject.prototype, child);
}

function needFreeId(scope: IConstruct, id: string): void {
  if (scope.node.tryFindChild(id) === undefined) return;
  const where = scope.node.path === '' ? 'the app' : scope.node.path;
  refuse([
    found(ID_TAKEN, `${scope.node.path === '' ? '' : `${scope.node.path}/`}${id}`, {
      given: `another construct with the id ${id}`,
      allowed: `but ${where} has one already`,
      fix: 'Give one of them another id.',
    }),
  ]);
}

function refuseObject(path: string): never {
  return refuse([
    found(OBJECT_WITHOUT_FOLDER, path, {
      given: 'an object outside a folder',
      allowed: 'but each object becomes a file in one',
      fix: 'Put it into a folder of the cluster, like cluster.workers, or into your own chart.',
    }),
  ]);
}
