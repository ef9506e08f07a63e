import { ContainerKind, type ResolvedContainer } from '../../ask/resolved';

/** How messages name a container: nothing for the main container, ` in setup` for another. */
export function inIt({ kind, name }: ResolvedContainer): string {
  return kind === ContainerKind.MAIN ? '' : ` in ${name}`;
}

/** Likewise ` of setup`. */
export function ofIt({ kind, name }: ResolvedContainer): string {
  return kind === ContainerKind.MAIN ? '' : ` of ${name}`;
}
