import { Severity } from '../cluster/finding';
import { imageName } from '../kubernetes/image-name';
import type { Manifest } from '../kubernetes/manifest';
import { podTemplateOf } from '../kubernetes/pod-template';
import { hasData, WORKLOADS } from './data';
import { listAt, textAt } from './fields';
import { type ChangeRule, changed, placeOf } from './model';
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
    image: /^(postgres|postgresql|postgis|pgvector|timescaledb|timescaledb-ha)$/,
    version: /^v?(\d+)/,
    newer: 'does not start on the data of another one: the app is down, and the data stays as it is',
  },
  { name: 'MySQL', image: /^mysql$/, version: /^v?(\d+\.\d+)/, newer: CONVERTS },
  { name: 'MariaDB', image: /^mariadb$/, version: /^v?(\d+)/, newer: CONVERTS },
  {
    name: 'MongoDB',
    image: /^(mongo|mongodb|mongodb-community-server)$/,
    version: /^v?(\d+)/,
    newer: 'starts only on data of the version right before it, and then converts it',
  },
  { name: 'Elasticsearch', image: /^elasticsearch$/, version: /^v?(\d+)/, newer: CONVERTS },
  { name: 'OpenSearch', image: /^opensearch$/, version: /^v?(\d+)/, newer: CONVERTS },
  { name: 'InfluxDB', image: /^influxdb$/, version: /^v?(\d+)/, newer: 'keeps its data in another form: it starts empty, or not at all' },
  { name: 'Cassandra', image: /^cassandra$/, version: /^v?(\d+)/, newer: CONVERTS },
  { name: 'CouchDB', image: /^couchdb$/, version: /^v?(\d+)/, newer: CONVERTS },
  { name: 'Neo4j', image: /^neo4j$/, version: /^v?(\d+)/, newer: CONVERTS },
];

export const DATABASE_MAJOR: ChangeRule = {
  code: 'CHANGE-DATABASE-MAJOR',
  severity: Severity.ERROR,
  means: 'another major version of a database, on the data of the last one',
  fix: 'make a dump, and load it into a new app beside the old one, or follow the upgrade of the database',
  *check(pair) {
    for (const [before, after] of changed(pair, WORKLOADS)) {
      if (!hasData(after.object)) continue;
      const was = databasesIn(before.object);
      for (const [container, now] of databasesIn(after.object)) {
        const old = was.get(container);
        if (old === undefined || old.engine !== now.engine || old.version === now.version) continue;
        const isOlder = Number(now.version) < Number(old.version);
        yield {
          path: placeOf(pair, after.object),
          given: `${now.engine.name} ${now.version} on the data of ${now.engine.name} ${old.version} (container ${container})`,
          allowed: isOlder ? 'but an older version cannot read data of a newer one: it does not start, or damages it' : `but that version ${now.engine.newer}`,
          fix: steps(
            `Make a dump with ${now.engine.name} ${old.version} while it runs, and see that it can be restored.`,
            `Declare a second app with ${now.engine.name} ${now.version} and a volume of its own beside this one, stop what writes, load the dump, and point the other apps to it. Or follow the upgrade steps of ${now.engine.name}, and accept this change.`,
            `Remove the old app once ${applied(pair)} and the new one is in use.`,
          ),
        };
      }
    }
  },
};

function databasesIn(workload: Manifest): ReadonlyMap<string, { readonly engine: Engine; readonly version: string }> {
  return new Map(
    listAt(podTemplateOf(workload), 'spec.containers').flatMap((container) => {
      const { repository, tag } = imageName(textAt(container, 'image') ?? '');
      const engine = ENGINES.find(({ image }) => image.test(repository.slice(repository.lastIndexOf('/') + 1)));
      const version = engine === undefined ? undefined : versionOf(engine, tag);
      return engine === undefined || version === undefined ? [] : [[textAt(container, 'name') ?? '', { engine, version }] as const];
    }),
  );
}

/** `16` of `16.4-alpine`, and of `0.8.0-pg16`, where the version of an extension comes first. */
function versionOf({ version }: Engine, tag: string): string | undefined {
  return /(?:^|-)pg(\d+)/.exec(tag)?.[1] ?? version.exec(tag)?.[1];
}
