/** The kind of the object of Flux that fetches the chart. */
export enum ChartSourceKind {
  OCI = 'OCIRepository',
  REPOSITORY = 'HelmRepository',
  GIT = 'GitRepository',
}

/** A chart in an OCI registry, pinned. */
export interface OciChartOptions {
  /** Exactly one: `6.9.2`. */
  readonly version: string;
  /** `sha256:…` of the manifest: it decides what is installed, and the version only informs people. @default - whoever may push to the registry can move the version */
  readonly digest?: string;
  /** A Secret in the namespace of the release with the login, as for images. @default - the registry is public */
  readonly secretName?: string;
}

/** A chart in a repository of Helm, pinned. Flux knows no digest of such a chart. */
export interface RepositoryChartOptions {
  /** Its name in the repository: `podinfo`. */
  readonly chart: string;
  /** Exactly one: `6.9.2`. */
  readonly version: string;
  /** A Secret in the namespace of the release with `username` and `password`. @default - the repository is public */
  readonly secretName?: string;
}

/** A chart in a Git repository, pinned. */
export interface GitChartOptions {
  /** The folder of the chart: `charts/podinfo`. */
  readonly path: string;
  /** All digits of it. */
  readonly commit: string;
  /** A Secret in the namespace of the release with the credentials. @default - the repository is public */
  readonly secretName?: string;
}

/** Where Flux finds a chart, and which one. */
export class ChartSource {
  // The checks report missing options and wrong types, instead of a crash here.

  /** In an OCI registry. @param url without the version: `oci://ghcr.io/stefanprodan/charts/podinfo` */
  static oci(url: string, options: OciChartOptions): ChartSource {
    return new ChartSource(ChartSourceKind.OCI, url, { oci: options });
  }
  /** In a repository of Helm. @param url of the repository: `https://stefanprodan.github.io/podinfo` */
  static repository(url: string, options: RepositoryChartOptions): ChartSource {
    return new ChartSource(ChartSourceKind.REPOSITORY, url, { repository: options });
  }
  /** In a Git repository. @param url of the repository: `https://github.com/stefanprodan/podinfo` */
  static git(url: string, options: GitChartOptions): ChartSource {
    return new ChartSource(ChartSourceKind.GIT, url, { git: options });
  }

  private constructor(
    /** @internal */
    readonly kind: ChartSourceKind,
    readonly url: string,
    /**
     * @inline
     * @chosen
     * @internal
     */
    readonly options: {
      readonly oci?: OciChartOptions;
      readonly repository?: RepositoryChartOptions;
      readonly git?: GitChartOptions;
    },
  ) {
    Object.freeze(this);
  }

  /** Undefined: that of the commit. */
  get version(): string | undefined {
    return (this.options.oci ?? this.options.repository)?.version;
  }
}
