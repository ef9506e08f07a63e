import type { Api } from '../api';
import type { ReportedNode } from '../dist';
import { address } from './nodes';

/** ServiceLB of K3s: a Service has the addresses of the nodes that run a ready pod of it. */
export class LoadBalancer {
  constructor(
    private readonly api: Api,
    private readonly nodes: readonly ReportedNode[],
  ) {}

  async step(): Promise<void> {
    for (const service of (await this.api.list('Service')).filter((it) => it.spec?.type === 'LoadBalancer')) {
      const slices = await this.api.list('EndpointSlice', service.metadata.namespace);
      const mine = slices.filter((it) => it.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name);
      const ready = mine.flatMap((it) => it.endpoints ?? []).filter((it) => it.conditions?.ready === true);
      const ips = [...new Set(ready.map((it) => address(this.nodes, it.nodeName)))].sort();
      const had = (service.status?.loadBalancer?.ingress ?? []).map((it) => it.ip);
      if (ips.join() !== had.join()) await this.api.patchStatus(service, { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } });
    }
  }
}
