import type { Chart } from 'cdk8s';
import { type PodSecurityLevel, strictestCommon } from '../availability/ask/container/security';
import { annotationsInvalid, LABEL_INVALID, labelsInvalid } from '../availability/model/metadata';
import type { Finding } from '../cluster/finding';
import { listed } from '../cluster/names';
import { found, type Said } from '../cluster/rule';
import { MANAGED_BY } from '../kubernetes/labels';
import type { PlacedObject } from '../kubernetes/tree/placed-objects';
import { NAMESPACE_UNKNOWN } from './rules';

/** Metadata of a namespace, besides its name and its level. */
export interface NamespaceProps {
  /** In addition to those of the library. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** For other controllers: `volsync.backube/privileged-movers`. @default - none */
  readonly annotations?: { readonly [key: string]: string };
}

/** What is wrong with the `namespaces` prop. */
export function checkNamespaces(path: string, given: { readonly [name: string]: NamespaceProps }, present: readonly string[]): Finding[] {
  return Object.entries(given).flatMap(([name, { labels = {}, annotations = {} }]) => {
    const at = `${path}/${name}`;
    const ofLevel = Object.keys(labels).filter((one) => one.startsWith('pod-security.kubernetes.io/'));
    return [
      ...(present.includes(name) ? [] : [found(NAMESPACE_UNKNOWN, at, unknown(name, present))]),
      ...[...labelsInvalid(labels), ...annotationsInvalid(annotations), ...ofLevel.map(againstLevel)].map((said) => found(LABEL_INVALID, at, said)),
    ];
  });
}

function unknown(name: string, present: readonly string[]): Said {
  return { given: `the namespace ${name}`, allowed: `but the namespaces of apps are ${listed(present)}`, fix: 'Use one of them, or put an app into it.' };
}

function againstLevel(key: string): Said {
  return {
    given: `the label ${key}`,
    allowed: 'but the level follows from the pods in the namespace',
    fix: 'Set what an app needs in its security.allow.',
  };
}

/** The use of a namespace by the objects of a chart, with the level of its pods. */
export interface NamespaceUse {
  readonly chart: Chart;
  readonly name: string;
  readonly level: PodSecurityLevel;
}

interface Entry {
  readonly chart: Chart;
  readonly level: PodSecurityLevel;
}

/** Every namespace once, in the first folder that uses it. Its level follows from its pods. */
export class Namespaces {
  private readonly entries = new Map<string, Entry>();
  private readonly users = new Map<string, Set<Chart>>();

  /** @param order charts in the order in which they are applied */
  constructor(uses: readonly NamespaceUse[], order: readonly Chart[]) {
    const rank = (chart: Chart) => (order.includes(chart) ? order.indexOf(chart) : order.length);
    for (const { chart, name, level } of uses) {
      // Namespaces of Kubernetes, with pods that this program does not know.
      if (name === 'default' || name.startsWith('kube-')) continue;
      const before = this.entries.get(name) ?? { chart, level };
      this.entries.set(name, { chart: rank(chart) < rank(before.chart) ? chart : before.chart, level: strictestCommon([before.level, level]) });
      this.users.set(name, (this.users.get(name) ?? new Set()).add(chart));
    }
  }

  get names(): readonly string[] {
    return [...this.entries.keys()].sort();
  }

  objects(said: { readonly [name: string]: NamespaceProps }): readonly PlacedObject[] {
    return [...this.entries].map(([name, { chart, level }]) => {
      const { labels, annotations } = said[name] ?? {};
      const levels = Object.fromEntries(['audit', 'enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, level]));
      const own = { 'app.kubernetes.io/managed-by': MANAGED_BY, ...levels };
      const metadata = { name, labels: { ...labels, ...own }, ...(annotations === undefined ? {} : { annotations: { ...annotations } }) };
      return { scope: chart, id: `namespace-${name}`, manifest: { apiVersion: 'v1', kind: 'Namespace', metadata } };
    });
  }

  /** The other charts that hold the namespaces of the objects of a chart. */
  lendersOf(chart: Chart): readonly Chart[] {
    const lenders = [...this.entries].filter(([name, entry]) => entry.chart !== chart && this.users.get(name)?.has(chart) === true);
    return [...new Set(lenders.map(([, entry]) => entry.chart))];
  }
}
