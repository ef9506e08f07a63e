import { Distribution } from '../cluster/control-plane';
import type { Report } from './report';

type ReportNode = Report['nodes'][number];

/** Labels that a provider sets on the nodes of a managed cluster: what nobody writes over (kubernetes.io, Well-Known Labels). */
const OF_PROVIDERS: readonly string[] = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/** The kubelet sets it itself. */
const OF_KUBELET = 'kubernetes.io/hostname';

/** What to write, and where. */
export interface LabelText {
  /** A sentence before it. */
  readonly what: string;
  readonly language: 'sh' | 'yaml';
  readonly text: string;
}

/** How nodes get the labels and taints that the YAML relies on, by distribution. */
export function labelTexts({ nodes, distribution }: Report): readonly LabelText[] {
  const isManaged = distribution === Distribution.MANAGED;
  const lines = grouped(nodes, (node) => ({ labels: labelsOf(node, isManaged), taints: node.taints }));
  const kubectl = lines
    .flatMap(([names, { labels, taints }]) => [
      ...(labels.length === 0 ? [] : [`kubectl label --overwrite nodes ${names} ${labels.join(' ')}`]),
      ...(taints.length === 0 ? [] : [`kubectl taint --overwrite nodes ${names} ${taints.join(' ')}`]),
    ])
    .join('\n');
  if (distribution === Distribution.K3S)
    return [
      ...grouped(nodes, (node) => ({ labels: labelsOf(node, false), taints: node.taints }))
        .filter(([, { labels, taints }]) => labels.length + taints.length > 0)
        .map(([names, { labels, taints }]) => ({
          what: `Before it first joins, in /etc/rancher/k3s/config.yaml of ${names.replaceAll(' ', ', ')}:`,
          language: 'yaml' as const,
          text: [...entry('node-label', labels), ...entry('node-taint', taints)].join('\n'),
        })),
      { what: 'K3s reads that only when a node first joins. On nodes that have joined:', language: 'sh', text: kubectl },
    ];
  return kubectl === '' ? [] : [{ what: isManaged ? 'In the node pools of the provider, or:' : '', language: 'sh', text: kubectl }];
}

/** What a provider must have said of its nodes: the facts say it, and nobody may set it by hand. Empty: nothing. */
export function labelsOfProvider({ nodes, distribution }: Report): readonly (readonly [names: string, labels: string])[] {
  if (distribution !== Distribution.MANAGED) return [];
  return grouped(nodes, ({ labels }) => pairs(labels).filter(isOfProvider)).flatMap(([names, labels]) =>
    labels.length === 0 ? [] : [[names, labels.join(' ')]],
  );
}

function labelsOf({ labels }: ReportNode, isManaged: boolean): readonly string[] {
  return pairs(labels).filter((label) => !isManaged || !isOfProvider(label));
}

function pairs(labels: ReportNode['labels']): readonly string[] {
  return Object.entries(labels).flatMap(([key, value]) => (key === OF_KUBELET ? [] : [`${key}=${value}`]));
}

function isOfProvider(label: string): boolean {
  return OF_PROVIDERS.includes(label.split('=')[0] ?? '');
}

function entry(key: string, values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [`${key}:`, ...values.map((value) => `  - ${JSON.stringify(value)}`)];
}

/** Nodes of which the same is to be said, together. */
function grouped<T>(nodes: readonly ReportNode[], say: (node: ReportNode) => T): readonly (readonly [names: string, said: T])[] {
  const groups = new Map<string, { readonly names: string[]; readonly said: T }>();
  for (const node of nodes) {
    const said = say(node);
    const key = JSON.stringify(said);
    const group = groups.get(key) ?? { names: [], said };
    group.names.push(node.name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ names, said }) => [names.join(' '), said]);
}
