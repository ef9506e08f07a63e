import { ContainerKind, type ResolvedContainer } from '../../ask/resolved';

/** What stands behind a word about a container: nothing for the app itself, ` in setup` for another. */
export function inIt({ kind, name }: ResolvedContainer): string {
  return kind === ContainerKind.MAIN ? '' : ` in ${name}`;
}

/** Likewise ` of setup`. */
export function ofIt({ kind, name }: ResolvedContainer): string {
  return kind === ContainerKind.MAIN ? '' : ` of ${name}`;
}
