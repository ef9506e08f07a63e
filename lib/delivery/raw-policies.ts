import type { Port } from '../availability/ask/network/port';
import { isJob } from '../availability/ask/workload';
import type { Plan } from '../availability/model/plan';
import { openPorts } from '../availability/network/ports/ports';
import { listIn } from '../cluster/parts';
import type { LabelSelector } from '../kubernetes/label-selector';
import { selectorLabels } from '../kubernetes/labels';
import type { RawJudge } from './raw-judges';

interface PolicySpec {
  readonly podSelector?: LabelSelector | null;
  readonly policyTypes?: readonly string[] | null;
  readonly ingress?: unknown;
  readonly egress?: unknown;
}
interface Rule {
  readonly from?: unknown;
  readonly ports?: unknown;
}
interface PolicyPort {
  readonly port?: number | string | null;
  readonly endPort?: number | null;
  readonly protocol?: string | null;
}
interface Peer {
  readonly podSelector?: LabelSelector | null;
  readonly namespaceSelector?: object | null;
  readonly ipBlock?: object | null;
}

/** Policies add up, and every app has one: another can only open. Source: Kubernetes, Network Policies. */
export const POLICIES: RawJudge = ({ kind }, { podSelector, policyTypes, ingress, egress }: PolicySpec, near) => {
  const rulesOf = (type: string, rules: unknown) => ((policyTypes ?? [type]).includes(type) ? listIn<Rule>(rules) : []);
  const [letsIn, letsOut] = [rulesOf('Ingress', ingress), rulesOf('Egress', egress)];
  if (letsIn.length === 0 && letsOut.length === 0) return undefined;
  for (const plan of near.selected(podSelector ?? {})) {
    const { ask, allowFrom, allowTo } = plan;
    // Nothing listens in a job, and policies do not hold for pods with the address of their node.
    if (ask.network.onHostNetwork) continue;
    const given = `a ${kind} for ${ask.name}`;
    if (letsIn.length > 0 && allowFrom.value !== undefined && !isJob(ask))
      return { given, allowed: 'but its allowFrom decides who may connect, and this lets in others' };
    if (letsOut.length > 0 && allowTo.value !== undefined) return { given, allowed: 'but its allowTo decides what it may connect to, and this allows more' };
    const opened = isJob(ask) ? undefined : openedBy(letsIn, plan);
    if (opened !== undefined) return { given, allowed: `but its port ${opened.name} is not exposed, and this opens it` };
  }
  return undefined;
};

/** A port that the app closes to others, but one of these rules opens. */
function openedBy(rules: readonly Rule[], { ask }: Plan): Port | undefined {
  const open = openPorts(ask);
  const closed = ask.network.ports.filter((port) => !open.includes(port));
  const letting = closed.length === 0 ? [] : rules.filter(({ from }) => !isOwn(listIn<Peer>(from), ask.name));
  return closed.find((port) => letting.some(({ ports }) => covers(listIn<PolicyPort>(ports), port)));
}

/** The pods of an app reach each other anyway. Without peers, everybody may connect. */
function isOwn(peers: readonly Peer[], name: string): boolean {
  const own = Object.entries(selectorLabels(name));
  const areOwn = ({ podSelector, namespaceSelector, ipBlock }: Peer) =>
    !namespaceSelector && !ipBlock && own.every(([key, value]) => podSelector?.matchLabels?.[key] === value);
  return peers.length > 0 && peers.every(areOwn);
}

/** Without ports, all; without a number, all of the protocol. */
function covers(ports: readonly PolicyPort[], { name, number, protocol }: Port): boolean {
  const holds = ({ port, endPort, protocol: given }: PolicyPort) => {
    if ((given ?? 'TCP') !== protocol) return false;
    if (port === undefined || port === null || port === name) return true;
    return typeof port === 'number' && port <= number && number <= (endPort ?? port);
  };
  return ports.length === 0 || ports.some(holds);
}
