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
