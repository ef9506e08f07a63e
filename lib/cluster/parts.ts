// Parts of plain data that nothing has checked: objects of others, values, what was parsed.

export function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at these keys, or at these places of lists; undefined where there is nothing. */
export function partAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null && Object.hasOwn(part, key) ? (part as { readonly [key: string]: unknown })[key] : undefined),
    value,
  );
}

/** The objects or texts of a list, if it is one. */
export function listIn<T>(given: unknown): readonly T[] {
  return Array.isArray(given) ? given.filter((one) => one !== null && one !== undefined) : [];
}
