import type { Chart } from 'cdk8s';
import { type PodSecurityLevel, strictestCommon } from '../availability/ask/container/security';
import { annotationsInvalid, LABEL_INVALID, labelsInvalid } from '../availability/model/metadata';
import type { Finding } from '../cluster/finding';
import { listed } from '../cluster/names';
import { found, type Said } from '../cluster/rule';
import { MANAGED_BY } from '../kubernetes/labels';
import type { PlacedObject } from '../kubernetes/tree/placed-objects';
import { NAMESPACE_MISSING, NAMESPACE_OF_FLUX, NAMESPACE_UNKNOWN } from './rules';

/** What is said of a namespace, besides its name. */
export interface NamespaceProps {
  /** In addition to those of the library. @default - none */
  readonly labels?: { readonly [key: string]: string };
  /** For other controllers: `volsync.backube/privileged-movers`. @default - none */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * The Pod Security level for pods that this program does not know, such as those of a Helm chart. Apps may need a looser one.
   *
   * @default - what the apps in the namespace need; required if there are none
   */
  readonly level?: PodSecurityLevel;
  /** Somebody else creates the namespace. @default false */
  readonly external?: boolean;
}

/** What is wrong with the `namespaces` prop, and which namespaces nobody creates. */
export function checkNamespaces(path: string, namespaces: Namespaces, others: readonly string[], fluxNamespace: string): Finding[] {
  const present = [...namespaces.used, ...others];
  const wrong = Object.entries(namespaces.said).flatMap(([name, { labels = {}, annotations = {}, external = false }]) => {
    const at = `${path}/${name}`;
    const ofLevel = Object.keys(labels).filter((one) => one.startsWith('pod-security.kubernetes.io/'));
    return [
      ...(present.includes(name) || external ? [] : [found(NAMESPACE_UNKNOWN, at, unknown(name, present))]),
      ...[...labelsInvalid(labels), ...annotationsInvalid(annotations), ...ofLevel.map(againstLevel)].map((said) => found(LABEL_INVALID, at, said)),
    ];
  });
  const byFlux = namespaces.userOf(fluxNamespace);
  return [
    ...wrong,
    ...namespaces.missing.map(([name, by]) => found(NAMESPACE_MISSING, by, missing(name))),
    ...(byFlux === undefined ? [] : [found(NAMESPACE_OF_FLUX, byFlux, ofFlux(fluxNamespace))]),
  ];
}

function unknown(name: string, present: readonly string[]): Said {
  return {
    given: `the namespace ${name}`,
    allowed: `but the namespaces in use are ${listed([...new Set(present)].sort())}`,
    fix: 'Use one of them, or put an app into it.',
  };
}

function missing(name: string): Said {
  return {
    given: `an object in the namespace ${name}`,
    allowed: 'but nothing creates that namespace',
    fix: `Add it to namespaces of the cluster: { '${name}': { level: PodSecurityLevel.BASELINE } } creates it, { '${name}': { external: true } } says that somebody else does.`,
  };
}

function ofFlux(name: string): Said {
  return {
    given: `an app in the namespace ${name}`,
    allowed: 'but Flux brings that namespace itself, and the two would change it in turns',
    fix: `Use another namespace, or leave it to Flux in namespaces of the cluster: { '${name}': { external: true } }.`,
  };
}

function againstLevel(key: string): Said {
  return {
    given: `the label ${key}`,
    allowed: 'but the level follows from the pods in the namespace',
    fix: 'Set what an app needs in its security.allow, and level for pods that this program does not know.',
  };
}

/** The use of a namespace by objects in a folder. */
export interface NamespaceUse {
  readonly folder: Chart;
  readonly name: string;
  /** The app or the object. */
  readonly by: string;
  /** What the pods need. Undefined: they are not known. */
  readonly level?: PodSecurityLevel | undefined;
}

interface Entry {
  readonly folders: Set<Chart>;
  readonly by: string;
  level: PodSecurityLevel | undefined;
}

/** Every namespace once, with a level that follows from its pods. */
export class Namespaces {
  private readonly entries = new Map<string, Entry>();

  /**
   * @param created those that are objects of the program: they need no others, unless an app or a prop says what they must be like
   * @param comesAfter whether a folder is applied after another
   * @param shared the folder for namespaces that several folders need, so that none of them waits for another
   */
  constructor(
    uses: readonly NamespaceUse[],
    readonly said: { readonly [name: string]: NamespaceProps },
    private readonly created: ReadonlySet<string>,
    private readonly comesAfter: (folder: Chart, other: Chart) => boolean,
    private readonly shared: Chart,
  ) {
    for (const { folder, name, by, level } of uses) {
      // Namespaces of Kubernetes have pods that this program does not know.
      if (name === 'default' || name.startsWith('kube-') || said[name]?.external === true) continue;
      if (created.has(name) && level === undefined && said[name] === undefined) continue;
      const entry: Entry = this.entries.get(name) ?? { folders: new Set(), by, level: said[name]?.level };
      entry.folders.add(folder);
      if (level !== undefined) entry.level = entry.level === undefined ? level : strictestCommon([entry.level, level]);
      this.entries.set(name, entry);
    }
  }

  get used(): readonly string[] {
    return [...this.entries.keys()];
  }

  /** Namespaces that nothing creates, and what needs them. */
  get missing(): readonly (readonly [name: string, by: string])[] {
    return [...this.entries].filter(([name, { level }]) => level === undefined && !this.created.has(name)).map(([name, { by }]) => [name, by]);
  }

  /** What first needs a namespace that is written, if something does. */
  userOf(name: string): string | undefined {
    return this.entries.get(name)?.by;
  }

  objects(): readonly PlacedObject[] {
    return [...this.entries].map(([name, entry]) => {
      const { labels, annotations } = this.said[name] ?? {};
      const levels =
        entry.level === undefined ? {} : Object.fromEntries(['audit', 'enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, entry.level]));
      const own = { 'app.kubernetes.io/managed-by': MANAGED_BY, ...levels };
      const metadata = { name, labels: { ...labels, ...own }, ...(annotations === undefined ? {} : { annotations: { ...annotations } }) };
      return { scope: this.homeOf(entry), id: `namespace-${name}`, manifest: { apiVersion: 'v1', kind: 'Namespace', metadata } };
    });
  }

  /** The folders with objects in a namespace of the shared folder. */
  borrowers(): ReadonlySet<Chart> {
    return new Set([...this.entries.values()].filter((entry) => this.homeOf(entry) === this.shared).flatMap(({ folders }) => [...folders]));
  }

  /** The folder that comes before all others that use it, or the shared one. */
  private homeOf({ folders }: Entry): Chart {
    const all = [...folders];
    return all.find((one) => all.every((other) => other === one || this.comesAfter(other, one))) ?? this.shared;
  }
}
