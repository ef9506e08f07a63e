import type { IConstruct } from 'constructs';
import { asked } from './run';

/** The App of cdk8s only writes charts. */
const FOREIGN_APP = "This cluster is in the App of cdk8s, which writes no folders, no report and no Flux objects. Import App from 'cdk8s-availability'.";

/** Warns of an App of cdk8s. A command that asks the program is refused instead: that App would write, and tell it nothing. */
export function refusedIn(root: IConstruct): string[] {
  if ('build' in root) return [];
  if (asked() !== undefined) return [FOREIGN_APP];
  process.emitWarning(FOREIGN_APP);
  return [];
}
