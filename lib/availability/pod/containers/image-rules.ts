import { Severity } from '../../../cluster/finding';
import { isDigest, listed } from '../../../cluster/names';
import type { Image } from '../../ask/reference/image';
import { ContainerKind, mainFirst, type ResolvedApp } from '../../ask/resolved';
import { onAsk } from '../../model/rule';

/** An optional host with an optional port, then lower-case parts (distribution/reference, name). */
export const REPOSITORY = /^([a-z0-9.-]+(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;
/** Tags that move to new images. */
const MOVING_TAGS = new Set(['latest', 'stable', 'edge', 'nightly', 'rolling', 'main', 'master', 'dev', 'develop']);

/** Every image that the app names, as part of a sentence. */
function* imagesOf(app: ResolvedApp): Iterable<readonly [what: string, image: Image]> {
  for (const { kind, name, image, own } of mainFirst(app)) {
    if (kind !== ContainerKind.MAIN) {
      if (own.image) yield [`the image of ${name}`, image];
    } else if (!app.missing.includes('image')) yield ['the image', image];
  }
  for (const { path, options } of app.volumes) if (options.image !== undefined) yield [`the image at ${path}`, options.image];
}

const IMAGE_MISSING = onAsk({
  code: 'IMAGE-MISSING',
  severity: Severity.ERROR,
  means: 'no image',
  fix: 'use `Image.of`',
  *check({ missing }) {
    if (missing.includes('image')) yield { given: 'no image', allowed: 'but an app needs one', fix: 'Use Image.of(repository, tag, digest).' };
  },
});

const IMAGE_INVALID = onAsk({
  code: 'IMAGE-INVALID',
  severity: Severity.ERROR,
  means: 'an invalid repository, tag or digest',
  fix: 'pass tag and digest as separate arguments',
  *check(app) {
    for (const [what, { repository, tag, digest }] of imagesOf(app)) {
      // The grammar of references: distribution/reference.
      if (!REPOSITORY.test(repository))
        yield {
          given: `${what} "${repository}"`,
          allowed: 'but a repository is in lower case, without tag or digest',
          fix: 'Pass tag and digest as separate arguments.',
        };
      if (digest !== undefined && !isDigest(digest))
        yield { given: `the digest "${digest}"`, allowed: 'but a digest is sha256: and 64 hexadecimal digits', fix: 'Copy the whole digest.' };
      if (tag !== undefined && tag !== '' && !/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(tag))
        yield { given: `the tag "${tag}"`, allowed: 'but a tag has letters, digits, "_", "." and "-"', fix: 'Correct it.' };
    }
  },
});

const IMAGE_UNPINNED = onAsk({
  code: 'IMAGE-UNPINNED',
  severity: Severity.ERROR,
  means: 'no tag, or a tag that moves, such as latest',
  fix: 'use a version, or add the digest',
  *check(app) {
    for (const [what, image] of imagesOf(app)) {
      const { repository, tag, digest } = image;
      if (digest !== undefined) continue;
      if (tag === undefined || tag === '')
        yield { given: `${what} ${repository} without a tag`, allowed: 'but that means latest: each restart may run another image', fix: 'Use a version.' };
      else if (MOVING_TAGS.has(tag))
        yield {
          given: `${what} ${image}`,
          allowed: `but ${tag} moves, so nodes may run different images`,
          fix: 'Use a version, or add the digest.',
        };
    }
  },
});

/** Without a cluster there is no policy to check. */
const IMAGE_WITHOUT_DIGEST = onAsk({
  code: 'IMAGE-WITHOUT-DIGEST',
  severity: Severity.ERROR,
  means: 'no digest, although the policy of the cluster requires one',
  fix: 'add the digest',
  *check(app, facts) {
    if (facts?.policy.images?.requireDigest !== true) return;
    for (const [what, image] of imagesOf(app)) {
      if (image.digest === undefined) yield { given: `${what} ${image}`, allowed: 'but the policy of the cluster requires a digest', fix: 'Add the digest.' };
    }
  },
});

const IMAGE_REGISTRY = onAsk({
  code: 'IMAGE-REGISTRY',
  severity: Severity.ERROR,
  means: 'a registry that the policy of the cluster does not allow',
  fix: 'use a mirror in an allowed registry',
  *check(app, facts) {
    const registries = facts?.policy.images?.registries;
    if (registries === undefined) return;
    for (const [what, image] of imagesOf(app)) {
      if (!registries.includes(image.registry))
        yield { given: `${what} ${image}`, allowed: `but the policy of the cluster allows ${listed(registries)}`, fix: 'Use a mirror in one of these.' };
    }
  },
});

/** What is wrong with images. */
export const IMAGE_RULES = [IMAGE_MISSING, IMAGE_INVALID, IMAGE_UNPINNED, IMAGE_WITHOUT_DIGEST, IMAGE_REGISTRY];
