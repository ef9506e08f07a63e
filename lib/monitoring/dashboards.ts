/** Dashboards by file name, as JSON. */
export const DASHBOARDS: { readonly [file: string]: string } = { 'none.json': '{}' };
