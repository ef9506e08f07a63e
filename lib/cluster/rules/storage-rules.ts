import { type FactsRule, onFacts } from '../facts-rule';
import { Severity } from '../finding';
import { duplicates, isDnsName, listed } from '../names';
import { formatSeconds } from '../units';

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

const CLASS_NAME = onFacts({
  code: 'STORAGE-CLASS-NAME',
  severity: Severity.ERROR,
  means: 'a name that no storage class can have, or a default class that is not among the classes',
  fix: 'use the name that `kubectl get storageclass` shows',
  *check({ storage: { classes, defaultReplicated, defaultLocal, clusterDefault } }) {
    const fix = 'Use the name that kubectl get storageclass shows.';
    for (const { name } of classes)
      if (!isDnsName(name))
        yield { path: `storage/classes/${name}`, given: `the storage class "${name}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix };
    const names = classes.map(({ name }) => name);
    for (const [key, name] of Object.entries({ defaultReplicated, defaultLocal, clusterDefault }))
      if (name !== undefined && !names.includes(name))
        yield { path: `storage/${key}`, given: `the storage class "${name}"`, allowed: `but the classes are ${listed(names)}`, fix };
  },
});

const RELEASE_INVALID = onFacts({
  code: 'STORAGE-RELEASE-INVALID',
  severity: Severity.ERROR,
  means: 'a `release` of a storage class that cannot be',
  fix: 'say who frees a volume, and how long that takes at least and at most',
  *check({ storage: { classes } }) {
    for (const { name, nodeLocal, attachable, release } of classes) {
      if (release?.withinSeconds === undefined) continue;
      const path = `storage/classes/${name}/release`;
      const { by, earliestSeconds, withinSeconds } = release;
      if (by.trim() === '') yield { path, given: 'no name in by', allowed: 'but messages and the report say who frees the volume', fix: 'Name it: Longhorn.' };
      if (!(earliestSeconds >= 0 && earliestSeconds <= withinSeconds && withinSeconds > 0 && Number.isFinite(withinSeconds)))
        yield {
          path,
          given: `${formatSeconds(earliestSeconds)} at least and ${formatSeconds(withinSeconds)} at most`,
          allowed: 'but both are times of a crash: not negative, the longest above 0 and not below the shortest',
          fix: 'Measure both from the crash of a node.',
        };
      if (nodeLocal || !attachable)
        yield {
          path,
          given: `${by} frees volumes of a class that is ${nodeLocal ? 'node-local' : 'not attachable'}`,
          allowed: nodeLocal ? 'but no other node has the data' : 'but no node holds such volumes',
          fix: 'Leave release out.',
        };
    }
  },
});

const CLASS_POOL = onFacts({
  code: 'STORAGE-CLASS-POOL',
  severity: Severity.ERROR,
  means: 'a `pool` of a storage class that no node has, or of one that is not node-local',
  fix: 'use the name of a pool of the nodes, or leave `pool` out',
  *check({ nodes, storage: { classes } }) {
    for (const { name, pool, nodeLocal, madeBy } of classes) {
      if (pool === undefined || madeBy !== undefined) continue;
      const said = { path: `storage/classes/${name}`, given: `the pool ${pool}` };
      if (!nodeLocal) yield { ...said, allowed: 'but only a node-local class says where its volumes are', fix: 'Leave pool out.' };
      else if (!nodes.some(({ pools }) => pools.some((one) => one.name === pool)))
        yield { ...said, allowed: 'but no node has a pool with that name', fix: 'Add it to the pools of the nodes, or leave pool out.' };
    }
  },
});

const ONE_POD_NOWHERE = onFacts({
  code: 'STORAGE-ONE-POD-NOWHERE',
  severity: Severity.WARNING,
  means: '`storage.readWriteOncePod`, and no storage class that supports it',
  fix: 'set `readWriteOncePod` of the classes whose drivers support it, or leave it out',
  *check({ storage: { classes, readWriteOncePod } }) {
    if (!readWriteOncePod || classes.some((one) => one.readWriteOncePod === true)) return;
    yield {
      path: 'storage',
      given: 'readWriteOncePod',
      allowed: 'but no storage class supports it, as far as the facts say, so that claims stay ReadWriteOnce',
      fix: 'Set readWriteOncePod of the classes whose drivers support it, or leave it out.',
    };
  },
});

/** Rules about storage classes. */
export const STORAGE_RULES: readonly FactsRule[] = [CLASS_NAME, CLASS_DUPLICATE, CLASS_POOL, RELEASE_INVALID, ONE_POD_NOWHERE];
