import { Severity } from '../../cluster/finding';
import { VolumeKind } from '../ask/volume/volume';
import { identity } from '../model/identity';
import { AccessMode, type Plan } from '../model/plan';
import { onFleet } from '../model/rule';
import { namesOf } from '../storage/claims';
import { TWO_WRITERS } from '../storage/two-writers';
import { clashes, nameOfOwner } from './clashes';

/** An app on a claim, and what it says of the claim. */
interface Mounted {
  readonly plan: Plan;
  /** By `namespace/name`. */
  readonly key: string;
  readonly mode: AccessMode;
  /** The claim is created for this app. */
  readonly own: boolean;
}

function mountedBy(plan: Plan): Mounted[] {
  const { namespace = 'default' } = plan.ask;
  return plan.claims.flatMap((claim) => {
    if (claim.owner !== undefined) return [];
    return namesOf(claim, plan).map((one) => ({ plan, key: `${namespace}/${one}`, mode: claim.accessMode, own: claim.exists !== true }));
  });
}

const isForMany = ({ mode }: Mounted) => mode === AccessMode.READ_WRITE_MANY;

/** ReadWriteOnce is about nodes: two pods that are bound to one may share it. A claim of an app is its own. */
function areOnOneNode(one: Mounted, other: Mounted): boolean {
  const [first, second] = [one, other].map(({ plan }) => plan.placement.value.nodes ?? []);
  return !one.own && !other.own && first?.length === 1 && second?.length === 1 && first[0] === second[0];
}

/** Two apps on a claim that only one can mount. */
const CLAIM_TWO_WRITERS = onFleet({
  ...TWO_WRITERS,
  concerns: ({ volumes }) => volumes.some(({ kind }) => kind === VolumeKind.CLAIM),
  *check(plans) {
    const mounted = new Map<string, Mounted>();
    // Claims that apps have for themselves come first: their mode is known.
    const all = plans.flatMap(mountedBy);
    for (const second of [...all.filter(({ own }) => own), ...all.filter(({ own }) => !own)]) {
      const first = mounted.get(second.key);
      if (first === undefined) mounted.set(second.key, second);
      if (first === undefined || (isForMany(first) && isForMany(second) && !(first.own && second.own))) continue;
      const { plan, key } = second;
      const other = first.plan.ask.path;
      if (isForMany(first) && isForMany(second)) {
        const fix = 'Let one app create it, and the others share it with Volume.shared.';
        yield { path: plan.ask.path, given: `the claim ${key}`, allowed: `but ${other} creates it already`, fix };
        continue;
      }
      if (isForMany(first) !== isForMany(second))
        yield {
          path: plan.ask.path,
          given: `the claim ${key} ${isForMany(second) ? 'with' : 'without'} readWriteMany`,
          allowed: `but ${other} ${first.own ? 'has' : 'mounts'} it as ${first.mode}`,
          fix:
            first.own && !isForMany(first)
              ? 'Give each app its own claim, or use Volume.shared.'
              : 'Set readWriteMany in both if several nodes may mount the claim, or give each app its own.',
        };
      else if (first.plan === plan || !areOnOneNode(first, second))
        yield {
          path: plan.ask.path,
          given: `the claim ${key}`,
          allowed: `but ${identity(first.plan) === identity(plan) ? 'it mounts it already' : `${other} mounts it, and ${first.mode} allows only one`}`,
          fix: 'Set readWriteMany if the claim is, let one app mount it and the others share it with Volume.shared, or give each app its own claim.',
        };
    }
  },
});

/** A volume binds to one claim. */
const VOLUME_CLASH = onFleet({
  code: 'CLAIM-VOLUME-CLASH',
  severity: Severity.ERROR,
  means: 'two claims for one volume',
  fix: 'let one app have the claim, and the others share it',
  concerns: ({ volumes }) => volumes.some(({ options }) => options.data?.volumeName !== undefined),
  *check(plans) {
    const wanted = plans.flatMap((plan) =>
      plan.ask.volumes.flatMap(({ options: { data } }) => (data?.volumeName === undefined ? [] : [[data.volumeName, plan] as const])),
    );
    for (const { key, first, second } of clashes(wanted))
      yield {
        path: second.ask.path,
        given: `the volume ${key}`,
        allowed: `but ${nameOfOwner(first, second)} has it, and a volume binds to one claim`,
        fix: 'Let one app have the claim, and the others share it with Volume.shared.',
      };
  },
});

/** Rules about claims that several apps mount. */
export const CLAIM_RULES = [CLAIM_TWO_WRITERS, VOLUME_CLASH];
