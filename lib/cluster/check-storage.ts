import type { ClusterFacts } from './cluster';
import { type Finding, Severity } from './finding';
import { duplicates } from './names';

/** What is wrong with the storage classes. */
export function checkStorage(facts: ClusterFacts): Finding[] {
  const { classes } = facts.storage;
  return duplicates(classes.map((one) => one.name)).map((name) => {
    const { madeBy } = classes.find((one) => one.name === name) ?? {};
    const [given, allowed, fix] =
      madeBy === undefined
        ? [`two classes named ${name}`, 'but a name is one class', 'Rename one of them.']
        : [`a class named ${name}`, `but ${madeBy} gets one of that name`, 'Leave it out, or rename yours.'];
    return { code: 'STORAGE-CLASS-DUPLICATE', severity: Severity.ERROR, path: `${facts.name}/storage/classes/${name}`, given, allowed, fix };
  });
}
