/** The last part of the repository of images of databases, by the names of these. */
export const DATABASE_IMAGES = {
  PostgreSQL: /^(postgres|postgresql|postgis|pgvector|timescaledb|timescaledb-ha)$/,
  MySQL: /^mysql$/,
  MariaDB: /^mariadb$/,
  MongoDB: /^(mongo|mongodb|mongodb-community-server)$/,
  Elasticsearch: /^elasticsearch$/,
  OpenSearch: /^opensearch$/,
  InfluxDB: /^influxdb$/,
  Cassandra: /^cassandra$/,
  CouchDB: /^couchdb$/,
  Neo4j: /^neo4j$/,
} as const;

/** Whether a repository is known as that of a database. */
export function isDatabase(repository: string): boolean {
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return Object.values(DATABASE_IMAGES).some((image) => image.test(name));
}
