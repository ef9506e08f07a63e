import type { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { identity } from '../availability/model/identity';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import type { Finding } from '../cluster/finding';
import type { Contribution, DeclaredApp } from '../kubernetes/tree/context';
import type { PlacedObject } from '../kubernetes/tree/placed-objects';
import { FLUX } from './flux';
import { type FolderOrder, orderOf } from './folder-order';
import { chartsOf, checkFolders, folderName, folderOf } from './folders';
import { CHARTS } from './helm/chart';
import { lentKinds, lentNamespaces, type Placed } from './lent';
import { checkNamespaces, type NamespaceProps, Namespaces, type NamespaceUse } from './namespaces';
import type { FolderOutput } from './output';
import { namespacesIn, namespacesOf, type RawObject, rawObjects, unreadable } from './raw-objects';
import { checkRawRoom } from './raw-room';
import { checkRaw } from './raw-rules';
import { checkReleases } from './releases';
import { checkWaits, type Outside } from './waits';

/** What is in a cluster by now. */
export interface LayoutInput {
  readonly plans: readonly Plan[];
  /** With their plans; undefined: not decided. */
  readonly apps: readonly (readonly [DeclaredApp, Plan | undefined])[];
  readonly contributions: readonly Contribution[];
  /** Those that follow from all apps. */
  readonly objects: readonly PlacedObject[];
  /** Those of both kinds that are in the tree by now. */
  readonly own: ReadonlySet<IConstruct>;
  readonly namespaces: { readonly [name: string]: NamespaceProps };
  readonly facts: ClusterFacts;
  readonly fluxNamespace: string;
  /** The folders of what all apps need. */
  readonly needed: readonly Chart[];
  /** The folder for namespaces that several folders need. */
  readonly shared: Chart;
}

/** The folders of a cluster: their order, and the namespaces in them. */
export class Layout {
  readonly namespaces: Namespaces;
  private readonly order: FolderOrder;
  private readonly raw: readonly RawObject[];
  private readonly kindsLate: readonly Finding[];

  constructor(
    private readonly cluster: IConstruct,
    readonly input: LayoutInput,
  ) {
    this.raw = rawObjects(cluster, input.own);
    const uses = this.uses();
    const created = namespacesIn(this.raw);
    const bringers = input.contributions.flatMap(({ kinds }) =>
      kinds === undefined ? [] : [{ path: kinds.scope.node.path, folder: this.folderOf(kinds.scope), apiGroups: kinds.apiGroups }],
    );
    const kinds = lentKinds(bringers, bringers.length === 0 ? [] : this.objects());
    this.kindsLate = kinds.findings;
    this.order = orderOf(cluster, input.needed, [...lentNamespaces(uses, created), ...kinds.lent]);
    const comesAfter = (folder: Chart, other: Chart) => this.order.comesAfter(folder, other);
    this.namespaces = new Namespaces(uses, input.namespaces, new Set(created.keys()), comesAfter, input.shared);
  }

  findings(): Finding[] {
    const { apps } = this.input;
    const undecided = apps.flatMap(([{ ask }, plan]) => (plan === undefined && ask.namespace !== undefined ? [ask.namespace] : []));
    const placed = apps.flatMap(([app, plan]) => (plan === undefined ? [] : [[plan, this.folderOf(app)] as const]));
    const plans = placed.map(([plan]) => plan);
    return [
      ...checkFolders(this.cluster, [FLUX, CHARTS, 'report']),
      ...this.order.findings,
      ...this.kindsLate,
      ...checkReleases(this.raw, this.order),
      ...checkNamespaces(`${this.cluster.node.path}/namespaces`, this.namespaces, undecided, this.input.fluxNamespace),
      ...checkWaits(new Map(placed), this.order, this.input.facts, this.outside()),
      ...unreadable(this.cluster),
      ...checkRaw(this.cluster.node.path, this.raw, plans),
      ...checkRawRoom(this.raw, plans, this.input.facts),
    ];
  }

  folders(): readonly FolderOutput[] {
    const { shared } = this.input;
    const borrowers = this.namespaces.borrowers();
    const nameOf = (folder: Chart) => folderName(folder.node.path.slice(this.cluster.node.path.length + 1));
    const named = new Map(
      chartsOf(this.cluster)
        .map((folder) => [nameOf(folder), folder] as const)
        .reverse(),
    );
    return [...named].reverse().map(([name, folder]) => {
      const after = new Set([...this.order.after(folder), ...(folder !== shared && borrowers.has(folder) ? [shared] : [])]);
      return { name, path: folder.node.path, after: [...after].map(nameOf) };
    });
  }

  private outside(): Outside[] {
    return this.input.contributions.flatMap(({ external, namespace }) =>
      external === undefined || namespace === undefined
        ? []
        : [{ name: external.name, identity: identity({ ask: external }), folder: this.folderOf(namespace.scope) }],
    );
  }

  /** All of them. Those of apps take long. */
  private *objects(): Iterable<Placed> {
    yield* this.raw;
    for (const { scope, manifest } of this.input.objects) yield { path: scope.node.path, folder: this.folderOf(scope), manifest };
    for (const [app, plan] of this.input.apps)
      if (plan !== undefined) for (const manifest of app.manifests) yield { path: app.ask.path, folder: this.folderOf(app), manifest };
  }

  private uses(): NamespaceUse[] {
    const { apps, contributions, objects } = this.input;
    return [
      ...apps.flatMap(([app, plan]) => {
        const { namespace: name, path: by } = app.ask;
        if (plan === undefined || name === undefined) return [];
        const folder = this.folderOf(app);
        const elsewhere = Object.keys(plan.ask.rbac?.rulesIn ?? {}).map((other) => ({ folder, name: other, by }));
        return [{ folder, name, by, level: plan.securityLevel.value }, ...elsewhere];
      }),
      ...contributions.flatMap(({ namespace }) =>
        namespace === undefined ? [] : [{ ...namespace, folder: this.folderOf(namespace.scope), by: namespace.scope.node.path }],
      ),
      ...objects.flatMap(({ scope, manifest: { metadata } }) =>
        metadata.namespace === undefined ? [] : [{ folder: this.folderOf(scope), name: metadata.namespace, by: scope.node.path }],
      ),
      ...this.raw.flatMap((raw) =>
        namespacesOf(raw)
          // Flux was there before its objects.
          .filter((name) => name !== this.input.fluxNamespace)
          .map((name) => ({ folder: raw.folder, name, by: raw.path })),
      ),
    ];
  }

  /** An app and a part of a system are always in a chart. */
  private folderOf(construct: IConstruct): Chart {
    return folderOf(construct, this.cluster) as Chart;
  }
}
