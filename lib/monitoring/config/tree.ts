import type { SecretKey } from '../../availability/ask/reference/secret-key';

/**
 * Alertmanager's configuration as data, in the words of its own file. Two things each form writes in its own way: what is
 * secret, and what labels are compared with.
 */
export type Tree = string | number | boolean | SecretValue | Matcher | readonly Tree[] | Fields;

export interface Fields {
  readonly [field: string]: Tree;
}

/** Something that stands in a Secret. */
export class SecretValue {
  constructor(readonly key: SecretKey) {}
}

/** Name of a label, how it is compared, and with what. */
export class Matcher {
  constructor(
    readonly name: string,
    readonly how: '=' | '!=' | '=~',
    readonly value: string,
  ) {}
}
