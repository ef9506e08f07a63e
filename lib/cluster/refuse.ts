import { type Finding, FindingsError } from './finding';
import { programLine, stackHere } from './program-line';

/** Refuses a call at once, because it has no construct that could report what is wrong later. Only what calls it in the program has a line. */
export function refuse(findings: readonly Finding[]): never {
  const at = programLine(stackHere());
  throw new FindingsError(at === undefined ? findings : findings.map((finding) => ({ ...finding, at })));
}
