import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type PodSecurityLevel, strictestCommon } from '../availability/app/security';
import { KubeObject } from '../kubernetes/kube-object';
import { MANAGED_BY } from '../kubernetes/labels';
import type { Manifest } from '../kubernetes/plain';

/** A Namespace whose level follows from the pods that live there: known only when all are declared. */
class NamespaceObject extends KubeObject {
  private level: PodSecurityLevel;

  constructor(scope: Construct, id: string, name: string, level: PodSecurityLevel) {
    super(scope, id, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } } });
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
  constructor(private readonly order: readonly Chart[]) {}

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
    this.entries.set(name, { chart, level, object: new NamespaceObject(chart, `namespace-${name}`, name, level) });
  }

  private rank(chart: Chart): number {
    const rank = this.order.indexOf(chart);
    return rank < 0 ? this.order.length : rank;
  }
}
