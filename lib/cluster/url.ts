import type { Said } from './rule';
import { isRandom, isSecretText, isToken } from './secrets';

/** Whether it has a user and a password; or a token as the user, who elsewhere is only a name, as `git` or the organization. */
export function hasLogin(url: string): boolean {
  const [, user = ''] = /^[a-z+]+:\/\/([^/@]*)@/.exec(url) ?? [];
  return /.:./s.test(user) || isToken(user) || isRandom(user) || isSecretText(url);
}

/** Whether it has a host and a path without blanks. The patterns of Flux let everything pass after the scheme. */
export function isUrl(url: string): boolean {
  return /^[a-z]+:\/\/[^\s/?#]+(\/\S*)?$/.test(url) && URL.canParse(url);
}

/** Whether a path names something in a Git repository, from its root. */
export function isInRepository(path: string): boolean {
  return !path.startsWith('/') && !/[\\\p{Cc}]/u.test(path) && !path.split('/').includes('..');
}

/** What is said of a path that does not. */
export function outsideRepository(path: string): Said {
  return { given: `the path "${path}"`, allowed: 'but it is a folder of the repository, without ".."', fix: 'Write it from the root of the repository.' };
}
