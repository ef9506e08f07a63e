/** A PostgreSQL that exists beside the app. */
export interface DatabaseConnection {
  /** Its Service: `paperless-database`; in another namespace `database.data`. */
  readonly host: string;
  /** A Secret in the app's namespace with the user's password. */
  readonly secretName: string;
  /** Of the password in that Secret. @default - POSTGRES_PASSWORD */
  readonly key?: string;
  /** Of the database and its user. @default - the app's own name */
  readonly name?: string;
}

/** The key of a password where nobody names one: as the official image calls it, so that one Secret does for both. */
export const DATABASE_KEY = 'POSTGRES_PASSWORD';

/** A Valkey or Redis that exists beside the app. */
export interface BrokerConnection {
  /** Its Service: `paperless-broker`. */
  readonly host: string;
  /** A Secret in the app's namespace with its password, of letters and digits, in the key VALKEY_PASSWORD. @default - it asks for none */
  readonly secretName?: string;
}
