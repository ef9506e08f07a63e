import { type Finding, FindingsError } from './finding';
import { programLine, stackHere } from './program-line';
import { checkShape, type Shape } from './shape';

/** Refuses a call at once, because it has no construct that could report what is wrong later. Only what calls it in the program has a line. */
export function refuse(findings: readonly Finding[]): never {
  const at = programLine(stackHere());
  throw new FindingsError(at === undefined ? findings : findings.map((finding) => ({ ...finding, at })));
}

/** Refuses what was passed to a call if it does not match its type. @param call as programs write it: `Size.gib` */
export function refuseMisshapen(call: string, shape: Shape, given: unknown): void {
  const findings = checkShape(shape, given, call);
  if (findings.length > 0) refuse(findings);
}
