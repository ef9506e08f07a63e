import { DATABASE_IMAGES } from '../availability/ask/reference/databases';
import { Severity } from '../cluster/finding';
import { imageName } from '../kubernetes/image-name';
import type { Manifest } from '../kubernetes/manifest';
import { podTemplateOf } from '../kubernetes/pod-template';
import { hasData, WORKLOADS } from './data';
import { listAt, textAt } from './fields';
import { type ChangeRule, changed, type Pair, placeOf } from './model';
import { applied, steps } from './words';

interface Engine {
  readonly name: string;
  /** The last part of the repository of its image. */
  readonly image: RegExp;
  /** What of a tag is the version whose data another one does not read as it is. */
  readonly version: RegExp;
  /** What a newer version does with older data. Sources: the upgrade pages of each. */
  readonly newer: string;
}

const CONVERTS = 'converts the data when it starts, and no older version can read it afterwards';

const ENGINES: readonly Engine[] = [
  {
    name: 'PostgreSQL',
    image: DATABASE_IMAGES.PostgreSQL,
    version: /^v?(\d+)/,
    newer: 'does not start on the data of another one: the app is down, and the data stays as it is',
  },
  { name: 'MySQL', image: DATABASE_IMAGES.MySQL, version: /^v?(\d+\.\d+)/, newer: CONVERTS },
  { name: 'MariaDB', image: DATABASE_IMAGES.MariaDB, version: /^v?(\d+)/, newer: CONVERTS },
  {
    name: 'MongoDB',
    image: DATABASE_IMAGES.MongoDB,
    version: /^v?(\d+)/,
    newer: 'starts only on data of the version right before it, and then converts it',
  },
  { name: 'Elasticsearch', image: DATABASE_IMAGES.Elasticsearch, version: /^v?(\d+)/, newer: CONVERTS },
  { name: 'OpenSearch', image: DATABASE_IMAGES.OpenSearch, version: /^v?(\d+)/, newer: CONVERTS },
  { name: 'InfluxDB', image: DATABASE_IMAGES.InfluxDB, version: /^v?(\d+)/, newer: 'keeps its data in another form: it starts empty, or not at all' },
  { name: 'Cassandra', image: DATABASE_IMAGES.Cassandra, version: /^v?(\d+)/, newer: CONVERTS },
  { name: 'CouchDB', image: DATABASE_IMAGES.CouchDB, version: /^v?(\d+)/, newer: CONVERTS },
  { name: 'Neo4j', image: DATABASE_IMAGES.Neo4j, version: /^v?(\d+)/, newer: CONVERTS },
];

/** What an image has of a database. */
interface Database {
  readonly image: string;
  /** Undefined: no engine that is known here. */
  readonly engine: Engine | undefined;
  /** Undefined: the tag does not say it. */
  readonly version: string | undefined;
  /** Its images keep the data in a folder of their own, with a user of their own. Source: the readme of bitnami/containers. */
  readonly isBitnami: boolean;
}

/** The database of a container before and after, where pods have data. */
function* replaced(pair: Pair): Generator<{ readonly container: string; readonly after: Manifest; readonly old: Known; readonly now: Database }> {
  for (const [before, after] of changed(pair, WORKLOADS)) {
    if (!hasData(after.object)) continue;
    const was = databasesIn(before.object);
    for (const [container, now] of databasesIn(after.object)) {
      const old = was.get(container);
      if (old !== undefined && isKnown(old) && old.image !== now.image) yield { container, after: after.object, old, now };
    }
  }
}

type Known = Database & { readonly engine: Engine };

function isKnown(database: Database): database is Known {
  return database.engine !== undefined;
}

export const DATABASE_MAJOR: ChangeRule = {
  code: 'CHANGE-DATABASE-MAJOR',
  severity: Severity.ERROR,
  means: 'another major version of a database, or another database, on the data of the last one',
  fix: 'make a dump, and load it into a new app beside the old one, or follow the upgrade of the database',
  *check(pair) {
    for (const { container, after, old, now } of replaced(pair)) {
      if (!isKnown(now)) continue;
      const isOther = old.engine !== now.engine;
      if (!isOther && (old.version === now.version || old.version === undefined || now.version === undefined)) continue;
      const isOlder = Number(now.version) < Number(old.version);
      yield {
        path: placeOf(pair, after),
        given: `${called(now)} on the data of ${called(old)} (container ${container})`,
        allowed: isOther
          ? `but ${now.engine.name} cannot read data of ${old.engine.name}: it does not start, or starts empty beside it`
          : isOlder
            ? 'but an older version cannot read data of a newer one: it does not start, or damages it'
            : `but that version ${now.engine.newer}`,
        fix: steps(
          `Make a dump with ${called(old)} while it runs, and see that it can be restored.`,
          `Declare a second app with ${called(now)} and a volume of its own beside this one, stop what writes, ${isOther ? 'move the data over with a tool that knows both' : 'load the dump'}, and point the other apps to it.${isOther ? '' : ` Or follow the upgrade steps of ${now.engine.name}, and accept this change.`}`,
          `Remove the old app once ${applied(pair)} and the new one is in use.`,
        ),
      };
    }
  },
};

export const DATABASE_UNKNOWN: ChangeRule = {
  code: 'CHANGE-DATABASE-UNKNOWN',
  severity: Severity.WARNING,
  means: 'a database whose image no longer says its version, or comes from another maker, on the data of the last one: nobody can tell whether it reads that',
  fix: 'name the version in the tag, or see that it is the same',
  *check(pair) {
    for (const { container, after, old, now } of replaced(pair)) {
      if (now.engine !== undefined && now.engine !== old.engine) continue;
      const unsure = unsureOf(old, now);
      if (unsure === undefined) continue;
      yield {
        path: placeOf(pair, after),
        given: `${now.image} on the data of ${old.image} (container ${container})`,
        allowed: `but ${unsure}`,
        fix: steps(
          `See which version of ${old.engine.name} runs now, and which one the new image has, and where it keeps its data.`,
          'Name the version in the tag, so that the next change can be compared. A digest can stand beside it.',
          'If both read the same data in the same folder, accept this change. Otherwise declare a second app with a volume of its own, and load a dump into it.',
        ),
      };
    }
  },
};

function unsureOf(old: Known, now: Database): string | undefined {
  if (now.engine === undefined)
    return `nobody knows whether that is ${old.engine.name}, and of which version: another one does not start on that data, or damages it`;
  if ((old.version === undefined) !== (now.version === undefined))
    return `the ${old.version === undefined ? 'old' : 'new'} image does not say its version: another major version may not start on that data, or converts it for good`;
  if (old.isBitnami !== now.isBitnami) return 'the images of Bitnami have another data folder and another user: the database starts empty, or not at all';
  return undefined;
}

function called({ engine, version }: Known): string {
  return version === undefined ? engine.name : `${engine.name} ${version}`;
}

function databasesIn(workload: Manifest): ReadonlyMap<string, Database> {
  return new Map(
    listAt(podTemplateOf(workload), 'spec.containers').map((container) => {
      const image = textAt(container, 'image') ?? '';
      const { repository, tag } = imageName(image);
      const engine = ENGINES.find((one) => one.image.test(repository.slice(repository.lastIndexOf('/') + 1)));
      const version = engine === undefined ? undefined : versionOf(engine, tag);
      return [textAt(container, 'name') ?? '', { image, engine, version, isBitnami: /(^|\/)bitnami[^/]*\//.test(repository) }] as const;
    }),
  );
}

/** `16` of `16.4-alpine`, and of `0.8.0-pg16`, where the version of an extension comes first. */
function versionOf({ version }: Engine, tag: string): string | undefined {
  return /(?:^|-)pg(\d+)/.exec(tag)?.[1] ?? version.exec(tag)?.[1];
}

export const DATABASE_RULES: readonly ChangeRule[] = [DATABASE_MAJOR, DATABASE_UNKNOWN];
