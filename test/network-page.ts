import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import * as library from '../lib';
import { renderApp } from '../lib/apps/render/render-app';
import type { Port } from '../lib/availability/ask/network/port';
import { AvailabilityClass } from '../lib/availability/ask/workload';
import { Distribution } from '../lib/cluster/control-plane';
import { LoadBalancer, type Operators } from '../lib/cluster/policy';
import type { Manifest } from '../lib/kubernetes/manifest';
import { type AnyAppProps, controlPlane, decisionOf, facts, messages, RESOURCES } from './support';

/** The page whose tables are tests. */
export const PAGE = readFileSync(join(resolve(__dirname, '..'), 'docs/network.md'), 'utf8');

/** A row of its table: what somebody writes, and what is then in which object. */
export interface Row {
  readonly what: string;
  readonly code: string;
  readonly props: Partial<AnyAppProps>;
  readonly object: string;
  readonly wanted: unknown;
  readonly operators: Operators;
}

/** What a text of the page means in a program. */
function evaluated(code: string): unknown {
  const known = { ...library, image: library.Image.of('ghcr.io/example/helper', '1.0.0'), resources: RESOURCES };
  return new Function(...Object.keys(known), `return ${code}`)(...Object.values(known));
}

/** The ports that an app of the page has. */
export const GIVEN = /has the ports `([^`]+)`/.exec(PAGE)?.[1] ?? '';
const PORTS = evaluated(GIVEN) as readonly Port[];

export const OPERATORS: Operators = {
  loadBalancer: LoadBalancer.METALLB,
  prometheusOperator: { labels: { release: 'kps' } },
  monitoringNamespace: 'monitoring',
};

const braced = (text: string) => (text.startsWith('{') ? text : `{ ${text} }`);

/** What the facts name in the table about the Gateway API, too. */
export const GATEWAY_OPERATORS: Operators = { ...OPERATORS, clusterIssuer: 'letsencrypt', gateway: { name: 'public' } };

const OF_GATEWAY = [PAGE.indexOf('## Gateway API'), PAGE.indexOf('## Load balancers')] as const;

export const ROWS: readonly Row[] = [...PAGE.matchAll(/^\| ([^|]+) \| `([^|]+)` \| ([A-Z][\w -]+) \| `([^|]+)` \|$/gm)].map(
  ({ index, 1: what = '', 2: code = '', 3: object = '', 4: yaml = '' }) => ({
    what,
    code,
    props: evaluated(`(${braced(code)})`) as Partial<AnyAppProps>,
    object,
    wanted: parse(braced(yaml)),
    operators: index > OF_GATEWAY[0] && index < OF_GATEWAY[1] ? GATEWAY_OPERATORS : OPERATORS,
  }),
);

/** What each load balancer is given: the second table. */
export const ADDRESSES = [...PAGE.matchAll(/^\| `LoadBalancer\.(\w+)`[^|]* \| `([^`]+)` \|$/gm)].map(([, name = '', yaml = '']) => ({
  balancer: LoadBalancer[name as keyof typeof LoadBalancer],
  wanted: parse(braced(yaml)) as unknown,
}));

const GATEWAYS = [{ name: 'public', namespace: 'public', wildcards: [] }];

/** The objects of an app, which nothing must be said against. */
export function rendered(
  availabilityClass: AvailabilityClass,
  { network, ...props }: Partial<AnyAppProps>,
  operators = OPERATORS,
  distribution = Distribution.K3S,
): Manifest[] {
  const pinned = availabilityClass === AvailabilityClass.SINGLE_POD_PINNED ? { node: { name: 'w1', reason: 'it is there' } } : {};
  // A highly available app without a TCP port would be warned of.
  const health = { readiness: library.Probe.exec('true') };
  const given = { ...facts({ policy: { operators }, controlPlane: controlPlane({ distribution }) }), gateways: GATEWAYS };
  const { plan, findings } = decisionOf(availabilityClass, { ...pinned, health, network: { ports: PORTS, ...network }, ...props }, given);
  if (plan === undefined || findings.length > 0) throw new Error(messages(findings));
  return renderApp(plan);
}
