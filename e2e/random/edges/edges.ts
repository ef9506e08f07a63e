import { ApiObject } from 'cdk8s';
import { type App, FindingsError, Severity, SinglePodFlexible } from '../../../lib';
import { renderYaml } from '../../../lib/kubernetes/yaml';
import { appProps } from '../../../test/support';
import { documents } from '../../dist';
import type { Obj } from '../../kinds';
import { APP_NUMBERS, APP_TEXTS } from './of-apps';
import { CLUSTER_NUMBERS, CLUSTER_TEXTS, program } from './of-clusters';
import { NUMBERS, TEXTS } from './texts';

/** A program at a border of what Kubernetes accepts. */
interface Edge {
  readonly what: string;
  readonly make: () => App;
}

/** Every place with every text or number. */
function* edges(): Iterable<Edge> {
  const ofApp = (props: Parameters<typeof appProps>[0]) => program((cluster) => new SinglePodFlexible(cluster.workers, 'blog', appProps(props)));
  for (const text of TEXTS) {
    const said = text.length > 40 ? `${JSON.stringify(text.slice(0, 20))}… of ${text.length}` : JSON.stringify(text);
    for (const [what, props] of Object.entries(APP_TEXTS)) yield { what: `${what} ${said}`, make: () => ofApp(props(text)) };
    for (const [what, make] of Object.entries(CLUSTER_TEXTS)) yield { what: `${what} ${said}`, make: () => make(text) };
  }
  for (const number of NUMBERS) {
    for (const [what, props] of Object.entries(APP_NUMBERS)) yield { what: `${what} ${number}`, make: () => ofApp(props(number)) };
    for (const [what, make] of Object.entries(CLUSTER_NUMBERS)) yield { what: `${what} ${number}`, make: () => make(number) };
  }
}

const EMPTY_ID = /may have an empty ID/;

/** What became of an edge: its objects, or an error that is no finding. Nothing of both: it is refused as it should be. */
export interface Outcome {
  readonly what: string;
  readonly objects: readonly Obj[];
  readonly crash: string | undefined;
}

/** Of each so many one, from the first on. The constructs library has its own words for an id that is empty. */
export function* outcomes(first: number, step: number): Iterable<Outcome> {
  let index = -1;
  for (const { what, make } of edges()) {
    index += 1;
    if (index % step !== first) continue;
    try {
      yield { what, objects: objectsOf(make()), crash: undefined };
    } catch (error) {
      yield { what, objects: [], crash: error instanceof FindingsError || EMPTY_ID.test(`${error}`) ? undefined : `${(error as Error).stack}` };
    }
  }
}

/** The objects of a program; none if it is refused. A weakness may be accepted, so a warning refuses nothing here. */
function objectsOf(app: App): readonly Obj[] {
  const { files, findings } = app.build();
  if (findings.some(({ severity }) => severity === Severity.ERROR)) return [];
  if (findings.length === 0) return objectsIn(files);
  const objects = app.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => object.toJson() as Obj & { readonly [key: string]: unknown });
  // Only what is written is looked through for what no file can hold.
  let isLost = false;
  renderYaml(objects, () => {
    isLost = true;
  });
  return isLost ? [] : objects;
}

/** What Flux would apply. */
export function objectsIn(files: ReadonlyMap<string, Buffer>): readonly Obj[] {
  return [...files].filter(([path]) => path.endsWith('.yaml') && !path.endsWith('/kustomization.yaml')).flatMap(([, bytes]) => documents(`${bytes}`));
}
