import { isSecretFile } from './secrets/file';
import { isKeyedSecret, isLogin, isNamedSecret } from './secrets/name';
import { isSecretText } from './secrets/text';
import { Place } from './secrets/value';

export { secretInWords } from './secrets/command';
export { isSecretFile } from './secrets/file';
export { isRandom } from './secrets/name';
export { Part, type Secret, secretsIn } from './secrets/object';
export { type PublicTexts, SHORTEST_PUBLIC, withoutPublic } from './secrets/public';
export { isSecretText, isToken } from './secrets/text';
export { isLiteral, isReference, Place } from './secrets/value';

/** Whether a variable with that name and value holds a secret. Several lines are a config file. */
export function isSecretVariable(name: string, value: string): boolean {
  return isNamedSecret(name, value, Place.ENV) || isLogin(name, value, Place.ENV) || isSecretText(value) || (value.includes('\n') && isSecretFile(value));
}

/** Whether a key of an annotation, or of an object, with that value holds a secret. */
export function isSecretEntry(key: string, value: string): boolean {
  return isKeyedSecret(key, value, Place.ENV);
}
