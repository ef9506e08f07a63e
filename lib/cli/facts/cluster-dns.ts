import { HOSTNAME } from '../../cluster/node';
import { isMap, partAt } from '../../cluster/parts';
import { podTemplateOf } from '../../kubernetes/pod-template';
import { aloneFor } from '../../manifests/alone';
import { mapsAt, numberAt, type PodTemplate, selectsPods, textAt, textsAt } from '../../manifests/objects';
import { isHard, keyOf, maxSkewOf } from '../../manifests/skew';
import { type Field, fields } from './code';
import { nameOf, type Shown } from './objects';

/** The Service of cluster DNS selects its pods by this label, whoever answers. Source: kubernetes, cluster/addons/dns; k3s, manifests/coredns.yaml. */
const LABEL = { 'k8s-app': 'kube-dns' };
const NAMESPACE = 'kube-system';

/** How many pods of cluster DNS are surely on nodes of their own. */
export function clusterDnsOf(deployments: readonly Shown[]): Field {
  const [most] = deployments
    .filter((one) => textAt(one, 'metadata', 'namespace') === NAMESPACE && selectsPods({ matchLabels: LABEL }, podIn(one).labels))
    .map((one) => ({ name: nameOf(one), pods: numberAt(one, 'spec', 'replicas') ?? 1, apart: isApart(podIn(one)) }))
    .sort((one, other) => other.pods - one.pods || (one.name < other.name ? -1 : 1));
  if (most === undefined)
    return { about: ['Only you know it: how many pods cluster DNS has, each on a node of its own (clusterDns). No Deployment of it is shown.'] };
  const { name, pods, apart } = most;
  const said = (text: string) => [`Cluster DNS (${name}) ${text}`];
  if (pods < 1) return { about: said('is scaled to zero: while it is, nothing is found by name (clusterDns).') };
  return {
    key: 'clusterDns',
    value: fields([{ key: 'replicas', value: `${apart ? pods : 1}` }]),
    about: said(
      pods === 1
        ? 'has one pod: after the crash of its node, nothing is found by name until another one answers.'
        : apart
          ? `has ${pods} pods on nodes of their own: one of them is enough.`
          : `has ${pods} pods that may all be on one node, so they count as one. Write ${pods} once you keep them on different nodes.`,
    ),
  };
}

function podIn(deployment: Shown): PodTemplate {
  const template = podTemplateOf(deployment);
  const spec = partAt(template, 'spec');
  return { namespace: NAMESPACE, labels: textsAt(template, 'metadata', 'labels'), spec: isMap(spec) ? spec : {} };
}

/** A spread that leaves out a node which is away lets all pods gather on another one. */
function isApart(pod: PodTemplate): boolean {
  const spreads = mapsAt(pod.spec, 'topologySpreadConstraints').filter(
    (one) => isHard(one) && keyOf(one) === HOSTNAME && maxSkewOf(one) === 1 && selectsPods(partAt(one, 'labelSelector'), pod.labels),
  );
  return aloneFor(pod).some(({ topologyKey }) => topologyKey === HOSTNAME) || spreads.some((one) => textAt(one, 'nodeTaintsPolicy') !== 'Honor');
}
