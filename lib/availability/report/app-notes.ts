import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, fewOf } from '../../cluster/names';
import { AllowKind } from '../ask/container/security';
import type { Image } from '../ask/reference/image';
import { isAmong } from '../ask/resolve';
import { ContainerKind, mainFirst, type ResolvedApp, type ResolvedContainer } from '../ask/resolved';
import type { Plan } from '../model/plan';
import { type FleetRule, judgeFleet, onFleet } from '../model/rule';

/** More names than people read. */
const SHOWN = 10;

function named(plans: readonly Plan[]): string {
  return fewOf(
    plans.map(({ ask }) => ask.name),
    SHOWN,
  );
}

function lacksTmp({ kind, env, mounts, security }: ResolvedContainer): boolean {
  if (kind === ContainerKind.INIT || isAmong(security.allow, AllowKind.WRITABLE_ROOT)) return false;
  if (env.some(([name]) => name === 'TMPDIR')) return false;
  return !mounts.some(({ path, readOnly }) => path === '/tmp' && !readOnly);
}

const TMP_READ_ONLY = onFleet({
  code: 'TMP-READ-ONLY',
  severity: Severity.NOTE,
  means: 'apps with a read-only root file system and no writable `/tmp`',
  fix: "add `Volume.scratch('/tmp', …)` to those that write temporary files, or set `TMPDIR`",
  concerns: () => false,
  *check(plans, facts) {
    const without = plans.filter(({ ask }) => mainFirst(ask).some(lacksTmp));
    if (without.length === 0) return;
    yield {
      path: facts.name,
      given: `a read-only root without a writable /tmp in ${counted(without.length, 'app')} (${named(without)})`,
      allowed: 'so a program that writes temporary files there fails',
      fix: "Add Volume.scratch('/tmp', Size.mib(64)) to those that do, or set TMPDIR to a path that they may write to.",
    };
  },
});

function hasTagOnly({ containers, volumes }: ResolvedApp): boolean {
  const images = [...containers.map(({ image }) => image), ...volumes.flatMap(({ options }) => (options.image === undefined ? [] : [options.image]))];
  return images.some(({ digest }) => digest === undefined);
}

const IMAGE_BY_TAG = onFleet({
  code: 'IMAGE-BY-TAG',
  severity: Severity.NOTE,
  means: 'images with a tag and no digest: whoever may push to the registry can move the tag',
  fix: 'add the digest, by hand or with `docker:pinDigests` of Renovate; `policy.images.requireDigest` refuses images without one',
  concerns: () => false,
  *check(plans, facts) {
    const byTag = plans.filter(({ ask }) => hasTagOnly(ask));
    if (byTag.length === 0) return;
    yield {
      path: facts.name,
      given: `images without a digest in ${counted(byTag.length, 'app')} (${named(byTag)})`,
      allowed: 'so nodes run different images once somebody moves a tag',
      fix: 'Add the digest as the third argument of Image.of, by hand or with docker:pinDigests of Renovate.',
    };
  },
});

export const APP_NOTES: readonly FleetRule[] = [TMP_READ_ONLY, IMAGE_BY_TAG];

/**
 * Notes about the apps that a program declares.
 *
 * @param isKnown whether an image is known to need no writable /tmp, or to have one
 */
export function appNotesOn(facts: ClusterFacts, plans: readonly Plan[], isKnown: (image: Image) => boolean = () => false): Finding[] {
  const unknown = plans.filter(({ ask }) => !isKnown(ask.main.image));
  return [...judgeFleet([TMP_READ_ONLY], unknown, facts), ...judgeFleet([IMAGE_BY_TAG], plans, facts)];
}
