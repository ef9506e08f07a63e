/** What a chart says of its values: `chartFiles` reads it. */
export interface ChartFiles {
  /** `values.schema.json`. */
  readonly schema: { readonly [key: string]: unknown };
  /** `values.yaml`. @default - they are not known: what the schema requires is not judged */
  readonly defaults?: { readonly [key: string]: unknown };
  /** The version in `Chart.yaml`. @default - that of the release */
  readonly version?: string;
}
