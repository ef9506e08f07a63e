import { Severity } from '../finding';
import { duplicates } from '../names';
import { type FactsRule, onFacts } from '../rule';

const CLASS_DUPLICATE = onFacts({
  code: 'STORAGE-CLASS-DUPLICATE',
  severity: Severity.ERROR,
  means: 'two storage classes have one name',
  fix: 'rename one',
  *check({ storage: { classes } }) {
    for (const name of duplicates(classes.map((one) => one.name))) {
      const path = `storage/classes/${name}`;
      const { madeBy } = classes.find((one) => one.name === name) ?? {};
      if (madeBy === undefined) yield { path, given: `two classes named ${name}`, allowed: 'but a name is one class', fix: 'Rename one of them.' };
      else yield { path, given: `a class named ${name}`, allowed: `but ${madeBy} gets one of that name`, fix: 'Leave it out, or rename yours.' };
    }
  },
});

/** What is wrong with the storage classes. */
export const STORAGE_RULES: readonly FactsRule[] = [CLASS_DUPLICATE];
