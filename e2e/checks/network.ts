import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { ADDRESSES, ROWS, rendered } from '../../test/network-page';
import type { Api } from '../api';
import { type Group, mustSay, none } from '../checks';
import type { Obj } from '../kinds';
import { refusals } from './refusals';

/** Both families, for rows that ask for both. */
export const DUAL_STACK = { apiserver: ['--service-cluster-ip-range=10.43.0.0/16,fd00:43::/108'] };

/** The tables of docs/network.md, each row in each class. */
export async function checkNetwork(check: Group, api: Api): Promise<void> {
  const address = { network: { service: ROWS.find(({ code }) => code.includes('addresses:'))?.props.network?.service ?? {} } };
  const rows = [
    ...ROWS.map(({ what, props, operators }) => ({ what, props, operators })),
    ...ADDRESSES.map(({ balancer }) => ({ what: `a fixed address of ${balancer}`, props: address, operators: { loadBalancer: balancer } })),
  ];
  await check('network: each row of docs/network.md is accepted without a warning', 120, async () => {
    const problems: string[] = [];
    for (const [index, { what, props, operators }] of rows.entries()) {
      for (const availabilityClass of Object.values(AvailabilityClass)) {
        const namespace = `row-${index}-${availabilityClass.toLowerCase()}`;
        const objects = rendered(availabilityClass, { ...props, namespace }, operators) as unknown as readonly Obj[];
        problems.push(...(await refusals(api, namespace, objects)).map((it) => `${what}: ${it}`));
      }
    }
    none(problems);
    return `${rows.length} rows`;
  });
  const service = (name: string, ...ports: readonly [string, number][]): Obj => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'node-ports' },
    spec: { type: 'NodePort', ports: ports.map(([protocol, port]) => ({ name: `${protocol.toLowerCase()}-${port}`, port, protocol, nodePort: 30053 })) },
  });
  await check('network: a node port is one, but for ports of a Service with one number', 30, async () => {
    none(await refusals(api, 'node-ports', [service('one', ['TCP', 53], ['UDP', 53])]));
    mustSay(await refusals(api, 'node-ports', [service('one', ['TCP', 53], ['UDP', 54])]), /provided port is already allocated/);
    return mustSay(await refusals(api, 'node-ports', [service('one', ['TCP', 53]), service('two', ['UDP', 53])]), /provided port is already allocated/);
  });
}
