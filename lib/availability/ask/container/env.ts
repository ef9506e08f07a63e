import { frozenCopy } from '../../../cluster/cluster';
import { refuseMisshapen } from '../../../cluster/refuse';
import { mapOf, text } from '../../../cluster/shape';
import type { ConfigMapKey, SecretKey } from '../reference/secret-key';

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

  /** Several literals by variable name, to use directly or to spread: `EnvValue.texts({ TZ: 'Europe/Berlin' })`. */
  static texts(values: { readonly [name: string]: string }): Env {
    refuseMisshapen('EnvValue.texts', mapOf(text), values);
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, EnvValue.of(value)]));
  }

  /** A literal that is not a secret although its variable sounds like one. The report shows the reason. */
  static publicValue(value: string, reason: string): EnvValue {
    return new EnvValue(EnvKind.VALUE, value, undefined, reason);
  }

  /** A key of an existing Secret in the namespace of the app. */
  static fromSecret(secret: SecretKey): EnvValue {
    // The checks report what is not a key of a Secret, instead of a crash here.
    return new EnvValue(EnvKind.SECRET, secret?.key, secret?.secretName, undefined);
  }

  /** A key of an existing ConfigMap in the namespace of the app. */
  static fromConfigMap(configMap: ConfigMapKey): EnvValue {
    return new EnvValue(EnvKind.CONFIG_MAP, configMap?.key, configMap?.configMapName, undefined);
  }

  /** A field of the pod: `status.podIP`, `spec.nodeName`. */
  static fromField(path: string): EnvValue {
    return new EnvValue(EnvKind.FIELD, path, undefined, undefined);
  }

  /**
   * A request or limit of the container: `limits.memory`, `requests.cpu`.
   * @param unit the unit, rounded up: `1Mi`, `1m` @default - bytes or cores
   */
  static fromResource(path: string, unit?: string): EnvValue {
    return new EnvValue(EnvKind.RESOURCE, path, undefined, undefined, unit);
  }

  private constructor(
    /** @internal */
    readonly kind: EnvKind,
    /** The literal, the key, or the path of the field or the resource. */
    readonly value: string,
    /** The name of the Secret or ConfigMap. */
    readonly source: string | undefined,
    /** Why a literal is not a secret. */
    readonly publicBecause: string | undefined,
    /** The unit of a resource. */
    readonly unit: string | undefined = undefined,
    /** Whether the pod starts if it is missing. */
    readonly isOptional: boolean = false,
  ) {
    Object.freeze(this);
  }

  /** The same value, but optional: if it is missing, the pod starts without the variable. */
  optional(): EnvValue {
    return new EnvValue(this.kind, this.value, this.source, this.publicBecause, this.unit, true);
  }
}

/** Environment variables by name. */
export interface Env {
  readonly [name: string]: EnvValue;
}

/** All keys of a Secret or ConfigMap in the namespace of the app, as environment variables. */
export class EnvFrom {
  /** @param prefix before each key: `DB_` @default - none */
  static secret(secretName: string, prefix?: string): EnvFrom {
    return new EnvFrom(EnvKind.SECRET, secretName, prefix);
  }
  /** @param prefix before each key: `APP_` @default - none */
  static configMap(configMapName: string, prefix?: string): EnvFrom {
    return new EnvFrom(EnvKind.CONFIG_MAP, configMapName, prefix);
  }
  /**
   * A ConfigMap of the app's own, with these values. A change restarts the pods.
   * @param name of the set: the ConfigMap is `<app>-<name>`
   * @param prefix before each key: `APP_` @default - none
   */
  static values(name: string, values: { readonly [key: string]: string }, prefix?: string): EnvFrom {
    return new EnvFrom(EnvKind.VALUE, name, prefix, false, frozenCopy(values));
  }

  private constructor(
    /** @internal */
    readonly kind: EnvKind,
    /** The name of the Secret, the ConfigMap or the set. */
    readonly source: string,
    readonly prefix: string | undefined,
    /** Whether the pod starts if it is missing. */
    readonly isOptional: boolean = false,
    /** Undefined: it exists already. */
    readonly values: { readonly [key: string]: string } | undefined = undefined,
  ) {
    Object.freeze(this);
  }

  /** The same set, but optional: if it is missing, the pod starts without it. */
  optional(): EnvFrom {
    return new EnvFrom(this.kind, this.source, this.prefix, true, this.values);
  }
}

/** The variables of a set of the app's own. */
export function keysOfSet({ values = {}, prefix = '' }: EnvFrom): readonly string[] {
  return Object.keys(values).map((key) => `${prefix}${key}`);
}
