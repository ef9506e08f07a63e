import type { ClusterFacts } from '../cluster/cluster';
import { ApiEndpointKind, Distribution } from '../cluster/control-plane';
import { listed } from '../cluster/names';
import { workOn } from './another-server';
import type { Entry, Mover } from './contribution';
import { type Failure, FailureKind } from './failure';
import { type Step, step } from './outcome';
import type { Terrain } from './terrain';

/** What a person does about something that stopped by itself, while its nodes go on: first what shows why. */
export function repairsOf(failure: Failure, { facts, contributions: { entries, movers } }: Terrain): readonly Step[] {
  switch (failure.kind) {
    case FailureKind.CONTROL_PLANE:
      return ofControlPlane(facts);
    case FailureKind.API:
      return ofApi(facts);
    case FailureKind.ENTRY:
      return entries.filter(({ name }) => name === failure.stops).flatMap(ofEntry);
    case FailureKind.MOVER:
    case FailureKind.NAMES:
      return movers.filter(({ name }) => name === failure.stops).flatMap(ofMover);
    default:
      return [];
  }
}

/** docs.k3s.io/faq, "Where are the K3s logs?"; kubernetes.io, Troubleshooting Clusters. */
function ofControlPlane({ controlPlane: { servers, distribution } }: ClusterFacts): readonly Step[] {
  const where = servers.length < 2 ? listed(servers) : `each of ${listed(servers)}`;
  switch (distribution) {
    case Distribution.MANAGED:
      return [step('Its provider brings the control plane back: see what it says about the state of its service.')];
    case Distribution.K3S:
      return [
        step(`On ${where}, see why K3s does not serve.`, 'journalctl -u k3s --since=-15min'),
        step('Once that is out of the way, start it again there. Pods run on meanwhile.', 'systemctl restart k3s'),
      ];
    case Distribution.KUBEADM:
      return [
        step(`On ${where}, see which parts of the control plane do not run.`, 'crictl ps -a && journalctl -u kubelet --since=-15min'),
        step('Once that is out of the way, let the kubelet start them again. Pods run on meanwhile.', 'systemctl restart kubelet'),
      ];
    default:
      return [step(servers.length === 0 ? 'Bring the control plane back.' : `Bring the control plane back on ${where}.`)];
  }
}

const BEHIND: { readonly [kind in ApiEndpointKind]: string } = {
  [ApiEndpointKind.ONE_SERVER]: 'the server that has it',
  [ApiEndpointKind.VIRTUAL_IP]: 'what announces it on one of the servers',
  [ApiEndpointKind.LOAD_BALANCER]: 'the load balancer that has it',
};

function ofApi(facts: ClusterFacts): readonly Step[] {
  const { apiEndpoint, servers } = facts.controlPlane;
  const { address, port = 6443, kind } = apiEndpoint;
  return [
    step(
      `See whether ${address} leads to the API. A refusal (Forbidden) is an answer, too.`,
      `kubectl --server=https://${address}:${port} get --raw=/readyz --request-timeout=5s`,
    ),
    step(`If nothing answers, see which address ${address} stands for, and bring back ${BEHIND[kind]}.`),
    ...workOn(servers, 'Until then,', facts),
  ];
}

/** `traefik/traefik` is an app; `blog/blog address` is the address of one, from a load balancer. */
function ofEntry({ name, app }: Entry): readonly Step[] {
  const [namespace = '', of = ''] = (app ?? name.split(' ')[0] ?? '').split('/');
  const selector = `-l app.kubernetes.io/name=${of}`;
  if (app === undefined)
    return [
      step('See which address its Service has, and what says why it has none.', `kubectl -n ${namespace} describe services ${selector}`),
      step(`Bring back what announces the ${name}: the load balancer.`),
    ];
  return [
    step(`See whether the pods of ${name} run, and why not.`, `kubectl -n ${namespace} describe pods ${selector}`),
    step('See what they say.', `kubectl -n ${namespace} logs ${selector} --tail=50`),
    step('If it broke with a change, take that back in Git.'),
  ];
}

/** A pod that is deleted has its successor at once, also while its node is dead and it cannot end. */
function ofMover({ name, pods }: Mover): readonly Step[] {
  if (pods === undefined) return [step(`Bring ${name} back.`)];
  const those = `pods -l ${pods.selector}`;
  return [
    step(`See where the pod of ${name} is, and why it does not work.`, `kubectl -n ${pods.namespace} describe ${those}`),
    step('If it hangs, or its node is dead, delete it: a new one starts at once.', `kubectl -n ${pods.namespace} delete ${those} --wait=false`),
  ];
}

/** @param command for a shell */
