import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type PodSecurityLevel, strictestCommon } from '../availability/ask/container/security';
import { Findings } from '../availability/model/findings';
import { checkAnnotations, checkLabels } from '../availability/pod/check-labels';
import type { Finding } from '../cluster/finding';
import { listed } from '../cluster/names';
import { KubeObject } from '../kubernetes/kube-object';
import { MANAGED_BY } from '../kubernetes/labels';
import type { Manifest } from '../kubernetes/plain';

/** What a namespace says of itself beside its name and its level. */
export interface NamespaceProps {
  /** Beside our own. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** What other controllers read: `volsync.backube/privileged-movers`. @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** What is wrong with what the program says of namespaces. */
export function checkNamespaces(path: string, given: { readonly [name: string]: NamespaceProps }, present: readonly string[]): Finding[] {
  return Object.entries(given).flatMap(([name, { labels = {}, annotations = {} }]) => {
    const findings = new Findings(`${path}/${name}`);
    if (!present.includes(name))
      findings.error('NAMESPACE-UNKNOWN', `the namespace ${name}`, `but namespaces of apps are ${listed(present)}`, 'Name one of them, or put an app into it.');
    checkLabels(labels, findings);
    checkAnnotations(annotations, findings);
    for (const key of Object.keys(labels).filter((one) => one.startsWith('pod-security.kubernetes.io/')))
      findings.error(
        'LABEL-INVALID',
        `the label ${key}`,
        'but the level follows from the pods in the namespace',
        'Say at an app what it needs, in security.allow.',
      );
    return [...findings.list()];
  });
}

/** A Namespace whose level follows from the pods that live there: known only when all are declared. */
class NamespaceObject extends KubeObject {
  private level: PodSecurityLevel;

  constructor(scope: Construct, id: string, name: string, { labels, annotations }: NamespaceProps, level: PodSecurityLevel) {
    const own = { 'app.kubernetes.io/managed-by': MANAGED_BY };
    super(scope, id, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { ...labels, ...own }, ...(annotations === undefined ? {} : { annotations: { ...annotations } }) },
    });
    this.level = level;
  }

  admit(level: PodSecurityLevel): void {
    this.level = strictestCommon([this.level, level]);
  }

  override toJson(): Manifest {
    const object = super.toJson();
    const levels = Object.fromEntries(['audit', 'enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, this.level]));
    return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...levels } } };
  }
}

interface Entry {
  readonly object: NamespaceObject;
  readonly chart: Chart;
  level: PodSecurityLevel;
}

/** Every namespace once, in the first of the folders that use it. */
export class Namespaces {
  private readonly entries = new Map<string, Entry>();
  private readonly users = new Map<string, Set<Chart>>();

  /** @param order charts in the order in which they are applied */
  constructor(
    private readonly order: readonly Chart[],
    private readonly said: { readonly [name: string]: NamespaceProps } = {},
  ) {}

  get names(): readonly string[] {
    return [...this.entries.keys()].sort();
  }

  use(scope: Construct, name: string, level: PodSecurityLevel): void {
    // Kubernetes' own, with pods in them that nobody here knows.
    if (name === 'default' || name.startsWith('kube-')) return;
    const chart = Chart.of(scope);
    const before = this.entries.get(name);
    this.users.set(name, (this.users.get(name) ?? new Set()).add(chart));
    if (before === undefined) {
      this.add(chart, name, level);
    } else if (this.rank(chart) < this.rank(before.chart)) {
      before.chart.node.tryRemoveChild(before.object.node.id);
      this.add(chart, name, strictestCommon([before.level, level]));
    } else {
      before.level = strictestCommon([before.level, level]);
      before.object.admit(level);
    }
  }

  /** The charts whose objects stand in namespaces that other charts hold, and these. */
  borrowed(): ReadonlyMap<Chart, ReadonlySet<Chart>> {
    const lenders = new Map<Chart, Set<Chart>>();
    for (const [name, { chart }] of this.entries) {
      for (const user of this.users.get(name) ?? []) {
        if (user !== chart) lenders.set(user, (lenders.get(user) ?? new Set()).add(chart));
      }
    }
    return lenders;
  }

  private add(chart: Chart, name: string, level: PodSecurityLevel): void {
    this.entries.set(name, { chart, level, object: new NamespaceObject(chart, `namespace-${name}`, name, this.said[name] ?? {}, level) });
  }

  private rank(chart: Chart): number {
    const rank = this.order.indexOf(chart);
    return rank < 0 ? this.order.length : rank;
  }
}
