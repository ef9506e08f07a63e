import type { SecretKey } from '../availability/ask/reference/secret-key';

/** An existing PostgreSQL. */
export interface DatabaseConnection {
  /** Its Service: `database.serviceName`; in another namespace `database.serviceHost`. */
  readonly host: string;
  /** Of its user. `postgres()` has it in the key POSTGRES_PASSWORD. */
  readonly password: SecretKey;
  /** Of the database and its user. @default - the app's own name */
  readonly name?: string;
}

/** An existing Valkey or Redis. */
export interface BrokerConnection {
  /** Its Service: `broker.serviceName`; in another namespace `broker.serviceHost`. */
  readonly host: string;
  /** Of letters and digits. @default - it needs none */
  readonly password?: SecretKey;
}
