import { Severity } from '../finding';
import { duplicates } from '../names';
import { type FactsRule, onFacts } from '../rule';

const CLASS_DUPLICATE = onFacts({
  code: 'STORAGE-CLASS-DUPLICATE',
  severity: Severity.ERROR,
  means: 'two storage classes with one name',
  fix: 'rename one',
  *check({ storage: { classes } }) {
    for (const name of duplicates(classes.map((one) => one.name))) {
      const path = `storage/classes/${name}`;
      const { madeBy } = classes.find((one) => one.name === name) ?? {};
      if (madeBy === undefined) yield { path, given: `two classes named ${name}`, allowed: 'but each class needs its own name', fix: 'Rename one of them.' };
      else yield { path, given: `a class named ${name}`, allowed: `but ${madeBy} creates one with that name`, fix: 'Remove it, or rename yours.' };
    }
  },
});

/** Rules about storage classes. */
export const STORAGE_RULES: readonly FactsRule[] = [CLASS_DUPLICATE];
