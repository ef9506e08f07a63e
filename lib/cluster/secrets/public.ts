/** A reference in every place. */
const STANDS_FOR = '$(PUBLIC)';
/** A shorter text would hide parts of others. */
export const SHORTEST_PUBLIC = 4;

/** Texts that look like secrets but are public, and why. */
export interface PublicTexts {
  readonly [text: string]: string;
}

/** A text with what is public taken out. Without a reason nothing is. */
export function withoutPublic(text: string, texts: PublicTexts): string {
  let rest = text;
  for (const [one, reason] of Object.entries(texts))
    if (one.length >= SHORTEST_PUBLIC && reason.trim() !== '' && rest.includes(one)) rest = rest.replaceAll(one, () => STANDS_FOR);
  return rest;
}
