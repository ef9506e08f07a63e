import type { Machine } from './machine';
import type { View } from './view';

/** The pods behind the ready endpoints of a Service, by uid, also of machines that nobody reaches: what a request may be sent to. */
export function endpointsOf({ slices }: View, namespace: string, service: string): readonly string[] {
  const mine = slices.filter((it) => it.metadata.namespace === namespace && it.metadata.labels?.['kubernetes.io/service-name'] === service);
  const ready = mine.flatMap((it) => it.endpoints ?? []).filter((it) => it.conditions?.ready === true);
  return ready.map((it) => it.targetRef?.uid ?? '');
}

/** Those pods of them that answer a client. */
export function answeringOf(endpoints: readonly string[], machines: readonly Machine[]): readonly string[] {
  const answering = new Set(machines.filter((it) => it.reachable).flatMap((it) => it.answering));
  return endpoints.filter((it) => answering.has(it));
}
