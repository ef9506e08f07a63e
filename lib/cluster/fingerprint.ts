import { createHash } from 'node:crypto';

/** The first hexadecimal digits of the SHA-256 of a text or of bytes: as many as the number of things to tell apart asks for. */
export function fingerprint(content: string | Uint8Array, digits: number): string {
  return createHash('sha256').update(content).digest('hex').slice(0, digits);
}
