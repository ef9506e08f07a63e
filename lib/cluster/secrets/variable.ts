import { secretInWords } from './command';
import { isLikeFile, isSecretFile } from './file';
import { isLogin, isNamedSecret } from './name';
import { isSecretText } from './text';
import { Place } from './value';

/** A list of flags, or one among other words. In a sentence, a flag has no value. */
const FLAGS = /^\s*-|(?:^|\s)--?[A-Za-z][\w.-]{0,127}=/;

/** Whether a variable with that name and value holds a secret. */
export function isSecretVariable(name: string, value: string): boolean {
  return isNamedSecret(name, value, Place.ENV) || isLogin(name, value, Place.ENV) || holdsSecret(value);
}

/** Whether a text holds a secret, whatever it is called: by itself, among flags, or as a config file. */
export function holdsSecret(text: string): boolean {
  return isSecretText(text) || isSecretFlags(text) || (isLikeFile(text) && isSecretFile(text));
}

/** Whether a text is a list of flags with a secret among them. */
export function isSecretFlags(text: string): boolean {
  return FLAGS.test(text) && secretInWords([text]) !== undefined;
}
