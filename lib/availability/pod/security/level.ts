import { Severity } from '../../../cluster/finding';
import { PodSecurityLevel } from '../../../cluster/policy';
import { type Allow, levelOf, strictestCommon } from '../../ask/container/security';
import { resourceOf } from '../../ask/devices';
import { mainFirst, type ResolvedApp } from '../../ask/resolved';
import { traitsOf } from '../../ask/volume/traits';
import type { Volume } from '../../ask/volume/volume';
import type { Decided } from '../../model/plan';
import { onAsk } from '../../model/rule';
import { ofIt } from '../containers/words';

/** The loosest level that any container or volume needs: a namespace has one level for all. */
export function decideLevel(app: ResolvedApp): Decided<PodSecurityLevel> {
  const allow = allowancesOf(app);
  // A device that a plugin gives is no volume of the pod.
  const volumes = app.volumes.filter((volume) => resourceOf(volume, app.deviceResources) === undefined);
  const hostPorts = app.network.ports.flatMap(({ hostPort }) => (hostPort === undefined ? [] : [hostPort]));
  const level = strictestCommon([
    levelOf(allow.map((one) => one.allow)),
    // Pod Security Standards, baseline, Host Ports: none.
    hostPorts.length > 0 ? PodSecurityLevel.PRIVILEGED : PodSecurityLevel.RESTRICTED,
    ...volumes.map((volume) => traitsOf(volume).level),
  ]);
  const at = (wanted: PodSecurityLevel, say: (volume: Volume) => string) => volumes.filter((one) => traitsOf(one).level === wanted).map(say);
  const reasons = [
    ...allow.filter((one) => levelOf([one.allow]) !== PodSecurityLevel.RESTRICTED).map((one) => `${one.what}: ${one.allow.reason}`),
    ...hostPorts.map(({ number, reason }) => `port ${number} of the node: ${reason}`),
    ...at(PodSecurityLevel.PRIVILEGED, (volume) => `it mounts ${volume.options.device ?? volume.path} of the node`),
    ...at(PodSecurityLevel.BASELINE, (volume) => `${volume.path} is NFS, which the level restricted forbids`),
  ];
  return { value: level, why: reasons.length === 0 ? 'it needs nothing beyond that' : reasons.join('; ') };
}

/** Every exception of the app or of a container. What an init container inherits from the app appears once. */
export function allowancesOf(app: ResolvedApp): { readonly allow: Allow; readonly what: string }[] {
  return mainFirst(app).flatMap((container) =>
    container.own.security ? container.security.allow.map((allow) => ({ allow, what: `${nameOf(allow)}${ofIt(container)}` })) : [],
  );
}

function nameOf(allow: Allow): string {
  return allow.detail === undefined ? allow.kind : `${allow.kind} ${allow.detail}`;
}

/** The level of a namespace follows from its pods, so it never blocks them. The policy of a cluster may set a limit. */
export const POD_SECURITY_LEVEL = onAsk({
  code: 'POD-SECURITY-LEVEL',
  severity: Severity.ERROR,
  means: 'an app that needs a looser level than `policy.podSecurity` allows',
  fix: 'remove the exception, or raise `policy.podSecurity`',
  *check(app, facts) {
    const most = facts?.policy.podSecurity;
    if (most === undefined) return;
    const { value, why } = decideLevel(app);
    if (strictestCommon([value, most]) !== most)
      yield {
        given: `the level ${value} (${why})`,
        allowed: `but the policy of the cluster allows at most ${most}`,
        fix: 'Remove the exception, or raise policy.podSecurity.',
      };
  },
});
