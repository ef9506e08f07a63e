/** A chart in an OCI registry, for Flux. */
export interface FluxOciOptions {
  /** `sha256:…` of the manifest: it decides what is installed. @default - whoever may push to the registry can move the version */
  readonly digest?: string;
  /** A Secret in the namespace of Flux with the login, as for images. @default - the registry is public */
  readonly secretName?: string;
}

/** Where Argo CD finds the committed chart. */
export interface ArgoCdOptions {
  /** The Git repository that `dist/` is committed to. */
  readonly url: string;
  /** A branch, a tag or a commit. @default main */
  readonly revision?: string;
  /** The folder of the repository that holds the clusters. @default dist */
  readonly path?: string;
  /** Where Argo CD runs. @default argocd */
  readonly namespace?: string;
  /** @default default */
  readonly project?: string;
}

/**
 * Who installs a chart in the cluster, in place of the Kustomization of its folder. The plain YAML stays beside it to be read and
 * compared, but no longer in the `kustomization.yaml`: nothing is delivered twice.
 */
export class ChartDelivery {
  /** A HelmRelease of Flux, for the chart as it is committed: in the repository of `flux` of the cluster. */
  static flux(): ChartDelivery {
    return new ChartDelivery({ flux: true });
  }
  /** A HelmRelease of Flux, for the chart in a registry, with the version of the chart. @param url `oci://registry.example/charts/tv` */
  static fluxOci(url: string, options: FluxOciOptions = {}): ChartDelivery {
    return new ChartDelivery({ oci: options }, url);
  }
  /** An Application of Argo CD, for the chart as it is committed. */
  static argoCd(options: ArgoCdOptions): ChartDelivery {
    return new ChartDelivery({ argoCd: options });
  }

  private constructor(
    /**
     * @inline
     * @chosen
     * @internal
     */
    readonly by: {
      readonly flux?: boolean;
      readonly oci?: FluxOciOptions;
      readonly argoCd?: ArgoCdOptions;
    },
    /** In a registry. @internal */
    readonly url?: string,
  ) {
    Object.freeze(this);
  }

  /**
   * The same for one chart of a set: in a registry it is below the address.
   *
   * @internal
   */
  ofChart(name: string): ChartDelivery {
    return this.url === undefined ? this : new ChartDelivery(this.by, `${this.url}/${name}`);
  }
}
