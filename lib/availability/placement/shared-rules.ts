import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { referenceText } from '../ask/reference';
import type { ResolvedApp } from '../ask/resolved';
import { VolumeKind } from '../ask/volume/volume';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import type { Plan } from '../model/plan';
import { onAsk, onPlan, type Rules, type Said } from '../model/rule';
import { inGroup, isBound, nodeOfOwner, ownerOf, pathAtOwner, sharedVolumes } from './group';

const TWO_OWNERS = onAsk({
  code: 'SHARED-TWO-OWNERS',
  severity: Severity.ERROR,
  means: 'data of two apps, whose pods may be on two nodes',
  fix: 'one app owns all of it',
  *check(app) {
    const [first, ...others] = sharedVolumes(app);
    const wanted = first?.options.shared?.app.name;
    for (const { options } of others) {
      if (options.shared?.app.name === wanted) continue;
      yield {
        given: `data of ${wanted} and of ${options.shared?.app.name}`,
        allowed: 'but the pods of these may be on two nodes',
        fix: 'Let one app own all of it, and share it from there.',
      };
    }
  },
});

const OWNER_UNKNOWN = onAsk({
  code: 'SHARED-OWNER-UNKNOWN',
  severity: Severity.ERROR,
  means: 'no app of that name in the namespace of the one that shares its data',
  fix: 'name the owner, and set `namespace` to its own',
  *check(app, facts) {
    const [first] = sharedVolumes(app);
    const elsewhere = first?.options.shared?.app.namespace ?? app.namespace;
    if (first === undefined || (ownerOf(app) !== undefined && elsewhere === app.namespace)) return;
    yield {
      given: `the data of ${referenceText(first.options.shared?.app ?? { name: '' }, app.namespace)} at ${first.path}`,
      allowed: `but no other app of that name is in the namespace ${app.namespace ?? 'default'}${facts === undefined ? ' and in the same chart' : ''}`,
      fix: 'Name the app that owns it, and set namespace to that of its owner: a claim is mounted in its own namespace only.',
    };
  },
});

/** The owner of what an app shares, where both are of classes that can share at all. */
function fitOwner(app: ResolvedApp): ResolvedApp | undefined {
  const owner = sharedVolumes(app).length === 0 ? undefined : ownerOf(app);
  return owner === undefined || isAmongMany(app, owner) ? undefined : owner;
}

function isAmongMany(...apps: readonly ResolvedApp[]): boolean {
  return apps.some(({ availabilityClass }) => availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE || availabilityClass === OtherWorkload.NODE_AGENT);
}

const AMONG_MANY = onAsk({
  code: 'SHARED-AMONG-MANY',
  severity: Severity.ERROR,
  means: 'one claim for pods that are on several nodes',
  fix: '`readWriteMany`, or network storage',
  *check(app) {
    const owner = sharedVolumes(app).length === 0 ? undefined : ownerOf(app);
    if (owner === undefined || !isAmongMany(app, owner)) return;
    yield {
      given: `the data of ${owner.name} (${owner.availabilityClass}) in ${app.name} (${app.availabilityClass})`,
      allowed: 'but a ReadWriteOnce claim is on one node, and these pods are on several',
      fix: 'Use ReadWriteMany or network storage: Volume.claim with readWriteMany, or Volume.nfs.',
    };
  },
});

const CHAIN = onAsk({
  code: 'SHARED-CHAIN',
  severity: Severity.ERROR,
  means: 'the owner shares data of a third app itself',
  fix: 'the first app owns all of it',
  *check(app) {
    const owner = fitOwner(app);
    if (owner === undefined || sharedVolumes(owner).length === 0) return;
    yield {
      given: `data of ${owner.name}, which shares data itself`,
      allowed: 'but pods follow one app, not a row of them',
      fix: 'Let the first app own all of it.',
    };
  },
});

const CLASS = onAsk({
  code: 'SHARED-CLASS',
  severity: Severity.ERROR,
  means: 'an app that moves and one that does not, or a job as the owner',
  fix: 'one class for all; let an app own the data',
  *check(app) {
    const owner = fitOwner(app);
    if (owner === undefined) return;
    if (owner.availabilityClass === OtherWorkload.SCHEDULED_JOB)
      yield {
        given: `the data of the job ${owner.name}`,
        allowed: 'but its pod is there only while it runs, and others could not follow it',
        fix: 'Let an app own the data, and share it with the job.',
      };
    // A job goes wherever the app is.
    else if (app.availabilityClass !== OtherWorkload.SCHEDULED_JOB && app.availabilityClass !== owner.availabilityClass)
      yield {
        given: `the data of ${owner.name}, a ${owner.availabilityClass}`,
        allowed: `but ${app.name} is a ${app.availabilityClass}, and both are on one node and move together`,
        fix: `Make it a ${owner.availabilityClass} too.`,
      };
  },
});

/** The kubelet gives a volume to the group of each pod that mounts it: file by file, whenever that is another one than before. */
const GROUP = onAsk({
  code: 'SHARED-GROUP',
  severity: Severity.WARNING,
  means: "another `fsGroup` than the owner's: each start takes all files from the other",
  fix: 'set `security.fsGroup`, or accept it',
  *check(app) {
    const owner = sharedVolumes(app).length === 0 ? undefined : ownerOf(app);
    const [own, others] = [app.security.fsGroup, owner?.security.fsGroup];
    if (owner === undefined || own === others) return;
    yield {
      given: `the data of ${owner.name} under the group ${own}`,
      allowed: `but ${owner.name} has ${others}, and each start of one of them takes all files from the other`,
      fix: `Set security.fsGroup: ${others}, or accept it with a reason.`,
    };
  },
});

const VOLUME_UNKNOWN = onAsk({
  code: 'SHARED-VOLUME-UNKNOWN',
  severity: Severity.ERROR,
  means: 'the owner has no data at that path',
  fix: 'name a path of its `Volume.data`',
  *check(app) {
    const shared = sharedVolumes(app);
    const owner = shared.length === 0 ? undefined : ownerOf(app);
    if (owner === undefined) return;
    const offered = owner.volumes.filter((volume) => volume.kind === VolumeKind.DATA).map((volume) => volume.path);
    for (const path of shared.map(pathAtOwner).filter((one) => !offered.includes(one)))
      yield {
        given: `the data at ${path} of ${owner.name}`,
        allowed: `but it has data at ${listed(offered)}`,
        fix: 'Name a path of its Volume.data; other volumes, such as NFS, are mounted by each app for itself.',
      };
  },
});

function apart(owner: ResolvedApp, own: string, others: string): Said {
  return {
    given: `the data of ${owner.name} on ${own}`,
    allowed: `but ${owner.name} runs on ${others}, and a ReadWriteOnce claim is on one node`,
    fix: 'Give them a node in common (placement, node, roles), or use network storage.',
  };
}

/** Apps with one claim and no node for all of them, said of one that follows. */
export function apartOf(plan: Plan, facts: ClusterFacts | undefined): Said | undefined {
  const { ask } = plan;
  const owner = ownerOf(ask);
  if (owner === undefined || isAmongMany(ask)) return undefined;
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
  means: 'the apps have no node in common',
  fix: 'placement, node and roles that go together',
  *check(plan, facts) {
    const said = apartOf(plan, facts);
    if (said !== undefined) yield said;
  },
});

/** What is wrong with data that an app shares. */
export const SHARED_RULES: Rules = { ask: [TWO_OWNERS, OWNER_UNKNOWN, AMONG_MANY, CHAIN, CLASS, GROUP, VOLUME_UNKNOWN], plan: [APART] };
