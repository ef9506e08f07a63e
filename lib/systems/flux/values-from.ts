export enum ValuesFromKind {
  SECRET = 'Secret',
  CONFIG_MAP = 'ConfigMap',
}

/** How values are taken from a Secret or a ConfigMap. */
export interface ValuesFromOptions {
  /** @default values.yaml */
  readonly key?: string;
  /** The one value that it holds: `redis.password`. This wins over `values`. @default - it holds a whole `values.yaml`, over which `values` win */
  readonly path?: string;
  /** With a path: the value as it is, with commas and brackets, not as `helm --set` reads it. @default false */
  readonly literal?: boolean;
  /** Whether the chart is installed if the Secret or the ConfigMap is missing. @default false */
  readonly optional?: boolean;
}

/** Values of a chart that are not in Git, from the namespace of the release. */
export class ValuesFrom {
  static secret(name: string, options: ValuesFromOptions = {}): ValuesFrom {
    return new ValuesFrom(ValuesFromKind.SECRET, name, options);
  }
  static configMap(name: string, options: ValuesFromOptions = {}): ValuesFrom {
    return new ValuesFrom(ValuesFromKind.CONFIG_MAP, name, options);
  }

  private constructor(
    /** @internal */
    readonly kind: ValuesFromKind,
    readonly name: string,
    /** @inline */
    readonly options: ValuesFromOptions,
  ) {
    Object.freeze(this);
  }
}
