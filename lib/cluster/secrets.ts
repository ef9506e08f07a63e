import { isKeyedSecret } from './secrets/name';
import { Place } from './secrets/value';

export { secretInWords } from './secrets/command';
export { isSecretFile, textOf } from './secrets/file';
export { isRandom } from './secrets/name';
export { Part, type Secret, secretsIn } from './secrets/object';
export { type PublicTexts, SHORTEST_PUBLIC, withoutPublic } from './secrets/public';
export { isSecretText, isToken } from './secrets/text';
export { isLiteral, isReference, Place } from './secrets/value';
export { holdsSecret, isSecretVariable } from './secrets/variable';

/** Whether a key of an annotation, or of an object, with that value holds a secret. */
export function isSecretEntry(key: string, value: string): boolean {
  return isKeyedSecret(key, value, Place.ENV);
}
