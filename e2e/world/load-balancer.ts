import type { Api } from '../api';
import type { Machine } from './machine';
import type { View } from './view';

/** ServiceLB of K3s: a Service has the addresses of the nodes that run a ready pod of it. */
export class LoadBalancer {
  constructor(
    private readonly api: Api,
    private readonly machines: readonly Machine[],
  ) {}

  async step(view: View): Promise<void> {
    for (const service of view.services.filter((it) => it.spec?.type === 'LoadBalancer')) {
      const { namespace, name } = service.metadata;
      const mine = view.slices.filter((it) => it.metadata.namespace === namespace && it.metadata.labels?.['kubernetes.io/service-name'] === name);
      const nodes = mine
        .flatMap((it) => it.endpoints ?? [])
        .filter((it) => it.conditions?.ready === true)
        .map((it) => it.nodeName);
      const ips = this.machines
        .filter((it) => nodes.includes(it.name))
        .map((it) => it.address)
        .sort();
      const had = (service.status?.loadBalancer?.ingress ?? []).map((it) => it.ip);
      if (ips.join() !== had.join()) await this.api.patchStatus(service, { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } });
    }
  }
}
