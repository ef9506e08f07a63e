import type { ConfigMapKey, SecretKey } from '../secret-key';

export enum EnvKind {
  VALUE = 'value',
  SECRET = 'secret',
  CONFIG_MAP = 'configMap',
  FIELD = 'field',
  RESOURCE = 'resource',
}

/** Where the value of an environment variable comes from. */
export class EnvValue {
  /** A literal. A name that sounds like a secret is refused: see `publicValue`. */
  static of(value: string): EnvValue {
    return new EnvValue(EnvKind.VALUE, value, undefined, undefined);
  }

  /** Several literals by their variables, to be spread or taken as they are: `EnvValue.texts({ TZ: 'Europe/Berlin' })`. */
  static texts(values: { readonly [name: string]: string }): Env {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, EnvValue.of(value)]));
  }

  /** A literal that is no secret although its variable sounds like one; the reason stands in the report. */
  static publicValue(value: string, reason: string): EnvValue {
    return new EnvValue(EnvKind.VALUE, value, undefined, reason);
  }

  /** A key of a Secret that exists in the app's namespace. */
  static fromSecret(secret: SecretKey): EnvValue {
    // What is no key of a Secret is told by the checks, not by a crash here.
    return new EnvValue(EnvKind.SECRET, secret?.key, secret?.secretName, undefined);
  }

  /** A key of a ConfigMap that exists in the app's namespace. */
  static fromConfigMap(configMap: ConfigMapKey): EnvValue {
    return new EnvValue(EnvKind.CONFIG_MAP, configMap?.key, configMap?.configMapName, undefined);
  }

  /** A field of the pod: `status.podIP`, `spec.nodeName`. */
  static fromField(path: string): EnvValue {
    return new EnvValue(EnvKind.FIELD, path, undefined, undefined);
  }

  /**
   * What the container itself asks for, or where it ends: `limits.memory`, `requests.cpu`.
   * @param unit what it is counted in, rounded up: `1Mi`, `1m` @default - bytes or cores
   */
  static fromResource(path: string, unit?: string): EnvValue {
    return new EnvValue(EnvKind.RESOURCE, path, undefined, undefined, unit);
  }

  private constructor(
    /** @internal */
    readonly kind: EnvKind,
    /** The literal, the key, or the path of the field or resource. */
    readonly value: string,
    /** The Secret's or ConfigMap's name. */
    readonly source: string | undefined,
    /** Why a literal is no secret. */
    readonly publicBecause: string | undefined,
    /** Of a resource. */
    readonly unit: string | undefined = undefined,
    /** Whether the pod starts without it. */
    readonly isOptional: boolean = false,
  ) {
    Object.freeze(this);
  }

  /** The same value, without which the pod starts too: the variable is then not there. */
  optional(): EnvValue {
    return new EnvValue(this.kind, this.value, this.source, this.publicBecause, this.unit, true);
  }
}

/** Environment variables by name. */
export interface Env {
  readonly [name: string]: EnvValue;
}

/** All keys of a Secret or ConfigMap that exists in the app's namespace, as environment variables. */
export class EnvFrom {
  /** @param prefix before each key: `DB_` @default - none */
  static secret(secretName: string, prefix?: string): EnvFrom {
    return new EnvFrom(EnvKind.SECRET, secretName, prefix);
  }
  /** @param prefix before each key: `APP_` @default - none */
  static configMap(configMapName: string, prefix?: string): EnvFrom {
    return new EnvFrom(EnvKind.CONFIG_MAP, configMapName, prefix);
  }

  private constructor(
    /** @internal */
    readonly kind: EnvKind,
    /** The Secret's or ConfigMap's name. */
    readonly source: string,
    readonly prefix: string | undefined,
    /** Whether the pod starts without it. */
    readonly isOptional: boolean = false,
  ) {
    Object.freeze(this);
  }

  /** The same set, without which the pod starts too. */
  optional(): EnvFrom {
    return new EnvFrom(this.kind, this.source, this.prefix, true);
  }
}
