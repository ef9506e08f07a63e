import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { referenceText } from '../ask/reference/app';
import type { ResolvedApp } from '../ask/resolved';
import { isClaimed } from '../ask/volume/traits';
import { AvailabilityClass, isJob, OtherWorkload } from '../ask/workload';
import type { Plan } from '../model/plan';
import { concerning, onAsk, onPlan, type Rules, type Said } from '../model/rule';
import { followedBy, inGroup, isBound, nodeOfOwner, ownerOf, pathAtOwner, sharedVolumes } from './group';

const TWO_OWNERS = onAsk({
  code: 'SHARED-TWO-OWNERS',
  severity: Severity.ERROR,
  means: 'data of two apps in one app, while their pods may be on two nodes',
  fix: 'let one app own all of it',
  *check(app) {
    const [first, ...others] = sharedVolumes(app);
    const wanted = first?.options.shared?.app.name;
    for (const { options } of others) {
      if (options.shared?.app.name === wanted) continue;
      yield {
        given: `data of ${wanted} and of ${options.shared?.app.name}`,
        allowed: 'but the pods of these two may be on different nodes',
        fix: 'Let one app own all of it, and share it from there. What has readWriteMany, mount by the name of its claim: Volume.claim.',
      };
    }
  },
});

const OWNER_UNKNOWN = onAsk({
  code: 'SHARED-OWNER-UNKNOWN',
  severity: Severity.ERROR,
  means: 'shared data of an app that is not in the same namespace',
  fix: 'name the owner, and set `namespace` to the namespace of the owner',
  *check(app, facts) {
    const [first] = sharedVolumes(app);
    const elsewhere = first?.options.shared?.app.namespace ?? app.namespace;
    if (first === undefined || (ownerOf(app) !== undefined && elsewhere === app.namespace)) return;
    yield {
      given: `the data of ${referenceText(first.options.shared?.app ?? { name: '' }, app.namespace)} at ${first.path}`,
      allowed: `but there is no other app with that name in the namespace ${app.namespace ?? 'default'}${facts === undefined ? ' and in the same chart' : ''}`,
      fix: 'Name the app that owns it, and set namespace to the namespace of the owner: a claim can only be mounted in its own namespace.',
    };
  },
});

/** The owner of data that is on one node at a time, if both classes can share it at all. */
function fitOwner(app: ResolvedApp): ResolvedApp | undefined {
  const owner = followedBy(app);
  return owner === undefined || isAmongMany(app, owner) ? undefined : owner;
}

export function isAmongMany(...apps: readonly ResolvedApp[]): boolean {
  return apps.some(({ availabilityClass }) => availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE || availabilityClass === OtherWorkload.NODE_AGENT);
}

const AMONG_MANY = onAsk({
  code: 'SHARED-AMONG-MANY',
  severity: Severity.ERROR,
  means: 'one claim for pods on several nodes',
  fix: 'use `readWriteMany`, or network storage',
  *check(app) {
    const owner = followedBy(app);
    if (owner === undefined || !isAmongMany(app, owner)) return;
    yield {
      given: `the data of ${owner.name} (${owner.availabilityClass}) in ${app.name} (${app.availabilityClass})`,
      allowed: 'but a ReadWriteOnce claim is on one node, and these pods run on several',
      fix: `Set readWriteMany of that data in ${owner.name}, on a class that several nodes may write at once, or use Volume.nfs.`,
    };
  },
});

const CHAIN = onAsk({
  code: 'SHARED-CHAIN',
  severity: Severity.ERROR,
  means: 'shared data of an app that itself shares data of a third app',
  fix: 'let the first app own all of it',
  *check(app) {
    const owner = fitOwner(app);
    if (owner === undefined || sharedVolumes(owner).length === 0) return;
    yield {
      given: `data of ${owner.name}, which shares data itself`,
      allowed: 'but pods can follow only one app, not a chain of apps',
      fix: 'Let the first app own all of it.',
    };
  },
});

const CLASS = onAsk({
  code: 'SHARED-CLASS',
  severity: Severity.ERROR,
  means: 'data shared between an app that moves and one that does not, or owned by a job',
  fix: 'use one class for all, and let an app own the data',
  *check(app) {
    const owner = fitOwner(app);
    if (owner === undefined) return;
    if (isJob(owner))
      yield {
        given: `the data of the job ${owner.name}`,
        allowed: 'but the pod of a job exists only during a run, so others cannot follow it',
        fix: 'Let an app own the data, and share it with the job.',
      };
    // A job follows the app wherever it runs.
    else if (!isJob(app) && app.availabilityClass !== owner.availabilityClass)
      yield {
        given: `the data of ${owner.name}, a ${owner.availabilityClass}`,
        allowed: `but ${app.name} is a ${app.availabilityClass}, and apps that share data run on one node and move together`,
        fix: `Make it a ${owner.availabilityClass} too.`,
      };
  },
});

/** The kubelet changes the group of a volume to that of each pod that mounts it, file by file, whenever it differs. */
const GROUP = onAsk({
  code: 'SHARED-GROUP',
  severity: Severity.WARNING,
  means: 'another `fsGroup` than that of the owner: each start changes the group of all files',
  fix: 'set `security.fsGroup`, or accept it',
  *check(app) {
    const owner = ownerOf(app);
    const [own, others] = [app.security.fsGroup, owner?.security.fsGroup];
    if (owner === undefined || own === others) return;
    yield {
      given: `the data of ${owner.name} under the group ${own}`,
      allowed: `but ${owner.name} has ${others}, and each start of one of them takes the files away from the other`,
      fix: `Set security.fsGroup: ${others}, or accept it with a reason.`,
    };
  },
});

const VOLUME_UNKNOWN = onAsk({
  code: 'SHARED-VOLUME-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a shared path at which the owner has no data',
  fix: 'name a path of its `Volume.data`',
  *check(app) {
    const shared = sharedVolumes(app);
    const owner = ownerOf(app);
    if (owner === undefined) return;
    const offered = owner.volumes.filter(isClaimed).map((volume) => volume.path);
    for (const path of shared.map(pathAtOwner).filter((one) => !offered.includes(one)))
      yield {
        given: `the data at ${path} of ${owner.name}`,
        allowed: `but it has data at ${listed(offered)}`,
        fix: 'Name a path of its Volume.data or Volume.claim; each app mounts other volumes, such as NFS, by itself.',
      };
  },
});

function dataApart(owner: ResolvedApp, own: string, others: string): Said {
  return {
    given: `the data of ${owner.name} on ${own}`,
    allowed: `but ${owner.name} runs on ${others}, and a ReadWriteOnce claim is on one node`,
    fix: 'Give them a common node (placement, node, roles), or use network storage.',
  };
}

function besideApart(owner: ResolvedApp, own: string, others: string): Said {
  return {
    given: `beside ${owner.name}, on ${own}`,
    allowed: `but ${owner.name} runs on ${others}`,
    fix: 'Give them a common node (placement, node, roles), or leave beside out.',
  };
}

/** Apps with one claim, or one place, and no common node. The finding is at the app that follows. */
export function apartOf(plan: Plan, facts: ClusterFacts | undefined): Said | undefined {
  const { ask } = plan;
  const owner = followedBy(ask);
  if (owner === undefined || isAmongMany(ask)) return undefined;
  const apart = sharedVolumes(ask).length === 0 ? besideApart : dataApart;
  const bound = nodeOfOwner(ask, facts);
  if (bound !== undefined && ask.node !== undefined && ask.node.name !== bound.name) return apart(owner, ask.node.name, bound.name);
  if (facts === undefined || isBound(ask) || (plan.placement.value.nodes ?? []).length > 0) return undefined;
  const { places } = inGroup(ask, facts);
  const where = ({ name }: ResolvedApp) => listed(places.get(name)?.value.nodes ?? []);
  return where(ask) === 'none' || where(owner) === 'none' ? undefined : apart(owner, where(ask), where(owner));
}

const APART = onPlan({
  code: 'SHARED-APART',
  severity: Severity.ERROR,
  means: 'apps that share data, or are to run beside each other, but have no node in common',
  fix: 'make placement, node and roles overlap',
  *check(plan, facts) {
    const said = apartOf(plan, facts);
    if (said !== undefined) yield said;
  },
});

/** Rules about data that apps share. */
export const SHARED_RULES: Rules = {
  ask: concerning((app) => sharedVolumes(app).length > 0, [TWO_OWNERS, OWNER_UNKNOWN, AMONG_MANY, CHAIN, CLASS, GROUP, VOLUME_UNKNOWN]),
  plan: [APART],
};
