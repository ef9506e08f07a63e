import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { found } from '../../cluster/rule';
import { referenceText } from '../ask/reference';
import { VolumeKind } from '../ask/volume/volume';
import { type Plan, WorkloadKind } from '../model/plan';
import { judgeFleet } from '../model/rule';
import { checkSharedAddresses } from '../network/check-addresses';
import { checkIngress } from '../network/check-ingress';
import { checkDestinationApps } from '../network/policy/destinations';
import { portsOfNode } from '../network/ports/ports';
import { PODS } from '../network/services/service-rules';
import { isOfServiceLb, serviceName } from '../network/services/services';
import { claimedHosts, HOST_CLASH } from '../network/web-addresses';
import { checkCapacity } from '../placement/check-capacity';
import { checkHardware } from '../placement/check-hardware';
import { SYSCTL_REFUSED } from '../pod/refused-sysctls';
import { checkPools } from '../storage/check-pools';

/**
 * What apps that are each sound do to each other.
 */
export function checkApps(plans: readonly Plan[], facts: ClusterFacts): Finding[] {
  return [
    ...checkNames(plans),
    ...checkServiceNames(plans),
    ...checkHosts(plans),
    ...checkHostPorts(plans),
    ...checkNodePorts(plans),
    ...checkAddresses(plans, facts),
    ...checkSharedAddresses(plans, facts),
    ...checkSharedClaims(plans),
    ...checkDependencies(plans),
    ...checkClientApps(plans),
    ...checkDestinationApps(plans),
    ...checkIngress(plans, facts),
    ...checkCapacity(plans, facts),
    ...checkHardware(plans, facts),
    ...judgeFleet([SYSCTL_REFUSED], plans, facts),
    ...checkPools(plans, facts),
  ];
}

function error(code: string, path: string, given: string, allowed: string, fix: string): Finding {
  return { code, severity: Severity.ERROR, path, given, allowed, fix: fix };
}

/** `namespace/name`, the identity of an app in its cluster. */
export function identity(plan: Plan): string {
  return `${plan.ask.namespace ?? 'default'}/${plan.ask.name}`;
}

/** Says of each key that is claimed more than once, at all but the first. */
function clashes(claims: Iterable<readonly [string, Plan]>, say: (key: string, first: Plan, second: Plan) => Finding | undefined): Finding[] {
  const owners = new Map<string, Plan>();
  const findings: Finding[] = [];
  for (const [key, plan] of claims) {
    const first = owners.get(key);
    if (first === undefined) owners.set(key, plan);
    else findings.push(...[say(key, first, plan)].filter((finding) => finding !== undefined));
  }
  return findings;
}

function checkNames(plans: readonly Plan[]): Finding[] {
  return clashes(
    plans.map((plan) => [identity(plan), plan] as const),
    (key, first, second) =>
      error('NAME-CLASH', second.ask.path, `the name ${key}`, `but ${first.ask.path} has it`, 'Give one of them another name or namespace.'),
  );
}

/** Services beside the first ones: `blog` may make a Service `blog-dns`, and so may `blog-dns`. */
function checkServiceNames(plans: readonly Plan[]): Finding[] {
  const claims = plans.flatMap((plan) => {
    const names = plan.services.map((service) => service.name);
    if (plan.workload.value === WorkloadKind.STATEFUL_SET) names.push(serviceName(plan.ask.name, PODS));
    return names.map((name) => [`${plan.ask.namespace ?? 'default'}/${name}`, plan] as const);
  });
  return clashes(claims, (key, first, second) =>
    // Of two Services of one app, and of two apps of one name, other rules speak.
    identity(first) === identity(second)
      ? undefined
      : error('NAME-CLASH', second.ask.path, `the Service ${key}`, `but ${first.ask.path} has it`, 'Give one of them another name.'),
  );
}

function checkHosts(plans: readonly Plan[]): Finding[] {
  return clashes(claimedHosts(plans), (key, first, second) =>
    found(HOST_CLASH, second.ask.path, {
      given: `the web address ${key}`,
      allowed: `but ${ownerOf(first, second)} has it`,
      fix: 'Use another host or path.',
    }),
  );
}

function ownerOf(first: Plan, second: Plan): string {
  return first === second ? 'the app itself' : first.ask.path;
}

function checkHostPorts(plans: readonly Plan[]): Finding[] {
  const claims = plans.flatMap((plan) =>
    portsOfNode(plan.ask).flatMap((port) => (plan.placement.value.nodes ?? []).map((node) => [`${port.number}/${port.protocol} of ${node}`, plan] as const)),
  );
  return clashes(claims, (key, first, second) =>
    error('HOST-PORT-CLASH', second.ask.path, `the port ${key}`, `but ${first.ask.path} may take it there`, 'Use another port, or the pod network.'),
  );
}

/**
 * The API server gives a node port once, whatever the protocol, but for ports of one Service with one number
 * (kubernetes pkg/registry/core/service/storage/alloc.go, initNodePorts).
 */
function checkNodePorts(plans: readonly Plan[]): Finding[] {
  const claims = plans.flatMap((plan) =>
    plan.services.flatMap(({ ports, props }) => {
      const taken = ports.flatMap((port) => {
        const nodePort = props.nodePorts?.[port.name];
        return nodePort === undefined ? [] : [`${nodePort} for ${port.servicePort ?? port.number}`];
      });
      return [...new Set(taken)].map((one) => [one.split(' ')[0] ?? '', plan] as const);
    }),
  );
  return clashes(claims, (key, first, second) =>
    error('NODE-PORT-CLASH', second.ask.path, `the node port ${key}`, `but ${ownerOf(first, second)} has it already`, 'Use another.'),
  );
}

/** Fixed addresses, and under ServiceLB those of the nodes, which all its Services share. */
function checkAddresses(plans: readonly Plan[], facts: ClusterFacts): Finding[] {
  const claims = plans.flatMap((plan) =>
    plan.services.flatMap(({ ports, props }) => {
      const addresses = isOfServiceLb(props, facts) ? ['the nodes'] : (props.addresses ?? []);
      return addresses.flatMap((address) =>
        ports.map((port) => [`${port.servicePort ?? port.number}/${port.protocol} of ${address.toLowerCase()}`, plan] as const),
      );
    }),
  );
  return clashes(claims, (key, first, second) =>
    error(
      'SERVICE-ADDRESS-CLASH',
      second.ask.path,
      `the port ${key} for a LoadBalancer`,
      `but ${ownerOf(first, second)} has it already`,
      key.endsWith(' of the nodes')
        ? 'ServiceLB has one of each: use another port, or name another load balancer in policy.operators.loadBalancer.'
        : 'Use another address or port.',
    ),
  );
}

function checkSharedClaims(plans: readonly Plan[]): Finding[] {
  const claims = plans.flatMap((plan) =>
    (plan.ask.props.volumes ?? [])
      .filter((volume) => volume.kind === VolumeKind.CLAIM && volume.options.claim?.readWriteMany !== true)
      .map((volume) => volume.options.claim?.claimName ?? '')
      .concat(plan.claims.filter((claim) => !claim.perPod && claim.owner === undefined).map((claim) => claim.name))
      .map((name) => [`${plan.ask.namespace ?? 'default'}/${name}`, plan] as const),
  );
  return clashes(claims, (key, first, second) =>
    error(
      'CLAIM-TWO-WRITERS',
      second.ask.path,
      `the claim ${key}`,
      `but ${first === second ? 'it mounts it already' : `${first.ask.path} mounts it, and ReadWriteOnce is for one`}`,
      'Say readWriteMany if it is, or give each its own.',
    ),
  );
}

function checkDependencies(plans: readonly Plan[]): Finding[] {
  const byIdentity = new Map(plans.map((plan) => [identity(plan), plan]));
  const findings: Finding[] = [];
  const edges = new Map<Plan, Plan[]>();
  for (const plan of plans) {
    const waited = plan.ask.containers.flatMap((container) => container.waitsFor);
    for (const [how, wanted] of [...plan.ask.dependsOn.map((one) => ['dependsOn', one] as const), ...waited.map((one) => ['waitsFor', one] as const)]) {
      const other = byIdentity.get(`${wanted.namespace ?? wanted.name}/${wanted.name}`);
      const given = `${how} ${referenceText(wanted)}`;
      if (other === undefined)
        findings.push(
          error('DEPENDENCY-UNKNOWN', plan.ask.path, given, 'but no app of the cluster has that name', 'Name its namespace too, or give the app itself.'),
        );
      else if (how === 'waitsFor' && other.schedule !== undefined)
        findings.push(error('DEPENDENCY-UNKNOWN', plan.ask.path, given, 'but that is a job, and nobody answers there', 'Wait for what the job leaves behind.'));
      else edges.set(plan, [...(edges.get(plan) ?? []), other]);
    }
  }
  const cycle = findCycle(plans, edges);
  if (cycle !== undefined) {
    findings.push(
      error(
        'DEPENDENCY-CYCLE',
        cycle[0]?.ask.path ?? '',
        `${[...cycle, cycle[0]].map((plan) => plan?.ask.name).join(' needs ')}`,
        'but then none of them can start first',
        'Take one of the dependencies away.',
      ),
    );
  }
  return findings;
}

/** A client that is misspelt would be shut out, and nobody would say so. */
function checkClientApps(plans: readonly Plan[]): Finding[] {
  const byIdentity = new Map(plans.map((plan) => [identity(plan), plan]));
  return plans.flatMap((plan) =>
    (plan.allowFrom.value ?? []).flatMap(({ app, namespace }) => {
      if (app === undefined) return [];
      const client = byIdentity.get(`${namespace ?? 'default'}/${app}`);
      const given = `the client ${namespace ?? 'default'}/${app}`;
      if (client === undefined)
        return [error('CLIENT-UNKNOWN', plan.ask.path, given, 'but no app of the cluster has that name', 'Name its namespace too, or use Client.namespace.')];
      if (!client.ask.network.onHostNetwork) return [];
      return [
        error('CLIENT-UNKNOWN', plan.ask.path, given, 'but it connects under the address of its node', 'Use Client.cidr with the addresses of its nodes.'),
      ];
    }),
  );
}

/** One cycle, if there is any; each plan is visited once, without recursion. */
function findCycle(plans: readonly Plan[], edges: ReadonlyMap<Plan, readonly Plan[]>): Plan[] | undefined {
  const done = new Set<Plan>();
  for (const from of plans) {
    const trail = new Set<Plan>();
    const stack: { readonly plan: Plan; readonly leave: boolean }[] = [{ plan: from, leave: false }];
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      if (step.leave) {
        trail.delete(step.plan);
        done.add(step.plan);
        continue;
      }
      if (done.has(step.plan)) continue;
      if (trail.has(step.plan)) return [...trail].slice([...trail].indexOf(step.plan));
      trail.add(step.plan);
      stack.push({ plan: step.plan, leave: true }, ...(edges.get(step.plan) ?? []).map((plan) => ({ plan, leave: false })));
    }
  }
  return undefined;
}
