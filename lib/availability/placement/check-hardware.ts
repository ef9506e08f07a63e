import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, isLabelKey, listed } from '../../cluster/names';
import type { WorkloadProps } from '../ask/app';
import type { Findings } from '../model/findings';
import type { Plan } from '../model/plan';
import { containersOf } from '../pod/containers';
import { hardwareOf } from './hardware';

/** Extended resources and device claims that Kubernetes would refuse. */
export function checkHardwareNames(props: WorkloadProps, findings: Findings): void {
  const claims = new Map<string, string>();
  for (const { what, resources } of containersOf(props)) {
    for (const [name, count] of Object.entries(resources?.extended ?? {})) {
      // IsExtendedResourceName in pkg/apis/core/helper: a domain that is not Kubernetes' own.
      if (!name.includes('/') || /(^|\.)kubernetes\.io\//.test(name) || name.startsWith('requests.') || !isLabelKey(name))
        findings.error(
          'HARDWARE-INVALID',
          `the extended resource "${name}" of ${what}`,
          'but it is a domain and a name',
          'Write it as kubectl describe node does.',
        );
      if (!Number.isInteger(count) || count < 1)
        findings.error('HARDWARE-INVALID', `${count} ${name} for ${what}`, 'but devices are whole, and at least one', 'Say how many, or leave it out.');
    }
    for (const { name, deviceClass, count } of resources?.deviceClaims ?? []) {
      if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
        findings.error('HARDWARE-INVALID', `the device claim "${name}" of ${what}`, 'but Kubernetes takes a-z, 0-9 and "-", at most 63', 'Give it a name.');
      // exactly.count: more than 0; a claim gets at most 32 devices (AllocationResultsMaxSize in k8s.io/api/resource/v1).
      if (!Number.isInteger(count) || count < 1 || count > 32)
        findings.error('HARDWARE-INVALID', `${count} devices of ${deviceClass} for ${what}`, 'but a claim has 1 to 32', 'Say how many.');
      const said = `${count} of ${deviceClass}`;
      const before = claims.get(name);
      if (before !== undefined && before !== said)
        findings.error(
          'HARDWARE-INVALID',
          `two device claims named ${name}`,
          `but one is for ${before}, the other for ${said}`,
          'Give one of them a name of its own.',
        );
      claims.set(name, said);
    }
  }
}

/** Whether the nodes have as much of each extended resource as apps with no other nodes ask for in sum. */
export function checkHardware(plans: readonly Plan[], facts: ClusterFacts): Finding[] {
  const wants = plans.flatMap((plan) =>
    hardwareOf(plan.ask)
      .filter((one) => !one.isDeviceClass)
      .map(({ name, count }) => ({ plan, name, asked: count * plan.replicas.value, nodes: plan.placement.value.nodes ?? [] })),
  );
  const groups = new Map(wants.filter(({ nodes }) => nodes.length > 0).map((want) => [`${want.name} ${want.nodes.join()}`, want]));
  return [...groups.values()].flatMap(({ name, nodes }) => {
    const within = wants.filter((want) => want.name === name && want.nodes.length > 0 && want.nodes.every((node) => nodes.includes(node)));
    const asked = within.reduce((sum, want) => sum + want.asked, 0);
    const offered = facts.nodes.filter((node) => nodes.includes(node.name)).reduce((sum, node) => sum + (node.extendedResources?.[name] ?? 0), 0);
    if (asked <= offered) return [];
    return [
      {
        code: 'HARDWARE-EXCEEDED',
        severity: Severity.ERROR,
        path: `${facts.name}/nodes/${nodes.join(',')}`,
        given: `${asked} ${name} asked for by ${counted(within.length, 'app')} (${listed(within.map(({ plan }) => plan.ask.name))})`,
        allowed: `but ${listed(nodes)} ${nodes.length === 1 ? 'has' : 'together have'} ${offered}`,
        fix: 'Let the device plugin offer each device several times, take it away from an app, or add it to another node.',
      },
    ];
  });
}
